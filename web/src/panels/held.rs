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
        Ground::Untested => (Mark::NotApplicable, ": untested in this run of "),
        Ground::Luck | Ground::Unread => (Mark::Unknown, ": no violation in this run of "),
        _ => (Mark::Holds, ": held in this run of "),
    };
    let operations = run.report.history.client_operations().count();
    Kept {
        mark,
        sentence: el("span")
            .add(el("strong").class("finding-kept").text(model.name()))
            .add(el("span").text(format!("{said}{operations} operations.")))
            .into(),
        second: caution(run, ground),
        doubtful: !matches!(ground, Ground::Always | Ground::Overlap),
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
        Ground::Unread => "No read in it was answered.".to_owned(),
        Ground::Luck => format!("W + R = {sum} ≤ {n}: a read may still miss a write."),
        Ground::OverlapWithFaults => {
            format!("W + R = {sum} > {n}, but this run has faults: another seed may still break it.")
        }
        Ground::Overlap => {
            format!("W + R = {sum} > {n}: without faults every read meets every completed write.")
        }
        Ground::Protocol => "Another seed or another fault may still break it.".to_owned(),
    }
}

/// The way to a run that tells more; in its place, once it was gone, that it led nowhere.
pub(super) fn way_on(model: ModelId, seeds: u32, kept: Option<(ModelId, u32)>, on: &Callback<Action>) -> Html {
    let place = el("span").class("finding-seek").set("role", "status");
    match kept.filter(|(sought, _)| *sought == model) {
        Some((_, seeds)) => place.text(format!("None of the next {} seeds breaks it.", grouped(u64::from(seeds)))),
        None if seeds > 0 => {
            let seek = on.reform(move |_: Event| Action::Seek(model));
            place.add(button("invitation-link", seek).text("Look for a run that breaks it"))
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
    let was = |count| if count == 1 { "was" } else { "were" };
    match (silent, reads.failed + writes.failed) {
        (0, 0) => String::new(),
        (silent, 0) => format!("{silent} of {begun} operations {} never answered.", was(silent)),
        (0, failed) => format!("{failed} of {begun} operations {} refused.", was(failed)),
        (silent, failed) => {
            format!("Of {begun} operations {silent} {} never answered and {failed} refused.", was(silent))
        }
    }
}
