//! Response times, and what became of the operations that had none.

use history::{Operation, Outcome, order};
use serde::{Deserialize, Serialize};

/// The response times of the operations of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResponseTimes {
    /// How many had their answer. All times are of these.
    pub count: u32,
    /// How many were answered with a refusal.
    pub failed: u32,
    /// How many were given up; whether they took effect is not known.
    pub timed_out: u32,
    /// How many were still waiting when the record ended.
    pub unfinished: u32,
    /// The usual figures; nothing where nothing was answered.
    pub quantiles: Option<Quantiles>,
    /// Every response time in microseconds, shortest first.
    pub sorted_us: Vec<u64>,
}

/// The usual figures of a list of times, in microseconds. They are times that were measured, not
/// interpolated ones: the nearest-rank quantile, the smallest time that a share of all times do
/// not exceed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quantiles {
    /// The mean, rounded to a whole microsecond.
    pub mean_us: u64,
    /// Half of all times are at most this.
    pub p50_us: u64,
    /// 95 of a hundred.
    pub p95_us: u64,
    /// 99 of a hundred.
    pub p99_us: u64,
    /// 999 of a thousand.
    pub p99_9_us: u64,
}

impl ResponseTimes {
    /// Measures operations, all of one kind.
    #[must_use]
    pub fn of(operations: &mut dyn Iterator<Item = &Operation>) -> Self {
        let mut times = Self::default();
        for operation in operations {
            match (operation.outcome, operation.returned) {
                (Outcome::Ok, Some(at)) => times.sorted_us.push(at.since(operation.invoked).as_us()),
                (Outcome::Fail, _) => times.failed += 1,
                (Outcome::Info, Some(_)) => times.timed_out += 1,
                (Outcome::Ok | Outcome::Info, None) => times.unfinished += 1,
            }
        }
        order::sort_by_key(&mut times.sorted_us, |us| *us);
        times.count = u32::try_from(times.sorted_us.len()).unwrap_or(u32::MAX);
        times.quantiles = Quantiles::of(&times.sorted_us);
        times
    }

    /// How many operations were begun.
    #[must_use]
    pub const fn begun(&self) -> u32 {
        self.count + self.failed + self.timed_out + self.unfinished
    }
}

impl Quantiles {
    /// The figures of a sorted list; nothing for an empty one.
    #[must_use]
    pub fn of(sorted_us: &[u64]) -> Option<Self> {
        let at = |permille| quantile(sorted_us, permille);
        let count = sorted_us.len() as u128;
        let total: u128 = sorted_us.iter().map(|us| u128::from(*us)).sum();
        Some(Self {
            p50_us: at(500)?,
            p95_us: at(950)?,
            p99_us: at(990)?,
            p99_9_us: at(999)?,
            mean_us: u64::try_from((total + count / 2) / count).unwrap_or(u64::MAX),
        })
    }
}

/// The nearest-rank quantile of a sorted list: the smallest of its times that at least `permille`
/// of a thousand do not exceed. Nothing for an empty list.
#[must_use]
pub fn quantile(sorted_us: &[u64], permille: u32) -> Option<u64> {
    let rank = (sorted_us.len() as u64 * u64::from(permille)).div_ceil(1000).max(1);
    let index = usize::try_from(rank - 1).unwrap_or(usize::MAX).min(sorted_us.len().checked_sub(1)?);
    sorted_us.get(index).copied()
}
