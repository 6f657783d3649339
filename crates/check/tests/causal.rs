//! The causal models, PRAM and the guarantees between sessions, held against their definitions,
//! their witnesses replayed and their reasons tried alone.

mod oracle;

use check::{Budget, Reason, Verdict, model};
use history::{History, ModelId};
use oracle::generate::{Shape, histories};
use oracle::{alone, causal, proper_parts, replay};
use proptest::prelude::*;

const PLAIN: Shape = Shape { sessions: 3, steps: 4, most: 9, keys: 2, uncertain: false, repeats: false };
const ONE_KEY: Shape = Shape { keys: 1, ..PLAIN };
const UNCERTAIN: Shape = Shape { uncertain: true, ..PLAIN };
const CROWD: Shape = Shape { sessions: 4, steps: 3, ..PLAIN };

type Definition = fn(&History) -> bool;

const DEFINITIONS: [(ModelId, Definition); 6] = [
    (ModelId::CausalMemory, causal::causal_memory),
    (ModelId::CausalConvergence, causal::causal_convergence),
    (ModelId::Causal, causal::causal),
    (ModelId::Pram, causal::pram),
    (ModelId::MonotonicWrites, causal::monotonic_writes),
    (ModelId::WritesFollowReads, causal::writes_follow_reads),
];

fn check(id: ModelId, history: &History) -> Verdict {
    model(id).expect("it is registered").judge(history, Budget::UNLIMITED)
}

/// Holds all models against their definitions.
fn agree(history: &History) {
    for (id, definition) in DEFINITIONS {
        let verdict = check(id, history);
        let text = history::write_history(history);
        assert_eq!(verdict.holds(), definition(history), "{id}: {verdict:?}\n{text}");
        if let Verdict::Holds(witness) = &verdict {
            assert_eq!(replay::witness(history, witness, id == ModelId::CausalMemory), Ok(()), "{id}\n{text}");
        }
        let Some(violation) = verdict.violation() else { continue };
        let part = alone(history, &violation.operations);
        assert!(!definition(&part), "{id}: {violation:?} is no reason\n{text}");
        assert!(check(id, &part).violation().is_some(), "{id}: {violation:?} is not violated alone\n{text}");
        for smaller in proper_parts(&part) {
            assert!(definition(&smaller), "{id}: {violation:?} holds a smaller reason\n{text}");
        }
    }
}

proptest! {
    #![proptest_config(oracle::config())]

    #[test]
    fn every_model_is_what_its_definition_says(history in histories(PLAIN)) {
        agree(&history);
    }

    #[test]
    fn every_model_is_what_its_definition_says_on_one_contended_key(history in histories(ONE_KEY)) {
        agree(&history);
    }

    #[test]
    fn every_model_is_what_its_definition_says_of_a_crowd(history in histories(CROWD)) {
        agree(&history);
    }

    #[test]
    fn every_model_looks_past_what_did_not_happen(history in histories(UNCERTAIN)) {
        agree(&history);
    }

    #[test]
    fn a_verdict_on_repeated_values_is_never_a_guess(
        history in histories(Shape { repeats: true, ..UNCERTAIN })
    ) {
        for (id, _) in DEFINITIONS {
            match check(id, &history) {
                Verdict::Unknown(why) => prop_assert_eq!(why.reason, Reason::RepeatedValue),
                Verdict::Violated(violation) => {
                    let part = alone(&history, &violation.operations);
                    prop_assert!(check(id, &part).violation().is_some(), "{}: {:?}", id, violation);
                }
                verdict => prop_assert!(verdict.holds(), "{}: {:?}", id, verdict),
            }
        }
    }
}
