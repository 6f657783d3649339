//! A million operations: how long linearizability and the four session guarantees take together,
//! from a `History` to the verdicts with their witnesses, and how much memory beside the history.
//!
//! Criterion would want too many rounds; here a few are timed and both figures printed.
#![allow(clippy::disallowed_types, reason = "a bench looks at the clock")]

mod register;

use std::hint::black_box;
use std::time::{Duration, Instant};

use check::{Budget, Prepared, Verdict, model};
use history::{History, ModelId, Operation};
use peak_alloc::PeakAlloc;
use register::Shape;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const OPERATIONS: u32 = 1_000_000;
const ROUNDS: usize = 7;

const MODELS: [ModelId; 5] = [
    ModelId::Linearizable,
    ModelId::ReadYourWrites,
    ModelId::MonotonicReads,
    ModelId::MonotonicWrites,
    ModelId::WritesFollowReads,
];

fn main() {
    for keys in [1, 8, 64] {
        let history = register::lagging(Shape { operations: OPERATIONS, clients: 16, keys }, 0);
        let begun = MEMORY.current_usage();
        MEMORY.reset_peak_usage();
        let verdicts = judged(&history);
        let bytes = MEMORY.peak_usage() - begun;
        assert!(verdicts.iter().all(Verdict::holds), "true registers keep every model");
        drop(verdicts);
        let mut times = [Duration::ZERO; ROUNDS];
        for time in &mut times {
            let start = Instant::now();
            black_box(judged(black_box(&history)));
            *time = start.elapsed();
        }
        times.sort_unstable();
        println!(
            "{OPERATIONS} operations, 16 sessions, {keys} keys: median {:.2?}, fastest {:.2?}, {} bytes an operation \
             beside the history's {}",
            times[ROUNDS / 2],
            times[0],
            bytes / OPERATIONS as usize,
            size_of::<Operation>(),
        );
    }
}

fn judged(history: &History) -> Vec<Verdict> {
    let prepared = Prepared::new(history);
    let judge = |id| model(id).expect("it is registered").judge_prepared(&prepared, Budget::default()).0;
    MODELS.map(judge).into()
}
