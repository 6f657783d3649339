//! How long the advisor takes, and for what: by strategy and mode, and by what had to be known of its settings.
//!
//! `cargo bench -p tests --bench advice` prints Markdown tables. The three sets of requirements are those of
//! `tests/e2e/bench/numbers.mjs`, which times the same in the page.

use std::collections::BTreeMap;
use std::time::Instant;

use pipeline::decide::{Candidate, Check, Judge, Known, Part, Requirements, candidates};
use scenario::Scenario;

const ASKED: [&str; 3] = [
    "needs=linearizable&survive=1&net=zones&n=1-9",
    "needs=read_your_writes,monotonic_reads&p99-read=10&lose-region=on&n=1-9",
    "p99-write=10&p99-read=10&fresh=0.99@10&survive=1&net=lnkd-disk&n=1-9",
];

fn read(link: &str) -> Option<Scenario> {
    share::decode(link).ok().map(|decoded| decoded.link.scenario)
}

/// Times, by who was asked and what about.
#[derive(Default)]
struct Spent(BTreeMap<(String, &'static str), (u32, f64)>);

impl Spent {
    fn on<T>(&mut self, candidate: &Candidate, what: &'static str, work: impl FnOnce() -> T) -> T {
        let began = Instant::now();
        let done = work();
        let ms = 1_000.0 * began.elapsed().as_secs_f64();
        let (count, sum) =
            self.0.entry((format!("{} · {}", candidate.protocol.id, candidate.mode.id), what)).or_default();
        (*count, *sum) = (*count + 1, *sum + ms);
        done
    }
}

const fn name(part: Part) -> &'static str {
    match part {
        Part::Keeps(_) => "promises",
        Part::DownWrites | Part::DownReads | Part::Region => "survived",
        Part::WriteTime => "write time",
        Part::ReadTime => "read time",
        Part::Fresh => "freshness",
    }
}

fn main() {
    for text in ASKED {
        let pairs: Vec<(String, String)> = text
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .collect();
        let requirements = Requirements::default().read(&pairs).expect("it can be read");
        let list = candidates(&requirements, read);
        let mut judge = Judge::new(requirements.clone(), Known::default());
        let (mut spent, mut answers) = (Spent::default(), 0);
        let mut order: Vec<&Candidate> = list.iter().collect();
        order.sort_by_key(|candidate| (candidate.protocol.id != "quorum", candidate.scenario.cluster.n));
        let began = Instant::now();
        for candidate in order {
            let meets = requirements
                .parts()
                .into_iter()
                .all(|part| spent.on(candidate, name(part), || judge.check(candidate, part)) == Check::Meets);
            if meets {
                answers += 1;
                spent.on(candidate, "figures", || judge.figures(candidate));
                spent.on(candidate, "survived", || judge.survived(candidate));
                spent.on(candidate, "messages", || judge.messages(candidate));
            }
        }
        let all_ms = 1_000.0 * began.elapsed().as_secs_f64();
        println!("{text}: {} settings, {answers} answers, {all_ms:.0} ms\n", list.len());
        println!("| strategy and mode | what | times | ms |\n|---|---|--:|--:|");
        let mut rows: Vec<_> = spent.0.into_iter().filter(|(_, (_, ms))| *ms >= 5.0).collect();
        rows.sort_by(|(_, (_, one)), (_, (_, other))| other.total_cmp(one));
        for ((who, what), (count, ms)) in rows {
            println!("| {who} | {what} | {count} | {ms:.0} |");
        }
        println!();
    }
}
