//! What saved files are called, those of charts and tables without an ending.

// Tables of figures.
pub(crate) const RESPONSE_TIMES: &str = "quorate-response-times";
pub(crate) const RUN_TIMES: &str = "quorate-run-times";
pub(crate) const RECORDED: &str = "quorate-recorded-delays";
pub(crate) const STALENESS: &str = "quorate-staleness";
pub(crate) const LAG: &str = "quorate-lag";
pub(crate) const RESPONSE_TIMES_BY: &str = "quorate-response-times-by";
pub(crate) const STALE_READS: &str = "quorate-stale-reads";
pub(crate) const COSTS: &str = "quorate-costs";

// From the share panel.
pub(crate) const PICTURE_SVG: &str = "quorate.svg";
pub(crate) const PICTURE_PNG: &str = "quorate.png";
pub(crate) const RUN_JSON: &str = "quorate.json";
pub(crate) const RUN_EDN: &str = "quorate.edn";
pub(crate) const RECORD_JSON: &str = "quorate-history.json";
pub(crate) const RECORD_EDN: &str = "quorate-history.edn";
pub(crate) const RUN_SHIVIZ: &str = "quorate-shiviz.log";
