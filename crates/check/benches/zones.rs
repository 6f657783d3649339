//! How long the linearizability of 10,000 operations takes, from a `History` to the verdict with
//! its witness order: sorting and indexing included.

use std::hint::black_box;

use check::{Budget, Verdict, model};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use history::{
    Action, History, Instant, Key, ModelId, Operation, OperationId, Outcome, ProcessId, Role, SessionId, Value,
};

const OPERATIONS: u32 = 10_000;

/// A stream of numbers (Knuth's MMIX constants), the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// The history of a true register under `clients` sessions that never rest, half of what they do
/// writes: every operation takes effect at a random moment between its start and its end.
fn register(clients: u32) -> History {
    lagging(clients, 0)
}

/// The same, but a read takes effect up to `lag` µs before its moment, as at a replica that is behind.
fn lagging(clients: u32, lag: u64) -> History {
    let mut numbers = Numbers(u64::from(clients));
    let mut free_at = vec![0; clients as usize];
    let mut moments = Vec::new();
    let mut operations: Vec<Operation> = (0..OPERATIONS)
        .map(|number| {
            let client = (0..clients as usize).min_by_key(|client| free_at[*client]).unwrap_or(0);
            let invoked = free_at[client] + 1 + numbers.below(20);
            let length = 1 + numbers.below(2000);
            moments.push((invoked + numbers.below(length + 1), number));
            free_at[client] = invoked + length;
            let value = Value::Int(i64::from(number));
            Operation {
                id: OperationId(number),
                process: ProcessId(client as u32),
                session: SessionId(client as u8),
                key: Key(0),
                action: if numbers.below(2) == 0 { Action::Write(value) } else { Action::Read(value) },
                invoked: Instant::from_us(invoked),
                returned: Some(Instant::from_us(invoked + length)),
                outcome: Outcome::Ok,
                role: Role::Client,
            }
        })
        .collect();
    // Of the same moment what came first in the list comes first.
    for (moment, number) in &mut moments {
        if lag > 0 && operations[*number as usize].is_read() {
            *moment = moment.saturating_sub(numbers.below(lag));
        }
    }
    moments.sort_unstable();
    let mut current = Value::Nil;
    for (_, number) in moments {
        let operation = &mut operations[number as usize];
        match operation.action {
            Action::Write(value) => current = value,
            Action::Read(_) => operation.action = Action::Read(current),
        }
    }
    operations.sort_by_key(|operation| operation.invoked);
    for (id, operation) in (0..).zip(&mut operations) {
        operation.id = OperationId(id);
    }
    let sessions = (0..clients as u8).map(|id| SessionId(id).to_string()).collect();
    History { operations, keys: vec!["x".to_owned()], sessions, initial: Value::Nil }
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
