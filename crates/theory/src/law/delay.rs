//! The law of one message's delay.

use scenario::{Delay, Distribution, limits};

use super::{Edge, Law, merged};

/// The longest that a message may take.
const LONGEST_MS: f64 = limits::MESSAGE_US_MAX as f64 / 1_000.0;
/// The standard normal quantile at 0.99: a log-normal's tail in units of its sigma.
const NORMAL_P99: f64 = 2.326_347_874_040_841;

impl Law {
    /// The law of a delay. As in a run, no message takes longer than
    /// [`limits::MESSAGE_US_MAX`].
    pub(crate) fn of(delay: &Delay, tolerance: f64) -> Self {
        let Delay { distribution, fixed_ms, stretch, .. } = delay;
        let scaled = |ms: f64| ((ms + fixed_ms) * stretch).min(LONGEST_MS);
        if let Some(ms) = only_value(distribution) {
            return Self::constant(scaled(ms));
        }
        let mut edges: Vec<Edge> =
            edges(distribution).iter().map(|edge| Edge { at_ms: scaled(edge.at_ms), ..*edge }).collect();
        let sigma = sigma(distribution);
        let mut survival =
            |x: f64| if x < LONGEST_MS { survival(distribution, sigma, x / stretch - fixed_ms) } else { 0.0 };
        if survival(LONGEST_MS * (1.0 - 1e-12)) > 0.1 * tolerance {
            edges.push(Edge { at_ms: LONGEST_MS, order: 0 });
        }
        let end_ms = match distribution {
            Distribution::Uniform { high_ms, .. } => scaled(*high_ms),
            Distribution::Empirical { quantiles_ms } => scaled(quantiles_ms.last().copied().unwrap_or(0.0)),
            _ => LONGEST_MS,
        };
        // An atom at the very end needs a panel behind it.
        let end_ms = if edges.last().is_some_and(|edge| edge.at_ms >= end_ms && edge.order == 0) {
            end_ms + 1.0
        } else {
            end_ms
        };
        Self::build(merged(edges), end_ms, tolerance, &mut survival)
    }
}

/// The time of a distribution that has only one.
fn only_value(distribution: &Distribution) -> Option<f64> {
    match distribution {
        Distribution::Constant { ms } => Some(*ms),
        Distribution::Uniform { low_ms, high_ms } if high_ms <= low_ms => Some(*low_ms),
        Distribution::Exponential { mean_ms } if *mean_ms <= 0.0 => Some(0.0),
        Distribution::LogNormal { median_ms, tail } if *median_ms <= 0.0 || *tail <= 1.0 => Some(*median_ms),
        Distribution::ParetoExponential { pareto_share, scale_ms, .. } if *pareto_share >= 1.0 && *scale_ms <= 0.0 => {
            Some(0.0)
        }
        Distribution::Empirical { quantiles_ms } => match (quantiles_ms.first(), quantiles_ms.last()) {
            (Some(first), Some(last)) if first < last => None,
            (first, _) => Some(first.copied().unwrap_or(0.0)),
        },
        _ => None,
    }
}

/// Where the distribution function or its density jumps.
fn edges(distribution: &Distribution) -> Vec<Edge> {
    let edge = |at_ms: f64, order: u8| Edge { at_ms, order };
    match distribution {
        Distribution::Constant { ms } => vec![edge(*ms, 0)],
        Distribution::Uniform { low_ms, high_ms } => vec![edge(*low_ms, 1), edge(*high_ms, 1)],
        Distribution::Exponential { .. } => vec![edge(0.0, 1)],
        // It rises from zero with all its derivatives.
        Distribution::LogNormal { .. } => vec![edge(0.0, u8::MAX)],
        Distribution::ParetoExponential { pareto_share, scale_ms, .. } => {
            let body = edge(*scale_ms, if *scale_ms > 0.0 { 1 } else { 0 });
            let mut edges = vec![body];
            if *pareto_share < 1.0 {
                edges.insert(0, edge(0.0, 1));
            }
            if *pareto_share <= 0.0 {
                edges.pop();
            }
            edges
        }
        Distribution::Empirical { quantiles_ms } => {
            let tied = |place: usize| {
                let at = quantiles_ms[place];
                let alike = |other: Option<&f64>| other.is_some_and(|other| *other == at);
                alike(quantiles_ms.get(place + 1))
                    || place.checked_sub(1).is_some_and(|before| alike(quantiles_ms.get(before)))
            };
            (0..quantiles_ms.len()).map(|place| edge(quantiles_ms[place], if tied(place) { 0 } else { 1 })).collect()
        }
    }
}

/// The spread of a log-normal's logarithm.
fn sigma(distribution: &Distribution) -> f64 {
    match distribution {
        Distribution::LogNormal { tail, .. } => libm::log(*tail) / NORMAL_P99,
        _ => 0.0,
    }
}

/// P(X > x).
pub(crate) fn survival_of(distribution: &Distribution, x: f64) -> f64 {
    match only_value(distribution) {
        Some(ms) if x < ms => 1.0,
        Some(_) => 0.0,
        None => survival(distribution, sigma(distribution), x),
    }
}

/// P(X < x), which differs from P(X ≤ x) where mass lies on a single time.
pub(crate) fn below(distribution: &Distribution, x: f64) -> f64 {
    match (only_value(distribution), distribution) {
        (Some(ms), _) if x <= ms => 0.0,
        (Some(_), _) => 1.0,
        (None, Distribution::Empirical { quantiles_ms }) => {
            // The last of equal quantiles is not below them; the line up to the first is.
            match quantiles_ms.partition_point(|quantile| *quantile < x) {
                place if quantiles_ms.get(place) == Some(&x) => {
                    place as f64 / quantiles_ms.len().saturating_sub(1).max(1) as f64
                }
                _ => share_up_to(quantiles_ms, x),
            }
        }
        (None, _) => 1.0 - survival(distribution, sigma(distribution), x),
    }
}

/// P(X > x).
fn survival(distribution: &Distribution, sigma: f64, x: f64) -> f64 {
    match distribution {
        Distribution::Constant { ms } => {
            if x < *ms {
                1.0
            } else {
                0.0
            }
        }
        Distribution::Uniform { low_ms, high_ms } => ((high_ms - x) / (high_ms - low_ms)).clamp(0.0, 1.0),
        Distribution::Exponential { mean_ms } => libm::exp(-x.max(0.0) / mean_ms),
        Distribution::LogNormal { median_ms, .. } => match x > 0.0 {
            true => 0.5 * libm::erfc(libm::log(x / median_ms) / (sigma * std::f64::consts::SQRT_2)),
            false => 1.0,
        },
        Distribution::ParetoExponential { pareto_share, scale_ms, shape, rate_per_ms } => {
            let body = if x < *scale_ms { 1.0 } else { libm::exp(shape * libm::log(scale_ms / x)) };
            let tail = if *pareto_share < 1.0 { libm::exp(-x.max(0.0) * rate_per_ms) } else { 0.0 };
            pareto_share * body + (1.0 - pareto_share) * tail
        }
        Distribution::Empirical { quantiles_ms } => 1.0 - share_up_to(quantiles_ms, x),
    }
}

/// The share of recorded delays up to `x`: the inverse of the line through the quantiles.
fn share_up_to(quantiles_ms: &[f64], x: f64) -> f64 {
    let steps = quantiles_ms.len().saturating_sub(1).max(1) as f64;
    let above = quantiles_ms.partition_point(|quantile| *quantile <= x);
    let Some(below) = above.checked_sub(1) else { return 0.0 };
    match quantiles_ms.get(above) {
        None => 1.0,
        Some(next) => (below as f64 + (x - quantiles_ms[below]) / (next - quantiles_ms[below])) / steps,
    }
}
