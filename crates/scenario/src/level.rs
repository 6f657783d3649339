//! What is asked of a store beside the models that it keeps.

use serde::{Deserialize, Serialize};

/// A service level: what many runs of a scenario, and its setting alone, are held against. No run
/// depends on it, so it is no part of the scenario; a link carries both. What is not there is not asked.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Level {
    /// How many reads are fresh, and how fresh.
    pub fresh: Option<FreshReads>,
    /// The 99th percentile of the response times of reads, at most, in milliseconds.
    pub read_ms: Option<f64>,
    /// The same of writes.
    pub write_ms: Option<f64>,
    /// The share of operations that are answered, at least.
    pub answered: Option<f64>,
    /// For how much of the time both reads and writes go on.
    pub up: Option<Uptime>,
    /// So many replicas may be down, and writes go on.
    pub down_writes: u8,
    /// So many replicas may be down, and reads go on.
    pub down_reads: u8,
    /// Whether reads and writes go on though all replicas of any one region are away.
    pub without_region: bool,
}

/// At least this share of reads return nothing that had been out of date for longer than that.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FreshReads {
    /// The share, from 0 to 1.
    pub share: f64,
    /// For so long what is returned may be out of date, in milliseconds.
    pub within_ms: f64,
}

/// At least this share of time, while each replica is down by itself for some of it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Uptime {
    /// The share, from 0 to 1.
    pub share: f64,
    /// The share of time in which a replica is down.
    pub failure: f64,
}

/// By itself, since it is compared wherever links are, and most have none.
impl PartialEq for Level {
    #[inline(never)]
    fn eq(&self, other: &Self) -> bool {
        let all = |level: &Self| {
            let Self { fresh, read_ms, write_ms, answered, up, down_writes, down_reads, without_region } = *level;
            (fresh, [read_ms, write_ms, answered], up, [down_writes, down_reads], without_region)
        };
        all(self) == all(other)
    }
}
