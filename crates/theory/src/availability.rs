//! Who can still write and read when replicas are down, and how much work each replica has.
//!
//! W and R of N are threshold quorum systems: every set of so many replicas is a quorum. Their
//! availability and load are those of M. Naor and A. Wool, "The Load, Capacity, and Availability of
//! Quorum Systems", SIAM Journal on Computing 27, 1998.

use serde::{Deserialize, Serialize};

use crate::overlap::REPLICAS_MAX;

/// What N, W and R come to when each replica is down with the same probability, independently.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Availability {
    /// The probability that a replica is down.
    pub failure_probability: f64,
    /// The probability that too few replicas are up for a write.
    pub write_unavailable: f64,
    /// The probability that too few replicas are up for a read.
    pub read_unavailable: f64,
}

/// How the work is shared out.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Load {
    /// The share of operations that the busiest replica takes part in, if quorums are chosen as evenly
    /// as can be: of R/N reads and W/N writes, by their shares.
    pub load: f64,
    /// Operations that the store can do in the time in which a replica can do one: 1 / load.
    pub capacity: f64,
    /// Where any two quorums overlap, of writes and of reads: no system with quorums so small has
    /// less. max(1/c, c/N), c the smaller of W and R (Naor and Wool's lower bound on the load).
    pub load_least: Option<f64>,
}

/// The probability that fewer than `needed` of `n` replicas are up, each being down with probability
/// `p`; nothing unless 1 ≤ needed ≤ n ≤ [`REPLICAS_MAX`] and 0 ≤ p ≤ 1.
#[must_use]
pub fn unavailability(n: u8, needed: u8, p: f64) -> Option<f64> {
    if n > REPLICAS_MAX || !(1..=n).contains(&needed) || !(0.0..=1.0).contains(&p) {
        return None;
    }
    // How likely so many are up, one replica after the other: only sums of products, so that small
    // probabilities keep all their digits.
    let mut up = vec![0.0; usize::from(needed)];
    up[0] = 1.0;
    for _ in 0..n {
        for count in (0..up.len()).rev() {
            let one_fewer = if count > 0 { up[count - 1] } else { 0.0 };
            up[count] = up[count] * p + one_fewer * (1.0 - p);
        }
    }
    Some(up.iter().sum())
}

impl Availability {
    /// The availability of a setting; nothing for quorums that no cluster can have, or a probability
    /// that is none.
    #[must_use]
    pub fn new(n: u8, w: u8, r: u8, failure_probability: f64) -> Option<Self> {
        let [write_unavailable, read_unavailable] = [w, r].map(|needed| unavailability(n, needed, failure_probability));
        Some(Self { failure_probability, write_unavailable: write_unavailable?, read_unavailable: read_unavailable? })
    }
}

impl Load {
    /// The load where a share `reads` of all operations reads; nothing for quorums that no cluster can
    /// have, or a share that is none.
    #[must_use]
    pub fn new(n: u8, w: u8, r: u8, reads: f64) -> Option<Self> {
        if !(1..=n).contains(&w) || !(1..=n).contains(&r) || !(0.0..=1.0).contains(&reads) {
            return None;
        }
        let smaller = f64::from(w.min(r));
        let overlap = 2 * u16::from(w.min(r)) > u16::from(n);
        let [n, w, r] = [n, w, r].map(f64::from);
        let load = (reads * r + (1.0 - reads) * w) / n;
        let load_least = overlap.then(|| (1.0 / smaller).max(smaller / n));
        Some(Self { load, capacity: 1.0 / load, load_least })
    }
}

/// Every W and R of N replicas that overlap, and with which writes and reads go on though `down`
/// replicas are away.
#[must_use]
pub fn strict_settings(n: u8, down: u8) -> Vec<(u8, u8)> {
    let most = n.saturating_sub(down);
    let all = (1..=most).flat_map(|w| (1..=most).map(move |r| (w, r)));
    all.filter(|(w, r)| u16::from(*w) + u16::from(*r) > u16::from(n)).collect()
}

/// By region that holds a replica: whether an operation that needs so many replicas goes on without
/// the whole region. `placement` is the region of each replica.
#[must_use]
pub fn survives_without_region(placement: &[u8], needed: u8) -> Vec<(u8, bool)> {
    let mut regions = placement.to_vec();
    regions.sort_unstable();
    regions.dedup();
    let left = |region: u8| placement.iter().filter(|other| **other != region).count();
    regions.into_iter().map(|region| (region, left(region) >= usize::from(needed))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn majorities_are_as_available_as_the_published_formula_says() {
        // Naor and Wool's F_p of majorities, to four digits.
        for (p, row) in [
            (0.001, [1.000e-3, 2.998e-6, 9.985e-9, 3.492e-11, 1.256e-13]),
            (0.01, [1.000e-2, 2.980e-4, 9.851e-6, 3.417e-7, 1.219e-8]),
            (0.05, [5.000e-2, 7.250e-3, 1.158e-3, 1.936e-4, 3.322e-5]),
            (0.1, [0.1, 2.800e-2, 8.560e-3, 2.728e-3, 8.909e-4]),
            (0.3, [0.3, 0.216, 0.1631, 0.1260, 0.0988]),
        ] {
            for (n, published) in [1, 3, 5, 7, 9].into_iter().zip(row) {
                let found = unavailability(n, n / 2 + 1, p).expect("sound");
                // Half a unit of the last of four digits, and of the last that is printed at 0.3.
                let unit = if p == 0.3 { 5.1e-5 / published } else { 5.1e-4 };
                assert!((found / published - 1.0).abs() < unit, "p={p} n={n}: {found:e} is not {published:e}");
            }
        }
    }

    #[test]
    fn every_threshold_agrees_with_the_enumeration_of_who_is_down() {
        for n in 1..=8_u8 {
            for needed in 1..=n {
                for p in [0.0, 0.02, 0.5, 0.9, 1.0] {
                    let chance = |down: u32| {
                        (0..u32::from(n)).fold(1.0, |q, bit| q * if down >> bit & 1 == 1 { p } else { 1.0 - p })
                    };
                    let too_few = |down: &u32| u32::from(n) - down.count_ones() < u32::from(needed);
                    let exact: f64 = (0..1_u32 << n).filter(too_few).map(chance).sum();
                    let found = unavailability(n, needed, p).expect("sound");
                    assert!((found - exact).abs() < 1e-14, "{n} {needed} {p}: {found} {exact}");
                }
            }
        }
        for (n, needed, p) in [(0, 0, 0.1), (3, 4, 0.1), (3, 0, 0.1), (3, 2, 1.1), (3, 2, -0.1), (3, 2, f64::NAN)] {
            assert_eq!(unavailability(n, needed, p), None);
        }
    }

    #[test]
    fn the_load_of_majorities_is_the_published_one() {
        for n in [1, 3, 5, 7, 9] {
            let load = Load::new(n, n / 2 + 1, n / 2 + 1, 0.3).expect("sound");
            let published = f64::from(n + 1) / f64::from(2 * n);
            assert!(
                (load.load - published).abs() < 1e-15 && load.load >= load.load_least.expect("they overlap") - 1e-15,
                "{n}: {load:?}"
            );
            assert!((load.capacity * load.load - 1.0).abs() < 1e-15);
        }
        let lopsided = Load::new(5, 5, 1, 0.9).expect("sound");
        assert!((lopsided.load - 0.28).abs() < 1e-15, "{lopsided:?}");
        assert_eq!((lopsided.load_least, Load::new(3, 2, 2, 1.5)), (None, None));
    }

    #[test]
    fn settings_are_listed_by_what_they_survive() {
        assert_eq!(strict_settings(3, 1), [(2, 2)]);
        assert_eq!(strict_settings(3, 0), [(1, 3), (2, 2), (2, 3), (3, 1), (3, 2), (3, 3)]);
        assert_eq!(strict_settings(4, 2), []);
        assert_eq!(strict_settings(5, 2), [(3, 3)]);
        assert_eq!(survives_without_region(&[0, 0, 1, 2, 2], 3), [(0, true), (1, true), (2, true)]);
        assert_eq!(survives_without_region(&[0, 0, 0, 1, 2], 3), [(0, false), (1, true), (2, true)]);
    }
}
