//! The figures of a run, and of many.

use std::fmt::Display;

// This run.
pub(crate) const MS_THIS_RUN: &str = "ms, this run";

pub(crate) fn untimed(
    word: &str,
    read: impl Display,
    reads: impl Display,
    written: impl Display,
    writes: impl Display,
) -> String {
    format!("{word}: {read} of {reads} reads, {written} of {writes} writes.")
}

pub(crate) const STALE_READS: &str = "stale reads";
pub(crate) const OLDEST_BY: &str = "oldest by";
pub(crate) const ANSWERED: &str = "answered";
pub(crate) const MESSAGES_PER_OPERATION: &str = "messages per operation";
pub(crate) const MESSAGES_LOST: &str = "messages lost";
pub(crate) const TIMED_OUT: &str = "timed out";
pub(crate) const OVERWRITTEN: &str = "overwritten unseen";
pub(crate) const THINGS_LOST: &str = "things lost";
pub(crate) const CAME_BACK: &str = "came back";

// Many runs.
pub(crate) fn ms_of_runs(runs: &str) -> String {
    format!("ms, {runs} runs")
}

pub(crate) const POOLED: &str = "Response times, many runs";

pub(crate) fn in_theory(name: &str) -> String {
    format!("{name}, theory")
}

pub(crate) const THEORY: &str = "theory";

// What the settings imply without a run.
pub(crate) const EXACT: &str = "exact";
pub(crate) const DRAWN: &str = "drawn";
pub(crate) const EXPECTED: &str = "Response times, theory and runs";

pub(crate) fn theory(method: &str) -> String {
    format!("theory {method}")
}

pub(crate) const EXPECTED_CHART: &str = "Shares of operations by response time";
pub(crate) const FRESH_READS: &str = "Fresh reads, theory and runs";

pub(crate) fn fresh_by_time(method: &str) -> String {
    format!("by time after a write, {method}")
}

pub(crate) const FRESH_CHART: &str = "Share of fresh reads by time after the answer of a write";
pub(crate) const WHERE_RUNS_DIFFER: &str = "Why runs here may differ from the figures";
pub(crate) const HELD_AGAINST: &str = "Held against a published table";
pub(crate) const AT_ONCE: &str = "at once";
pub(crate) const FRESH_AFTER: &str = "So many reads are fresh after";
pub(crate) const FRESH_LEVELS: &str = "Fresh reads, and after how long; the pressed one is marked in the chart";
pub(crate) const FRESH_AT_ONCE: &str = "fresh at once";
pub(crate) const WITHIN_TWO_VERSIONS: &str = "within two versions";
pub(crate) const MONOTONIC_READS: &str = "monotonic reads";

// Captions of tables.
pub(crate) const EXPECTED_SHEET: &str = "Response times by share of operations, in ms";
pub(crate) const FRESH_SHEET: &str =
    "The probability that a read is fresh, by how many ms after the answer of a write it begins";

// Time, as it is played.
pub(crate) const PAUSE: &str = "Pause";
pub(crate) const PLAY: &str = "Play";
pub(crate) const PREVIOUS_EVENT: &str = "Previous event";
pub(crate) const NEXT_EVENT: &str = "Next event";

pub(crate) fn of(end: &str) -> String {
    format!(" / {end}")
}

pub(crate) const MS: &str = "\u{a0}ms";
pub(crate) const SECONDS: &str = "\u{a0}s";

pub(crate) const SPEED: &str = "Speed";

pub(crate) fn speed(now: &str) -> String {
    format!("Speed {now}")
}

pub(crate) const MOMENT: &str = "Moment of the run";

pub(crate) fn ms(at: &str) -> String {
    format!("{at} ms")
}
