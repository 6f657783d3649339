//! The figures of a setting: by the mathematics where it is exact, otherwise from seeded runs.

use check::lattice::implies;
use history::ModelId;
use scenario::{Mode, ValidScenario};
use serde::{Deserialize, Serialize};

use super::probe::{self, Alone, Seen};
use super::quorums::{self, Exact};
use super::requirements::Requirements;

/// Half the width of a 95 % interval, in standard deviations.
const DEVIATIONS: f64 = 1.96;
/// Of what a short look may turn away.
const SURE: f64 = 4.0;
/// Runs of a setting, at most.
const RUNS_MAX: u32 = 5;
/// Samples beyond a quantile that are wanted.
const BEYOND: f64 = 4.0;
/// Samples of one run, about.
const SAMPLES: f64 = 720.0;

/// A figure with its 95 % interval; of an exact one both ends are the figure itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// The figure.
    pub value: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// How a figure came about, from what is surest to what is least so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Method {
    /// It follows from a promise of the mode.
    Promised,
    /// By integration.
    Exact,
    /// It is that, by integration, or more: by how much nothing here says nearer than a run would.
    AtLeast,
    /// From so many trials of the mathematics, where there is no integral, or too many of them.
    Drawn(u32),
    /// From so many runs.
    Runs(u32),
}

/// The figures of a setting.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// The quantile of the response times of writes, in milliseconds; infinite where too many are
    /// not answered.
    pub write_ms: Spread,
    /// The same of reads.
    pub read_ms: Spread,
    /// How response times came about: the less sure one, where these are two ways.
    pub times: Method,
    /// The share of reads that are fresh, in time.
    pub fresh: Spread,
    /// How that came about.
    pub freshness: Method,
}

impl Spread {
    /// A figure without an interval.
    #[must_use]
    pub const fn exact(value: f64) -> Self {
        Self { value, low: value, high: value }
    }

    /// A share of so many, with the interval of E. B. Wilson, "Probable Inference", 1927, within so many standard
    /// deviations.
    fn share(part: u32, of: u32, z: f64) -> Self {
        if of == 0 {
            return Self { value: 0.0, low: 0.0, high: 1.0 };
        }
        let (n, share) = (f64::from(of), f64::from(part) / f64::from(of));
        let scale = 1.0 / (1.0 + z * z / n);
        let middle = scale * (share + z * z / (2.0 * n));
        let half = scale * z * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
        Self { value: share, low: (middle - half).max(0.0), high: (middle + half).min(1.0) }
    }

    /// A share of so many, with its 95 % interval.
    pub(super) fn of_share(part: u32, of: u32) -> Self {
        Self::share(part, of, DEVIATIONS)
    }

    /// A quantile of times, with its 95 % interval.
    pub(super) fn of_times(times_us: &mut [u64], quantile: f64) -> Self {
        sort_from(times_us, quantile, DEVIATIONS);
        Self::quantile(times_us, quantile, DEVIATIONS)
    }

    /// The least that a quantile of times can be, as far as few of them can tell; in milliseconds.
    pub(super) fn least_of_times(times_us: &mut [u64], quantile: f64) -> f64 {
        sort_from(times_us, quantile, SURE);
        Self::quantile(times_us, quantile, SURE).low
    }

    /// A quantile of sorted times by nearest rank, between the two ranks that a binomial count stays
    /// within, within so many standard deviations; in milliseconds.
    fn quantile(sorted_us: &[u64], quantile: f64, deviations: f64) -> Self {
        let n = sorted_us.len() as f64;
        let at = |rank: f64| {
            let index = (rank.ceil().max(1.0) as usize).checked_sub(1);
            let us = index.and_then(|index| sorted_us.get(index)).copied().unwrap_or(u64::MAX);
            if us == u64::MAX { f64::INFINITY } else { us as f64 / 1_000.0 }
        };
        let half = deviations * (n * quantile * (1.0 - quantile)).sqrt();
        Self { value: at(n * quantile), low: at(n * quantile - half), high: at(n * quantile + half) }
    }
}

/// Sorts times from the first rank on that an interval of the quantile asks for.
fn sort_from(times_us: &mut [u64], quantile: f64, deviations: f64) {
    let n = times_us.len() as f64;
    let first = (n * quantile - deviations * (n * quantile * (1.0 - quantile)).sqrt()).floor() as usize;
    let first = first.saturating_sub(1);
    if first < times_us.len() {
        times_us.select_nth_unstable(first);
        times_us[first..].sort_unstable();
    }
}

impl Figures {
    /// The figures of a setting.
    pub(super) fn of(
        requirements: &Requirements,
        mode: &Mode,
        valid: &ValidScenario,
        (exact, alone): (&mut Exact, &mut Alone),
    ) -> Self {
        let [write, read] = [false, true].map(|reads| quorums::time_of(requirements, valid, reads, exact));
        let fresh = fresh_unseen(requirements, mode, valid, exact);
        if let (Some(write), Some(read), Some(fresh)) = (write, read, fresh) {
            return Self::from([write, read, fresh]);
        }
        let runs = runs(requirements);
        let seen = probe::look(valid, after_us(requirements), runs, alone);
        let time = |sorted_us: &[u64]| Spread::quantile(sorted_us, requirements.quantile, DEVIATIONS);
        let share = Spread::of_share(seen.fresh, seen.followed);
        let least = quorums::fresh_at_least(requirements, valid, exact).map_or(0.0, |(least, _)| least.low);
        let share = Spread { value: share.value.max(least), low: share.low.max(least), high: share.high.max(least) };
        let found = [time(&seen.writes_us), time(&seen.reads_us), share].map(|found| (found, Method::Runs(runs)));
        let [seen_write, seen_read, seen_share] = found;
        Self::from([write.unwrap_or(seen_write), read.unwrap_or(seen_read), fresh.unwrap_or(seen_share)])
    }

    fn from([(write_ms, written), (read_ms, read), (fresh, freshness)]: [(Spread, Method); 3]) -> Self {
        Self { write_ms, read_ms, times: written.max(read), fresh, freshness }
    }
}

/// How fresh reads are, where that is known without a run.
pub(super) fn fresh_unseen(
    requirements: &Requirements,
    mode: &Mode,
    valid: &ValidScenario,
    exact: &mut Exact,
) -> Option<(Spread, Method)> {
    if is_safe(mode) {
        Some((Spread::exact(1.0), Method::Promised))
    } else {
        quorums::fresh(requirements, valid, exact)
    }
}

/// What one short run shows: what a longer look goes beyond in one of 30,000 settings.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// The least that a write takes at the quantile, in milliseconds.
    pub(super) write_ms: f64,
    /// The least that a read takes.
    pub(super) read_ms: f64,
    /// The most of all reads that are fresh.
    pub(super) fresh: f64,
}

impl Bounds {
    pub(super) fn of(requirements: &Requirements, valid: &ValidScenario, alone: &mut Alone) -> Self {
        let Seen { writes_us, reads_us, fresh, followed } = probe::glance(valid, after_us(requirements), alone);
        let least_ms = |sorted_us: &[u64]| Spread::quantile(sorted_us, requirements.quantile, SURE).low;
        let fresh = Spread::share(fresh, followed, SURE).high;
        Self { write_ms: least_ms(&writes_us), read_ms: least_ms(&reads_us), fresh }
    }
}

/// How long after a write's answer reads begin.
pub(super) fn after_us(requirements: &Requirements) -> u64 {
    (requirements.within_ms() * 1_000.0) as u64
}

/// What is safe returns the last write wherever none is under way.
pub(super) fn is_safe(mode: &Mode) -> bool {
    mode.keeps.iter().any(|(model, _)| implies(*model, ModelId::Safe))
}

/// So many runs that the interval of the rarest thing that is asked for means something.
pub(super) fn runs(requirements: &Requirements) -> u32 {
    let rarest = requirements.fresh.map_or(requirements.quantile, |fresh| fresh.share.max(requirements.quantile));
    let runs = (BEYOND / ((1.0 - rarest) * SAMPLES)).ceil();
    (runs as u32).clamp(1, RUNS_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_those_of_the_textbook() {
        // Wilson's interval of 9 in 10, at 95 %.
        let share = Spread::share(9, 10, DEVIATIONS);
        assert!((share.low - 0.5958).abs() < 1e-3 && (share.high - 0.9821).abs() < 1e-3, "{share:?}");
        // Ranks 940.2 to 959.8 of 1,000 surround the 95th percentile... at 1.96 × 6.89.
        let sorted: Vec<u64> = (1..=1_000).map(|ms| ms * 1_000).collect();
        let p95 = Spread::quantile(&sorted, 0.95, DEVIATIONS);
        assert_eq!((p95.low, p95.value, p95.high), (937.0, 950.0, 964.0));
        assert_eq!(Spread::quantile(&[1_000, u64::MAX], 0.99, DEVIATIONS).value, f64::INFINITY);
    }
}
