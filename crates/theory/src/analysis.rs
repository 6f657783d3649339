//! Every figure at once: response times, P(consistent), t-visibility, k-staleness, monotonic reads.

pub(crate) mod latency;
mod visibility;

use serde::{Deserialize, Serialize};

use crate::law::{Law, TOLERANCE};
use crate::model::{Assumption, Laws, Model};
use crate::overlap::Overlap;
use crate::stale::Staleness;
use visibility::Visibility;

/// Trials where figures are drawn.
const TRIALS: u32 = 1_000_000;

/// How many times the tolerance the figures may be off.
pub(crate) const WORSE: f64 = 100.0;
/// Timeouts that are rarer than this change no figure.
const FELT: f64 = 1e-6;

/// Which figures are wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The times after an acknowledgement at which P(consistent) is wanted, in milliseconds; without
    /// any, 128 from 0 to the t-visibility at the largest of `probabilities`, closer together at first.
    pub times_ms: Vec<f64>,
    /// The probabilities for which t-visibility is wanted, each from 0 to below 1.
    pub probabilities: Vec<f64>,
    /// The quantiles of the response times, each from 0 to below 1.
    pub quantiles: Vec<f64>,
    /// The most versions for which k-staleness is wanted.
    pub versions: u32,
    /// How far off what the figures are made of may be, as a probability: from 1e-12 to 1e-3. The
    /// figures are then off by no more than a hundred times as much; `error` says by how much.
    pub tolerance: f64,
}

/// How figures came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// By integration, with an error that is known.
    Exact,
    /// By drawing.
    MonteCarlo,
}

/// What a setting implies. Times are in milliseconds, probabilities from 0 to 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Analysis {
    /// `[t_ms, p]`, t ascending: the probability that a read that begins t after the answer of a write
    /// returns it or something newer.
    pub p_consistent: Vec<(f64, f64)>,
    /// `[p, t_ms]`: how long after its answer a write is seen with probability p; null where it never
    /// is.
    pub t_visibility: Vec<(f64, Option<f64>)>,
    /// `[quantile, ms]`: how long reads take.
    pub latency_read: Vec<(f64, f64)>,
    /// `[quantile, ms]`: how long writes take.
    pub latency_write: Vec<(f64, f64)>,
    /// `[k, p]`: the probability that a read at once after the answer of the last of k writes returns
    /// one of these or something newer. A lower bound: as if all k had been answered just then.
    pub k_staleness: Vec<(u32, f64)>,
    /// The probability that a session's next read is not older than its last one; null where the
    /// scenario has no random reads. A lower bound: as if writes did not go on to spread.
    pub monotonic_reads: Option<f64>,
    /// How the figures came about.
    pub method: Method,
    /// How far a probability may be off: for exact figures a bound from the last coefficients of every
    /// polynomial that was used; for drawn ones half the width of the 99.9 % interval.
    pub error: f64,
    /// What the scenario has and the model leaves aside.
    pub assumptions: Vec<Assumption>,
}

impl Default for Question {
    fn default() -> Self {
        let usual = vec![0.5, 0.95, 0.99, 0.999];
        Self {
            times_ms: Vec::new(),
            probabilities: vec![0.9, 0.99, 0.999, 0.9999],
            quantiles: usual,
            versions: 5,
            tolerance: TOLERANCE,
        }
    }
}

impl Question {
    /// How many points a curve has unless its times are given.
    pub const POINTS: u32 = 128;

    /// Times for a curve: closer together at first, where it bends.
    pub(crate) fn times(&self, end_ms: f64) -> Vec<f64> {
        if !self.times_ms.is_empty() {
            return self.times_ms.clone();
        }
        let last = f64::from(Self::POINTS - 1);
        (0..Self::POINTS).map(|point| f64::from(point) / last).map(|share| share * share * end_ms).collect()
    }
}

impl Model {
    /// Works the figures out: by integration, or by drawing where there are too many sets of replicas
    /// or a way of writing that no integral here covers.
    #[must_use]
    pub fn analyse(&self, question: &Question) -> Analysis {
        let mut laws = self.laws.clone();
        laws.tolerance = question.tolerance;
        if !Staleness::is_feasible(self, &mut laws) {
            return self.draw(question, TRIALS, 1);
        }
        let analysis = self.integrate(question, laws);
        let allowed = WORSE * question.tolerance;
        if analysis.error <= allowed {
            return analysis;
        }
        // Many replicas add many errors: once more, with what is made smaller by as much as is missing.
        let mut laws = self.laws.clone();
        laws.tolerance = question.tolerance * 0.3 * allowed / analysis.error;
        let finer = self.integrate(question, laws);
        if finer.error < analysis.error { finer } else { analysis }
    }

    fn integrate(&self, question: &Question, mut laws: Laws) -> Analysis {
        let write = latency::law(&self.writes, &mut laws);
        let read = latency::law(&self.reads, &mut laws);
        let staleness = Staleness::of(self, &mut laws);
        let mut visibility = Visibility::new(&staleness);
        let t_visibility: Vec<(f64, Option<f64>)> =
            question.probabilities.iter().map(|p| (*p, visibility.reached(*p))).collect();
        let last_ms = t_visibility.iter().filter_map(|(_, t_ms)| *t_ms).fold(0.0, f64::max);
        let end_ms = if last_ms > 0.0 { last_ms } else { write.quantile(0.99) };
        let curve = question.times(end_ms).into_iter().map(|t_ms| (t_ms, 1.0 - visibility.stale(t_ms)));
        let quantiles = |law: &Law| question.quantiles.iter().map(|p| (*p, law.quantile(*p))).collect();
        Analysis {
            p_consistent: curve.collect(),
            t_visibility,
            latency_read: quantiles(&read),
            latency_write: quantiles(&write),
            k_staleness: k_staleness(staleness.at(0.0), question.versions),
            monotonic_reads: self.monotonic_reads(),
            method: Method::Exact,
            error: staleness.error.max(write.error).max(read.error),
            assumptions: self.assumptions_with(&[("reads", &read), ("writes", &write)]),
        }
    }

    /// What is left aside, the timeout included where it would be felt.
    fn assumptions_with(&self, times: &[(&str, &Law)]) -> Vec<Assumption> {
        let mut assumptions = self.assumptions.clone();
        for (kind, law) in times {
            if self.timeout_ms.is_some_and(|ms| law.survives(f64::from(ms)) > FELT) {
                assumptions.push(format!("Some {kind} outlast the timeout; here they are waited for."));
            }
        }
        assumptions
    }

    /// Bailis et al. 2012, section 3.3: between two reads of a session so many versions are written
    /// that the next quorum may miss.
    pub(crate) fn monotonic_reads(&self) -> Option<f64> {
        let miss = Overlap::new(self.n, self.w, self.r)?.miss_probability.as_f64();
        let exponent = 1.0 + self.writes_per_read?;
        Some(if miss > 0.0 { 1.0 - libm::pow(miss, exponent) } else { 1.0 })
    }
}

/// Bailis et al. 2012, section 3.1: each of the last k writes is missed by itself.
pub(crate) fn k_staleness(stale: f64, versions: u32) -> Vec<(u32, f64)> {
    let mut missed = 1.0;
    let next = |k: u32| {
        missed *= stale;
        (k, 1.0 - missed)
    };
    (1..=versions).map(next).collect()
}
