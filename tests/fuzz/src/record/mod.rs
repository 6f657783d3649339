//! What holds of every text that is read as a record of calls, whatever the form.

use std::collections::BTreeMap;

use check::Budget;
use check::invariants::{Finding, Recorded, invariants};
use check::objects::{fitting, judge};
use history::Outcome;
use history::calls::{Calls, Request};
use history::formats::{Recording, detect, format};

/// So many steps get far enough into a search to see it go wrong.
const STEPS: u64 = 20_000;

/// Reads a text in a form: either every wrong line is named, or the calls can be judged.
pub fn read(name: &str, text: &str) {
    let _ = (detect(text).read)(text);
    let form = format(name).expect("the form is registered");
    match (form.read)(text) {
        Ok(Recording::Calls(calls)) => {
            fits_together(&calls);
            judged(&calls);
            let _ = calls.history();
        }
        Ok(Recording::Registers(_)) => panic!("{name} is a form of calls"),
        Err(problems) => {
            let lines = text.lines().count() + 1;
            assert!(!problems.is_empty());
            assert!(problems.is_sorted_by_key(|problem| problem.line), "{problems:?}");
            for problem in problems {
                assert!((1..=lines).contains(&(problem.line as usize)) && !problem.problem.is_empty(), "{problem}");
            }
        }
    }
}

/// Numbers stand for something, and a process does one thing at a time.
fn fits_together(calls: &Calls) {
    assert!(!calls.calls.is_empty());
    assert!(calls.calls.is_sorted_by_key(|call| (call.invoked, call.id)));
    let mut free_from = BTreeMap::new();
    for (id, call) in (0..).zip(&calls.calls) {
        assert_eq!(call.id.0, id);
        assert!(call.invoked < call.end(), "{call:?}");
        assert!(call.key.index() < calls.keys.len() && call.process.index() < calls.processes.len(), "{call:?}");
        let before = free_from.insert(call.process, call.end());
        assert!(before.is_none_or(|end| end < call.invoked), "{call:?}");
        assert!(!calls.deed(call).is_empty() && !calls.span(call).is_empty());
    }
    for id in calls.in_reply_to.keys() {
        assert!(matches!(calls.calls[id.index()].request, Request::Add(_) | Request::Append(_)));
    }
}

fn judged(calls: &Calls) {
    let recorded = Recorded::of(calls);
    for object in fitting(calls) {
        let finding = judge(calls, object, Budget::steps(STEPS));
        if let Some(violation) = finding.verdict.violation() {
            assert!(!violation.plain().is_empty() && !violation.operations.is_empty());
            assert!(violation.operations.iter().all(|id| id.index() < calls.calls.len()), "{violation:?}");
        }
        for invariant in invariants() {
            if let Finding::Broken(broken, shown) = invariant.find(&recorded, object) {
                assert!(!broken.sentence.is_empty() && !shown.is_empty(), "{broken:?}");
                let happened = |id: &history::OperationId| calls.calls[id.index()].outcome != Outcome::Info;
                assert!(shown.iter().any(happened), "{broken:?}");
            }
        }
    }
}
