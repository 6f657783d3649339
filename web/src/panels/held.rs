//! The sentence about a promise that a run kept. One run proves nothing of others: where the
//! setting does not promise it too, no sign of success stands beside it, and another seed may be
//! looked for that breaks it.

use check::{Family, Verdict, Witness};
use history::ModelId;
use history::decimal::grouped;
use yew::prelude::*;

use crate::components::{Mark, button, el};
use crate::hooks::Evaluated;
use crate::store::Action;
use crate::words;

/// What a kept promise rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ground {
    /// Any history keeps it.
    Always,
    /// Nothing in this run could have shown otherwise.
    Untested,
    /// No read of this run was answered.
    Unread,
    /// Reads and writes may miss each other: this run was lucky.
    Luck,
    /// Quorums overlap, and this run has faults.
    OverlapWithFaults,
    /// Quorums overlap.
    Overlap,
    /// Something else than quorums.
    Protocol,
}

/// What is said about a kept promise.
pub(super) struct Kept {
    pub(super) mark: Mark,
    pub(super) sentence: Html,
    pub(super) second: String,
    /// Whether another seed may tell more.
    pub(super) doubtful: bool,
}

/// What is said about a model that the run kept.
pub(super) fn held(run: &Evaluated, model: ModelId, verdict: &Verdict) -> Kept {
    let ground = ground_of(run, model, verdict);
    let (mark, said) = match ground {
        Ground::Untested => (Mark::NotApplicable, words::verdicts::UNTESTED),
        Ground::Luck | Ground::Unread => (Mark::Unknown, words::findings::NO_VIOLATION),
        _ => (Mark::Holds, words::verdicts::HELD),
    };
    let operations = run.report.history.client_operations().count();
    Kept {
        mark,
        sentence: el("span")
            .add(el("strong").class("finding-kept").text(model.name()))
            .add(el("span").text(words::findings::kept(said, operations)))
            .into(),
        second: caution(run, ground),
        doubtful: operations > 0 && !matches!(ground, Ground::Always | Ground::Overlap),
    }
}

fn ground_of(run: &Evaluated, model: ModelId, verdict: &Verdict) -> Ground {
    let scenario = &run.scenario;
    let cluster = &scenario.cluster;
    let quorums = pipeline::overlap_matters(scenario);
    // Who is waited for decides what a read sees, not what the replicas settle on.
    let settles = check::model(model).is_some_and(|model| model.family == Family::Convergence);
    match verdict {
        Verdict::Holds(Witness::Always) => Ground::Always,
        Verdict::Holds(Witness::Examined { reads: 0 }) => Ground::Untested,
        _ if run.report.summary.reads.count == 0 && !settles => Ground::Unread,
        _ if !quorums || settles => Ground::Protocol,
        _ if cluster.w + cluster.r <= cluster.n => Ground::Luck,
        _ if !scenario.faults.is_empty() => Ground::OverlapWithFaults,
        _ => Ground::Overlap,
    }
}

/// What the setting adds to a verdict about one run.
fn caution(run: &Evaluated, ground: Ground) -> String {
    let cluster = &run.scenario.cluster;
    let (n, sum) = (cluster.n, cluster.w + cluster.r);
    match ground {
        Ground::Always => String::new(),
        Ground::Untested => words::shared::NOTHING_COULD_HAVE_SHOWN.to_owned(),
        Ground::Unread => words::findings::UNREAD.to_owned(),
        Ground::Luck => words::findings::luck(sum, n),
        Ground::OverlapWithFaults => words::findings::overlap_with_faults(sum, n),
        Ground::Overlap => words::findings::overlap(sum, n),
        Ground::Protocol => words::findings::PROTOCOL.to_owned(),
    }
}

/// The way to a run that tells more; in its place, once it was gone, that it led nowhere.
pub(super) fn way_on(model: ModelId, seeds: u32, kept: Option<(ModelId, u32)>, on: &Callback<Action>) -> Html {
    let place = el("span").class("finding-seek").set("role", "status");
    match kept.filter(|(sought, _)| *sought == model) {
        Some((_, seeds)) => place.text(words::findings::none_of_the_next(&grouped(u64::from(seeds)))),
        None if seeds > 0 => {
            let seek = on.reform(move |_: Event| Action::Seek(model));
            place.add(button("invitation-link", seek).text(words::findings::SEEK))
        }
        None => place,
    }
    .into()
}

/// What became of the operations that had no answer; nothing where all had one.
pub(super) fn unanswered(run: &Evaluated) -> String {
    let (reads, writes) = (&run.report.summary.reads, &run.report.summary.writes);
    let begun = reads.begun() + writes.begun();
    let silent = reads.timed_out + reads.unfinished + writes.timed_out + writes.unfinished;
    match (silent, reads.failed + writes.failed) {
        (0, 0) => String::new(),
        (silent, 0) => words::findings::silent(silent, begun),
        (0, failed) => words::findings::refused(failed, begun),
        (silent, failed) => words::findings::silent_and_refused(begun, silent, failed),
    }
}
