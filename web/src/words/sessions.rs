//! The sessions, and the map of who is where.

pub(crate) const SESSION_COUNT: &str = "Number of sessions";
pub(crate) const MAP_AND_REPLICAS: &str = "Map and replicas";
pub(crate) const SESSIONS: &str = "Sessions";
pub(crate) const IN_ONE_REGION: &str = "in 1 region";

pub(crate) fn in_regions(count: usize) -> String {
    format!("in {count} regions")
}

pub(crate) fn region_of(name: &str) -> String {
    format!("{name}, region")
}

// The map.
pub(crate) const WHO_IS_WHERE: &str = "Who is where";
pub(crate) const EXACTLY: &str = "exactly";

pub(crate) fn within(percent: f64) -> String {
    format!("within {percent:.0} % on average")
}

pub(crate) fn scaled(off: &str) -> String {
    format!("Drag, or move with the arrow keys. Distances are delays, {off}.")
}

pub(crate) fn one_way_from(region: &str, others: &str) -> String {
    format!("One way from {region}, median ms: {others}")
}
