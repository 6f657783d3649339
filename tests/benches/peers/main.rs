//! How fast the checkers are beside their peers, as one Markdown table.
//!
//! `cargo bench -p tests --bench peers` prints it; with `-- --all`, a line more for each recorded
//! file. Our times are measured: from a `History` or from parsed calls to the verdict with its
//! witness or its explanation, indexing included, the best of several runs on one thread. The peers'
//! are [published](published) figures, which end in a bare yes or no. On a machine that others use
//! as well absolute times are noise; the order of magnitude is not.

mod published;
mod recorded;
mod shapes;

use std::hint::black_box;
use std::time::{Duration, Instant};

use check::{Budget, Verdict, model};
use history::{History, ModelId};
use published::{Figure, NAMES, NOTES, Peers};

/// How long each figure is looked for, and in how many runs at least.
const PATIENCE: Duration = Duration::from_millis(200);
const RUNS_MIN: u32 = 3;

/// A line of the table.
struct Row {
    what: String,
    clients: String,
    operations: String,
    verdict: String,
    best: Duration,
    peers: Peers,
}

fn main() {
    let head = ["history", "clients", "operations", "verdict", "here"];
    println!("| {} | {} | fastest peer / here |", head.join(" | "), NAMES.join(" | "));
    println!("|---|--:|--:|---|--:|{}--:|", "--:|".repeat(NAMES.len()));
    for clients in [4, 8, 16, 32] {
        for operations in [100, 1_000, 10_000] {
            rows("register, linearizable", ModelId::Linearizable, clients, operations);
        }
    }
    for (what, id) in [
        ("register, sequential", ModelId::Sequential),
        ("register, causal", ModelId::Causal),
        ("register, causal convergence", ModelId::CausalConvergence),
        ("register, causal memory", ModelId::CausalMemory),
    ] {
        for operations in [100, 1_000, 10_000] {
            rows(what, id, 4, operations);
        }
    }
    recorded::rows(std::env::args().any(|word| word == "--all")).iter().for_each(Row::print);
    println!("\nHere: measured, the best of several runs on one thread of this machine. {NOTES}");
}

/// The lines of one shape: as it was, and with one late read made stale.
fn rows(what: &str, id: ModelId, clients: u32, operations: u32) {
    let kept = shapes::register(clients, operations);
    let broken = shapes::with_a_stale_read(kept.clone());
    for (stale, history) in [(false, &kept), (true, &broken)] {
        let (best, verdict) = best(|| judged(id, history));
        assert!(stale || verdict.holds(), "a true register keeps {id}");
        let row = Row {
            what: if stale { [what, ", one read stale"].concat() } else { what.to_owned() },
            clients: clients.to_string(),
            operations: operations.to_string(),
            verdict: verdict.word().to_owned(),
            best,
            peers: published::register(id, clients, operations, stale),
        };
        row.print();
    }
}

fn judged(id: ModelId, history: &History) -> Verdict {
    model(id).expect("it is registered").judge(black_box(history), Budget::default())
}

/// The shortest of several runs, and what came of them.
fn best<T>(run: impl Fn() -> T) -> (Duration, T) {
    let begun = Instant::now();
    let once = || {
        let begin = Instant::now();
        let result = black_box(run());
        (begin.elapsed(), result)
    };
    let (mut known, mut runs) = (once(), 1);
    while runs < RUNS_MIN || begun.elapsed() < PATIENCE {
        let next = once();
        if next.0 < known.0 {
            known = next;
        }
        runs += 1;
    }
    known
}

impl Row {
    fn print(&self) {
        let Self { what, clients, operations, verdict, best, peers } = self;
        let here_us = best.as_secs_f64() * 1e6;
        let cells: Vec<String> = peers.iter().map(Figure::to_string).collect();
        let here = Figure::Us(here_us).to_string();
        let ratio = published::fastest(peers).map_or_else(String::new, |fastest| fastest.over(here_us));
        println!("| {what} | {clients} | {operations} | {verdict} | {here} | {} | {ratio} |", cells.join(" | "));
    }
}
