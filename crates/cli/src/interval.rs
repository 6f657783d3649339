//! How sure a share is that was counted over a number of runs.

/// The normal quantile that leaves 2.5 % on either side.
const Z: f64 = 1.959_963_984_540_054;

/// Where a share lies with 95 % confidence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Interval {
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Interval {
    /// The score interval of E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical
    /// Inference", Journal of the American Statistical Association 22 (1927); nothing where nothing was counted.
    pub(crate) fn wilson(some: u64, of: u64) -> Option<Self> {
        if of == 0 {
            return None;
        }
        let (n, share) = (of as f64, some as f64 / of as f64);
        let middle = (share + Z * Z / (2.0 * n)) / (1.0 + Z * Z / n);
        let half = Z / (1.0 + Z * Z / n) * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
        // Where all or none were met, the interval ends there exactly.
        let low = if some == 0 { 0.0 } else { (middle - half).max(0.0) };
        let high = if some == of { 1.0 } else { (middle + half).min(1.0) };
        Some(Self { low, high })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_one_that_others_publish() {
        // R. G. Newcombe, "Two-Sided Confidence Intervals for the Single Proportion", Statistics in Medicine 17
        // (1998), table I, method 3.
        for (some, of, low, high) in
            [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]
        {
            let interval = Interval::wilson(some, of).unwrap();
            assert!(
                (interval.low - low).abs() < 5e-5 && (interval.high - high).abs() < 5e-5,
                "{some} of {of}: {interval:?}"
            );
        }
        assert_eq!(Interval::wilson(20, 20).map(|interval| interval.high), Some(1.0));
        assert_eq!(Interval::wilson(0, 0), None);
    }
}
