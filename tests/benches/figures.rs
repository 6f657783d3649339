//! Figures that can be compared between native and wasm: how long one operation takes in the
//! simulator and in the check for linearizability, how long exact figures of quorums take, and drawn ones.
//! `cargo xtask bench` runs it in both and prints them side by side; none is judged.
//!
//! A line each: what, a tab, nanoseconds an operation. The fastest of many short rounds is the
//! figure, since whatever else the machine does only adds to it.

use std::hint::black_box;
use std::time::Duration;

use check::{Budget, model};
use history::{History, ModelId};
use pipeline::{Recording, run};
use scenario::{Cluster, Distribution, Network, NetworkPreset, Object, Scenario, Session};
use theory::{Legs, Method, Model, Question};

#[cfg(not(target_arch = "wasm32"))]
use std::{println as say, time::Instant};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::{Instant, console_log as say};

/// How long each figure is looked for.
const PATIENCE: Duration = Duration::from_secs(2);

fn main() {
    for protocol in pipeline::protocols() {
        let (mut scenario, protocol) = (busy(protocol.id, 10, 200), protocol.id);
        match protocol {
            // Its replicas are four services, which take orders.
            "saga" => (scenario.cluster.n, scenario.workload.object) = (4, Object::Order),
            // Two shards of three.
            "true_time" => scenario.cluster.n = 6,
            _ => {}
        }
        let n = scenario.cluster.n;
        for (name, recording) in [("history only", Recording::HistoryOnly), ("full trace", Recording::Full)] {
            figure(&format!("simulate {protocol}, N={n}, {name}"), 2_000, || run(black_box(&scenario), recording));
        }
    }
    let linearizable = model(ModelId::Linearizable).expect("it is registered");
    for sessions in [4, 40] {
        let scenario = busy("single_copy", sessions, 10_000 / u16::from(sessions));
        let history = History::of(&run(&scenario, Recording::HistoryOnly).expect("it is valid"));
        assert!(linearizable.judge(&history, Budget::UNLIMITED).holds(), "one copy is linearizable");
        let name = format!("linearizable, 10,000 operations of {sessions} sessions");
        figure(&name, 10_000, || linearizable.judge(black_box(&history), Budget::UNLIMITED));
    }
    exact();
    drawn();
}

/// A staleness curve of 128 points with four quantiles each of reads and of writes, for replicas that are
/// all alike; and all that the page says of the scenario it opens on.
fn exact() {
    let memoryless = || Distribution::Exponential { mean_ms: 10.0 };
    let alike = Legs { write: memoryless(), ack: memoryless(), read: memoryless(), response: memoryless() };
    let settings = [("memoryless", alike), ("lnkd-disk", fit("lnkd-disk")), ("ymmr", fit("ymmr"))];
    for (name, legs) in settings {
        for [n, w, r] in [[3, 1, 1], [9, 2, 1], [9, 4, 4]] {
            let model = Model::identical(n, w, r, &legs).expect("quorums that a cluster can have");
            figure(&format!("exact, {name}, N={n} W={w} R={r}"), 1, || black_box(&model).analyse(&Question::default()));
        }
    }
    let all = |scenario: &Scenario| pipeline::prospect(black_box(scenario)).expect("it is valid, and of quorums");
    let opening = Scenario::default();
    figure("exact, all of the opening scenario", 1, || all(&opening));
    let disk = Scenario { cluster: Cluster { n: 3, w: 1, r: 1, ..Cluster::default() }, ..Scenario::default() };
    let disk = Scenario { network: Network { preset: "lnkd-disk".to_owned(), ..Network::default() }, ..disk };
    // A datacenter has one region.
    let disk = Scenario { sessions: vec![Session { region: 0 }; 3], ..disk };
    figure("exact, all of N=3 with lnkd-disk", 1, || all(&disk));
    different();
}

/// Nine replicas of which each is somewhere else, and three sessions: to 1e-4, and as near as the page says it.
fn different() {
    let cluster = Cluster { n: 9, w: 4, r: 4, ..Cluster::default() };
    let apart = Scenario { cluster, ..Scenario::default() };
    let valid = apart.validate(pipeline::protocols()).expect("it is valid");
    let model = Model::of(&valid).expect("it has quorums");
    let coarse = Question { tolerance: 1e-6, ..Question::default() };
    let told = [(coarse, "to 1e-4", 1e-4), (Question::default(), "to 1e-6", 1e-6)];
    for (question, name, error) in told {
        let analysis = model.analyse(&question);
        assert!(analysis.method == Method::Exact && analysis.error <= error, "{name}: off by {}", analysis.error);
        figure(&format!("exact, nine that differ, {name}"), 1, || black_box(&model).analyse(&question));
    }
}

/// Whole curves by drawing, a trial each; a trial of three replicas has twelve delays.
fn drawn() {
    const TRIALS: u32 = 1_000_000;
    let memoryless = || Distribution::Exponential { mean_ms: 10.0 };
    let alike = Legs { write: memoryless(), ack: memoryless(), read: memoryless(), response: memoryless() };
    for (name, legs) in [("memoryless", alike), ("lnkd-disk", fit("lnkd-disk"))] {
        let model = Model::identical(3, 1, 1, &legs).expect("quorums that a cluster can have");
        let question = Question::default();
        figure(&format!("drawn, {name}, N=3, trials"), TRIALS, || black_box(&model).draw(&question, TRIALS, 1));
    }
}

fn fit(id: &str) -> Legs {
    let Some(NetworkPreset::Fit(fit)) = NetworkPreset::find(id) else { panic!("{id} is a fit") };
    let (write, other) = fit.distributions();
    Legs { write, ack: other.clone(), read: other.clone(), response: other }
}

/// Sessions that never rest, over three zones with N = 3 and W = R = 2.
fn busy(protocol: &str, sessions: u8, operations_each: u16) -> Scenario {
    let mut scenario = Scenario::default();
    scenario.strategy.protocol = protocol.to_owned();
    scenario.network.preset = "zones".to_owned();
    (scenario.cluster.n, scenario.cluster.w, scenario.cluster.r) = (3, 2, 2);
    scenario.sessions = (0..sessions).map(|number| Session { region: number % 3 }).collect();
    scenario.workload.random.operations = operations_each;
    scenario.workload.random.think = Distribution::Constant { ms: 0.0 };
    scenario
}

fn figure<T>(what: &str, operations: u32, mut work: impl FnMut() -> T) {
    let begun = Instant::now();
    let mut best = Duration::MAX;
    while begun.elapsed() < PATIENCE {
        let start = Instant::now();
        black_box(work());
        best = best.min(start.elapsed());
    }
    say!("{what}\t{:.1}", best.as_secs_f64() * 1e9 / f64::from(operations));
}
