//! What many runs show together: their response times, and how fresh their reads were.

use history::{Duration, History, Trace};
use serde::{Deserialize, Serialize};

use crate::{Histogram, ResponseTimes, StaleRead, staleness};

/// The response times of the operations of one kind, over many runs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PooledTimes {
    /// Those that had their answer.
    pub answered: Histogram,
    /// How many were answered with a refusal.
    pub failed: u64,
    /// How many were given up.
    pub timed_out: u64,
    /// How many were still waiting when the record ended.
    pub unfinished: u64,
}

impl PooledTimes {
    /// Counts the operations of one more run.
    pub fn count(&mut self, times: &ResponseTimes) {
        times.sorted_us.iter().for_each(|us| self.answered.record(*us));
        self.failed += u64::from(times.failed);
        self.timed_out += u64::from(times.timed_out);
        self.unfinished += u64::from(times.unfinished);
    }

    /// Adds those of other runs.
    pub fn add(&mut self, other: &Self) {
        self.answered.add(&other.answered);
        self.failed += other.failed;
        self.timed_out += other.timed_out;
        self.unfinished += other.unfinished;
    }

    /// How many operations were begun.
    #[must_use]
    pub const fn begun(&self) -> u64 {
        self.answered.count() + self.failed + self.timed_out + self.unfinished
    }
}

/// How fresh the reads of many runs were. All times are in microseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Freshness {
    /// Reads that returned the newest write that had been acknowledged when they began, or something newer:
    /// by how long before their beginning that was.
    pub fresh: Histogram,
    /// Reads that returned something older: by the same.
    pub stale: Histogram,
    /// The same reads by how long what they returned had been out of date when they began.
    pub out_of_date: Histogram,
    /// Reads that began before any write was acknowledged: none of them could be stale.
    pub before_any: u64,
}

impl Freshness {
    /// Counts the reads of one more run, of which these are stale.
    pub fn count(&mut self, trace: &Trace, history: &History, stale: &[StaleRead]) {
        staleness::each_read(trace, history, &mut |read, since: Option<Duration>| {
            let known = stale.binary_search_by(|other| other.read.cmp(&read)).ok();
            match (since, known.and_then(|index| stale.get(index))) {
                (Some(since), Some(found)) => {
                    self.stale.record(since.as_us());
                    self.out_of_date.record(found.by_us);
                }
                (Some(since), None) => self.fresh.record(since.as_us()),
                (None, _) => self.before_any += 1,
            }
        });
    }

    /// Adds the reads of other runs.
    pub fn add(&mut self, other: &Self) {
        self.fresh.add(&other.fresh);
        self.stale.add(&other.stale);
        self.out_of_date.add(&other.out_of_date);
        self.before_any += other.before_any;
    }

    /// How many reads there are.
    #[must_use]
    pub const fn reads(&self) -> u64 {
        self.fresh.count() + self.stale.count() + self.before_any
    }

    /// How many reads returned nothing that had been out of date for longer than that when they began.
    #[must_use]
    pub fn fresh_within(&self, us: u64) -> u64 {
        self.reads() - self.stale.count() + self.out_of_date.within(us)
    }

    /// The share of fresh reads by the time since the newest write was acknowledged, as points: the spans
    /// between one of these times and the next, with how many reads began in it and how many of them were fresh.
    #[must_use]
    pub fn points(&self, edges_us: &[u64]) -> Vec<Point> {
        let spans = edges_us.iter().zip(edges_us.iter().skip(1));
        let count = |histogram: &Histogram, from: u64, to: u64| {
            let inside = histogram.buckets().filter(|(low, _, _)| (from..to).contains(low));
            inside.map(|(_, _, count)| count).sum::<u64>()
        };
        spans
            .map(|(&from_us, &to_us)| {
                let fresh = count(&self.fresh, from_us, to_us);
                Point { from_us, to_us, reads: fresh + count(&self.stale, from_us, to_us), fresh }
            })
            .collect()
    }
}

/// Reads that began about as long after the newest write had been acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// At least so long after it.
    pub from_us: u64,
    /// And less than that; both ends to within the width of a bucket.
    pub to_us: u64,
    /// How many reads.
    pub reads: u64,
    /// How many of them returned that write, or something newer.
    pub fresh: u64,
}
