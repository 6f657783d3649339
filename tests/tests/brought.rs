//! Histories that were recorded elsewhere: judged as the checkers judge them, and drawn.

use std::fs;

use check::Budget;
use diagram::{Annotation, Orientation, Size, Story, Viewport};
use history::formats::{Recording, detect};
use history::litmus::LitmusFile;
use history::{History, Operation};
use pipeline::{Report, excerpt, judge_brought};
use tests::data_dir;

fn litmus() -> Vec<(String, History)> {
    let Some(folder) = data_dir().map(|data| data.join("litmus")) else { return Vec::new() };
    let entries =
        fs::read_dir(folder).expect("the folder can be listed").map(|entry| entry.expect("it can be read").path());
    let files = entries.filter(|path| path.extension().is_some_and(|ending| ending == "json"));
    files
        .map(|path| {
            let text = fs::read_to_string(&path).expect("the file can be read");
            let file: LitmusFile = serde_json::from_str(&text).expect("it has the shape of a litmus history");
            (path.display().to_string(), file.history().expect("nothing is wrong with it"))
        })
        .collect()
}

fn brought(history: &History) -> Report {
    judge_brought(&Recording::Registers(history.clone()), None).expect("registers can always be judged")
}

/// The marks of a drawing that points out what a model says, by how many.
fn drawn(report: &Report, annotation: &Annotation) -> usize {
    let (width, height) = (900.0, 600.0);
    let view = Viewport { width, height, orientation: Orientation::Across, size: Size::Desktop, window: None };
    let scene = diagram::timeline::layout(&Story::of(&report.trace), annotation, &view);
    assert!(scene.width.is_finite() && scene.height.is_finite());
    scene.layers.iter().map(|layer| layer.marks.len()).sum()
}

#[test]
fn a_history_is_judged_as_it_is_and_its_trace_shows_it_again() {
    for (name, history) in litmus() {
        let report = brought(&history);
        assert_eq!(report.judgement, check::judge(&history, Budget::default()), "{name}");
        let again = History::of(&report.trace);
        let told = |operation: &Operation| (operation.session, operation.key, operation.action, operation.outcome);
        assert_eq!(
            again.operations.iter().map(told).collect::<Vec<_>>(),
            history.operations.iter().map(told).collect::<Vec<_>>(),
            "{name}"
        );
        assert!(drawn(&report, &Annotation::default()) > 5, "{name}");
    }
}

/// What a reason names is all that it needs: alone it breaks the same model.
#[test]
fn a_reason_stands_by_itself() {
    let mut broken = 0;
    for (name, history) in litmus() {
        let report = brought(&history);
        for (model, verdict) in &report.judgement.0 {
            if verdict.reason().is_none() {
                continue;
            }
            let Some(small) = excerpt(&report, *model) else { panic!("{name} {model}: {verdict:?}") };
            assert!(small.history.operations.len() <= history.operations.len(), "{name}");
            let verdict = small.judgement.get(*model).expect("it is judged");
            assert!(drawn(&small, &pipeline::annotate(verdict)) > 5, "{name}");
            broken += 1;
        }
    }
    assert!(broken > 100 || data_dir().is_none(), "only {broken} reasons");
}

#[test]
fn recorded_calls_are_judged_by_the_object_that_their_form_names() {
    let Some(folder) = data_dir().map(|data| data.join("porcupine")) else { return };
    let text = fs::read_to_string(folder.join("expected.json")).expect("the verdicts can be read");
    let expected: serde_json::Value = serde_json::from_str(&text).expect("they are JSON");
    let mut kinds = [0; 2];
    for (name, expected) in expected.as_object().expect("a verdict for each file") {
        let text = fs::read_to_string(folder.join(name)).expect("the file can be read");
        let format = detect(&text);
        let recording = (format.read)(&text).expect("nothing is wrong with it");
        let Recording::Calls(calls) = &recording else { panic!("{name} holds calls") };
        if calls.calls.len() > 1_000 {
            continue;
        }
        let report = judge_brought(&recording, format.object).expect("an object knows them");
        let application = report.application.as_ref().expect("they are calls");
        assert_eq!(Some(application.object.as_str()), format.object, "{name}");
        let linearizable = expected["linearizable"].as_bool().expect("yes or no");
        assert_eq!(application.linearizable.violation().is_none(), linearizable, "{name}");
        kinds[usize::from(linearizable)] += 1;
        assert!(drawn(&report, &Annotation::default()) > 5, "{name}");
    }
    assert!(kinds[0] > 0 && kinds[1] > 0, "{kinds:?}");
}
