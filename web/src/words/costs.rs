//! What consistency costs, beside the map of models.

pub(crate) fn judging(done: u32, all: u32) -> String {
    format!("judging {done} of {all} runs")
}

pub(crate) const ONE_NETWORK: &str = "one network, one workload, every strategy in every mode";
pub(crate) const COST_TITLE: &str = "The cost of consistency";
pub(crate) const READ_BAR: &str = "read: bar to p50, whisker to p99";
pub(crate) const WRITE_BAR: &str = "write, likewise";

pub(crate) fn how_sorted(runs: u32) -> String {
    format!(
        "\
        Strongest on top: what kept more models in all of its {runs} runs of this scenario, then what read \
        fewer stale values, then by name. A line names the strongest models that the modes below it kept in all \
        of them; whatever these imply is kept too. Runs may keep more than is promised, which the table of \
        guarantees tells. Times are of about 900 operations without the scenario’s faults."
    )
}

/// What the names above the rows are.
pub(crate) fn kept_in(runs: u32) -> String {
    format!("kept in all {runs} runs")
}

pub(crate) const COST_CHART: &str = "Read and write times of every strategy and mode, under what it kept";
pub(crate) const COST_SHEET: &str =
    "What every strategy and mode kept in all runs, and its read and write times, in ms";

/// Where few rows take far longer than the rest.
pub(crate) fn broken_axis(turn: &str, end: &str) -> String {
    format!("The axis breaks at {turn}: behind it, it goes on to {end} on a scale of its own.")
}

pub(crate) const ROUND_TRIP: &str = "Round trip";
pub(crate) const ROUND_TRIP_TOLD: &str = "Round trip between regions, median";
pub(crate) const NOTHING_BUT_WEAK: &str = "nothing but weak";
pub(crate) const CANNOT_RUN: &str = "Strategies that cannot run this scenario";
pub(crate) const JUDGING: &str = "Judging";
