//! Times of many runs in one histogram: parts of it can be added in any order, and any quantile is
//! known with a small relative error.
//!
//! The buckets are those of G. Tene's HdrHistogram: every octave has the same number of them, so a
//! time is known to a share of itself, whether it is a microsecond or an hour.

use serde::{Deserialize, Serialize};

/// The binary logarithm of the number of buckets in an octave.
const OCTAVE_BITS: u32 = 7;
/// The number of buckets in an octave.
const OCTAVE: u64 = 1 << OCTAVE_BITS;

/// How many times there are of which length, in microseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Histogram {
    count: u64,
    sum_us: u128,
    least_us: u64,
    most_us: u64,
    /// How many fell into each bucket, up to the last that holds any.
    buckets: Vec<u64>,
}

impl Histogram {
    /// By what share of itself a quantile may be off: half a bucket.
    pub const RELATIVE_ERROR: f64 = 0.5 / OCTAVE as f64;

    /// Counts one time.
    pub fn record(&mut self, us: u64) {
        let bucket = bucket(us);
        if self.buckets.len() <= bucket {
            self.buckets.resize(bucket + 1, 0);
        }
        self.buckets[bucket] += 1;
        self.least_us = if self.count == 0 { us } else { self.least_us.min(us) };
        self.most_us = self.most_us.max(us);
        self.count += 1;
        self.sum_us += u128::from(us);
    }

    /// Adds the times of another part.
    pub fn add(&mut self, other: &Self) {
        if other.count == 0 {
            return;
        }
        if self.buckets.len() < other.buckets.len() {
            self.buckets.resize(other.buckets.len(), 0);
        }
        for (own, more) in self.buckets.iter_mut().zip(&other.buckets) {
            *own += more;
        }
        self.least_us = if self.count == 0 { other.least_us } else { self.least_us.min(other.least_us) };
        self.most_us = self.most_us.max(other.most_us);
        self.count += other.count;
        self.sum_us += other.sum_us;
    }

    /// How many times there are.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// The longest time, exactly; zero if there is none.
    #[must_use]
    pub const fn most_us(&self) -> u64 {
        self.most_us
    }

    /// The mean, rounded to a whole microsecond; nothing where there is no time.
    #[must_use]
    pub fn mean_us(&self) -> Option<u64> {
        let count = u128::from(self.count);
        let mean = (self.sum_us + count / 2).checked_div(count)?;
        u64::try_from(mean).ok()
    }

    /// The nearest-rank quantile: the smallest time that at least so many of ten thousand do not exceed,
    /// off by no more than [`Self::RELATIVE_ERROR`]. Nothing where there is no time.
    #[must_use]
    pub fn quantile_us(&self, per_ten_thousand: u32) -> Option<u64> {
        let rank = u128::from(self.count) * u128::from(per_ten_thousand);
        let rank = u64::try_from(rank.div_ceil(10_000)).unwrap_or(u64::MAX).clamp(1, self.count.max(1));
        let mut before = 0;
        for (bucket, count) in self.buckets.iter().enumerate() {
            before += count;
            if before >= rank {
                let (low, high) = bounds(bucket);
                return Some((low + (high - low) / 2).clamp(self.least_us, self.most_us));
            }
        }
        None
    }

    /// How many times are surely no longer than that. One that shares its bucket with a longer one is not
    /// counted: of a bound in the middle of a bucket, the smaller times of the bucket are missing.
    #[must_use]
    pub fn within(&self, us: u64) -> u64 {
        if us >= self.most_us {
            return self.count;
        }
        let whole = self.buckets.iter().enumerate().take_while(|(bucket, _)| bounds(*bucket).1 <= us);
        whole.map(|(_, count)| count).sum()
    }

    /// Every bucket that holds any: the shortest and the longest time that would fall into it, and how many did.
    pub fn buckets(&self) -> impl Iterator<Item = (u64, u64, u64)> + '_ {
        let held = self.buckets.iter().enumerate().filter(|(_, count)| **count > 0);
        held.map(|(bucket, count)| (bounds(bucket).0, bounds(bucket).1, *count))
    }
}

/// The bucket of a time: its leading bits, and how many follow them.
fn bucket(us: u64) -> usize {
    let shift = (u64::BITS - us.leading_zeros()).saturating_sub(OCTAVE_BITS + 1);
    let bucket = (u64::from(shift) << OCTAVE_BITS) + (us >> shift);
    usize::try_from(bucket).unwrap_or(usize::MAX)
}

/// The shortest and the longest time of a bucket.
fn bounds(bucket: usize) -> (u64, u64) {
    let bucket = bucket as u64;
    let shift = (bucket >> OCTAVE_BITS).saturating_sub(1);
    let low = (bucket - (shift << OCTAVE_BITS)) << shift;
    (low, low + ((1 << shift) - 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(times: &[u64]) -> Histogram {
        let mut histogram = Histogram::default();
        times.iter().for_each(|us| histogram.record(*us));
        histogram
    }

    #[test]
    fn buckets_follow_each_other_without_a_gap() {
        let mut next = 0;
        for bucket_number in 0..=bucket(u64::MAX) {
            let (low, high) = bounds(bucket_number);
            assert_eq!((low, bucket(low), bucket(high)), (next, bucket_number, bucket_number));
            assert!((high - low) as f64 <= low as f64 / OCTAVE as f64, "{low} to {high}");
            next = high.wrapping_add(1);
        }
        assert_eq!(next, 0, "the last ends with the longest time that there is");
    }

    #[test]
    fn nothing_has_no_quantiles_and_one_time_is_all_of_them() {
        let nothing = Histogram::default();
        assert_eq!((nothing.quantile_us(5_000), nothing.mean_us(), nothing.within(9)), (None, None, 0));
        let one = of(&[123_457]);
        assert_eq!([0, 5_000, 9_999, 10_000].map(|p| one.quantile_us(p)), [Some(123_457); 4]);
        assert_eq!((one.within(123_456), one.within(123_457), one.mean_us()), (0, 1, Some(123_457)));
    }

    proptest! {
        #[test]
        fn quantiles_are_those_of_the_sorted_list_but_for_the_known_error(
            mut times in prop::collection::vec(prop_oneof![0_u64..400, 0_u64..2_000_000, 0_u64..600_000_000], 1..400),
            p in 0_u32..=10_000,
        ) {
            let histogram = of(&times);
            times.sort_unstable();
            let rank = (times.len() * p as usize).div_ceil(10_000).max(1);
            let (exact, found) = (times[rank - 1] as f64, histogram.quantile_us(p).expect("there are some") as f64);
            prop_assert!((found - exact).abs() <= exact * Histogram::RELATIVE_ERROR, "{found} is not {exact}");
            prop_assert_eq!(histogram.most_us(), times[times.len() - 1]);
            let bound = times[rank - 1];
            let exact = times.iter().filter(|us| **us <= bound).count() as u64;
            let near = times.iter().filter(|us| (**us as f64) < bound as f64 * (1.0 - 1.0 / OCTAVE as f64)).count();
            prop_assert!((near as u64..=exact).contains(&histogram.within(bound)));
        }

        #[test]
        fn parts_add_up_to_the_whole_in_any_order(
            times in prop::collection::vec(0_u64..5_000_000, 0..200), at in 0_usize..200,
        ) {
            let (one, other) = times.split_at(at.min(times.len()));
            let (whole, one, other) = (of(&times), of(one), of(other));
            for (mut sum, more) in [(one.clone(), &other), (other.clone(), &one)] {
                sum.add(more);
                prop_assert_eq!(&sum, &whole);
            }
            prop_assert_eq!(whole.buckets().map(|(_, _, count)| count).sum::<u64>(), times.len() as u64);
        }
    }
}
