//! How long 100,000 events take when they are judged one by one, of a store that keeps every model,
//! so that nothing is ever left out, and of one whose reads are stale from the beginning.

use std::hint::black_box;

use check::online::{Event, MODELS, Online};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use history::{Action, Key, Outcome, ProcessId, Value};

const EVENTS: usize = 100_000;
const KEYS: u64 = 4;

/// A stream of numbers (Knuth's MMIX constants), the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// What clients of a store see in which everything takes effect when it is answered, half of it
/// writes; a read returns what was written `behind` writes before the last.
fn events(clients: u64, behind: usize) -> Vec<Event> {
    let mut numbers = Numbers(clients);
    let mut waiting: Vec<Option<(Key, Action)>> = vec![None; clients as usize];
    let mut written: Vec<Vec<Value>> = vec![Vec::new(); KEYS as usize];
    let mut next = 0;
    let mut step = || {
        let client = numbers.below(clients);
        let process = ProcessId(client as u32);
        let Some((key, action)) = waiting[client as usize].take() else {
            next += 1;
            let key = Key(numbers.below(KEYS) as u16);
            let writes = numbers.below(2) == 0;
            let action = if writes { Action::Write(Value::Int(next)) } else { Action::Read(Value::Nil) };
            waiting[client as usize] = Some((key, action));
            return Event::Invoke { process, key, action };
        };
        let log = &mut written[key.index()];
        let value = match action {
            Action::Write(value) => {
                log.push(value);
                value
            }
            Action::Read(_) => log.iter().rev().nth(behind).copied().unwrap_or_default(),
        };
        Event::Return { process, outcome: Outcome::Ok, value }
    };
    (0..EVENTS).map(|_| step()).collect()
}

fn judge(events: &[Event]) -> Online {
    let mut online = Online::new(Value::Nil);
    for event in events {
        online.feed(*event).expect("it can come next");
    }
    online
}

fn online(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("online/100000");
    group.throughput(Throughput::Elements(EVENTS as u64)).sample_size(20);
    for clients in [4, 16, 64] {
        let kept = events(clients, 0);
        assert_eq!(judge(&kept).failures(), [], "the store keeps every model");
        let stale = events(clients, 40);
        let failures = judge(&stale).failures().len();
        assert!((1..MODELS.len()).contains(&failures), "the store is stale, and keeps some models: {failures}");
        for (name, events) in [("holds", &kept), ("stale", &stale)] {
            group.bench_with_input(BenchmarkId::new(name, clients), events, |bencher, events| {
                bencher.iter(|| judge(black_box(events)));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, online);
criterion_main!(benches);
