//! What a sign says of a model: the word beside it.

pub(crate) const HELD: &str = "held";
pub(crate) const VIOLATED: &str = "violated";
pub(crate) const MEASURED: &str = "measured";
pub(crate) const UNKNOWN: &str = "unknown";
pub(crate) const UNDECIDED: &str = "undecided";
pub(crate) const UNTESTED: &str = "untested";
pub(crate) const JUDGING: &str = "judging …";
