//! How long the verdicts on the recorded histories take, file by file, beside what Porcupine took.
//!
//! `cargo bench -p tests --bench recorded` prints the table; with `-- --all`, a line for each file.
//! Times are from parsed calls to the verdict with its witness or its explanation, the best of
//! several runs on one thread. Porcupine's are those it was measured at on such a machine (Go, one
//! thread, best of five), and its runs end with a bare yes or no.

use std::fs;
use std::hint::black_box;
use std::time::{Duration, Instant};

use check::Budget;
use check::objects::{Object, judge, object};
use history::calls::Calls;
use history::formats::{Recording, detect};
use tests::data_dir;

const RUNS: u32 = 50;

struct Timed {
    name: String,
    calls: usize,
    verdict: &'static str,
    steps: u64,
    best: Duration,
    reading: Duration,
}

fn main() {
    let Some(folder) = data_dir() else { return };
    let all = std::env::args().any(|word| word == "--all");
    println!("{:24} {:>6} {:>9} {:>8} {:>10} {:>10}", "file", "calls", "verdict", "steps", "judged", "read");
    let etcd = timed(&folder.join("porcupine/jepsen"));
    let kv = timed(&folder.join("porcupine/kv"));
    for file in if all { &etcd[..] } else { &[] } {
        print(file);
    }
    kv.iter().for_each(print);
    let mut times: Vec<Duration> = etcd.iter().map(|file| file.best).collect();
    times.sort_unstable();
    let (Some(worst), Some(median)) = (times.last(), times.get(times.len() / 2)) else { return };
    let total: Duration = times.iter().sum();
    println!("\n{} etcd files        here   Porcupine   ratio", etcd.len());
    for (what, here, there_us) in
        [("together", total, 235_000.0), ("worst", *worst, 127_000.0), ("median", *median, 57.0)]
    {
        let us = here.as_secs_f64() * 1e6;
        println!("{what:10} {us:>12.1} µs {there_us:>8} µs {:>7.1}", there_us / us);
    }
}

fn print(file: &Timed) {
    let us = |time: Duration| format!("{:.1} µs", time.as_secs_f64() * 1e6);
    let Timed { name, calls, verdict, steps, best, reading } = file;
    println!("{name:24} {calls:>6} {verdict:>9} {steps:>8} {:>10} {:>10}", us(*best), us(*reading));
}

/// The best time of every file of a folder.
fn timed(folder: &std::path::Path) -> Vec<Timed> {
    let entries = fs::read_dir(folder).expect("the folder can be listed");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry can be read").path()).collect();
    paths.sort();
    paths.iter().map(|path| time(path)).collect()
}

fn time(path: &std::path::Path) -> Timed {
    let text = fs::read_to_string(path).expect("the file can be read");
    let (reading, (calls, object)) = best(|| read(&text));
    let (best, finding) = best(|| judge(black_box(&calls), object, Budget::default()));
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Timed { name, calls: calls.calls.len(), verdict: finding.verdict.word(), steps: finding.steps, best, reading }
}

fn read(text: &str) -> (Calls, &'static Object) {
    let format = detect(text);
    let Ok(Recording::Calls(calls)) = (format.read)(text) else { panic!("it is no record of calls") };
    (calls, format.object.and_then(object).expect("the form names its object"))
}

fn best<T>(run: impl Fn() -> T) -> (Duration, T) {
    let once = || {
        let begin = Instant::now();
        let result = black_box(run());
        (begin.elapsed(), result)
    };
    (1..RUNS).fold(once(), |known, _| {
        let next = once();
        if next.0 < known.0 { next } else { known }
    })
}
