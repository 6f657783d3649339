//! Exact fractions, and the binomials that they come from.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A fraction of two whole numbers in lowest terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Ratio {
    numerator: u128,
    denominator: u128,
}

impl Ratio {
    /// Nothing.
    pub const ZERO: Self = Self { numerator: 0, denominator: 1 };

    /// The fraction in lowest terms; nothing over zero.
    #[must_use]
    pub const fn new(numerator: u128, denominator: u128) -> Option<Self> {
        if denominator == 0 {
            return None;
        }
        let (mut a, mut b) = (numerator, denominator);
        while b != 0 {
            (a, b) = (b, a % b);
        }
        Some(Self { numerator: numerator / a, denominator: denominator / a })
    }

    /// What is above the line.
    #[must_use]
    pub const fn numerator(self) -> u128 {
        self.numerator
    }

    /// What is below the line.
    #[must_use]
    pub const fn denominator(self) -> u128 {
        self.denominator
    }

    /// The nearest floating-point number, for drawing.
    #[must_use]
    pub const fn as_f64(self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.denominator {
            1 => write!(f, "{}", self.numerator),
            denominator => write!(f, "{}/{denominator}", self.numerator),
        }
    }
}

/// In how many ways `k` of `n` things can be chosen. Exact up to a hundred things.
pub(crate) fn binomial(n: u8, k: u8) -> u128 {
    if k > n {
        return 0;
    }
    // After each step the product is itself a binomial, so the division leaves no rest.
    (0..u128::from(k.min(n - k))).fold(1, |ways, chosen| ways * (u128::from(n) - chosen) / (chosen + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binomials_are_the_rows_of_the_triangle_of_pascal() {
        let mut row = vec![1_u128];
        for n in 0..=100_u8 {
            for (k, ways) in (0_u8..).zip(&row) {
                assert_eq!(binomial(n, k), *ways, "{n} over {k}");
            }
            assert_eq!(binomial(n, n + 1), 0);
            let inner = row.windows(2).map(|pair| pair[0] + pair[1]);
            row = std::iter::once(1).chain(inner).chain(std::iter::once(1)).collect();
        }
    }

    #[test]
    fn fractions_are_kept_in_lowest_terms() {
        assert_eq!(Ratio::new(6, 20), Ratio::new(3, 10));
        assert_eq!(Ratio::new(0, 7), Some(Ratio::ZERO));
        assert_eq!(Ratio::new(1, 0), None);
        assert_eq!(Ratio::new(6, 20).map(|ratio| ratio.to_string()).as_deref(), Some("3/10"));
        assert_eq!(Ratio::new(6, 3).map(|ratio| ratio.to_string()).as_deref(), Some("2"));
    }
}
