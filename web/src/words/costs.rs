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
        fewer stale values, then by name. Each line names the strongest model that the modes below it kept. \
        Times are of about 900 operations without the scenario’s faults."
    )
}

pub(crate) const ROUND_TRIP: &str = "Round trip";
pub(crate) const ROUND_TRIP_TOLD: &str = "Round trip between regions, median";
pub(crate) const AS_A_TABLE: &str = "The same figures as a table";
pub(crate) const COST_TABLE: &str = "Figures of every strategy and mode";
pub(crate) const STRATEGY_AND_MODE: &str = "Strategy and mode";
pub(crate) const KEPT_IN_ALL: &str = "Kept in all runs";
pub(crate) const READ_P50: &str = "Read p50, ms";
pub(crate) const WRITE_P50: &str = "Write p50, ms";
pub(crate) const NOTHING_BUT_WEAK: &str = "nothing but weak";
pub(crate) const CANNOT_RUN: &str = "Strategies that cannot run this scenario";
pub(crate) const JUDGING: &str = "Judging";
