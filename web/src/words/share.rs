//! Links, frames, pictures and files to take along.

// Files.
pub(crate) const PICTURE: &str = "Picture";
pub(crate) const SAVE_SVG: &str = "Save SVG of the timeline";
pub(crate) const PNG: &str = "PNG";
pub(crate) const SAVE_PNG: &str = "Save PNG of the timeline";
pub(crate) const COPY_PICTURE: &str = "Copy the timeline as a picture";
pub(crate) const SAVE_SVG_OF_BOTH: &str = "Save SVG of both timelines";
pub(crate) const SAVE_PNG_OF_BOTH: &str = "Save PNG of both timelines";
pub(crate) const COPY_PICTURE_OF_BOTH: &str = "Copy both timelines as a picture";
pub(crate) const OF_BOTH: &str = "The picture holds both runs on one clock, A first. The data are those of run B.";
pub(crate) const RUN: &str = "Run";
pub(crate) const JSON: &str = "JSON";
pub(crate) const SAVE_JSON: &str = "Save JSON of the whole run";
pub(crate) const EDN: &str = "EDN";
pub(crate) const SAVE_EDN: &str = "Save EDN of what clients saw, as Jepsen records it";
pub(crate) const SAVE_RECORD_JSON: &str = "Save JSON of the history and what every model says of it";
pub(crate) const SAVE_RECORD_EDN: &str = "Save EDN of the history, as Jepsen records it";
pub(crate) const NO_EDN: &str = "A call of this history has no name in Jepsen's form.";
pub(crate) const SHIVIZ: &str = "ShiViz";
pub(crate) const SAVE_SHIVIZ: &str = "Save a log with vector clocks for ShiViz";

// What became of it.
pub(crate) const NO_PAINT: &str = "This browser cannot paint the picture. The SVG holds the same.";
pub(crate) const PICTURE_COPIED: &str = "The picture is in the clipboard.";
pub(crate) const NO_CLIPBOARD: &str = "This browser does not let the picture into its clipboard. Save the PNG instead.";

// Texts to copy.
pub(crate) const TOO_LARGE: &str = "This scenario is too large for a link.";
pub(crate) const LINK_TO_BOTH: &str = "Link to both runs";
pub(crate) const LINK: &str = "Link to this run";
pub(crate) const FRAME: &str = "Frame for a page of documentation";

pub(crate) fn frame(address: &str, height: u32) -> String {
    let style = format!("width:100%;height:{height}px;border:0");
    let title = super::pages::EMBEDDED;
    format!("<iframe src=\"{address}\" title=\"{title}\" loading=\"lazy\" style=\"{style}\"></iframe>")
}

pub(crate) const MERMAID: &str = "Mermaid text";
pub(crate) const MERMAID_A: &str = "Mermaid text of run A, pinned";
pub(crate) const MERMAID_B: &str = "Mermaid text of run B, this run";
pub(crate) const COPIED: &str = "Copied";
pub(crate) const SELECTED: &str = "Selected: copy it with Ctrl+C";

pub(crate) fn copy(label: &str) -> String {
    format!("Copy: {label}")
}

// A chart or a table as a file.
pub(crate) fn save_svg(caption: &str) -> String {
    format!("Save SVG: {caption}")
}

pub(crate) fn table_of(caption: &str) -> String {
    format!("Table: {caption}")
}

pub(crate) const TABLE: &str = "Table";

pub(crate) fn save_csv(caption: &str) -> String {
    format!("Save CSV: {caption}")
}

pub(crate) const CSV: &str = "CSV";
