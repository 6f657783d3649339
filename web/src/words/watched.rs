//! What an operator watches.

use super::plural;

// Lag and conflicts.
pub(crate) const WATCHED: &str = "What an operator watches";
pub(crate) const LAG: &str = "Replication lag";

pub(crate) fn longest_in_each(window: history::Duration) -> String {
    format!("longest in each {window}")
}

pub(crate) const LAG_CHART: &str = "Replication lag of each replica over time";
pub(crate) const NOT_TOLD: &str = "\
    Lag and conflicts are told of stores in which a newer version takes the place of an older one; in \
    this one, values are merged or replicas hold parts of their own.";
pub(crate) const WORST_LAG: &str = "worst lag";
pub(crate) const IN_CONFLICT: &str = "writes in conflict";
pub(crate) const MODELS_VIOLATED: &str = "models violated";

pub(crate) fn violated(names: &str) -> String {
    format!("Violated: {names}.")
}

pub(crate) fn violated_and_more(names: &str, more: usize) -> String {
    format!("Violated: {names}, and {more} more.")
}

// Response times.
pub(crate) const FROM_WHEN_MEANT: &str = "From when it was meant to begin";
pub(crate) const BY_REGION: &str = "By region";
pub(crate) const BY_SESSION: &str = "By session";

pub(crate) fn times_of(title: &str) -> String {
    format!("Response times: {title}")
}

pub(crate) const WHOSE: &str = "Whose";
pub(crate) const NO_ANSWERS: &str = "no answers";

pub(crate) fn p99_up_to(time: history::Duration, whose: &str) -> String {
    format!("p99 up to {time}, {whose}")
}

// Stale reads.
pub(crate) fn all_fresh(fresh: u32) -> String {
    format!("all {fresh} fresh")
}

pub(crate) fn stale(count: usize, oldest: history::Duration, versions: &str) -> String {
    format!("{count}, up to {oldest}, {versions}")
}

pub(crate) fn read_of(session: &str, key: &str) -> String {
    format!("{session} of {key}")
}

pub(crate) const ALL_NEWEST: &str = "Every answered read returned the newest acknowledged value, or a newer one.";
pub(crate) const BEGUN: &str = "begun, ms";
pub(crate) const OLDER_BY: &str = "older by, ms";
pub(crate) const VERSIONS: &str = "versions";

pub(crate) fn more_in_file(rest: usize) -> String {
    format!("{rest} more are in the file.")
}

pub(crate) fn versions(count: u32) -> String {
    format!("{count} {}", plural(count.into(), "version", "versions"))
}

// What saved tables hold.
pub(crate) const LAG_SHEET: &str = "The longest that each replica was behind, by time, in ms";
pub(crate) const EVERYBODY: &str = "everybody";
pub(crate) const EVERYBODY_FROM_WHEN_MEANT: &str = "everybody, from when it was meant to begin";
pub(crate) const ALL_TIMES_SHEET: &str = "Every response time of this run, in ms";
pub(crate) const TIMES_SHEET: &str = "Response times of everybody, by region and by session, in ms";
pub(crate) const STALE_SHEET: &str =
    "Stale reads: when each began, how old its value was, and how many newer versions it missed";
