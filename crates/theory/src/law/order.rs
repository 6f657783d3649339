//! The law of the k-th of several independent times to come.

use super::{Law, merged};

/// How many times there can be at most.
const MOST: usize = 16;

impl Law {
    /// The law of the `k`-th smallest of independent times, each law as often as its number says.
    /// A time that does not come is left out of the list.
    ///
    /// # Panics
    /// In tests, if there are fewer than `k` times.
    pub(crate) fn order_statistic(laws: &[(&Self, u8)], k: u8, tolerance: f64) -> Self {
        let count: u8 = laws.iter().map(|(_, times)| times).sum();
        debug_assert!((1..=count).contains(&k));
        if let [(only, 1)] = laws {
            return (*only).clone();
        }
        let edges = merged(laws.iter().flat_map(|(law, _)| law.edges.iter().copied()).collect());
        if let [(law, _)] = laws
            && let Some(ms) = law.as_constant()
        {
            return Self::constant(ms);
        }
        let end_ms = laws.iter().map(|(law, _)| law.end_ms()).fold(0.0, f64::max);
        let mut survival = |x: f64| {
            let pending = laws.iter().flat_map(|(law, times)| {
                let survives = law.survives(x).clamp(0.0, 1.0);
                std::iter::repeat_n(survives, usize::from(*times))
            });
            fewer_than(k, pending)
        };
        let mut law = Self::build(edges, end_ms, tolerance, &mut survival);
        law.error += laws.iter().map(|(law, times)| law.error * f64::from(*times)).sum::<f64>();
        law
    }
}

/// The chance that fewer than `k` of independent things have come, each of which is still pending
/// with its probability.
pub(crate) fn fewer_than(k: u8, pending: impl Iterator<Item = f64>) -> f64 {
    let mut come = [0.0; MOST + 1];
    come[0] = 1.0;
    let k = usize::from(k).min(MOST);
    for pending in pending {
        for count in (0..k).rev() {
            let one_fewer = if count > 0 { come[count - 1] } else { 0.0 };
            come[count] = come[count] * pending + one_fewer * (1.0 - pending);
        }
    }
    come[..k].iter().sum()
}
