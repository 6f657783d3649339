//! A service level agreement about consistency: what is asked of a store, and whether many runs of it, and
//! what follows from its setting alone, meet that.
//!
//! After D. B. Terry et al., "Consistency-Based Service Level Agreements for Cloud Storage", SOSP 2013:
//! latency and freshness are asked for together.

mod regions;

use measure::{Histogram, Interval, PooledTimes};
use scenario::Scenario;
use serde::{Deserialize, Serialize};
use theory::Availability;

use crate::Series;
use crate::decide::Survived;
pub use regions::{WithoutRegion, without_region};

/// One thing that is asked.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Term {
    /// Of all answered reads at least this share return nothing that had been out of date for longer than
    /// that when they began.
    Fresh {
        /// The share, from 0 to 1.
        share: f64,
        /// For so long what is returned may be out of date, in ms.
        within_ms: f64,
    },
    /// Of a hundred reads 99 are answered within so many ms.
    Reads {
        /// The time.
        p99_ms: f64,
    },
    /// Of a hundred writes 99 are answered within so many ms.
    Writes {
        /// The time.
        p99_ms: f64,
    },
    /// Of all operations at least this share are answered.
    Answered {
        /// The share, from 0 to 1.
        share: f64,
    },
    /// At least for this share of time both reads and writes go on, while each replica is down by itself for
    /// some of it.
    Available {
        /// The share, from 0 to 1.
        share: f64,
        /// The probability that a replica is down.
        failure: f64,
    },
    /// Operations go on while so many replicas are down.
    GoesOn {
        /// How many may be down for writes.
        writes: u8,
        /// How many for reads.
        reads: u8,
    },
    /// Reads and writes go on though all replicas of any one region are away.
    SurvivesRegion,
}

/// What was found of a term.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Whether it is met; nothing where that cannot be told.
    pub met: Option<bool>,
    /// What it is instead.
    pub found: Found,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// A share of what many runs did. Operations of one run depend on each other, so the interval counts
    /// runs as independent, and nothing else: it is rather too wide than too narrow.
    Share {
        /// The share.
        share: f64,
        /// Where it lies, with 95 %.
        between: Interval,
    },
    /// A quantile of the response times of many runs, in microseconds, and where it lies, with 95 %, counted
    /// in the same way.
    Time {
        /// The quantile, off by no more than [`Histogram::RELATIVE_ERROR`].
        us: u64,
        /// The lower end of its interval.
        low_us: u64,
        /// Its upper end.
        high_us: u64,
    },
    /// A share that follows from the setting alone, exactly.
    Exactly {
        /// The share.
        share: f64,
    },
    /// What goes on without each region.
    Regions(Vec<WithoutRegion>),
    /// So many replicas may be down while writes and while reads go on, by the setting alone.
    Replicas {
        /// For writes.
        writes: u8,
        /// For reads.
        reads: u8,
    },
    /// What goes on in runs in which replicas are down from the start.
    Seen(Survived),
    /// No run did anything that it speaks of.
    Nothing,
    /// The setting alone does not tell, for the reason that it gives.
    Untold(&'static str),
}

impl Term {
    /// Whether a scenario and its series meet the term.
    #[must_use]
    pub fn judge(self, scenario: &Scenario, series: &Series) -> Finding {
        match self {
            Self::Fresh { share, within_ms } => {
                let freshness = &series.freshness;
                share_of(freshness.fresh_within(us(within_ms)), freshness.reads(), series.runs, share)
            }
            Self::Reads { p99_ms } => time(&series.read_times.answered, series.runs, p99_ms),
            Self::Writes { p99_ms } => time(&series.write_times.answered, series.runs, p99_ms),
            Self::Answered { share } => {
                let all = [&series.read_times, &series.write_times];
                let answered = all.iter().map(|times| times.answered.count()).sum();
                share_of(answered, all.iter().map(|times| PooledTimes::begun(times)).sum(), series.runs, share)
            }
            Self::Available { share, failure } => available(scenario, share, failure),
            Self::GoesOn { writes, reads } => match regions::needed(scenario) {
                Ok((of_writes, of_reads)) => {
                    let may = |needed: u8| scenario.cluster.n.saturating_sub(needed);
                    let (may_writes, may_reads) = (may(of_writes), may(of_reads));
                    let met = Some(may_writes >= writes && may_reads >= reads);
                    Finding { met, found: Found::Replicas { writes: may_writes, reads: may_reads } }
                }
                Err(why) => Finding { met: None, found: Found::Untold(why) },
            },
            Self::SurvivesRegion => match without_region(scenario) {
                Ok(regions) => {
                    let met = regions.iter().all(|region| region.writes && region.reads);
                    Finding { met: Some(met), found: Found::Regions(regions) }
                }
                Err(why) => Finding { met: None, found: Found::Untold(why) },
            },
        }
    }

    /// The same of what the setting alone does not tell, once it was seen what goes on while replicas are down;
    /// nothing of what is not about that.
    #[must_use]
    pub fn judge_seen(self, survived: Survived) -> Option<Finding> {
        let met = match self {
            Self::GoesOn { writes, reads } => survived.writes >= writes && survived.reads >= reads,
            Self::SurvivesRegion => survived.region,
            _ => return None,
        };
        Some(Finding { met: Some(met), found: Found::Seen(survived) })
    }
}

fn us(ms: f64) -> u64 {
    (ms * 1_000.0).round() as u64
}

fn share_of(hits: u64, of: u64, runs: u32, wanted: f64) -> Finding {
    if of == 0 {
        return Finding { met: None, found: Found::Nothing };
    }
    let share = hits as f64 / of as f64;
    let between = Interval::of_share(share, u64::from(runs));
    let met = (between.low >= wanted || between.high < wanted).then_some(between.low >= wanted);
    Finding { met, found: Found::Share { share, between } }
}

/// The interval of a quantile: the times at both ends of the interval that the share below it has.
fn time(times: &Histogram, runs: u32, p99_ms: f64) -> Finding {
    let Some(found_us) = times.quantile_us(9_900) else {
        return Finding { met: None, found: Found::Nothing };
    };
    let Interval { low, high } = Interval::of_share(0.99, u64::from(runs));
    let at = |share: f64| times.quantile_us((share * 10_000.0).round() as u32).unwrap_or(found_us);
    let (low_us, high_us) = (at(low), at(high));
    let wanted = us(p99_ms);
    let met = (high_us <= wanted || low_us > wanted).then_some(high_us <= wanted);
    Finding { met, found: Found::Time { us: found_us, low_us, high_us } }
}

/// Both go on while as many replicas are up as the one needs that needs more.
fn available(scenario: &Scenario, wanted: f64, failure: f64) -> Finding {
    let needed = match regions::needed(scenario) {
        Ok((writes, reads)) => writes.max(reads),
        Err(why) => return Finding { met: None, found: Found::Untold(why) },
    };
    match Availability::new(scenario.cluster.n, needed, needed, failure) {
        Some(availability) => {
            let share = 1.0 - availability.write_unavailable;
            Finding { met: Some(share >= wanted), found: Found::Exactly { share } }
        }
        None => Finding { met: None, found: Found::Nothing },
    }
}

#[cfg(test)]
mod tests;
