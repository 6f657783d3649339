//! Distances against those of SciPy 1.17.1 (`scipy.stats.kstest`) and of hand, and parameters that come back
//! from seeded draws.

use scenario::Distribution;

use super::{fits, ks_distance};

const TEN: [f64; 10] = [0.12, 0.38, 0.51, 0.9, 1.1, 1.75, 2.2, 3.05, 4.4, 7.9];

const LNKD_SSD: Distribution =
    Distribution::ParetoExponential { pareto_share: 0.9122, scale_ms: 0.235, shape: 10.0, rate_per_ms: 1.66 };
const LNKD_DISK_W: Distribution =
    Distribution::ParetoExponential { pareto_share: 0.38, scale_ms: 1.05, shape: 1.51, rate_per_ms: 0.183 };

/// Independent draws, in order: SplitMix64, one a state.
fn drawn(distribution: &Distribution, count: u32, seed: u64) -> Vec<f64> {
    let uniform = |index: u32| {
        let mut z = (seed + u64::from(index)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    };
    let mut list: Vec<f64> = (1..=count).map(|index| distribution.at(uniform(index).max(1e-15))).collect();
    list.sort_by(f64::total_cmp);
    list
}

#[track_caller]
fn near(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within, "{found}, not {expected} within {within}");
}

#[test]
fn distances_are_those_of_an_established_library() {
    let fits = fits(&TEN);
    let of = |wanted: fn(&Distribution) -> bool| fits.iter().find(|fit| wanted(&fit.distribution)).unwrap();
    let exponential = of(|family| matches!(family, Distribution::Exponential { .. }));
    near(exponential.distance, 0.110_759_238_270_428, 1e-12);
    let log_normal = of(|family| matches!(family, Distribution::LogNormal { .. }));
    near(log_normal.distance, 0.111_456_383_229_030, 1e-9);
    let Distribution::LogNormal { median_ms, tail } = log_normal.distribution else { panic!("a log-normal") };
    near(median_ms, 1.251_126_016_184_992, 1e-12);
    near(tail, 15.758_276_506_528_36, 1e-9);
    near(of(|family| matches!(family, Distribution::Uniform { .. })).distance, 0.432_647_814_910_026, 1e-12);
    near(ks_distance(&TEN, &LNKD_DISK_W), 0.361_176_375_793_777, 1e-12);
}

#[test]
fn distances_are_those_that_a_hand_works_out() {
    // F(1) = 1/4, F(2) = 1/2, F(3) = 3/4; the recorded shares step to 1/3, 5/6 and 1.
    let uniform = Distribution::Uniform { low_ms: 0.0, high_ms: 4.0 };
    near(ks_distance(&[1.0, 1.0, 2.0, 2.0, 2.0, 3.0], &uniform), 1.0 / 3.0, 1e-15);
    near(ks_distance(&[1.0], &uniform), 0.75, 1e-15);
    // All mass at 2: none of it lies below, a third of the delays do; or where none was recorded.
    let constant = Distribution::Constant { ms: 2.0 };
    near(ks_distance(&[1.0, 2.0, 2.0], &constant), 1.0 / 3.0, 1e-15);
    near(ks_distance(&[1.0, 3.0], &constant), 0.5, 1e-15);
    near(ks_distance(&[2.0, 2.0], &constant), 0.0, 0.0);
    // A third of the mass lies on 1 alone, where a half was recorded.
    let tied = Distribution::Empirical { quantiles_ms: vec![1.0, 1.0, 2.0, 4.0] };
    near(ks_distance(&[1.0, 3.0], &tied), 1.0 / 3.0, 1e-15);
    near(ks_distance(&[], &uniform), 0.0, 0.0);
}

#[test]
fn families_come_back_from_their_own_draws() {
    let count = 20_000;
    for family in [
        Distribution::Exponential { mean_ms: 4.2 },
        Distribution::LogNormal { median_ms: 35.0, tail: 2.5 },
        Distribution::Uniform { low_ms: 3.0, high_ms: 9.0 },
        LNKD_SSD,
        LNKD_DISK_W,
    ] {
        let fits = fits(&drawn(&family, count, 7));
        let nearest = &fits[0];
        // The 99.9 % quantile of Kolmogorov's law is 1.95; fitted parameters only bring the two nearer.
        assert!(nearest.distance < 1.95 / f64::from(count).sqrt(), "{family:?}: {nearest:?}");
        match (&family, &nearest.distribution) {
            (Distribution::Exponential { mean_ms }, Distribution::Exponential { mean_ms: found }) => {
                near(*found, *mean_ms, 4.0 * mean_ms / f64::from(count).sqrt());
            }
            (
                Distribution::LogNormal { median_ms, tail },
                Distribution::LogNormal { median_ms: median, tail: found },
            ) => {
                near(*median, *median_ms, 0.012 * median_ms);
                near(*found, *tail, 0.03 * tail);
            }
            (Distribution::Uniform { low_ms, high_ms }, Distribution::Uniform { low_ms: low, high_ms: high }) => {
                near(*low, *low_ms, 0.005);
                near(*high, *high_ms, 0.005);
            }
            // The mixture holds the exponential, so it alone could be nearer.
            (Distribution::Exponential { .. }, Distribution::ParetoExponential { .. }) => {}
            (
                Distribution::ParetoExponential { pareto_share, scale_ms, shape, rate_per_ms },
                Distribution::ParetoExponential {
                    pareto_share: share,
                    scale_ms: scale,
                    shape: exponent,
                    rate_per_ms: rate,
                },
            ) => {
                near(*scale, *scale_ms, 0.005 * scale_ms);
                near(*share, *pareto_share, 0.03);
                near(*exponent, *shape, 0.08 * shape);
                near(*rate, *rate_per_ms, 0.08 * rate_per_ms);
            }
            other => panic!("another family is nearest: {other:?}"),
        }
    }
}

#[test]
fn the_nearest_comes_first_and_what_cannot_be_is_left_out() {
    let fits = fits(&drawn(&LNKD_SSD, 2_000, 3));
    assert!(fits.windows(2).all(|pair| pair[0].distance <= pair[1].distance) && fits.len() == 4, "{fits:?}");
    let with_zero = super::fits(&[0.0, 1.0, 2.0]);
    assert!(!with_zero.iter().any(|fit| matches!(fit.distribution, Distribution::LogNormal { .. })), "{with_zero:?}");
    assert_eq!(super::fits(&[]), []);
    let same = super::fits(&[3.0, 3.0]);
    assert_eq!(same[0].distribution, Distribution::Constant { ms: 3.0 });
    for few in [&[0.0, 0.0, 1.0][..], &[1.0, 2.0], &[0.0, 60_000.0], &[1.0, 1.0, 1.0, 1.0, 5.0]] {
        let fits = super::fits(few);
        assert!(fits.iter().all(|fit| (0.0..=1.0).contains(&fit.distance)), "{few:?}: {fits:?}");
        assert!(fits.iter().all(|fit| fit.distribution.problems().is_empty()), "{few:?}: {fits:?}");
    }
}
