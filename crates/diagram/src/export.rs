//! Runs as text: a self-contained SVG file, Mermaid's language for sequence diagrams, and a log with
//! vector clocks for ShiViz.

mod base64;
mod caption;
mod mermaid;
mod shiviz;
mod svg;

pub use caption::Caption;
pub use mermaid::mermaid;
pub use shiviz::shiviz;
pub use svg::{svg, svg_file, svg_of_page, svg_of_pair};
