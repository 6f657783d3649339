//! The recorded histories of real stores: every verdict equals the one that is written down beside
//! them.

use std::fs;

use check::objects::{Finding, fitting, judge, object};
use check::{Budget, Verdict};
use history::calls::{Call, Calls};
use history::formats::{Recording, detect};
use history::{OperationId, Outcome};
use serde_json::Value as Json;
use tests::data_dir;

/// The recorded files with what is expected of them; none where the data is absent.
fn recorded() -> Option<Vec<(String, Calls, &'static str, bool)>> {
    let folder = data_dir()?.join("porcupine");
    let text = fs::read_to_string(folder.join("expected.json")).expect("the verdicts can be read");
    let expected: Json = serde_json::from_str(&text).expect("they are JSON");
    let files = expected.as_object().expect("a verdict for each file").iter().map(|(name, expected)| {
        let text = fs::read_to_string(folder.join(name)).expect("the file can be read");
        let format = detect(&text);
        let Ok(Recording::Calls(calls)) = (format.read)(&text) else { panic!("{name} is no {}", format.name) };
        let linearizable = expected["linearizable"].as_bool().expect("yes or no");
        (name.clone(), calls, format.object.expect("the form names its object"), linearizable)
    });
    Some(files.collect())
}

#[test]
fn every_verdict_equals_the_one_that_is_written_down() {
    let Some(files) = recorded() else { return };
    let count = |kind: &str| files.iter().filter(|(name, ..)| name.contains(kind)).count();
    assert!(count("etcd") >= 52 && count("kv") >= 4, "only {} files were found", files.len());
    let mut wrong = Vec::new();
    for (name, calls, object_name, expected) in &files {
        let object = object(object_name).expect("it is registered");
        assert!(fitting(calls).any(|fitting| fitting.name == object.name), "{name} is of {object_name}");
        let Finding { verdict, failure, .. } = judge(calls, object, Budget::default());
        if verdict.word() != (if *expected { "holds" } else { "violated" }) {
            wrong.push(format!("{name}: {}, expected {expected}", verdict.word()));
        }
        assert_eq!(failure.is_some(), matches!(verdict, Verdict::Violated(_)), "{name}");
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn the_call_that_is_named_is_the_first_to_fit_no_order() {
    let Some(files) = recorded() else { return };
    let mut broken = 0;
    for (name, calls, object_name, _) in &files {
        let object = object(object_name).expect("it is registered");
        let Some(failure) = judge(calls, object, Budget::default()).failure else { continue };
        let until = up_to(calls, failure.call);
        let judged = |calls: &Calls| judge(calls, object, Budget::default()).verdict;
        assert!(matches!(judged(&until), Verdict::Violated(_)), "{name}: it is broken by then");
        let mut before = until.clone();
        before.calls.iter_mut().filter(|call| is_same(call, &calls.calls[failure.call.index()])).for_each(forget);
        assert!(judged(&before).holds(), "{name}: without that answer it is not");
        broken += 1;
    }
    assert!(broken >= 43, "only {broken} files are broken");
}

/// The calls of the key of one call, as they were known when that one returned.
fn up_to(calls: &Calls, last: OperationId) -> Calls {
    let last = &calls.calls[last.index()];
    let mut until = calls.clone();
    until.calls.retain(|call| call.key == last.key && call.invoked < last.end());
    until.calls.iter_mut().filter(|call| call.returned > last.returned).for_each(forget);
    for (id, call) in (0..).zip(&mut until.calls) {
        call.id = OperationId(id);
    }
    until
}

fn is_same(call: &Call, other: &Call) -> bool {
    (call.process, call.invoked) == (other.process, other.invoked)
}

/// Lets the answer of a call be lost.
fn forget(call: &mut Call) {
    call.outcome = Outcome::Info;
    call.returned = None;
}
