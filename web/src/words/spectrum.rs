//! The map of models, and what they cost.

// The page.
pub(crate) const WHAT_IMPLIES_WHAT: &str = "What implies what";
pub(crate) const A_LINE_DOWN: &str = "a line down: every history of the upper model is one of the lower";
pub(crate) const RUNNING: &str = "Running the scenario";
pub(crate) const HELD_IN_THIS_RUN: &str = " held in this run; ";
pub(crate) const BROKE: &str = " broke";

pub(crate) fn broke_in(share: &str) -> String {
    format!(" broke in {share}")
}

pub(crate) const LINEARIZABLE: &str = "Linearizable";
pub(crate) const NONE_TOLD_APART: &str = "No model could be told from the next weaker one";
pub(crate) const OWN_NETWORK: &str = "a network of its own";

pub(crate) fn so_many_runs(runs: u32) -> String {
    format!("{runs} of 1,000 runs")
}

pub(crate) const ALL_RUNS: &str = "1,000 runs";
pub(crate) const SCENARIO: &str = "Scenario ";
pub(crate) const OPEN_IN_PLAYGROUND: &str = "Open in the playground";

pub(crate) fn scenario(name: &str, n: u8, network: &str) -> String {
    format!("{name}, N = {n}, {network}")
}

pub(crate) const SHOWN: &str = "What is shown";
pub(crate) const THIS_RUN: &str = "This run";
pub(crate) const LINE: &str = "Line";
pub(crate) const LATTICE: &str = "Lattice";
pub(crate) const COST: &str = "Cost";
pub(crate) const PARTS: &str = "Parts";

// What was found of a model.
pub(crate) fn broken(percent: &str) -> String {
    format!("{percent} broken")
}

pub(crate) const NOTHING_TO_CHECK: &str = "nothing to check";

pub(crate) fn at_worst(worst: &str) -> String {
    format!("{worst} at worst")
}

pub(crate) fn in_this_run(outcome: &str) -> String {
    format!("{outcome} in this run")
}

pub(crate) fn held_in_all(runs: &str) -> String {
    format!("held in all {runs} runs")
}

pub(crate) fn held_in_some(kept: &str) -> String {
    format!("held in {kept} runs, rest untested")
}

pub(crate) fn broken_in(share: &str, low: &str, high: &str) -> String {
    format!("broken in {share} of runs ({low}–{high})")
}

pub(crate) const BROKEN: &str = "broken";

// The line from strong to weak.
pub(crate) const NO_MODEL: &str = "none";
pub(crate) const ONE: &str = "one";
pub(crate) const TWO: &str = "two";
pub(crate) const THREE: &str = "three";
pub(crate) const ALL: &str = "all";
pub(crate) const SEQUENTIAL: &str = "Sequential";
pub(crate) const CAUSAL: &str = "Causal";
pub(crate) const SESSION_GUARANTEES: &str = "Session guarantees";
pub(crate) const EVENTUAL: &str = "Eventual";
pub(crate) const WEAK: &str = "Weak";
pub(crate) const FROM_STRONG_TO_WEAK: &str = "From strong to weak";
pub(crate) const IN_ALL_RUNS: &str = " in all runs";
pub(crate) const IN_THIS_RUN: &str = " in this run";

pub(crate) fn some_broken(count: &str) -> String {
    format!("{count} of four broken")
}

pub(crate) fn all_held(runs: &str) -> String {
    format!("all four held{runs}")
}

pub(crate) fn some_held(count: &str) -> String {
    format!("{count} of four held, rest untested")
}

pub(crate) fn read(ms: &str) -> String {
    format!("read {ms}")
}

pub(crate) fn write(ms: &str) -> String {
    format!("write {ms}")
}

pub(crate) fn with(name: &str) -> String {
    format!("quickest: {name}")
}

pub(crate) const NO_STRATEGY: &str = "no strategy kept it in all its runs";
pub(crate) const MEASURING: &str = "measuring";

// The signs of the map, and the map as a list.
pub(crate) const SIGNS: &str = "Signs";
pub(crate) const SHAPES: &str = "Shapes: who answers during a partition";
pub(crate) const DURING_A_PARTITION: &str = "During a partition answers";
pub(crate) const MAJORITY: &str = "the majority side only";
pub(crate) const STICKY: &str = "every side, to its own sessions";
pub(crate) const EVERY: &str = "every replica";

pub(crate) fn implies(stronger: &str, weaker: &str) -> String {
    format!("{stronger} implies {weaker}.")
}

pub(crate) const AS_A_LIST: &str = "The same as a list, with sources";
pub(crate) const NOT_LISTED: &str = "\
    What is not listed and does not follow from the list is not implied: no order implies that replicas \
    agree in the end, since a finite run may stop before.";

// The map.
pub(crate) const MAP_TITLE: &str = "Which model implies which";
pub(crate) const MODELS: &str = "Models; arrows follow the lines";

pub(crate) fn implies_why_not_back(stronger: &str, weaker: &str) -> String {
    format!("{stronger} implies {weaker}. Why not back?")
}

// A model or a step that was chosen.
pub(crate) const WHY_NOT_BACK: &str = "Why the step does not lead back up";

pub(crate) fn but_not(weaker: &str, stronger: &str) -> String {
    format!("{weaker}, not {stronger}")
}

pub(crate) fn least(bound: &str, source: &str) -> String {
    format!("{bound}No operation can be left out. The step down: {source}.")
}

pub(crate) const WRITE: &str = "write";
pub(crate) const READ: &str = "read";

pub(crate) fn in_this_run_why(why: &str) -> String {
    format!("In this run: {why}")
}

pub(crate) const FOLLOWS_FROM: &str = "Follows from";
pub(crate) const IMPLIES: &str = "Implies";
