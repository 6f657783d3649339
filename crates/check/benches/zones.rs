//! How long the linearizability of 10,000 operations takes, from a `History` to the verdict with
//! its witness order: sorting and indexing included.

mod register;

use std::hint::black_box;

use check::{Budget, Verdict, model};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use history::{Action, History, ModelId, Operation};
use register::Shape;

const OPERATIONS: u32 = 10_000;

/// The history of a true register under `clients` sessions.
fn register(clients: u32) -> History {
    lagging(clients, 0)
}

/// The same, where reads lag behind by up to so many µs.
fn lagging(clients: u32, lag: u64) -> History {
    register::lagging(Shape { operations: OPERATIONS, clients, keys: 1 }, lag)
}

/// The same with one late read that returns an early value.
fn with_a_stale_read(mut history: History) -> History {
    let early = history.operations.iter().find(|operation| operation.is_write()).map(Operation::value);
    let late = history.operations.iter_mut().rev().find(|operation| operation.is_read());
    if let (Some(early), Some(late)) = (early, late) {
        late.action = Action::Read(early);
    }
    history
}

fn zones(criterion: &mut Criterion) {
    let linearizable = model(ModelId::Linearizable).expect("it is registered");
    let mut group = criterion.benchmark_group("linearizable/10000");
    group.throughput(Throughput::Elements(u64::from(OPERATIONS)));
    for clients in [4, 8, 32] {
        let kept = register(clients);
        assert!(linearizable.judge(&kept, Budget::UNLIMITED).holds(), "a true register is linearizable");
        let broken = with_a_stale_read(kept.clone());
        assert!(matches!(linearizable.judge(&broken, Budget::UNLIMITED), Verdict::Violated(_)));
        for (name, history) in [("holds", &kept), ("violated", &broken)] {
            group.bench_with_input(BenchmarkId::new(name, clients), history, |bencher, history| {
                bencher.iter(|| linearizable.judge(black_box(history), Budget::UNLIMITED));
            });
        }
    }
    group.finish();
    let mut group = criterion.benchmark_group("sessions/10000");
    group.throughput(Throughput::Elements(u64::from(OPERATIONS)));
    for id in [ModelId::ReadYourWrites, ModelId::MonotonicReads] {
        let model = model(id).expect("it is registered");
        for clients in [4, 32] {
            let history = register(clients);
            group.bench_with_input(BenchmarkId::new(id.key(), clients), &history, |bencher, history| {
                bencher.iter(|| model.judge(black_box(history), Budget::UNLIMITED));
            });
        }
    }
    group.finish();
}

/// How stale: where nothing is, where one read is, and where every read comes from a replica behind.
fn freshness(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("freshness/10000");
    group.throughput(Throughput::Elements(u64::from(OPERATIONS)));
    for clients in [4, 32] {
        let fresh = register(clients);
        let histories = [
            ("fresh", fresh.clone()),
            ("one", with_a_stale_read(fresh)),
            ("all", lagging(clients, 20_000 / u64::from(clients))),
        ];
        for id in FRESHNESS {
            let model = model(id).expect("it is registered");
            for (name, history) in &histories {
                let verdict = model.judge(history, Budget::default());
                assert!(!matches!(verdict, Verdict::Unknown(_)), "{id}, {name}: {verdict:?}");
                let bench = BenchmarkId::new([id.key(), name].join("-"), clients);
                group.bench_with_input(bench, history, |bencher, history| {
                    bencher.iter(|| model.judge(black_box(history), Budget::default()));
                });
            }
        }
    }
    group.finish();
}

const FRESHNESS: [ModelId; 6] = [
    ModelId::Linearizable,
    ModelId::Safe,
    ModelId::RegularWeak,
    ModelId::RegularStrong,
    ModelId::BoundedStaleness,
    ModelId::DeltaAtomicity,
];

criterion_group!(benches, zones, freshness);
criterion_main!(benches);
