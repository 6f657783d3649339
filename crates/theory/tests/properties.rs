//! What holds for every model, whatever its delays.

use proptest::prelude::*;
use scenario::Distribution;
use theory::{Analysis, Legs, Method, Model, Question};

/// Off by no more than this, a probability is as it should be.
const NEAR: f64 = 2e-7;

/// Delays whose tails are so light that the longest that a message may take cuts nothing off.
fn leg() -> impl Strategy<Value = Distribution> {
    prop_oneof![
        (0.1..20.0_f64).prop_map(|mean_ms| Distribution::Exponential { mean_ms }),
        (0.1..20.0_f64, 1.1..8.0_f64).prop_map(|(median_ms, tail)| Distribution::LogNormal { median_ms, tail }),
        (0.1..20.0_f64, 0.1..20.0_f64)
            .prop_map(|(low_ms, more)| Distribution::Uniform { low_ms, high_ms: low_ms + more }),
        (0.05..0.95_f64, 0.1..5.0_f64, 2.5..10.0_f64, 0.02..2.0_f64).prop_map(
            |(pareto_share, scale_ms, shape, rate_per_ms)| Distribution::ParetoExponential {
                pareto_share,
                scale_ms,
                shape,
                rate_per_ms
            }
        ),
    ]
}

fn legs() -> impl Strategy<Value = Legs> {
    (leg(), leg(), leg(), leg()).prop_map(|(write, ack, read, response)| Legs { write, ack, read, response })
}

fn times() -> Vec<f64> {
    vec![0.0, 0.05, 0.3, 1.0, 2.5, 6.0, 15.0, 40.0, 150.0]
}

fn analysed([n, w, r]: [u8; 3], legs: &Legs, times_ms: Vec<f64>) -> Analysis {
    let question = Question { times_ms, probabilities: Vec::new(), ..Question::default() };
    let analysis = Model::identical(n, w, r, legs).expect("sound").analyse(&question);
    assert_eq!(analysis.method, Method::Exact);
    assert!(analysis.error <= 1e-6, "{}", analysis.error);
    analysis
}

fn chances(size: [u8; 3], legs: &Legs) -> Vec<f64> {
    analysed(size, legs, times()).p_consistent.iter().map(|(_, p)| *p).collect()
}

fn no_less(more: &[f64], less: &[f64]) -> bool {
    more.iter().zip(less).all(|(more, less)| *more >= less - NEAR)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, ..ProptestConfig::default() })]

    #[test]
    fn waiting_longer_and_asking_more_never_shows_less(legs in legs()) {
        let one = chances([3, 1, 1], &legs);
        prop_assert!(no_less(&one[1..], &one[..one.len() - 1]), "{:?}", one);
        prop_assert!(no_less(&chances([3, 2, 1], &legs), &one));
        prop_assert!(no_less(&chances([3, 1, 2], &legs), &one));
        prop_assert!(one[0] >= 1.0 / 3.0 - NEAR, "a write that went no further would be seen as often");
    }

    #[test]
    fn quorums_that_overlap_see_every_write(legs in legs()) {
        for size in [[3, 2, 2], [3, 3, 1], [5, 1, 5]] {
            prop_assert!(chances(size, &legs).iter().all(|p| *p == 1.0));
        }
    }

    #[test]
    fn after_a_memoryless_write_staleness_falls_by_the_same_share_in_the_same_time(
        legs in legs(),
        mean_ms in 0.5..20.0_f64,
        r in 1..=2_u8,
    ) {
        let legs = Legs { write: Distribution::Exponential { mean_ms }, ..legs };
        let p = analysed([3, 1, r], &legs, vec![0.0, 0.5 * mean_ms, 2.0 * mean_ms]).p_consistent;
        for (t_ms, p_then) in &p {
            let exact = (1.0 - p[0].1) * libm::exp(-f64::from(r) * t_ms / mean_ms);
            prop_assert!((1.0 - p_then - exact).abs() < NEAR, "{} at {}: {} {}", r, t_ms, 1.0 - p_then, exact);
        }
    }

    #[test]
    fn what_is_off_is_no_more_than_the_error_that_is_told(
        legs in legs(),
        others in legs(),
        tolerance in prop_oneof![Just(1e-6), Just(1e-8)],
        w in 1..=2_u8,
    ) {
        let question = |tolerance: f64| Question { times_ms: times(), tolerance, ..Question::default() };
        let replicas: Vec<Legs> = [&legs, &others, &legs, &others, &legs].map(Legs::clone).to_vec();
        for model in [Model::identical(5, w, 3, &legs), Model::different(w, 2, &replicas)].into_iter().flatten() {
            let (coarse, fine) = (model.analyse(&question(tolerance)), model.analyse(&question(1e-10)));
            let allowed = coarse.error + fine.error;
            for ((t_ms, p), (_, q)) in coarse.p_consistent.iter().zip(&fine.p_consistent) {
                prop_assert!((p - q).abs() <= allowed, "at {}: {} {}, but {} is told", t_ms, p, q, coarse.error);
            }
        }
    }

    #[test]
    fn slower_clocks_show_the_same(legs in legs(), factor in 0.2..30.0_f64, r in 1..=2_u8) {
        scales(&legs, factor, r);
    }
}

/// What is asked on a clock that is slower by a factor gets the same answers, later by the factor.
fn scales(legs: &Legs, factor: f64, r: u8) {
    let stretched = |leg: &Distribution| leg.with_median(leg.at(0.5) * factor);
    let slower = Legs {
        write: stretched(&legs.write),
        ack: stretched(&legs.ack),
        read: stretched(&legs.read),
        response: stretched(&legs.response),
    };
    let here = analysed([3, 1, r], legs, times());
    let there = analysed([3, 1, r], &slower, times().iter().map(|t_ms| t_ms * factor).collect());
    for ((_, p), (_, q)) in here.p_consistent.iter().zip(&there.p_consistent) {
        assert!((p - q).abs() < NEAR, "{p} {q}");
    }
    for ((_, ms), (_, slow_ms)) in here.latency_write.iter().zip(&there.latency_write) {
        assert!((ms * factor / slow_ms - 1.0).abs() < 1e-4, "{ms} {slow_ms}");
    }
}

#[test]
fn what_is_sharp_beside_something_slow_is_met_wherever_it_lies() {
    let narrow = Distribution::LogNormal { median_ms: 0.1, tail: 1.1 };
    let short = Distribution::Uniform { low_ms: 0.1, high_ms: 0.2 };
    let bent = Distribution::ParetoExponential { pareto_share: 0.82, scale_ms: 3.5, shape: 8.2, rate_per_ms: 0.22 };
    let until_17 = Distribution::Uniform { low_ms: 0.1, high_ms: 16.5 };
    let slow = |mean_ms: f64| Distribution::Exponential { mean_ms };
    for (write, ack, read, response) in [
        (bent, narrow.clone(), slow(11.9), short.clone()),
        (until_17.clone(), slow(0.1), slow(18.0), short),
        (until_17, slow(0.1), slow(17.0), narrow),
    ] {
        let legs = Legs { write, ack, read, response };
        for factor in [0.2, 0.37, 0.5, 3.3, 7.7, 10.0, 17.0, 30.0] {
            scales(&legs, factor, 1);
            scales(&legs, factor, 2);
        }
    }
}
