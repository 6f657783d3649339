//! Do the replicas that acknowledged a write and those that answer a read have one in common?
//!
//! Counting arguments of D. K. Gifford, "Weighted Voting for Replicated Data", SOSP 1979; the
//! chance to miss, with quorums chosen independently and evenly, after Bailis et al.,
//! "Probabilistically Bounded Staleness", VLDB 2012, section 3.1. A store that goes on to spread
//! a write after its acknowledgement misses less often: the chance is an upper bound for it.

use scenario::Cluster;
use serde::{Deserialize, Serialize};

use crate::Ratio;
use crate::ratio::binomial;

/// Up to here every count is exact.
pub const REPLICAS_MAX: u8 = 100;

/// How write and read quorums of a setting overlap.
///
/// An overlap makes a read *regular* in runs without failures: it returns the last write that was
/// over, or one that is under way. It makes nothing linearizable by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overlap {
    /// N, the number of replicas.
    pub n: u8,
    /// W, the acknowledgements that a write waits for.
    pub w: u8,
    /// R, the answers that a read waits for.
    pub r: u8,
    /// How many replicas any W and any R of them have in common: W + R − N, or none.
    pub guaranteed: u8,
    /// How many they can have in common.
    pub possible: u8,
    /// How many any two write quorums have in common: 2 W − N, or none.
    pub guaranteed_between_writes: u8,
    /// The chance that a write and a read quorum have none in common: C(N−W, R) / C(N, R).
    pub miss_probability: Ratio,
    /// How many replicas may be down while writes go on.
    pub write_failures_survived: u8,
    /// How many replicas may be down while reads go on.
    pub read_failures_survived: u8,
}

impl Overlap {
    /// The overlap of a cluster's quorums; nothing for quorums that no cluster can have.
    #[must_use]
    pub fn of(cluster: &Cluster) -> Option<Self> {
        Self::new(cluster.n, cluster.w, cluster.r)
    }

    /// The overlap for N, W and R; nothing unless 1 ≤ W, R ≤ N ≤ [`REPLICAS_MAX`].
    #[must_use]
    pub fn new(n: u8, w: u8, r: u8) -> Option<Self> {
        let sound = n <= REPLICAS_MAX && (1..=n).contains(&w) && (1..=n).contains(&r);
        if !sound {
            return None;
        }
        Some(Self {
            n,
            w,
            r,
            guaranteed: (w + r).saturating_sub(n),
            possible: w.min(r),
            guaranteed_between_writes: (w + w).saturating_sub(n),
            miss_probability: Ratio::new(binomial(n - w, r), binomial(n, r))?,
            write_failures_survived: n - w,
            read_failures_survived: n - r,
        })
    }

    /// Whether every read quorum meets every write quorum.
    #[must_use]
    pub const fn is_strict(self) -> bool {
        self.guaranteed > 0
    }

    /// The chance that the quorums have exactly `common` replicas in common.
    #[must_use]
    pub fn probability_of_common(self, common: u8) -> Ratio {
        let rest = self.r.checked_sub(common).map_or(0, |rest| binomial(self.n - self.w, rest));
        Ratio::new(binomial(self.w, common) * rest, binomial(self.n, self.r)).unwrap_or(Ratio::ZERO)
    }

    /// The chance that a read returns one of the last `versions` acknowledged writes, each having
    /// chosen its quorum independently: 1 − p^k.
    #[must_use]
    pub fn probability_within(self, versions: u32) -> f64 {
        let miss = self.miss_probability.as_f64();
        let (mut power, mut factor, mut left) = (1.0, miss, versions);
        while left > 0 {
            if left & 1 == 1 {
                power *= factor;
            }
            factor *= factor;
            left >>= 1;
        }
        1.0 - power
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quorums(n: u8, size: u8) -> Vec<u32> {
        (0..1_u32 << n).filter(|set| set.count_ones() == u32::from(size)).collect()
    }

    #[test]
    fn every_setting_agrees_with_the_enumeration_of_all_quorums() {
        for n in 1..=8 {
            for w in 1..=n {
                // All write quorums are alike, so one of them against every read quorum is enough
                // for the chances; the guarantee is checked against all pairs.
                for r in 1..=n {
                    let overlap = Overlap::new(n, w, r).expect("a sound setting");
                    let (writes, reads) = (quorums(n, w), quorums(n, r));
                    let common = |a: &u32, b: &u32| (a & b).count_ones();
                    let all = || writes.iter().flat_map(|a| reads.iter().map(move |b| common(a, b)));
                    assert_eq!(all().min(), Some(u32::from(overlap.guaranteed)), "{n} {w} {r}");
                    assert_eq!(all().max(), Some(u32::from(overlap.possible)), "{n} {w} {r}");
                    let pairs = (writes.len() * reads.len()) as u128;
                    for size in 0..=n {
                        let count = all().filter(|common| *common == u32::from(size)).count() as u128;
                        let chance = Ratio::new(count, pairs).expect("some pair");
                        assert_eq!(overlap.probability_of_common(size), chance, "{n} {w} {r}: {size}");
                    }
                    assert_eq!(overlap.probability_of_common(0), overlap.miss_probability);
                    assert_eq!(overlap.is_strict(), w + r > n);
                }
                let writes = quorums(n, w);
                let between = writes.iter().flat_map(|a| writes.iter().map(move |b| (a & b).count_ones())).min();
                let overlap = Overlap::new(n, w, 1).expect("a sound setting");
                assert_eq!(between, Some(u32::from(overlap.guaranteed_between_writes)));
            }
        }
    }

    #[test]
    fn published_chances_are_met() {
        // Bailis et al. 2012, section 3.1: N = 100 with R = W = 30, and the k-staleness of N = 3.
        let large = Overlap::new(100, 30, 30).expect("sound").miss_probability.as_f64();
        assert!((large / 1.884_35e-6 - 1.0).abs() < 1e-5, "{large}");
        let one = Overlap::new(3, 1, 1).expect("sound");
        let two = Overlap::new(3, 2, 1).expect("sound");
        for (overlap, versions, chance) in [
            (one, 1, 0.333_333),
            (one, 2, 0.555_556),
            (one, 3, 0.703_704),
            (one, 5, 0.868_313),
            (one, 10, 0.982_658),
            (two, 1, 0.666_667),
            (two, 2, 0.888_889),
            (two, 3, 0.962_963),
            (two, 5, 0.995_885),
            (two, 10, 0.999_983),
        ] {
            let computed = overlap.probability_within(versions);
            assert!((computed - chance).abs() < 1e-6, "{overlap:?} {versions}: {computed}");
        }
        let five = Overlap::new(5, 2, 2).expect("sound");
        assert_eq!(five.miss_probability.to_string(), "3/10");
        assert_eq!(Overlap::new(3, 1, 2), Overlap::of(&Cluster { n: 3, w: 1, r: 2, ..Cluster::default() }));
    }

    #[test]
    fn quorums_that_no_cluster_can_have_have_no_overlap() {
        for (n, w, r) in [(0, 0, 0), (3, 0, 1), (3, 1, 0), (3, 4, 1), (3, 1, 4), (101, 1, 1), (255, 255, 255)] {
            assert_eq!(Overlap::new(n, w, r), None, "{n} {w} {r}");
        }
    }
}
