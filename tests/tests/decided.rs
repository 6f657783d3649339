//! The opening scenario and the litmus histories are decided, by every model that has a checker.

use std::fs;

use check::{Budget, Judgement, Reason, Verdict, judge};
use history::ModelId;
use history::litmus::LitmusFile;
use pipeline::Recording;
use scenario::Scenario;
use serde_json::Value as Json;
use tests::data_dir;

/// The models without a verdict, with the reason.
fn undecided(judgement: &Judgement) -> Vec<(ModelId, Reason)> {
    let reasons = judgement.0.iter().filter_map(|(model, verdict)| match verdict {
        Verdict::Holds(_) | Verdict::Violated(_) | Verdict::Measured(_) => None,
        Verdict::Unknown(why) | Verdict::NotApplicable(why) => Some((*model, why.reason)),
    });
    reasons.collect()
}

#[test]
fn every_model_decides_the_opening_scenario() {
    let report = pipeline::evaluate(&Scenario::default(), Recording::Full).expect("the opening can run");
    assert_eq!(report.judgement.0.len(), check::models().len());
    assert_eq!(undecided(&report.judgement), []);
}

/// But convergence, where the history itself says that it is untested.
#[test]
fn every_model_decides_every_litmus_history() {
    let Some(data) = data_dir() else { return };
    let mut decided = 0;
    for entry in fs::read_dir(data.join("litmus")).expect("the folder can be listed") {
        let path = entry.expect("an entry can be read").path();
        if path.extension().is_none_or(|ending| ending != "json") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("the file can be read");
        let json: Json = serde_json::from_str(&text).expect("it is JSON");
        let file: LitmusFile = serde_json::from_str(&text).expect("it has the shape of a litmus history");
        let history = file.history().expect("nothing is wrong with a litmus history");
        let untested = json["expect"]["converged"] == "untested";
        let expected: Vec<_> = untested.then_some((ModelId::Converged, Reason::Untested)).into_iter().collect();
        assert_eq!(undecided(&judge(&history, Budget::default())), expected, "{}", path.display());
        decided += 1;
    }
    assert!(decided >= 30, "only {decided} litmus histories were found");
}
