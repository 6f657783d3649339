//! What stands in several parts of the page.

use std::fmt::Display;

// What a column is in.
pub(crate) const MS: &str = "ms";

// In place of a figure.
pub(crate) const NONE: &str = "none";
pub(crate) const NEVER: &str = "never";
pub(crate) const ANY: &str = "any";

// Kinds of operations, and what is told of them.
pub(crate) const KIND: &str = "Kind";
pub(crate) const READ: &str = "Read";
pub(crate) const WRITE: &str = "Write";
pub(crate) const RESPONSE_TIMES: &str = "Response times";
pub(crate) const MEAN: &str = "mean";
pub(crate) const NEVER_ANSWERED: &str = "Never answered";
pub(crate) const REFUSED: &str = "Refused";

pub(crate) fn of(part: impl Display, whole: impl Display) -> String {
    format!("{part} of {whole}")
}

pub(crate) const READS: &str = "reads";
pub(crate) const WRITES: &str = "writes";
pub(crate) const STALE_READS: &str = "Stale reads";

// What a part speaks of.
pub(crate) const THIS_RUN: &str = "this run";

// Between the ends of an interval.
pub(crate) const TO: &str = " to ";

// The look of the page.
pub(crate) const CHANGE_COLOURS: &str = "Change colours";
pub(crate) const COLOURS: &str = "Colours: system, light or dark";

// Buttons.
pub(crate) const OPEN_A_FILE: &str = "Open a file";
pub(crate) const COPY: &str = "Copy";
pub(crate) const SVG: &str = "SVG";
pub(crate) const CLOSE: &str = "Close";

// Regions of the page.
pub(crate) const EXAMPLES: &str = "Examples";
pub(crate) const LEGEND: &str = "Legend";

// Verdicts.
pub(crate) const VIOLATED: &str = "Violated";
pub(crate) const NO_VERDICT: &str = "No verdict.";
pub(crate) const NOTHING_COULD_HAVE_SHOWN: &str = "No read in it could have shown otherwise.";
pub(crate) const KEEPS_SINGLE_OPERATIONS: &str = "The store keeps what it promises of single reads and writes.";

// Ways into the playground.
pub(crate) const OPEN_SETTINGS: &str = "Open these settings in the playground";
