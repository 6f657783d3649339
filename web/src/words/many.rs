//! Many runs of one scenario: the bar that counts them, the second column, and its sentences.

use history::decimal::grouped;

use super::plural;

pub(crate) const HOW_MANY: &str = "Of how many runs the second column speaks";
pub(crate) const VIOLATED_IN: &str = "violated in";
pub(crate) const UP_TO: &str = "up to ";
pub(crate) const STALE: &str = " stale";

pub(crate) fn open_seed(seed: u32) -> String {
    format!("Open seed {seed}")
}

pub(crate) const CALLS_LINEARIZABLE: &str = "Calls linearizable";
pub(crate) const TAKEN_FOR_GRANTED: &str = "What applications take for granted, over many runs";

pub(crate) fn so_many_of(runs: &str, wanted: &str) -> String {
    format!("{runs} of {wanted} runs")
}

pub(crate) fn so_far(so_far: &str) -> String {
    format!("{so_far} so far")
}

pub(crate) const STOP: &str = "Stop";
pub(crate) const TAKES_LONG: &str = "One run takes long here.";
pub(crate) const RUN_MORE: &str = "Run more";

pub(crate) fn stopped(so_far: &str) -> String {
    format!("Stopped after {so_far}.")
}

pub(crate) const GO_ON: &str = "Go on";

pub(crate) fn seeds(from: u32, last: u32) -> String {
    format!("Seeds {from} to {last}. 95 % intervals, ticks at 0.1, 1, 10, 100 %.")
}

pub(crate) const PROGRESS: &str = "Runs that are done";

// What many runs say of one model.
pub(crate) fn runs(count: u32) -> String {
    format!("{} {}", grouped(count.into()), plural(count.into(), "run", "runs"))
}

pub(crate) const ALWAYS: &str = "Every history keeps it.";

pub(crate) fn untested(runs: &str) -> String {
    format!("Untested: nothing in {runs} could have broken it.")
}

pub(crate) fn at_best(runs: &str) -> String {
    format!("At its best in each of {runs}.")
}

pub(crate) fn at_worst(runs: &str, worst: &check::Measure, first: &str) -> String {
    format!("At worst in {runs}: {worst}{first}.")
}

pub(crate) fn in_none(runs: &str, most: &str) -> String {
    format!("Violated in none of {runs}: a share of at most {most}.")
}

pub(crate) fn in_some(share: &str, runs: &str, between: &str, first: &str) -> String {
    format!("Violated in {share} of {runs}, {between}{first}.")
}

pub(crate) fn open(violated: &str, runs: &str, undecided: &str, between: &str, first: &str) -> String {
    format!("Violated in {violated} of {runs}, not told in {undecided}: {between}{first}.")
}

pub(crate) fn first_with(seed: u32) -> String {
    format!("; first with seed {seed}")
}
