//! The guarantee table, cell by cell: what a mode keeps, no trial breaks under its assumptions; what
//! it breaks, a stored run shows; and the same trials catch the mode without its decisive rule.
//!
//! `cargo xtask soak` does the same with 100,000 trials a cell.
#![cfg(not(target_arch = "wasm32"))]

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use history::ModelId;
use pipeline::{GuaranteeRow, Recording, Tally, evaluate, guarantees, try_out};
use scenario::{Assumptions, Crashes, Scenario};

/// Trials of each promise, and how many of them are looked at message by message.
const TRIALS: u32 = 500;
const WATCHED: u32 = 40;

fn scenario(link: &str) -> Scenario {
    let decoded = share::decode(link).unwrap_or_else(|error| panic!("{link}: {error}"));
    assert_eq!(decoded.problems, [], "{link}");
    decoded.link.scenario
}

/// Does something with every row, on all processors, and gathers the complaints.
fn each_row(complaints_of: impl Fn(&GuaranteeRow) -> Vec<String> + Sync) {
    let rows = guarantees();
    let next = AtomicUsize::new(0);
    let complaints = Mutex::new(Vec::new());
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(row) = rows.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let found = complaints_of(row);
                    let named = found.into_iter().map(|what| format!("{}, {}: {what}", row.protocol.id, row.mode.id));
                    complaints.lock().expect("no thread panics while it holds this").extend(named);
                }
            });
        }
    });
    let complaints = complaints.into_inner().expect("all threads are done");
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

/// The models that a mode promises to keep under the same assumptions, the decisive ones only.
fn promises(row: &GuaranteeRow) -> Vec<(Assumptions, Vec<ModelId>)> {
    let mut promises: Vec<(Assumptions, Vec<ModelId>)> = Vec::new();
    for (model, under) in row.mode.keeps {
        match promises.iter_mut().find(|(known, _)| known == under) {
            Some((_, models)) => models.push(*model),
            None => promises.push((*under, vec![*model])),
        }
    }
    promises
}

fn tried(link: &str, under: Assumptions, models: &[ModelId], watched: u32) -> Tally {
    try_out(&scenario(link), under, models, 0..TRIALS, watched)
        .unwrap_or_else(|problems| panic!("{link}: {problems:?}"))
}

#[test]
fn what_is_kept_no_trial_breaks() {
    each_row(|row| {
        let mut complaints = Vec::new();
        for (under, models) in promises(row) {
            let tally = tried(&row.mode.link(row.protocol.id), under, &models, WATCHED);
            for (model, count) in &tally.models {
                if count.broken > 0 {
                    let first = count.first.unwrap_or_default();
                    complaints.push(format!("{model} is broken in {} of {TRIALS}, first {first}", count.broken));
                }
                if count.undecided > 0 || count.untested > TRIALS / 2 {
                    complaints.push(format!(
                        "{model} is undecided in {} and untested in {}",
                        count.undecided, count.untested
                    ));
                }
            }
            if tally.answered * 2 <= tally.operations {
                complaints.push(format!("{} of {} operations were answered", tally.answered, tally.operations));
            }
            let calm = Assumptions { losses: false, ..under } == Assumptions::CALM;
            if !calm && tally.struck * 2 <= tally.watched {
                complaints.push(format!("faults struck messages in {} of {}", tally.struck, tally.watched));
            }
        }
        complaints
    });
}

#[test]
fn without_its_decisive_rule_a_mode_is_caught_by_the_same_trials() {
    each_row(|row| {
        if row.mode.keeps.is_empty() {
            return Vec::new();
        }
        let link = row.mode.mutant_link(row.protocol.id);
        if row.mode.mutant.is_empty() {
            return vec!["no rule is named on which the promise rests".to_owned()];
        }
        let caught = promises(row)
            .into_iter()
            .any(|(under, models)| tried(&link, under, &models, 0).models.iter().any(|(_, count)| count.broken > 0));
        if caught { Vec::new() } else { vec![format!("{} is never caught", row.mode.mutant)] }
    });
}

#[test]
fn what_is_broken_a_stored_run_shows() {
    each_row(|row| {
        let mut complaints = Vec::new();
        for (model, link) in row.mode.breaks {
            let broken = scenario(link);
            let same = scenario(&row.mode.link(row.protocol.id));
            if broken.strategy != same.strategy {
                complaints.push(format!("{link} sets {:?}, not {:?}", broken.strategy, same.strategy));
            }
            let report = evaluate(&broken, Recording::HistoryOnly).unwrap_or_else(|problems| panic!("{problems:?}"));
            let verdict = report.judgement.get(*model);
            if verdict.is_none_or(|verdict| verdict.violation().is_none()) {
                complaints.push(format!("{link} does not break {model}: {:?}", verdict.map(check::Verdict::word)));
            }
        }
        complaints
    });
}

#[test]
fn every_model_is_kept_or_broken_unless_no_run_can_tell() {
    each_row(|row| {
        let blank = row.cells.iter().filter(|cell| cell.kept.is_none() && cell.broken.is_none());
        let blank: Vec<ModelId> = blank.map(|cell| cell.model).collect();
        if blank.is_empty() {
            return Vec::new();
        }
        let under = Assumptions { crashes: Crashes::None, ..Assumptions::HARSH };
        let tally = tried(&row.mode.link(row.protocol.id), under, &blank, 0);
        let told = tally.models.iter().filter(|(_, count)| count.untested < TRIALS);
        told.map(|(model, _)| format!("nothing is declared of {model}")).collect()
    });
}

#[test]
fn modes_are_told_apart_and_can_run() {
    for protocol in pipeline::protocols() {
        assert!(!(protocol.modes)().is_empty(), "{} promises nothing", protocol.id);
        for mode in (protocol.modes)() {
            let same = (protocol.modes)().iter().filter(|other| other.id == mode.id || other.name == mode.name);
            assert_eq!(same.count(), 1, "{} {}", protocol.id, mode.id);
            let base = scenario(&mode.link(protocol.id));
            assert!(base.validate(pipeline::protocols()).is_ok(), "{} {}", protocol.id, mode.id);
        }
    }
}
