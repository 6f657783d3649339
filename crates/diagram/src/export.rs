//! Pictures as text: a self-contained SVG file, and Mermaid's language for sequence diagrams.

mod svg;

pub use svg::svg;
