//! The links: presets, delays of one's own, losses, and delays that were measured.

// The choice, and what folds away.
pub(crate) const CUSTOM: &str = "Custom";
pub(crate) const ONE_WAY_TOLD: &str = "How long a message takes between a session and a replica, one way";
pub(crate) const MORE: &str = "Loss, measurements";
pub(crate) const NETWORK: &str = "Network";
pub(crate) const FROM_MEASUREMENTS: &str = "From measurements";
pub(crate) const ONE_WAY: &str = "One-way delay";
pub(crate) const MEDIAN: &str = "Median";
pub(crate) const MEDIAN_TOLD: &str = "Median one-way delay";
pub(crate) const TAIL: &str = "Tail";
pub(crate) const TAIL_TOLD: &str = "Tail of a link, p99 over median";
pub(crate) const LOST: &str = "Lost";
pub(crate) const LOST_TOLD: &str = "Lost messages";
pub(crate) const DOUBLED: &str = "Doubled";
pub(crate) const DOUBLED_TOLD: &str = "Doubled messages";

// The regions of a network of one's own.
pub(crate) const REGION_COUNT: &str = "Number of regions";
pub(crate) const ALL_ALIKE: &str = "all alike";

pub(crate) fn own_delays(own: usize) -> String {
    format!("{own} of their own")
}

pub(crate) const BY_LINK: &str = "Delays by link";
pub(crate) const REGIONS: &str = "Regions";

pub(crate) fn within_a_region(region: &str) -> String {
    format!("Within {region}")
}

pub(crate) fn link_delay(words: &str) -> String {
    format!("{words}, median one-way delay")
}

pub(crate) const AS_ABOVE: &str = "as above";

// Distributions, and their parameters.
pub(crate) const CONSTANT: &str = "Constant";
pub(crate) const UNIFORM: &str = "Uniform";
pub(crate) const EXPONENTIAL: &str = "Exponential";
pub(crate) const LOG_NORMAL: &str = "Log-normal";
pub(crate) const PARETO_EXPONENTIAL: &str = "Pareto, exponential tail";
pub(crate) const RECORDED: &str = "Recorded";
pub(crate) const ALWAYS: &str = "Always";
pub(crate) const SHORTEST: &str = "Shortest";
pub(crate) const LONGEST: &str = "Longest";
pub(crate) const MEAN: &str = "Mean";
pub(crate) const TAIL_SHAPE: &str = "Tail, p99 over median";
pub(crate) const PARETO_SHARE: &str = "Pareto share";
pub(crate) const PARETO_SCALE: &str = "Pareto scale";
pub(crate) const PARETO_SHAPE: &str = "Pareto shape";
pub(crate) const EXPONENTIAL_RATE: &str = "Exponential rate per ms";
pub(crate) const QUANTILES: &str = "Quantiles, at even steps";
