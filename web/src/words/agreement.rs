//! What a service level asks, and whether it is met.

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
pub(crate) const FRESH_WITHIN: &str = " of reads out of date by at most ";
pub(crate) const P99_READS: &str = "p99 of reads at most ";
pub(crate) const P99_WRITES: &str = "p99 of writes at most ";
pub(crate) const ANSWERED: &str = " of operations answered";
pub(crate) const AVAILABLE: &str = " available, replicas down ";
pub(crate) const REPLICAS_DOWN: &str = "Replicas down for writes ";
pub(crate) const AND_FOR_READS: &str = "for reads ";
pub(crate) const SURVIVES: &str = "Survives the loss of any region";

// What was found.
pub(crate) const MET: &str = "Met";
pub(crate) const NOT_MET: &str = "Not met";
pub(crate) const OPEN: &str = "Open";
pub(crate) const TOO_NEAR: &str = "too near to tell; ";
pub(crate) const BELOW: &str = "below";
pub(crate) const ABOVE: &str = "above";

pub(crate) fn time(
    near: &str,
    us: history::Duration,
    apart: history::Duration,
    side: &str,
    low: history::Duration,
    high: history::Duration,
) -> String {
    format!("{near}{us}, {apart} {side}; 95\u{a0}% interval {low} to {high}.")
}

pub(crate) fn exactly(share: &str, points: &str) -> String {
    format!("{share}, exactly, from the setting alone; {points}.")
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

pub(crate) fn interval(between: &str) -> String {
    format!("95\u{a0}% interval {between}")
}

pub(crate) fn points(points: &str, side: &str) -> String {
    format!("{points} points {side}")
}

// Fields.
pub(crate) const FRESH_SHARE: &str = "Share of reads that are no further out of date";
pub(crate) const FRESH_MS: &str = "How long what a read returns may have been out of date";
pub(crate) const READS_MS: &str = "The 99th percentile of reads";
pub(crate) const WRITES_MS: &str = "The 99th percentile of writes";
pub(crate) const ANSWERED_SHARE: &str = "Share of operations that are answered";
pub(crate) const AVAILABLE_SHARE: &str = "Share of time in which reads and writes go on";
pub(crate) const DOWN_SHARE: &str = "Share of time in which a replica is down";
pub(crate) const DOWN_WRITES: &str = "Replicas that may be down while writes go on";
pub(crate) const DOWN_READS: &str = "Replicas that may be down while reads go on";
