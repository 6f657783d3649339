//! How long sequential consistency takes, from a `History` to the verdict with its witness order or
//! its reason, on runs that one order explains although their reads are stale by the clock.

use std::hint::black_box;

use check::{Budget, Verdict, model};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use history::{
    Action, History, Instant, Key, ModelId, Operation, OperationId, Outcome, ProcessId, Role, SessionId, Value,
};

/// A stream of numbers (Knuth's MMIX constants), the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// The history of a store that takes one operation at a time from a random session, half of them
/// writes, of sessions whose clocks have nothing to do with each other.
fn sequential_run(operations: u32, sessions: u64, keys: u64) -> History {
    let mut numbers = Numbers(u64::from(operations) + sessions);
    let mut now: Vec<u64> = (0..sessions).map(|_| numbers.below(20_000)).collect();
    let mut held = vec![Value::Nil; keys as usize];
    let take = |number| {
        let session = numbers.below(sessions);
        let key = numbers.below(keys);
        let now = &mut now[session as usize];
        *now += 2 + numbers.below(100);
        let (invoked, held) = (*now, &mut held[key as usize]);
        *now += 1 + numbers.below(100);
        let action = if numbers.below(2) == 0 {
            *held = Value::Int(i64::from(number));
            Action::Write(*held)
        } else {
            Action::Read(*held)
        };
        Operation {
            id: OperationId(number),
            process: ProcessId(session as u32),
            session: SessionId(session as u8),
            key: Key(key as u16),
            action,
            invoked: Instant::from_us(invoked),
            returned: Some(Instant::from_us(*now)),
            outcome: Outcome::Ok,
            role: Role::Client,
        }
    };
    let mut operations: Vec<Operation> = (0..operations).map(take).collect();
    operations.sort_by_key(|operation| operation.invoked);
    for (id, operation) in (0..).zip(&mut operations) {
        operation.id = OperationId(id);
    }
    History {
        operations,
        keys: (0..keys as u16).map(Key::default_name).collect(),
        sessions: (0..sessions as u8).map(|id| SessionId(id).to_string()).collect(),
        initial: Value::Nil,
        contents: Vec::new(),
        ..History::default()
    }
}

/// The same with one late read that returns an early value.
fn with_a_stale_read(mut history: History) -> History {
    let late = history.operations.iter().rposition(Operation::is_read);
    let early = history.operations.iter().find(|operation| operation.is_write()).cloned();
    if let (Some(early), Some(late)) = (early, late) {
        history.operations[late].key = early.key;
        history.operations[late].action = Action::Read(early.value());
    }
    history
}

fn orders(criterion: &mut Criterion) {
    for id in [ModelId::Sequential, ModelId::PerKeySequential] {
        let model = model(id).expect("it is registered");
        let check = |history: &History| model.judge(history, Budget::default());
        let mut group = criterion.benchmark_group(id.key());
        for (operations, sessions, keys) in [(1000, 4, 2), (1000, 4, 8), (1000, 16, 8), (10_000, 4, 8), (10_000, 16, 8)]
        {
            let kept = sequential_run(operations, sessions, keys);
            assert!(check(&kept).holds(), "a sequential run is sequential");
            let broken = with_a_stale_read(kept.clone());
            assert!(matches!(check(&broken), Verdict::Violated(_)));
            group.throughput(Throughput::Elements(u64::from(operations)));
            for (name, history) in [("holds", &kept), ("violated", &broken)] {
                let shape = format!("{operations}x{sessions}x{keys}");
                group.bench_with_input(BenchmarkId::new(name, shape), history, |bencher, history| {
                    bencher.iter(|| check(black_box(history)));
                });
            }
        }
        group.finish();
    }
}

criterion_group!(benches, orders);
criterion_main!(benches);
