//! The exact figures of the mathematics, held against values that were worked out elsewhere.

use std::fs;

use scenario::{Distribution, Scenario, Session};
use serde_json::Value as Json;
use tests::data_dir;
use theory::{Analysis, Legs, Method, Model, Question};

/// The exact values that lie beside the project; none where the data is absent.
fn oracle() -> Option<Json> {
    let text = fs::read_to_string(data_dir()?.join("oracle.json")).expect("the exact values can be read");
    Some(serde_json::from_str(&text).expect("they are JSON"))
}

fn mixture([pareto_share, scale_ms, shape, rate_per_ms]: [f64; 4]) -> Distribution {
    Distribution::ParetoExponential { pareto_share, scale_ms, shape, rate_per_ms }
}

/// The fits of Bailis et al. 2012, table 3, under the names of the file.
fn fits() -> [(&'static str, Legs); 4] {
    let ssd = [0.9122, 0.235, 10.0, 1.66];
    let other = [0.982, 1.5, 3.8, 0.0217];
    [
        ("LNKD-SSD", ssd, ssd),
        ("LNKD-DISK", [0.38, 1.05, 1.51, 0.183], ssd),
        ("YMMR(3.35)", [0.939, 3.0, 3.35, 0.0028], other),
        ("YMMR(3.5)", [0.939, 3.0, 3.5, 0.0028], other),
    ]
    .map(|(name, write, other)| (name, legs(mixture(write), mixture(other))))
}

fn legs(write: Distribution, other: Distribution) -> Legs {
    Legs { write, ack: other.clone(), read: other.clone(), response: other }
}

fn analysed(n: u8, r: u8, w: u8, legs: &Legs, question: &Question) -> Analysis {
    let analysis = Model::identical(n, w, r, legs).expect("quorums that a cluster can have").analyse(question);
    assert_eq!(analysis.method, Method::Exact);
    assert!(analysis.error <= 1e-6, "{}", analysis.error);
    analysis
}

/// Half a unit of the last digit that is stored, or `share` of the value, whichever is more.
fn near(found: f64, stored: &Json, share: f64) -> bool {
    let text = stored.to_string();
    let digits = text.split_once('.').map_or(0, |(_, digits)| digits.len() as i32);
    let unit: f64 = (0..digits).fold(1.0, |unit, _| unit / 10.0);
    let stored = stored.as_f64().expect("a number");
    (found - stored).abs() <= (0.5 * unit).max(share * stored)
}

fn numbers(keys: &serde_json::Map<String, Json>) -> Vec<f64> {
    let mut numbers: Vec<f64> = keys.keys().map(|key| key.parse().expect("a number")).collect();
    numbers.sort_by(f64::total_cmp);
    numbers
}

#[test]
fn every_stored_curve_and_every_stored_visibility_is_met() {
    let Some(oracle) = oracle() else { return };
    let (mut curves, mut wrong) = (0, Vec::new());
    for (name, legs) in fits() {
        for (key, r, w) in [("R1W1", 1, 1), ("R1W2", 1, 2), ("R2W1", 2, 1)] {
            let stored = &oracle[name][key];
            let curve = stored["Pcons"].as_object().expect("a curve");
            let visible = stored["tvis"].as_object().expect("by probability");
            let question =
                Question { times_ms: numbers(curve), probabilities: numbers(visible), ..Question::default() };
            let analysis = analysed(3, r, w, &legs, &question);
            for (t_ms, p) in &analysis.p_consistent {
                let (_, stored) = curve.iter().find(|(t, _)| t.parse() == Ok(*t_ms)).expect("it is stored");
                let stored = stored.as_f64().expect("a number");
                if (p - stored).abs() > 1e-5 {
                    wrong.push(format!("{name} {key}: P({t_ms}) is {p}, stored {stored}"));
                }
            }
            for (p, t_ms) in &analysis.t_visibility {
                let (_, stored) = visible.iter().find(|(q, _)| q.parse() == Ok(*p)).expect("it is stored");
                let t_ms = t_ms.expect("every write is seen in the end");
                if !near(t_ms, stored, 1e-4) {
                    wrong.push(format!("{name} {key}: t{p} is {t_ms}, stored {stored}"));
                }
            }
            curves += 1;
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
    assert_eq!(curves, 12);
}

#[test]
fn every_stored_response_time_is_met() {
    let Some(oracle) = oracle() else { return };
    let quantiles = [0.5, 0.9, 0.95, 0.99, 0.999, 0.9999];
    let question = Question {
        times_ms: vec![0.0],
        probabilities: Vec::new(),
        quantiles: quantiles.to_vec(),
        ..Question::default()
    };
    let mut wrong = Vec::new();
    for (name, legs) in fits() {
        for k in 1..=3 {
            // Quorums that overlap: no more than the response times is worked out.
            let writes = analysed(3, 3, k, &legs, &question).latency_write;
            let reads = analysed(3, k, 3, &legs, &question).latency_read;
            for (kind, found) in [("Lr", reads), ("Lw", writes)] {
                let stored = oracle[name][kind][k.to_string()].as_array().expect("by quantile");
                assert_eq!(stored.len(), found.len());
                for ((p, ms), stored) in found.iter().zip(stored) {
                    if !near(*ms, stored, 1e-4) {
                        wrong.push(format!("{name} {kind} {k}: p{p} is {ms}, stored {stored}"));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn more_replicas_are_as_the_stored_sweep_says() {
    let Some(oracle) = oracle() else { return };
    let question = Question { times_ms: vec![0.0], probabilities: vec![0.999], ..Question::default() };
    let mut met = 0;
    for (name, legs) in fits() {
        for n in [2, 5, 10] {
            let stored = &oracle[name][format!("N{n}R1W1")];
            let analysis = analysed(n, 1, 1, &legs, &question);
            let (p0, t_ms) = (analysis.p_consistent[0].1, analysis.t_visibility[0].1.expect("seen in the end"));
            let stored_p0 = stored["P0"].as_f64().expect("a number");
            assert!((p0 - stored_p0).abs() <= 1e-5, "{name} N={n}: P(0) is {p0}, stored {stored_p0}");
            assert!(near(t_ms, &stored["t99.9"], 1e-4), "{name} N={n}: t is {t_ms}, stored {}", stored["t99.9"]);
            met += 1;
        }
    }
    assert_eq!(met, 12);
}

#[test]
fn exponential_legs_give_the_stored_fractions() {
    let Some(oracle) = oracle() else { return };
    let fractions = oracle["rational_exp"].as_object().expect("by N, R and W");
    assert!(fractions.len() >= 56, "only {} fractions", fractions.len());
    let mut wrong = Vec::new();
    for (place, (key, stored)) in fractions.iter().enumerate() {
        let [n, r, w] = key.split(',').map(|part| part.parse().expect("a number")).collect::<Vec<u8>>()[..] else {
            panic!("{key}")
        };
        // The fractions are the same for every rate.
        let mean_ms = [0.1, 1.0, 10.0, 77.0][place % 4];
        let leg = Distribution::Exponential { mean_ms };
        let legs = legs(leg.clone(), leg);
        let question = Question {
            times_ms: vec![0.0, 0.4 * mean_ms, 2.0 * mean_ms],
            probabilities: Vec::new(),
            tolerance: 1e-11,
            ..Question::default()
        };
        let [numerator, denominator] = stored[0]
            .as_str()
            .expect("a fraction")
            .split('/')
            .map(|part| part.parse::<f64>().expect("a number"))
            .collect::<Vec<_>>()[..]
        else {
            panic!("{stored}")
        };
        for (t_ms, p) in analysed(n, r, w, &legs, &question).p_consistent {
            let exact = numerator / denominator * f64::exp(-f64::from(r) * t_ms / mean_ms);
            if (1.0 - p - exact).abs() > 1e-9 {
                wrong.push(format!("{key} at {t_ms} of {mean_ms}: off by {:e}", 1.0 - p - exact));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// The scenario of a preset, with a session beside each of the replicas.
fn preset(id: &str, [n, w, r]: [u8; 3], sessions: u8) -> Scenario {
    let mut scenario = Scenario::default();
    scenario.network.preset = id.to_owned();
    (scenario.cluster.n, scenario.cluster.w, scenario.cluster.r) = (n, w, r);
    scenario.sessions = (0..sessions).map(|region| Session { region }).collect();
    scenario
}

fn model(scenario: &Scenario) -> Model {
    let valid = scenario.validate(pipeline::protocols()).expect("it is valid");
    Model::of(&valid).expect("it has quorums")
}

#[test]
fn sites_apart_give_the_values_that_were_worked_out_for_them() {
    // Reads and writes begin at any of N sites, 75 ms apart. By quadrature, to the digits shown.
    let at = |size: [u8; 3], times_ms: &[f64], p: f64| {
        let question = Question { times_ms: times_ms.to_vec(), probabilities: vec![p], ..Question::default() };
        model(&preset("wan", size, size[0])).analyse(&question)
    };
    let one = at([3, 1, 1], &[0.0, 10.0, 50.0, 100.0, 110.0], 0.999);
    let stored = [0.33364, 0.333734, 0.337734, 0.996137, 0.998560];
    for ((t_ms, p), stored) in one.p_consistent.iter().zip(stored) {
        assert!((p - stored).abs() < 1e-5, "P({t_ms}) is {p}, stored {stored}");
    }
    let near = |found: Option<f64>, stored: f64| (found.expect("seen") / stored - 1.0).abs() < 1e-4;
    assert!(near(one.t_visibility[0].1, 116.02), "{:?}", one.t_visibility);
    for (n, stored, t_ms) in [(2, 0.500181, 111.42), (5, 0.200409, 119.69)] {
        let analysis = at([n, 1, 1], &[0.0], 0.999);
        assert!((analysis.p_consistent[0].1 - stored).abs() < 1e-5, "{n}: {:?}", analysis.p_consistent);
        assert!(near(analysis.t_visibility[0].1, t_ms), "{n}: {:?}", analysis.t_visibility);
    }
    let two_written = at([3, 2, 1], &[0.0], 0.999);
    assert!((two_written.p_consistent[0].1 - 0.999567).abs() < 1e-5, "{:?}", two_written.p_consistent);
    // Where the curve is steepest, by twenty million trials that share no code with this: the figures
    // have a deviation of 1.1e-4.
    let steep = at([3, 1, 1], &[74.0, 75.0, 76.0], 0.999);
    for ((t_ms, p), drawn) in steep.p_consistent.iter().zip([0.626165, 0.720297, 0.787749]) {
        assert!((p - drawn).abs() < 4e-4, "P({t_ms}) is {p}, drawn {drawn}");
    }
    // Of two answers only drawn values are known, three million trials each: 2e-4 is one deviation.
    let two_read = at([3, 1, 2], &[0.0, 5.0, 10.0, 20.0], 0.999);
    for ((t_ms, p), stored) in two_read.p_consistent.iter().zip([0.8588, 0.9522, 0.9805, 0.9962]) {
        assert!((p - stored).abs() < 7e-4, "P({t_ms}) is {p}, drawn {stored}");
    }
}

#[test]
fn response_times_between_sites_are_those_that_were_worked_out() {
    let stored = [
        [[0.515, 1.012, 2.009, 3.434], [2.769, 14.895, 24.979, 54.971]],
        [[150.496, 150.560, 150.655, 151.296], [151.741, 156.542, 160.944, 167.638]],
        [[150.544, 151.433, 152.437, 153.862], [155.151, 168.975, 180.351, 241.558]],
    ];
    for (k, [reads, writes]) in (1..).zip(stored) {
        let question = Question { times_ms: vec![0.0], probabilities: Vec::new(), ..Question::default() };
        let by_read = model(&preset("wan", [3, 3, k], 3)).analyse(&question).latency_read;
        let by_write = model(&preset("wan", [3, k, 3], 3)).analyse(&question).latency_write;
        for (found, stored) in [(by_read, reads), (by_write, writes)] {
            for ((p, ms), stored) in found.iter().zip(stored) {
                assert!((ms - stored).abs() <= (0.5e-3_f64).max(1e-4 * stored), "{k} p{p}: {ms}, stored {stored}");
            }
        }
    }
}

#[test]
fn the_opening_and_every_preset_are_exact() {
    let presets = scenario::network_presets().iter().map(|network| network.id());
    let cases = presets.flat_map(|id| [preset(id, [3, 1, 1], 1), preset(id, [5, 2, 2], 1), preset(id, [4, 1, 2], 1)]);
    let mut count = 0;
    for scenario in cases.chain([Scenario::default()]) {
        let question = Question { times_ms: vec![0.0], ..Question::default() };
        let analysis = model(&scenario).analyse(&question);
        assert_eq!(analysis.method, Method::Exact, "{:?}", scenario.network);
        assert!(analysis.error <= 1e-6, "{}: {}", scenario.network.preset, analysis.error);
        count += 1;
    }
    assert_eq!(count, 28);
}
