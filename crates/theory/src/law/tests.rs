//! Laws held against what a run draws, and against textbooks.

use scenario::{CustomNetwork, Delay, Distribution, Leg, Links, Network};

use super::*;

fn delay(distribution: Distribution) -> Delay {
    let custom = CustomNetwork { regions: vec!["Here".to_owned()], one_way: distribution, links: Vec::new() };
    let network = Network { preset: "custom".to_owned(), custom: Some(custom), ..Network::default() };
    Links::of(&network).delay(0, 0, Leg::Write).clone()
}

fn law(distribution: Distribution) -> Law {
    Law::of(&delay(distribution), TOLERANCE)
}

fn samples() -> Vec<Distribution> {
    vec![
        Distribution::Constant { ms: 5.0 },
        Distribution::Uniform { low_ms: 1.0, high_ms: 9.0 },
        Distribution::Exponential { mean_ms: 5.0 },
        Distribution::LogNormal { median_ms: 40.0, tail: 2.0 },
        Distribution::LogNormal { median_ms: 0.045, tail: 100.0 },
        Distribution::LogNormal { median_ms: 500.0, tail: 1.001 },
        Distribution::ParetoExponential { pareto_share: 0.9122, scale_ms: 0.235, shape: 10.0, rate_per_ms: 1.66 },
        Distribution::ParetoExponential { pareto_share: 0.38, scale_ms: 1.05, shape: 1.51, rate_per_ms: 0.183 },
        Distribution::ParetoExponential { pareto_share: 1.0, scale_ms: 3.0, shape: 3.5, rate_per_ms: 1.0 },
        Distribution::ParetoExponential { pareto_share: 0.0, scale_ms: 3.0, shape: 3.5, rate_per_ms: 1.0 },
        Distribution::Empirical { quantiles_ms: vec![1.0, 2.0, 2.0, 2.0, 7.0, 20.0] },
        Distribution::Empirical { quantiles_ms: vec![2.0, 2.0, 3.0, 3.0] },
    ]
}

#[test]
fn the_law_of_a_delay_is_the_inverse_of_what_a_run_draws() {
    for distribution in samples() {
        let law = law(distribution.clone());
        if matches!(distribution, Distribution::ParetoExponential { pareto_share, .. } if pareto_share > 0.0 && pareto_share < 1.0)
        {
            continue;
        }
        for u in [0.01, 0.1, 0.35, 0.5, 0.7, 0.95, 0.999] {
            let x = distribution.at(u);
            let (least, most) = (1.0 - law.survives_before(x - 1e-9), 1.0 - law.survives(x + 1e-9));
            assert!(least <= u + 1e-7 && u <= most + 1e-7, "{distribution:?} at {u}: {least} to {most}");
        }
    }
}

#[test]
fn a_mixture_is_drawn_as_often_as_its_law_says() {
    for distribution in samples() {
        let law = law(distribution.clone());
        let draws = 20_000;
        for x in [0.3, 1.5, 4.0, 45.0] {
            let longer = (0..draws).filter(|i| distribution.at((f64::from(*i) + 0.5) / f64::from(draws)) > x).count();
            let share = longer as f64 / f64::from(draws);
            assert!((share - law.survives(x)).abs() < 2e-4, "{distribution:?} at {x}: {share} {}", law.survives(x));
        }
    }
}

#[test]
fn mass_adds_up_to_one() {
    for distribution in samples() {
        let law = law(distribution.clone());
        let twice = law.plus(&law, TOLERANCE);
        for law in [&law, &twice] {
            let measure = &law.measure;
            let total: f64 = measure.stretches.iter().map(|stretch| stretch.total).sum();
            let atoms: f64 = measure.atoms.iter().map(|(_, mass)| mass).sum();
            assert!((total + atoms - 1.0).abs() < 2e-7, "{distribution:?}: {total} + {atoms}");
            assert!(
                law.error <= 3.1 * TOLERANCE,
                "{distribution:?}: {}, {} panels",
                law.error,
                law.survival.panels.len()
            );
        }
    }
}

#[test]
fn sums_are_those_of_the_textbook() {
    let exponential = law(Distribution::Exponential { mean_ms: 2.0 });
    let erlang = exponential.plus(&exponential, TOLERANCE);
    let uniform = law(Distribution::Uniform { low_ms: 0.0, high_ms: 1.0 });
    let triangle = uniform.plus(&uniform, TOLERANCE);
    for x in [0.01, 0.3, 0.9, 1.0, 1.4, 1.999] {
        let exact = (1.0 + x / 2.0) * libm::exp(-x / 2.0);
        assert!((erlang.survives(x) - exact).abs() < 1e-8, "{x}");
        let exact = if x < 1.0 { 1.0 - x * x / 2.0 } else { (2.0 - x) * (2.0 - x) / 2.0 };
        assert!((triangle.survives(x) - exact).abs() < 1e-8, "{x}");
    }
    let shifted = exponential.plus(&law(Distribution::Constant { ms: 7.0 }), TOLERANCE);
    assert!((shifted.survives(9.0) - libm::exp(-1.0)).abs() < 1e-8);
    assert_eq!(shifted.survives(6.9), 1.0);
}

#[test]
fn sums_of_tied_recordings_have_their_atoms() {
    let one = law(Distribution::Empirical { quantiles_ms: vec![2.0, 2.0, 3.0, 3.0] });
    let two = one.plus(&one, TOLERANCE);
    let atom = |at: f64| two.survives_before(at) - two.survives(at);
    for (at, mass) in [(4.0, 1.0 / 9.0), (5.0, 2.0 / 9.0), (6.0, 1.0 / 9.0)] {
        assert!((atom(at) - mass).abs() < 1e-8, "{at}: {}", atom(at));
    }
}

#[test]
fn order_statistics_are_those_of_the_textbook() {
    let exponential = law(Distribution::Exponential { mean_ms: 1.0 });
    let first = Law::order_statistic(&[(&exponential, 4)], 1, TOLERANCE);
    let last = Law::order_statistic(&[(&exponential, 4)], 4, TOLERANCE);
    let other = law(Distribution::Exponential { mean_ms: 3.0 });
    let either = Law::order_statistic(&[(&exponential, 1), (&other, 1)], 1, TOLERANCE);
    for x in [0.1, 0.5, 1.0, 3.0] {
        assert!((first.survives(x) - libm::exp(-4.0 * x)).abs() < 1e-8);
        let come = 1.0 - libm::exp(-x);
        assert!((last.survives(x) - (1.0 - come * come * come * come)).abs() < 1e-8);
        assert!((either.survives(x) - libm::exp(-x - x / 3.0)).abs() < 1e-8);
    }
    for p in [0.5, 0.9, 0.9999] {
        assert!((first.quantile(p) / (-libm::log(1.0 - p) / 4.0) - 1.0).abs() < 1e-5, "{p}");
    }
}
