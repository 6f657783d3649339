//! The Pareto body with an exponential tail of Bailis et al. (VLDB 2012, table 3), fitted to recorded delays.
//!
//! For a given beginning of the body, its share, its exponent and the rate of the tail are those of the
//! largest likelihood, found by expectation and maximisation (A. P. Dempster, N. M. Laird, D. B. Rubin, Journal
//! of the Royal Statistical Society B 39, 1977). The beginning itself is the one with the least
//! Kolmogorov–Smirnov distance, as A. Clauset, C. R. Shalizi and M. E. J. Newman propose for power laws
//! ("Power-Law Distributions in Empirical Data", SIAM Review 51, 2009, section 3.3): by likelihood a body
//! would shrink onto delays that were rounded to the same time.

use scenario::Distribution;

use super::ks_distance;

/// So many delays, evenly by rank, stand for all while beginnings are tried.
const TRIED_WITH: usize = 400;
/// So many stand for all at the end.
const FINISHED_WITH: usize = 20_000;
/// Beginnings that are tried at first, and between the neighbours of the best.
const TRIES: usize = 24;
/// The body begins no later than at this share of all delays: what lies before is tail.
const LATEST: f64 = 0.6;
/// Rounds of expectation and maximisation, at most.
const ROUNDS: u32 = 200;
/// A round that moves no parameter by more than this share is the last.
const STILL: f64 = 1e-7;
/// What a scenario may have: up to a shape of one the mean is infinite.
const SHAPES: (f64, f64) = (1.001, 1_000.0);
const RATES: (f64, f64) = (1e-5, 1e5);

/// A body and a tail.
#[derive(Clone, Copy)]
struct Mixture {
    share: f64,
    scale_ms: f64,
    shape: f64,
    rate_per_ms: f64,
}

/// The mixture that fits; nothing where too few different delays were recorded.
pub(super) fn fitted(sorted_ms: &[f64]) -> Option<Distribution> {
    let few = thinned(sorted_ms, TRIED_WITH);
    let logs: Vec<f64> = few.iter().map(|ms| libm::log(*ms)).collect();
    let fit = |scale_ms: f64| {
        let mixture = Mixture::fit(&few, &logs, scale_ms);
        (ks_distance(&few, &mixture.distribution()), scale_ms)
    };
    let best = |scales: &[f64]| {
        scales.iter().map(|scale_ms| fit(*scale_ms)).min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, scale_ms)| scale_ms)
    };
    let last = (few.len() as f64 * LATEST) as usize;
    let mut scales: Vec<f64> = few[..=last.min(few.len() - 1)].iter().copied().filter(|ms| *ms > 0.0).collect();
    scales.dedup();
    let coarse: Vec<f64> = thinned(&scales, TRIES);
    let first = best(&coarse)?;
    let place = coarse.iter().position(|scale| *scale == first)?;
    let neighbours = (coarse[place.saturating_sub(1)], coarse[(place + 1).min(coarse.len() - 1)]);
    let between: Vec<f64> =
        sorted_ms.iter().copied().filter(|ms| *ms > 0.0 && *ms >= neighbours.0 && *ms <= neighbours.1).collect();
    // The smallest delay of all bounds the body from below and is the best beginning where there is no tail
    // before it, however few delays stand for all.
    let mut fine = thinned(&between, TRIES);
    fine.push(first);
    fine.extend(sorted_ms.first().filter(|ms| **ms > 0.0));
    let scale_ms = best(&fine)?;
    let many = thinned(sorted_ms, FINISHED_WITH);
    let logs: Vec<f64> = many.iter().map(|ms| libm::log(*ms)).collect();
    Some(Mixture::fit(&many, &logs, scale_ms).distribution())
}

/// So many of a list, evenly by rank, or all.
fn thinned(sorted_ms: &[f64], most: usize) -> Vec<f64> {
    let count = sorted_ms.len();
    if count <= most {
        return sorted_ms.to_vec();
    }
    (0..most).map(|place| sorted_ms[(2 * place + 1) * count / (2 * most)]).collect()
}

impl Mixture {
    /// The mixture of the largest likelihood whose body begins there.
    fn fit(delays_ms: &[f64], logs: &[f64], scale_ms: f64) -> Self {
        let mean_ms = delays_ms.iter().sum::<f64>() / delays_ms.len() as f64;
        let mut mixture =
            Self { share: 0.5, scale_ms, shape: 3.0, rate_per_ms: (1.0 / mean_ms.max(1e-9)).clamp(RATES.0, RATES.1) };
        for _ in 0..ROUNDS {
            let next = mixture.better(delays_ms, logs);
            let moved = |from: f64, to: f64| (to - from).abs() > STILL * from.abs().max(1e-12);
            let still = !(moved(mixture.share, next.share)
                || moved(mixture.shape, next.shape)
                || moved(mixture.rate_per_ms, next.rate_per_ms));
            mixture = next;
            if still {
                break;
            }
        }
        mixture
    }

    /// One round: how likely each delay is of the body, and the parameters that follow.
    fn better(self, delays_ms: &[f64], logs: &[f64]) -> Self {
        let log_scale = libm::log(self.scale_ms);
        let (mut body, mut body_logs, mut tail, mut tail_ms) = (0.0, 0.0, 0.0, 0.0);
        for (ms, log) in delays_ms.iter().zip(logs) {
            let of_tail = (1.0 - self.share) * self.rate_per_ms * libm::exp(-self.rate_per_ms * ms);
            let above = log - log_scale;
            let of_body = if *ms < self.scale_ms {
                0.0
            } else {
                self.share * self.shape / self.scale_ms * libm::exp(-(self.shape + 1.0) * above)
            };
            let all = of_body + of_tail;
            let likely = if all > 0.0 { of_body / all } else { 0.0 };
            body += likely;
            body_logs += if likely > 0.0 { likely * above } else { 0.0 };
            tail += 1.0 - likely;
            tail_ms += (1.0 - likely) * ms;
        }
        let ratio = |some: f64, of: f64, (low, high): (f64, f64)| {
            if of > 0.0 { (some / of).clamp(low, high) } else { high }
        };
        Self {
            share: body / delays_ms.len() as f64,
            scale_ms: self.scale_ms,
            shape: ratio(body, body_logs, SHAPES),
            rate_per_ms: if tail > 0.0 { ratio(tail, tail_ms, RATES) } else { self.rate_per_ms },
        }
    }

    fn distribution(self) -> Distribution {
        let Self { share, scale_ms, shape, rate_per_ms } = self;
        Distribution::ParetoExponential { pareto_share: share.clamp(0.0, 1.0), scale_ms, shape, rate_per_ms }
    }
}
