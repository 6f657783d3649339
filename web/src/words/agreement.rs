//! What a service level asks, and whether it is met.

use history::Duration;

use super::plural;

// The level as a whole.
pub(crate) const SERVICE_LEVEL: &str = "Service level";

pub(crate) fn runs(runs: &str) -> String {
    format!("{runs} runs")
}

pub(crate) fn all_met(kept: usize) -> String {
    format!("Met, all {kept}.")
}

pub(crate) fn some_met(kept: usize, open: usize) -> String {
    format!("{kept} met, {open} too near to tell or untold.")
}

pub(crate) fn not_met(broken: usize, all: usize) -> String {
    format!("Not met: {broken} of {all}.")
}

pub(crate) fn not_met_and_open(broken: usize, all: usize, open: usize) -> String {
    format!("Not met: {broken} of {all}, {open} too near to tell or untold.")
}

pub(crate) const NOTHING_ASKED: &str = "Nothing is asked.";

// Each line, around its fields.
pub(crate) const FRESH: &str = "{0} of reads fresh {1} after a write";
pub(crate) const READS: &str = "p99 of reads at most {0}";
pub(crate) const WRITES: &str = "p99 of writes at most {0}";
pub(crate) const ANSWERED: &str = "{0} of operations answered";
pub(crate) const AVAILABLE: &str = "{0} available, replicas down {1}";
pub(crate) const REPLICAS_DOWN: &str = "Replicas down for writes {0} for reads {1}";
pub(crate) const SURVIVES: &str = "Survives the loss of any region";

// The same as parts of a sentence, where their words are others there.
pub(crate) fn goes_on(writes: u8, reads: u8) -> String {
    let down = |count: u8| format!("{count} {} down", plural(count.into(), "replica", "replicas"));
    match (writes, reads) {
        (writes, reads) if writes == reads => format!("going on with {}", down(writes)),
        (writes, 0) => format!("writing on with {}", down(writes)),
        (0, reads) => format!("reading on with {}", down(reads)),
        (writes, reads) => format!("writing on with {}, reading on with {reads}", down(writes)),
    }
}

pub(crate) const WITHOUT_A_REGION: &str = "going on without any one region";

// The whole above the picture of a run.
pub(crate) fn meets(asked: &[String]) -> String {
    format!("Meets what is asked: {}.", asked.join(", "))
}

pub(crate) fn misses(asked: &[String]) -> String {
    format!("Does not meet what is asked: {}.", asked.join(", "))
}

pub(crate) fn leaves_open(asked: &[String]) -> String {
    format!("Too near to tell, or untold, of what is asked: {}.", asked.join(", "))
}

pub(crate) fn is_looked_at(asked: &[String]) -> String {
    format!("Many runs are held against what is asked: {}.", asked.join(", "))
}

pub(crate) fn of_runs(runs: &str) -> String {
    if runs == "0" { String::new() } else { format!("In {runs} runs.") }
}

pub(crate) const BY_HOW_MUCH: &str = "By how much";

// The way to other settings.
pub(crate) const FIND_SETTINGS: &str = "Find settings that meet this";

pub(crate) fn apart_from_what_is_not_looked_for() -> String {
    " The search leaves out what is asked of answers and of availability.".to_owned()
}

// What was found.
pub(crate) const MET: &str = "Met";
pub(crate) const NOT_MET: &str = "Not met";
pub(crate) const OPEN: &str = "Open";

/// Before a figure that may be either.
const fn near(too_near: bool) -> &'static str {
    if too_near { "too near to tell; " } else { "" }
}

const fn side(above: bool) -> &'static str {
    if above { "above" } else { "below" }
}

/// A time, how far it is from what is asked, and its interval.
pub(crate) fn time(too_near: bool, [time, apart]: [Duration; 2], above: bool, [low, high]: [Duration; 2]) -> String {
    format!("{}{time}, {apart} {}; 95\u{a0}% interval {low} to {high}.", near(too_near), side(above))
}

/// A share, by how many hundredths it is off, and its interval.
pub(crate) fn share(too_near: bool, share: &str, (points, above): (&str, bool), between: &str) -> String {
    format!("{}{share}, {points} points {}; 95\u{a0}% interval {between}.", near(too_near), side(above))
}

pub(crate) fn exactly(share: &str, (points, above): (&str, bool)) -> String {
    format!("{share}, exactly, from the setting alone; {points} points {}.", side(above))
}

pub(crate) fn without_any_region(count: usize) -> String {
    format!("writes and reads go on without any one of {count}, by the setting alone.")
}

pub(crate) fn no_writes(writes: &str) -> String {
    format!("no writes without {writes}.")
}

pub(crate) fn no_reads(reads: &str) -> String {
    format!("no reads without {reads}.")
}

pub(crate) fn neither(writes: &str) -> String {
    format!("no writes or reads without {writes}.")
}

pub(crate) fn no_writes_no_reads(writes: &str, reads: &str) -> String {
    format!("no writes without {writes}; no reads without {reads}.")
}

/// How many replicas may be down.
fn down(writes: u8, reads: u8) -> String {
    let some = |count: u8| if count == 0 { "none".to_owned() } else { count.to_string() };
    match (writes, reads) {
        (writes, reads) if writes == reads => format!("{} may be down", some(writes)),
        (writes, reads) => format!("{} may be down for writes, {} for reads", some(writes), some(reads)),
    }
}

pub(crate) fn may_be_down(writes: u8, reads: u8) -> String {
    format!("{}, by the setting alone.", down(writes, reads))
}

pub(crate) fn seen_down(writes: u8, reads: u8) -> String {
    format!("{}, as runs show in which they are.", down(writes, reads))
}

pub(crate) fn seen_without_a_region(goes_on: bool) -> String {
    match goes_on {
        true => "writes and reads go on without any one region, as runs show in which it is away.".to_owned(),
        false => "without one of the regions writes or reads stop, as a run shows in which it is away.".to_owned(),
    }
}

pub(crate) const NOTHING_OF_THE_KIND: &str = "no run did anything of the kind.";

// Fields.
pub(crate) const FRESH_SHARE: &str = "Share of fresh reads";
pub(crate) const FRESH_MS: &str = "How long after a write reads are fresh";
pub(crate) const READS_MS: &str = "The 99th percentile of reads";
pub(crate) const WRITES_MS: &str = "The 99th percentile of writes";
pub(crate) const ANSWERED_SHARE: &str = "Share of operations that are answered";
pub(crate) const AVAILABLE_SHARE: &str = "Share of time in which reads and writes go on";
pub(crate) const DOWN_SHARE: &str = "Share of time in which a replica is down";
pub(crate) const DOWN_WRITES: &str = "Replicas that may be down while writes go on";
pub(crate) const DOWN_READS: &str = "Replicas that may be down while reads go on";
