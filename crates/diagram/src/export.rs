//! Pictures as text: a self-contained SVG file, and Mermaid's language for sequence diagrams.

mod base64;
mod caption;
mod mermaid;
mod svg;

pub use caption::Caption;
pub use mermaid::mermaid;
pub use svg::{svg, svg_file, svg_of_page};
