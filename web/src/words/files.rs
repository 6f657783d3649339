//! What saved files are called, without an ending.

// Tables of figures.
pub(crate) const RESPONSE_TIMES: &str = "quorate-response-times";
pub(crate) const STALENESS: &str = "quorate-staleness";
pub(crate) const LAG: &str = "quorate-lag";
pub(crate) const RESPONSE_TIMES_BY: &str = "quorate-response-times-by";
pub(crate) const STALE_READS: &str = "quorate-stale-reads";
