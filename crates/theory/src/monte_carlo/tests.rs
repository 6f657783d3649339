//! Drawn figures held against their laws, and against what is integrated.

use scenario::{Delay, Distribution};

use super::*;
use crate::Legs;
use crate::law::TOLERANCE;
use crate::stale::tests::{odd_models, well_known};

#[test]
fn drawn_times_have_the_quantiles_of_their_law() {
    for distribution in [
        Distribution::Exponential { mean_ms: 3.0 },
        Distribution::LogNormal { median_ms: 40.0, tail: 5.0 },
        Distribution::ParetoExponential { pareto_share: 0.38, scale_ms: 1.05, shape: 1.51, rate_per_ms: 0.183 },
        Distribution::Empirical { quantiles_ms: vec![1.0, 1.0, 1.0, 4.0, 9.0] },
    ] {
        let law = crate::law::Law::of(&Delay::of(distribution.clone()), TOLERANCE);
        let sampler = Sampler::of(Rc::new(law.clone()));
        let (mut source, draws) = (Source::new(7), 400_000_u32);
        let mut drawn: Vec<f64> = (0..draws).map(|_| sampler.draw(&mut source)).collect();
        drawn.sort_by(f64::total_cmp);
        for u in [1e-4, 0.01, 0.3, 0.5, 0.77, 0.99, 0.9999] {
            let ms = law.quantile(u);
            let share = drawn.partition_point(|x| *x <= ms * (1.0 + 1e-6)) as f64 / f64::from(draws);
            let exact = 1.0 - law.survives(ms);
            let spread = 5.0 * (exact * (1.0 - exact) / f64::from(draws)).sqrt() + 1e-5;
            assert!((share - exact).abs() < spread, "{distribution:?} at {u}: {share} is not {exact}");
        }
    }
}

#[test]
fn every_drawn_time_has_its_share_left_within_a_millionth() {
    let pareto = |pareto_share, shape| Distribution::ParetoExponential {
        pareto_share,
        scale_ms: 1.05,
        shape,
        rate_per_ms: 0.183,
    };
    let alone = [
        Distribution::Exponential { mean_ms: 3.0 },
        Distribution::LogNormal { median_ms: 40.0, tail: 5.0 },
        Distribution::Uniform { low_ms: 2.0, high_ms: 9.0 },
        Distribution::Constant { ms: 4.0 },
        pareto(0.38, 1.51),
        pareto(0.9122, 10.0),
        Distribution::Empirical { quantiles_ms: vec![1.0, 1.0, 1.0, 4.0, 9.0] },
    ];
    let laws = alone.map(|distribution| crate::law::Law::of(&Delay::of(distribution), TOLERANCE));
    let sum = laws[4].plus(&laws[2], TOLERANCE);
    for (place, law) in laws.into_iter().chain([sum]).enumerate() {
        let sampler = Sampler::of(Rc::new(law.clone()));
        let mut source = Source::new(3);
        // As many from each halving of both ends, out to what no table holds, and on both sides of cells.
        for step in 0..40_000_u32 {
            let (upper, halving) = (u64::from(step & 1) << 63, step / 2 % 40);
            let left = (1 << (62 - halving)) | (source.bits() & ((1 << (62 - halving)) - 1));
            let (ms, share) = (sampler.at(upper | left), left as f64 / (1_u64 << 63) as f64 / 2.0);
            let rest = if upper > 0 { share } else { 1.0 - share };
            let nudge = 1e-9 * ms;
            let (before, after) = (law.survives_before(ms - nudge), law.survives(ms + nudge));
            assert!(
                before >= rest - 1e-6 && after <= rest + 1e-6,
                "law {place}: {rest} is not in {after}..{before} at {ms}"
            );
        }
    }
}

#[test]
fn drawing_meets_what_is_integrated_for_every_kind_of_model() {
    let trials = 300_000;
    for (name, model) in odd_models().into_iter().chain(well_known()) {
        let question = Question { quantiles: vec![0.5, 0.9, 0.99], ..Question::default() };
        let exact = model.analyse(&question);
        let at = Question { times_ms: exact.p_consistent.iter().map(|(t_ms, _)| *t_ms).collect(), ..question };
        let drawn = model.draw(&at, trials, 11);
        assert_eq!((drawn.method, exact.method), (Method::MonteCarlo, Method::Exact), "{name}");
        for ((t_ms, exact), (_, drawn)) in exact.p_consistent.iter().zip(&drawn.p_consistent) {
            let spread = 4.5 * (exact * (1.0 - exact) / f64::from(trials)).sqrt() + 2e-5;
            assert!((exact - drawn).abs() < spread, "{name}: P({t_ms}) is {exact}, drawn {drawn}");
        }
        for (exact, drawn) in [(&exact.latency_read, &drawn.latency_read), (&exact.latency_write, &drawn.latency_write)]
        {
            for ((p, ms), (_, other_ms)) in exact.iter().zip(drawn) {
                assert!((ms / other_ms - 1.0).abs() < 0.03, "{name}: p{p} is {ms} ms, drawn {other_ms} ms");
            }
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_figures() {
    let leg = Distribution::Exponential { mean_ms: 1.0 };
    let legs = Legs { write: leg.clone(), ack: leg.clone(), read: leg.clone(), response: leg };
    let model = Model::identical(3, 1, 1, &legs).expect("sound");
    let draw = |seed| model.draw(&Question::default(), 2_000, seed);
    assert_eq!(draw(1), draw(1));
    assert_ne!(draw(1), draw(2));
}
