//! The session guarantees and convergence, held against their definitions.

mod oracle;

use check::{Budget, Reason, Verdict, model};
use history::{History, ModelId};
use oracle::generate::{Shape, histories};
use oracle::{alone, definition, proper_parts};
use proptest::prelude::*;

const PLAIN: Shape = Shape { sessions: 3, steps: 5, most: 10, keys: 2, uncertain: false, repeats: false };
const ONE_KEY: Shape = Shape { keys: 1, ..PLAIN };
const UNCERTAIN: Shape = Shape { uncertain: true, ..ONE_KEY };

fn check(id: ModelId, history: &History) -> Verdict {
    model(id).expect("it is registered").judge(history, Budget::UNLIMITED)
}

fn agrees(id: ModelId, history: &History, definition: fn(&History) -> bool) {
    let verdict = check(id, history);
    assert_eq!(verdict.holds(), definition(history), "{verdict:?}");
    let Some(violation) = verdict.violation() else { return };
    let part = alone(history, &violation.operations);
    assert!(!definition(&part), "{violation:?} is no reason");
    assert!(check(id, &part).violation().is_some(), "{violation:?} is not violated alone");
    for smaller in proper_parts(&part) {
        assert!(definition(&smaller), "{violation:?} holds a smaller reason");
    }
}

proptest! {
    #![proptest_config(oracle::config())]

    #[test]
    fn read_your_writes_is_what_its_definition_says(history in histories(PLAIN)) {
        agrees(ModelId::ReadYourWrites, &history, definition::read_your_writes);
    }

    #[test]
    fn read_your_writes_looks_past_what_did_not_happen(history in histories(UNCERTAIN)) {
        agrees(ModelId::ReadYourWrites, &history, definition::read_your_writes);
    }

    #[test]
    fn monotonic_reads_is_what_its_definition_says(history in histories(PLAIN)) {
        agrees(ModelId::MonotonicReads, &history, definition::monotonic_reads);
    }

    #[test]
    fn monotonic_reads_looks_past_what_did_not_happen(history in histories(UNCERTAIN)) {
        agrees(ModelId::MonotonicReads, &history, definition::monotonic_reads);
    }

    #[test]
    fn convergence_compares_the_last_reads_after_the_last_write(history in histories(UNCERTAIN)) {
        let verdict = check(ModelId::Converged, &history);
        match definition::converged(&history) {
            Some(true) => prop_assert!(verdict.holds(), "{:?}", verdict),
            Some(false) => prop_assert!(verdict.violation().is_some(), "{:?}", verdict),
            None => prop_assert!(
                matches!(&verdict, Verdict::Unknown(why) if why.reason == Reason::Untested), "{:?}", verdict
            ),
        }
        if let Some(violation) = verdict.violation() {
            let part = alone(&history, &violation.operations);
            prop_assert!(check(ModelId::Converged, &part).violation().is_some());
        }
    }
}
