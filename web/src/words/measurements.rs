//! Delays that were measured, and the families that they look like.

// What is asked for, and what cannot be read.
pub(crate) const PASTE: &str = "One-way delays in ms, one a line, or a CSV file with one column";
pub(crate) const WRONG_LINES: &str = "Nothing is used until every line can be read:";
pub(crate) const FOUR_COLUMNS: &str = "\
    Four columns tell the legs of an operation apart; a link has one delay for all messages, so there \
    can be one column.";

// What takes the place of a link's delay.
pub(crate) const AS_RECORDED: &str = "as recorded";
pub(crate) const THE_RECORDED: &str = "the recorded delays";
pub(crate) const DELAY_OF: &str = "Delay of";
pub(crate) const TAKEN: &str = "Taken";
pub(crate) const USE: &str = "Use";
pub(crate) const EVERY_LINK: &str = "every link";

pub(crate) fn within(one: &str) -> String {
    format!("within {one}")
}

// What was read.
pub(crate) const CHART: &str = "Share of recorded delays and of the family by time";
pub(crate) const SHEET: &str = "Recorded delays and those of the nearest family by share, in ms";
pub(crate) const DELAYS: &str = "delays";
pub(crate) const MEDIAN: &str = "median";

pub(crate) fn thinned(most: usize) -> String {
    format!("A link holds {most} of their quantiles, at even steps.")
}

pub(crate) const NEAREST: &str = "Nearest families, by Kolmogorov–Smirnov distance";
