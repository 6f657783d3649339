//! How long a message takes one way, or a client thinks: distributions of a time.
//!
//! A time is the quantile of a uniform draw that is fixed by the seed, so that moving a slider
//! stretches the same arrows instead of drawing new ones.

use history::decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::normal_quantile;

/// The standard normal quantile at 0.99: a log-normal's tail in units of its sigma.
const NORMAL_P99: f64 = 2.326_347_874_040_841;

/// A distribution of a time in milliseconds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Distribution {
    /// Always the same.
    Constant {
        /// The time.
        ms: f64,
    },
    /// Anything between two times, alike.
    Uniform {
        /// The shortest.
        low_ms: f64,
        /// The longest.
        high_ms: f64,
    },
    /// Memoryless.
    Exponential {
        /// The mean.
        mean_ms: f64,
    },
    /// A bell on a logarithmic scale, as round trips on wide-area links are.
    LogNormal {
        /// The median.
        median_ms: f64,
        /// The 99th percentile over the median.
        tail: f64,
    },
    /// A Pareto body with an exponential tail, as fitted to production stores by Bailis et al.,
    /// "Probabilistically Bounded Staleness", VLDB 2012, table 3.
    ParetoExponential {
        /// The share of the Pareto body.
        pareto_share: f64,
        /// The Pareto's smallest time.
        scale_ms: f64,
        /// The Pareto's exponent.
        shape: f64,
        /// The exponential's rate, per millisecond.
        rate_per_ms: f64,
    },
    /// Recorded: quantiles at even steps from the smallest to the largest, linear in between.
    Empirical {
        /// The quantiles, in order.
        quantiles_ms: Vec<f64>,
    },
}

impl Distribution {
    /// The time below which a share `u` of all times lie, for 0 < `u` < 1, in milliseconds.
    ///
    /// The mixture spends the lower part of `u` on its body and the upper part on its tail: a
    /// sample of the exact distribution from one draw, though not its quantile.
    #[must_use]
    pub fn at(&self, u: f64) -> f64 {
        self.at_given(self.sigma(), u)
    }

    /// The spread of a log-normal's logarithm; nothing for the others. It depends on no draw, so
    /// whoever draws often works it out once.
    pub(crate) fn sigma(&self) -> f64 {
        match *self {
            Self::LogNormal { tail, .. } => libm::log(tail) / NORMAL_P99,
            _ => 0.0,
        }
    }

    /// [`Distribution::at`] with its [`Distribution::sigma`].
    pub(crate) fn at_given(&self, sigma: f64, u: f64) -> f64 {
        match *self {
            Self::Constant { ms } => ms,
            Self::Uniform { low_ms, high_ms } => low_ms + (high_ms - low_ms) * u,
            Self::Exponential { mean_ms } => -mean_ms * libm::log1p(-u),
            Self::LogNormal { median_ms, .. } => median_ms * libm::exp(sigma * normal_quantile(u)),
            Self::ParetoExponential { pareto_share, scale_ms, shape, rate_per_ms } => {
                if u < pareto_share {
                    scale_ms / libm::pow(1.0 - u / pareto_share, 1.0 / shape)
                } else {
                    -libm::log1p(-(u - pareto_share) / (1.0 - pareto_share)) / rate_per_ms
                }
            }
            Self::Empirical { ref quantiles_ms } => interpolate(quantiles_ms, u),
        }
    }

    /// The same shape around another median, in milliseconds. What has no length to stretch becomes
    /// constant.
    #[must_use]
    pub fn with_median(&self, median_ms: f64) -> Self {
        let median_now = self.at(0.5);
        let longer = median_ms / median_now;
        if !longer.is_finite() || longer <= 0.0 {
            return Self::Constant { ms: median_ms };
        }
        match *self {
            Self::Constant { .. } => Self::Constant { ms: median_ms },
            Self::Uniform { low_ms, high_ms } => Self::Uniform { low_ms: low_ms * longer, high_ms: high_ms * longer },
            Self::Exponential { mean_ms } => Self::Exponential { mean_ms: mean_ms * longer },
            Self::LogNormal { tail, .. } => Self::LogNormal { median_ms, tail },
            Self::ParetoExponential { pareto_share, scale_ms, shape, rate_per_ms } => Self::ParetoExponential {
                pareto_share,
                scale_ms: scale_ms * longer,
                shape,
                rate_per_ms: rate_per_ms / longer,
            },
            Self::Empirical { ref quantiles_ms } => {
                Self::Empirical { quantiles_ms: quantiles_ms.iter().map(|ms| ms * longer).collect() }
            }
        }
    }

    /// Whether its mean is finite. Of a Pareto it is from an exponent above one on.
    #[must_use]
    pub fn has_mean(&self) -> bool {
        !matches!(*self, Self::ParetoExponential { pareto_share, scale_ms, shape, .. }
            if pareto_share > 0.0 && scale_ms > 0.0 && shape <= 1.0)
    }

    /// What is wrong with its parameters, in the user's words; nothing if it can be drawn from.
    #[must_use]
    pub fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        let mut check = |name: &str, value: f64, low: f64, high: f64| {
            if !(low..=high).contains(&value) {
                let [value, low, high] = [value, low, high].map(Decimal);
                problems.push(format!("{name} is {value}; it can be from {low} to {high}"));
            }
        };
        let most = crate::limits::DELAY_MS_MAX;
        match self {
            Self::Constant { ms } => check("the delay in ms", *ms, 0.0, most),
            Self::Uniform { low_ms, high_ms } => {
                check("the shortest delay in ms", *low_ms, 0.0, most);
                check("the longest delay in ms", *high_ms, 0.0, most);
                if low_ms > high_ms {
                    let [low, high] = [*low_ms, *high_ms].map(Decimal);
                    problems.push(format!("the shortest delay, {low} ms, is above the longest, {high} ms"));
                }
            }
            Self::Exponential { mean_ms } => check("the mean delay in ms", *mean_ms, 0.0, most),
            Self::LogNormal { median_ms, tail } => {
                check("the median delay in ms", *median_ms, 0.0, most);
                check("the tail (p99 over median)", *tail, crate::limits::TAIL_RANGE.0, crate::limits::TAIL_RANGE.1);
            }
            Self::ParetoExponential { pareto_share, scale_ms, shape, rate_per_ms } => {
                check("the Pareto share", *pareto_share, 0.0, 1.0);
                check("the Pareto scale in ms", *scale_ms, 0.0, most);
                check("the Pareto shape", *shape, 0.1, 1_000.0);
                check("the exponential rate per ms", *rate_per_ms, 1e-5, 1e5);
                // Runs would draw from it, but nobody waits for a time that is infinite on average, and the
                // figures of a setting would be those of a tail that no message reaches.
                if !self.has_mean() {
                    problems.push("its mean is infinite; the Pareto shape has to be above 1".to_owned());
                }
            }
            Self::Empirical { quantiles_ms } => {
                problems.extend(empirical_problems(quantiles_ms));
            }
        }
        problems
    }
}

fn empirical_problems(quantiles_ms: &[f64]) -> Option<String> {
    let most = crate::limits::EMPIRICAL_POINTS_MAX as usize;
    if quantiles_ms.is_empty() || quantiles_ms.len() > most {
        return Some(format!("a recorded distribution has {} points; it can have 1 to {most}", quantiles_ms.len()));
    }
    if !quantiles_ms.iter().all(|ms| (0.0..=crate::limits::DELAY_MS_MAX).contains(ms)) {
        return Some(format!("a recorded delay is outside 0 to {} ms", Decimal(crate::limits::DELAY_MS_MAX)));
    }
    if quantiles_ms.windows(2).any(|pair| pair[0] > pair[1]) {
        return Some("the recorded quantiles are not in order".to_owned());
    }
    None
}

fn interpolate(points: &[f64], u: f64) -> f64 {
    let Some(last) = points.len().checked_sub(1) else { return 0.0 };
    let place = u * last as f64;
    let below = (place as usize).min(last);
    let above = (below + 1).min(last);
    points[below] + (points[above] - points[below]) * (place - below as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean_of(distribution: &Distribution) -> f64 {
        let steps = 200_000;
        (0..steps).map(|i| distribution.at((f64::from(i) + 0.5) / f64::from(steps))).sum::<f64>() / f64::from(steps)
    }

    #[test]
    fn means_are_those_of_the_textbook_formulas() {
        let lnkd_ssd =
            Distribution::ParetoExponential { pareto_share: 0.9122, scale_ms: 0.235, shape: 10.0, rate_per_ms: 1.66 };
        for (distribution, mean) in [
            (Distribution::Uniform { low_ms: 2.0, high_ms: 4.0 }, 3.0),
            (Distribution::Exponential { mean_ms: 5.0 }, 5.0),
            (lnkd_ssd, 0.9122 * 0.235 * 10.0 / 9.0 + 0.0878 / 1.66),
            (Distribution::Empirical { quantiles_ms: vec![0.0, 1.0, 10.0] }, 3.0),
        ] {
            assert!((mean_of(&distribution) / mean - 1.0).abs() < 1e-3, "{distribution:?}: {}", mean_of(&distribution));
        }
    }

    #[test]
    fn a_mean_is_infinite_where_a_pareto_is_too_heavy() {
        let pareto = |pareto_share, scale_ms, shape| {
            Distribution::ParetoExponential { pareto_share, scale_ms, shape, rate_per_ms: 1.0 }.has_mean()
        };
        assert!(!pareto(0.5, 1.0, 1.0) && !pareto(1.0, 0.2, 0.3));
        assert!(pareto(0.5, 1.0, 1.01) && pareto(0.0, 1.0, 0.5) && pareto(0.5, 0.0, 0.5));
        assert!(Distribution::LogNormal { median_ms: 1.0, tail: 100.0 }.has_mean());
    }

    #[test]
    fn the_tail_of_a_log_normal_is_its_99th_percentile_over_its_median() {
        let distribution = Distribution::LogNormal { median_ms: 40.0, tail: 2.5 };
        assert!((distribution.at(0.5) - 40.0).abs() < 1e-9);
        assert!((distribution.at(0.99) - 100.0).abs() < 1e-9);
    }

    #[test]
    fn another_median_keeps_the_shape() {
        for distribution in [
            Distribution::Constant { ms: 3.0 },
            Distribution::Uniform { low_ms: 2.0, high_ms: 4.0 },
            Distribution::Exponential { mean_ms: 5.0 },
            Distribution::LogNormal { median_ms: 40.0, tail: 2.5 },
            Distribution::ParetoExponential { pareto_share: 0.9, scale_ms: 0.2, shape: 10.0, rate_per_ms: 1.6 },
            Distribution::Empirical { quantiles_ms: vec![0.5, 1.0, 10.0] },
        ] {
            let moved = distribution.with_median(12.0);
            for u in [0.01, 0.25, 0.5, 0.89, 0.99] {
                let expected = distribution.at(u) * 12.0 / distribution.at(0.5);
                assert!((moved.at(u) / expected - 1.0).abs() < 1e-9, "{moved:?} at {u}");
            }
        }
        let none = Distribution::Uniform { low_ms: 0.0, high_ms: 0.0 };
        assert_eq!(none.with_median(7.0), Distribution::Constant { ms: 7.0 });
        assert_eq!(Distribution::Exponential { mean_ms: 5.0 }.with_median(0.0), Distribution::Constant { ms: 0.0 });
    }

    #[test]
    fn absurd_parameters_are_all_named() {
        let problems = Distribution::Uniform { low_ms: -1.0, high_ms: f64::NAN }.problems();
        assert_eq!(problems.len(), 2, "{problems:?}");
        let pareto = |pareto_share, shape| {
            Distribution::ParetoExponential { pareto_share, scale_ms: 1.0, shape, rate_per_ms: 1.0 }.problems()
        };
        assert_eq!(pareto(0.5, 1.0), ["its mean is infinite; the Pareto shape has to be above 1"]);
        assert!(pareto(0.5, 1.001).is_empty() && pareto(0.0, 0.5).is_empty());
    }
}
