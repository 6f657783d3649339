//! Staleness by both kinds of integral, and by comparing where delays are constant.

use scenario::{
    CustomLink, CustomNetwork, Distribution, Knob, KnobChoice, KnobKind, Network, ProtocolInfo, Scenario, Session,
};

use super::*;
use crate::law::TOLERANCE;
use crate::{Legs, Question};

const fn choice(id: &'static str) -> KnobChoice {
    KnobChoice { id, label: "" }
}

const fn knob(id: &'static str, choices: &'static [KnobChoice]) -> Knob {
    Knob { id, label: "", help: "", kind: KnobKind::Choice { choices } }
}

const COORDINATORS: &[KnobChoice] = &[choice("session"), choice("nearest"), choice("random")];
const REQUESTS: &[KnobChoice] = &[choice("all"), choice("quorum")];
const SCOPES: &[KnobChoice] = &[choice("all"), choice("local")];
const VERSIONS: &[KnobChoice] = &[choice("clock"), choice("logical")];
const WITHOUT: &[KnobChoice] = &[choice("none")];
const KNOBS: [Knob; 5] = [
    knob("coordinator", COORDINATORS),
    knob("requests", REQUESTS),
    knob("quorum_scope", SCOPES),
    knob("versions", VERSIONS),
    knob("without", WITHOUT),
];

/// As much of the quorum protocol as a model asks for.
pub(crate) const QUORUM: ProtocolInfo =
    ProtocolInfo { id: "quorum", quorums: true, knobs: || &KNOBS, ..ProtocolInfo::PLAIN };

pub(crate) fn model(change: impl FnOnce(&mut Scenario)) -> Model {
    let mut scenario = Scenario::default();
    change(&mut scenario);
    Model::of(&scenario.validate([&QUORUM]).expect("it is valid")).expect("it has quorums")
}

fn sized(scenario: &mut Scenario, preset: &str, [n, w, r]: [u8; 3], regions: &[u8]) {
    scenario.network.preset = preset.to_owned();
    (scenario.cluster.n, scenario.cluster.w, scenario.cluster.r) = (n, w, r);
    scenario.sessions = regions.iter().map(|region| Session { region: *region }).collect();
}

fn knobs(scenario: &mut Scenario, set: &[(&str, &str)]) {
    scenario.strategy.knobs.extend(set.iter().map(|(id, value)| ((*id).to_owned(), (*value).to_owned())));
}

/// A link with recordings that tie, one that is always the same, and others.
fn custom(scenario: &mut Scenario) {
    let regions = ["Here", "There", "Yonder"].map(str::to_owned).to_vec();
    let link = |from, to, one_way| CustomLink { from, to, one_way };
    let links = vec![
        link(0, 0, Distribution::Constant { ms: 3.0 }),
        link(0, 1, Distribution::Empirical { quantiles_ms: vec![1.0, 2.0, 2.0, 2.0, 5.0, 9.0, 9.0] }),
        link(1, 2, Distribution::Uniform { low_ms: 1.0, high_ms: 8.0 }),
        link(2, 2, Distribution::Constant { ms: 3.0 }),
    ];
    let one_way = Distribution::Exponential { mean_ms: 4.0 };
    scenario.network = Network {
        preset: "custom".to_owned(),
        custom: Some(CustomNetwork { regions, one_way, links }),
        ..Network::default()
    };
}

/// Models whose replicas differ, or whose delays have atoms, or where replicas ask for sessions.
pub(crate) fn odd_models() -> Vec<(&'static str, Model)> {
    let all = |set: &'static [(&str, &str)], preset: &'static str, size: [u8; 3], regions: &'static [u8]| {
        model(|scenario| {
            sized(scenario, preset, size, regions);
            knobs(scenario, set);
        })
    };
    let tied = |size: [u8; 3], regions: &'static [u8]| {
        model(|scenario| {
            sized(scenario, "custom", size, regions);
            custom(scenario);
        })
    };
    let same = |distribution: Distribution, size: [u8; 3]| {
        let legs = Legs {
            write: distribution.clone(),
            ack: distribution.clone(),
            read: distribution.clone(),
            response: distribution,
        };
        Model::identical(size[0], size[1], size[2], &legs).expect("sound")
    };
    vec![
        ("opening", model(|_| ())),
        ("wan, one answer", all(&[], "wan", [3, 1, 1], &[0, 1, 2])),
        ("wan, two answers", all(&[], "wan", [3, 1, 2], &[0, 1, 2])),
        ("by the nearest", all(&[("coordinator", "nearest")], "continent", [4, 1, 2], &[0, 2])),
        ("by anyone", all(&[("coordinator", "random")], "zones", [3, 1, 1], &[0, 1])),
        ("with numbers", all(&[("versions", "logical")], "zones", [3, 2, 1], &[0, 1])),
        ("only the nearest", all(&[("requests", "quorum")], "continent", [5, 2, 2], &[0, 4])),
        ("one region", all(&[("quorum_scope", "local")], "zones", [6, 1, 1], &[0, 1])),
        ("ties, one answer", tied([4, 1, 1], &[0, 1])),
        ("recorded", same(Distribution::Empirical { quantiles_ms: vec![1.0, 1.0, 2.0, 2.0, 2.0, 6.0] }, [4, 2, 1])),
        ("recorded without ties", same(Distribution::Empirical { quantiles_ms: vec![1.0, 2.0, 2.5, 6.0] }, [4, 1, 2])),
        ("uniform", same(Distribution::Uniform { low_ms: 2.0, high_ms: 5.0 }, [5, 2, 2])),
    ]
}

/// Fits of the paper, of both kinds of integral.
pub(crate) fn well_known() -> Vec<(&'static str, Model)> {
    let fit = |preset: &'static str, size: [u8; 3]| model(|scenario| sized(scenario, preset, size, &[0]));
    vec![("disk", fit("lnkd-disk", [3, 2, 1])), ("yammer", fit("ymmr", [3, 1, 2]))]
}

#[test]
fn the_two_ways_to_a_single_answer_agree() {
    // Sharp writes beside requests that may take long: late or not changes within a small part of the answers.
    let sharp = |write: Distribution| {
        let read = Distribution::Uniform { low_ms: 0.1, high_ms: 20.0 };
        let response = Distribution::Uniform { low_ms: 0.1, high_ms: 0.2 };
        let legs = Legs { write, ack: Distribution::Exponential { mean_ms: 1.0 }, read, response };
        Model::identical(4, 1, 1, &legs).expect("sound")
    };
    for (name, model) in [
        ("sharp", sharp(Distribution::LogNormal { median_ms: 10.0, tail: 1.1 })),
        ("fast", sharp(Distribution::Exponential { mean_ms: 0.3 })),
        ("disk", model(|s| sized(s, "lnkd-disk", [4, 2, 1], &[0]))),
        ("zones", model(|s| sized(s, "zones", [3, 1, 1], &[0, 1]))),
    ] {
        let mut laws = model.laws.clone();
        for pair in &model.pairs {
            let sets: Vec<Set> = Set::all(pair);
            let classes = answers::classes(pair, &mut laws);
            let (one, several) =
                (first::one(&classes, &sets, TOLERANCE), table::several(&classes, &sets, &[], TOLERANCE));
            for (one, several) in one.chances.iter().zip(&several.chances) {
                for x in [0.0, 0.2, 0.5, 0.9, 1.5, 4.0, 20.0] {
                    assert!((one.at(x) - several.at(x)).abs() < 1e-7, "{name} at {x}: {} {}", one.at(x), several.at(x));
                }
            }
        }
    }
}

#[test]
fn constant_delays_are_judged_by_comparing() {
    // A write takes 1 there and 1 back for everyone: acknowledged at 2, long after it arrived.
    let legs = |write: f64, read: f64| {
        let [write, read] = [write, read].map(|ms| Distribution::Constant { ms });
        Legs { write, ack: read.clone(), read: read.clone(), response: read }
    };
    let analysis = Model::identical(3, 1, 1, &legs(1.0, 1.0)).expect("sound").analyse(&Question::default());
    assert!(analysis.p_consistent.iter().all(|(_, p)| *p == 1.0));
    assert!(analysis.latency_write.iter().all(|(_, ms)| (ms - 2.0).abs() < 1e-9), "{:?}", analysis.latency_write);
    // Four replicas: the first at 0.1 + 0.1, the last after 0.6. With R = 1 the near one answers a
    // near session first; a session beside the far ones meets the write too late by what is between.
    let between = |scenario: &mut Scenario| {
        sized(scenario, "custom", [2, 1, 1], &[0, 1]);
        let regions = ["Here", "There"].map(str::to_owned).to_vec();
        let links = vec![CustomLink { from: 0, to: 1, one_way: Distribution::Constant { ms: 0.6 } }];
        let one_way = Distribution::Constant { ms: 0.1 };
        scenario.network.custom = Some(CustomNetwork { regions, one_way, links });
    };
    let question =
        Question { times_ms: vec![0.0, 0.29, 0.3, 0.31], probabilities: vec![0.75, 0.9], ..Question::default() };
    let analysis = model(between).analyse(&question);
    // Who writes here and reads there waits 0.6 − 0.2 − 0.1, and who writes there and reads here.
    let shares: Vec<f64> = analysis.p_consistent.iter().map(|(_, p)| *p).collect();
    assert!(shares.iter().zip([0.5, 0.5, 1.0, 1.0]).all(|(share, exact)| (share - exact).abs() < 1e-12), "{shares:?}");
    for (_, t_ms) in analysis.t_visibility {
        assert!((t_ms.expect("seen") - 0.3).abs() < 1e-6);
    }
}

#[test]
fn what_no_integral_covers_is_drawn() {
    let tied = model(|scenario| {
        sized(scenario, "custom", [5, 2, 2], &[0, 2]);
        custom(scenario);
    });
    let analysis = tied.analyse(&Question::default());
    assert_eq!(analysis.method, crate::Method::MonteCarlo);
    assert!(analysis.error > 1e-4 && analysis.error < 2e-3, "{}", analysis.error);
    let even = model(|scenario| scenario.network.tail = Some(1.0));
    assert_eq!(even.analyse(&Question::default()).method, crate::Method::Exact);
}

#[test]
fn many_replicas_are_no_further_off_and_a_timeout_that_is_felt_is_told() {
    let far = model(|scenario| {
        sized(scenario, "worldwide", [9, 2, 1], &[0]);
        scenario.timeout_ms = 100;
    });
    let analysis = far.analyse(&Question::default());
    assert!(analysis.error <= 1e-6, "{}", analysis.error);
    assert!(
        analysis.assumptions.iter().any(|text| text.starts_with("Some writes outlast")),
        "{:?}",
        analysis.assumptions
    );
    let near = model(|scenario| sized(scenario, "zones", [3, 2, 2], &[0])).analyse(&Question::default());
    assert!(!near.assumptions.iter().any(|text| text.contains("timeout")), "{:?}", near.assumptions);
}

#[test]
fn replicas_that_are_never_sent_a_write_miss_it_for_ever() {
    let apart = model(|scenario| {
        sized(scenario, "continent", [4, 1, 1], &[0, 3]);
        knobs(scenario, &[("requests", "quorum")]);
    });
    let analysis = apart.analyse(&Question::default());
    assert!(analysis.p_consistent.iter().all(|(_, p)| (*p - 0.5).abs() < 1e-12));
    assert!(analysis.t_visibility.iter().all(|(_, t_ms)| t_ms.is_none()));
}
