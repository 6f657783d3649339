//! The strategy and its knobs.

pub(crate) const STRATEGY: &str = "Strategy";
pub(crate) const AS_USUAL: &str = "as usual";

pub(crate) fn changed(changed: usize) -> String {
    format!("{changed} changed")
}

pub(crate) const KNOBS: &str = "Knobs of the strategy";
pub(crate) const MORE: &str = "More";
