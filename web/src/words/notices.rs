//! What the page says of links and runs that do not open, and of the opening run.

pub(crate) const OPENING: &str = "This is the opening run.";
pub(crate) const KEPT_BEFORE: &str = "The run before it was kept.";

pub(crate) fn leads_nowhere(route: &str) -> String {
    format!("The address #{route} leads nowhere.")
}

pub(crate) const PINNED_CANNOT_RUN: &str = "What the link compares with cannot run; the rest is open.";
pub(crate) const PARTS_UNREAD: &str = "Parts of the link could not be read; the rest is open.";
pub(crate) const OTHER_ENGINE: &str = "The link was made with another engine; this run may differ from it.";
pub(crate) const CANNOT_RUN: &str = "The link describes a scenario that cannot run.";

// A region of a network of one's own, until it has a name.
pub(crate) fn region(number: usize) -> String {
    format!("Region {number}")
}
