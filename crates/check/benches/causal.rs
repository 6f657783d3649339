//! How long the causal models, PRAM and the guarantees between sessions take, from a `History` to
//! the verdict with its witness or its reason, on runs of two causal stores.
//!
//! In both every session has a replica of its own, which takes its writes at once and those of
//! others later, in the order of one log. In the one the last in the log wins, everywhere: causal
//! convergence. In the other the last to arrive does: causal memory.

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

/// Which of two writes a replica keeps.
#[derive(Clone, Copy, PartialEq)]
enum Winner {
    LastInLog,
    LastToArrive,
}

#[derive(Clone, Copy)]
struct Shape {
    operations: u32,
    sessions: u64,
    keys: u64,
}

/// A replica: how much of the log it has taken, and by key what it holds, as a place in the log.
struct Replica {
    taken: usize,
    held: Vec<Option<usize>>,
}

impl Replica {
    fn take(&mut self, key: usize, place: usize, winner: Winner) {
        let held = &mut self.held[key];
        *held = if winner == Winner::LastInLog { (*held).max(Some(place)) } else { Some(place) };
    }
}

fn store(shape: Shape, winner: Winner) -> History {
    let Shape { operations, sessions, keys } = shape;
    let mut numbers = Numbers(u64::from(operations) + sessions);
    let mut log: Vec<(u64, usize, i64)> = Vec::new();
    let replica = |_| Replica { taken: 0, held: vec![None; keys as usize] };
    let mut replicas: Vec<Replica> = (0..sessions).map(replica).collect();
    let take = |number: u32| {
        let (session, key) = (numbers.below(sessions), numbers.below(keys) as usize);
        let replica = &mut replicas[session as usize];
        let lag = numbers.below(2 * sessions) as usize;
        for (place, (writer, key, _)) in log.iter().enumerate().take(log.len().saturating_sub(lag)).skip(replica.taken)
        {
            if *writer != session {
                replica.take(*key, place, winner);
            }
            replica.taken = place + 1;
        }
        let action = if numbers.below(2) == 0 {
            replica.take(key, log.len(), winner);
            log.push((session, key, i64::from(number)));
            Action::Write(Value::Int(i64::from(number)))
        } else {
            Action::Read(replica.held[key].map_or(Value::Nil, |place| Value::Int(log[place].2)))
        };
        let invoked = u64::from(number) * 10;
        Operation {
            id: OperationId(number),
            process: ProcessId(session as u32),
            session: SessionId(session as u8),
            key: Key(key as u16),
            action,
            invoked: Instant::from_us(invoked),
            returned: Some(Instant::from_us(invoked + 5)),
            outcome: Outcome::Ok,
            role: Role::Client,
        }
    };
    History {
        operations: (0..operations).map(take).collect(),
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

/// The models of the family, each with the store that keeps it.
const MODELS: [(ModelId, Winner); 8] = [
    (ModelId::CausalMemory, Winner::LastToArrive),
    (ModelId::CausalConvergence, Winner::LastInLog),
    (ModelId::Causal, Winner::LastInLog),
    (ModelId::Pram, Winner::LastToArrive),
    (ModelId::ReadYourWrites, Winner::LastInLog),
    (ModelId::MonotonicReads, Winner::LastInLog),
    (ModelId::MonotonicWrites, Winner::LastInLog),
    (ModelId::WritesFollowReads, Winner::LastInLog),
];

const SHAPES: [Shape; 3] = [
    Shape { operations: 10_000, sessions: 4, keys: 16 },
    Shape { operations: 10_000, sessions: 16, keys: 16 },
    Shape { operations: 10_000, sessions: 16, keys: 1 },
];

fn causal(criterion: &mut Criterion) {
    for (id, winner) in MODELS {
        let model = model(id).expect("it is registered");
        let check = |history: &History| model.judge(history, Budget::default());
        let mut group = criterion.benchmark_group(id.key());
        for shape in SHAPES {
            let kept = store(shape, winner);
            assert!(check(&kept).holds(), "the store keeps {id}");
            let mut histories = vec![("holds", kept.clone())];
            // Causal memory and convergence break in ways of their own by the other store.
            let other = match winner {
                Winner::LastInLog => store(shape, Winner::LastToArrive),
                Winner::LastToArrive => store(shape, Winner::LastInLog),
            };
            for (name, broken) in [("violated", with_a_stale_read(kept)), ("other", other)] {
                if matches!(check(&broken), Verdict::Violated(_)) {
                    histories.push((name, broken));
                }
            }
            group.throughput(Throughput::Elements(u64::from(shape.operations)));
            for (name, history) in &histories {
                let shape = format!("{}x{}x{}", shape.operations, shape.sessions, shape.keys);
                group.bench_with_input(BenchmarkId::new(*name, shape), history, |bencher, history| {
                    bencher.iter(|| check(black_box(history)));
                });
            }
        }
        group.finish();
    }
}

criterion_group!(benches, causal);
criterion_main!(benches);
