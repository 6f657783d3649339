//! Which family of distributions recorded delays look like, and how far off it is.
//!
//! The distance is that of A. N. Kolmogorov (1933) and N. V. Smirnov (1948): the largest difference between
//! the share of recorded delays up to a time and the probability of the family's distribution. It is a
//! distance and no test: the usual tables of its significance do not hold for parameters that were fitted
//! to the same delays (H. W. Lilliefors, Journal of the American Statistical Association 62, 1967).
//!
//! Parameters are those of the largest likelihood: of the exponential the mean, of the log-normal mean and
//! spread of the logarithms, of the uniform the smallest and the largest. The Pareto body with an exponential
//! tail is fitted as in [`mixture`].

mod mixture;

use scenario::{Distribution, limits};

use crate::law::{below, survival_of};

/// The standard normal quantile at 0.99: a log-normal's tail in units of its sigma.
const NORMAL_P99: f64 = 2.326_347_874_040_841;

/// A family fitted to recorded delays.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// The member of the family that fits.
    pub distribution: Distribution,
    /// The Kolmogorov–Smirnov distance, from 0 to 1.
    pub distance: f64,
}

/// Fits every family to recorded delays, which come in ascending order, in milliseconds; the nearest first.
/// Nothing without delays; where all are the same, the constant alone. A family that cannot be, as the
/// log-normal where a delay is zero, is left out, and so is one whose parameters no scenario may have.
#[must_use]
pub fn fits(sorted_ms: &[f64]) -> Vec<Fit> {
    let (Some(first), Some(last)) = (sorted_ms.first(), sorted_ms.last()) else { return Vec::new() };
    if first >= last {
        return vec![Fit { distribution: Distribution::Constant { ms: *first }, distance: 0.0 }];
    }
    let mean_ms = sorted_ms.iter().sum::<f64>() / sorted_ms.len() as f64;
    let families = [
        Some(Distribution::Exponential { mean_ms }),
        log_normal(sorted_ms),
        Some(Distribution::Uniform { low_ms: *first, high_ms: *last }),
        mixture::fitted(sorted_ms),
    ];
    let possible = families.into_iter().flatten().filter(|family| family.problems().is_empty());
    let mut fits: Vec<Fit> =
        possible.map(|distribution| Fit { distance: ks_distance(sorted_ms, &distribution), distribution }).collect();
    fits.sort_by(|some, other| some.distance.total_cmp(&other.distance));
    fits
}

/// The Kolmogorov–Smirnov distance between recorded delays, in ascending order, and a distribution; zero
/// without delays.
#[must_use]
pub fn ks_distance(sorted_ms: &[f64], distribution: &Distribution) -> f64 {
    let count = sorted_ms.len() as f64;
    let mut distance = 0.0_f64;
    let mut meet = |at_ms: f64, before: usize, up_to: usize| {
        let [under, until] = [below(distribution, at_ms), 1.0 - survival_of(distribution, at_ms)];
        distance = distance.max((before as f64 / count - under).abs()).max((up_to as f64 / count - until).abs());
    };
    let mut place = 0;
    while let Some(at_ms) = sorted_ms.get(place) {
        let up_to = place + sorted_ms[place..].partition_point(|ms| ms <= at_ms);
        meet(*at_ms, place, up_to);
        place = up_to;
    }
    // Where the distribution jumps and no delay was recorded, the two can be further apart.
    let jumps: &[f64] = match distribution {
        Distribution::Constant { ms } => std::slice::from_ref(ms),
        Distribution::Empirical { quantiles_ms } => quantiles_ms,
        _ => &[],
    };
    for at_ms in jumps.iter().filter(|_| !sorted_ms.is_empty()) {
        let [before, up_to] = [sorted_ms.partition_point(|ms| ms < at_ms), sorted_ms.partition_point(|ms| ms <= at_ms)];
        meet(*at_ms, before, up_to);
    }
    distance
}

fn log_normal(sorted_ms: &[f64]) -> Option<Distribution> {
    if sorted_ms.first().is_none_or(|first| *first <= 0.0) {
        return None;
    }
    let count = sorted_ms.len() as f64;
    let logs: Vec<f64> = sorted_ms.iter().map(|ms| libm::log(*ms)).collect();
    let mean = logs.iter().sum::<f64>() / count;
    let variance = logs.iter().map(|log| (log - mean) * (log - mean)).sum::<f64>() / count;
    let tail = libm::exp(NORMAL_P99 * variance.sqrt()).min(limits::TAIL_RANGE.1);
    Some(Distribution::LogNormal { median_ms: libm::exp(mean), tail })
}

#[cfg(test)]
mod tests;
