//! How far a share may be off that was counted in a sample.

use serde::{Deserialize, Serialize};

/// The 97.5 % quantile of the normal distribution: an interval of 95 % leaves as much out at either end.
const Z: f64 = 1.959_963_984_540_054;

/// An interval that holds the true share in 95 of a hundred samples, or nearly so.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

impl Interval {
    /// The score interval of E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical
    /// Inference", Journal of the American Statistical Association 22, 1927, for `hits` of `of`. It stays
    /// within 0 and 1 and says something where nothing or all was hit. Everything, where nothing was tried.
    #[must_use]
    pub fn wilson(hits: u64, of: u64) -> Self {
        Self::of_share(hits as f64 / (of as f64).max(1.0), of)
    }

    /// The same for a share among so many that are independent of each other.
    #[must_use]
    pub fn of_share(share: f64, of: u64) -> Self {
        if of == 0 {
            return Self { low: 0.0, high: 1.0 };
        }
        let n = of as f64;
        let square = Z * Z / n;
        let centre = (share + square / 2.0) / (1.0 + square);
        let half = Z * (share * (1.0 - share) / n + square / (4.0 * n)).sqrt() / (1.0 + square);
        // At the ends the formula is exact, and its rounding is not.
        let low = if share <= 0.0 { 0.0 } else { (centre - half).max(0.0) };
        let high = if share >= 1.0 { 1.0 } else { (centre + half).min(1.0) };
        Self { low, high }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R. G. Newcombe, "Two-sided confidence intervals for the single proportion: comparison of seven
    /// methods", Statistics in Medicine 17, 1998, table I, method 3.
    #[test]
    fn the_published_intervals_are_met() {
        for (hits, of, low, high) in
            [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]
        {
            let found = Interval::wilson(hits, of);
            let off = (found.low - low).abs().max((found.high - high).abs());
            assert!(off <= 0.5e-4, "{hits} of {of}: {found:?}");
        }
    }

    #[test]
    fn both_ends_solve_the_equation_that_defines_them() {
        for of in [1_u64, 2, 7, 100, 100_000] {
            for hits in (0..=of).step_by((of as usize / 7).max(1)) {
                let share = hits as f64 / of as f64;
                let Interval { low, high } = Interval::wilson(hits, of);
                assert!((0.0..=share).contains(&low) && (share..=1.0).contains(&high), "{hits} of {of}: {low} {high}");
                for end in [low, high] {
                    let distance = (share - end) * (share - end) - Z * Z * end * (1.0 - end) / of as f64;
                    assert!(distance.abs() < 1e-12, "{hits} of {of}: {end}");
                }
            }
        }
        assert_eq!(Interval::wilson(0, 0), Interval { low: 0.0, high: 1.0 });
    }
}
