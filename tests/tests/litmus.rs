//! The litmus histories: every verdict equals the one that is written beside the history, and the
//! lattice is the one that they draw.

use std::fs;

use check::{Budget, Measure, Verdict, judge, lattice};
use history::ModelId;
use history::litmus::LitmusFile;
use serde_json::Value as Json;
use tests::data_dir;

struct Litmus {
    id: String,
    file: LitmusFile,
    json: Json,
}

impl Litmus {
    /// What the file says of a model: kept, broken, or untested.
    fn expected(&self, model: ModelId) -> Option<bool> {
        match &self.json["expect"][model.key()] {
            Json::Bool(kept) => Some(*kept),
            Json::String(word) if word == "yes" => Some(true),
            Json::String(word) if word == "no" => Some(false),
            _ => None,
        }
    }
}

fn is_scale(model: ModelId) -> bool {
    matches!(model, ModelId::BoundedStaleness | ModelId::DeltaAtomicity)
}

/// A measure in the unit of the files: versions, or whole milliseconds.
fn number(measure: Measure) -> Json {
    match measure {
        Measure::Versions(versions) => versions.into(),
        Measure::Delay(delay) => {
            assert_eq!(delay.as_us() % 1000, 0, "litmus histories count in milliseconds");
            (delay.as_us() / 1000).into()
        }
    }
}

/// All litmus histories; none where the data is absent.
fn litmus() -> Option<Vec<Litmus>> {
    let folder = data_dir()?.join("litmus");
    let read = |path: std::path::PathBuf| {
        let text = fs::read_to_string(&path).expect("the file can be read");
        let json: Json = serde_json::from_str(&text).expect("it is JSON");
        let id = json["id"].as_str().expect("it has an id").to_owned();
        let file = serde_json::from_str(&text).expect("it has the shape of a litmus history");
        Litmus { id, file, json }
    };
    let entries = fs::read_dir(folder).expect("the folder can be listed");
    let paths = entries.map(|entry| entry.expect("an entry can be read").path());
    let all: Vec<Litmus> =
        paths.filter(|path| path.extension().is_some_and(|ending| ending == "json")).map(read).collect();
    assert!(all.len() >= 30, "only {} litmus histories were found", all.len());
    Some(all)
}

#[test]
fn every_verdict_equals_the_one_beside_the_history() {
    let Some(all) = litmus() else { return };
    let mut wrong = Vec::new();
    for litmus in &all {
        let history = litmus.file.history().expect("nothing is wrong with a litmus history");
        for (model, verdict) in judge(&history, Budget::default()).0 {
            let expected = match &litmus.json["expect"][model.key()] {
                _ if model == ModelId::Weak => Json::Bool(true),
                field if field.is_string() => litmus.expected(model).map_or(Json::Null, Json::Bool),
                field => field.clone(),
            };
            let found = match verdict {
                Verdict::Holds(_) => Json::Bool(true),
                // A value that nobody wrote, or not yet, keeps no bound: null in the files.
                Verdict::Violated(_) if is_scale(model) => Json::Null,
                Verdict::Violated(_) => Json::Bool(false),
                Verdict::Measured(measured) => number(measured.least),
                Verdict::Unknown(_) if model == ModelId::Converged => Json::Null,
                Verdict::Unknown(why) | Verdict::NotApplicable(why) => {
                    panic!("{}, {model}: {}", litmus.id, why.sentence)
                }
            };
            if found != expected {
                wrong.push(format!("{}: {model} is {found}, expected {expected}", litmus.id));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn a_broken_session_guarantee_names_the_operations_that_the_file_names() {
    let Some(all) = litmus() else { return };
    let mut compared = 0;
    for litmus in &all {
        let history = litmus.file.history().expect("nothing is wrong with a litmus history");
        let ids = litmus.file.ids();
        for (name, model) in [
            ("ryw", ModelId::ReadYourWrites),
            ("mr", ModelId::MonotonicReads),
            ("mw", ModelId::MonotonicWrites),
            ("wfr", ModelId::WritesFollowReads),
        ] {
            let Some(witnesses) = litmus.json["session_anomaly_ops"][name].as_array() else { continue };
            let judgement = judge(&history, Budget::default());
            let violation = judgement.get(model).and_then(Verdict::violation).expect("the guarantee is broken");
            let ours: Vec<&String> = violation.operations.iter().map(|id| &ids[id.index()]).collect();
            let named = witnesses.iter().any(|witness| {
                witness.as_array().is_some_and(|ids| ids.iter().all(|id| ours.contains(&&id.to_string())))
            });
            assert!(named, "{}: {ours:?} is none of {witnesses:?}", litmus.id);
            compared += 1;
        }
    }
    assert!(compared >= 7, "only {compared} witnesses were compared");
}

#[test]
fn no_litmus_history_contradicts_the_lattice() {
    let Some(all) = litmus() else { return };
    for litmus in &all {
        for a in ModelId::ALL {
            for b in ModelId::ALL {
                let broken = litmus.expected(*a) == Some(true) && litmus.expected(*b) == Some(false);
                assert!(!(broken && lattice::implies(*a, *b)), "{}: {a} without {b}", litmus.id);
                // And what it separates, the table of separations knows.
                assert!(!broken || lattice::separated(*a, *b).is_some(), "{}: {a} without {b}", litmus.id);
            }
        }
    }
}

#[test]
fn every_separation_is_shown_by_its_history() {
    let Some(all) = litmus() else { return };
    let mut absent = Vec::new();
    for step in lattice::SEPARATIONS {
        match all.iter().find(|litmus| litmus.id == step.litmus) {
            Some(litmus) => {
                assert_eq!(litmus.expected(step.holds), Some(true), "{} in {}", step.holds, step.litmus);
                assert_eq!(litmus.expected(step.broken), Some(false), "{} in {}", step.broken, step.litmus);
            }
            None => absent.push(step.litmus),
        }
    }
    // The stored set is part of a larger one; these two are not in it.
    assert!(absent.iter().all(|id| ["mr-flicker", "popl17-b"].contains(id)), "{absent:?}");
}
