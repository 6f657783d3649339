//! How fast runs are: operations simulated a second with and without the whole trace, and what a
//! slider waits for, the evaluation of the opening scenario and its layout.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use diagram::{Annotation, Orientation, Size, Story, Viewport, timeline};
use pipeline::{Recording, evaluate, run};
use scenario::{Distribution, Scenario, Session};

/// N = 3, W = R = 2 over three zones, under ten sessions that never rest.
fn busy(protocol: &str, operations: u16) -> Scenario {
    let mut scenario = Scenario::default();
    scenario.strategy.protocol = protocol.to_owned();
    scenario.network.preset = "zones".to_owned();
    (scenario.cluster.n, scenario.cluster.w, scenario.cluster.r) = (3, 2, 2);
    scenario.sessions = (0..10).map(|number| Session { region: number % 3 }).collect();
    scenario.workload.random.operations = operations;
    scenario.workload.random.think = Distribution::Constant { ms: 0.0 };
    scenario
}

fn simulate(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("simulate/10000");
    group.throughput(Throughput::Elements(10_000)).sample_size(20);
    for protocol in ["single_copy", "primary", "quorum"] {
        let scenario = busy(protocol, 1_000);
        for (name, recording) in [("history only", Recording::HistoryOnly), ("full trace", Recording::Full)] {
            group.bench_with_input(BenchmarkId::new(protocol, name), &scenario, |bencher, scenario| {
                bencher.iter(|| run(black_box(scenario), recording));
            });
        }
    }
    group.finish();
}

fn slider(criterion: &mut Criterion) {
    let opening = Scenario::default();
    let view =
        Viewport { width: 776.0, height: 690.0, orientation: Orientation::Down, size: Size::Desktop, window: None };
    let mut group = criterion.benchmark_group("opening");
    group.bench_function("evaluate", |bencher| bencher.iter(|| evaluate(black_box(&opening), Recording::Full)));
    group.bench_function("evaluate and lay out", |bencher| {
        bencher.iter(|| {
            let report = evaluate(black_box(&opening), Recording::Full).expect("it is valid");
            let note =
                report.judgement.0.first().map_or_else(Annotation::default, |(_, verdict)| pipeline::annotate(verdict));
            timeline::layout(&Story::of(&report.trace), &note, &view)
        });
    });
    group.finish();
}

criterion_group!(benches, simulate, slider);
criterion_main!(benches);
