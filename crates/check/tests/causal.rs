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

/// A message that is answered, and the answer answered, by one session after the other, and at last
/// by one who does not know of the first.
fn long_chain(sessions: u32) -> History {
    let mut text = "a w(k,0) 0..1".to_owned();
    for session in 1..sessions {
        let (key, next, at) = (name(session - 1), name(session), session * 10);
        text += &format!("; {next} r({key})=0 {at}..{}; {next} w({next},0) {}..{}", at + 1, at + 2, at + 3);
    }
    let (last, at) = (name(sessions - 1), sessions * 10);
    text += &format!("; z r({last})=0 {at}..{}; z r(k)=nil {}..{}", at + 1, at + 2, at + 3);
    history::parse_history(&text).expect("well formed")
}

fn name(number: u32) -> String {
    if number == 0 { "k".to_owned() } else { format!("k{number}") }
}

#[test]
fn a_chain_is_told_however_long_it_is() {
    let history = long_chain(120);
    for id in [ModelId::Causal, ModelId::CausalConvergence, ModelId::CausalMemory, ModelId::WritesFollowReads] {
        let verdict = check(id, &history);
        let violation = verdict.violation().expect("the first message is missed");
        assert_eq!(violation.operations.len(), history.operations.len(), "{id}: every hop is needed");
        assert!(check(id, &alone(&history, &violation.operations)).violation().is_some());
        assert_eq!(violation.plain().matches("read by").count(), 120, "{id}: {}", violation.plain());
    }
    assert!(check(ModelId::Pram, &history).holds());
    assert!(check(ModelId::MonotonicWrites, &history).holds());
}

/// What takes part in a chain from one session to another is not what else these sessions did.
#[test]
fn a_reason_is_found_in_a_long_history_without_all_that_has_nothing_to_do_with_it() {
    let mut text = "A w(x,1) 0..1; A w(y,1) 2..3; C r(y)=1 90000..90001; C r(x)=nil 90002..90003".to_owned();
    for round in 1..400 {
        let at = round * 100;
        text += &format!("; A w(a,{round}) {at}..{}; B r(a)={round} {}..{}", at + 1, at + 2, at + 3);
        text += &format!("; B w(b,{round}) {}..{}; A r(b)={round} {}..{}", at + 4, at + 5, at + 6, at + 7);
    }
    let history = history::parse_history(&text).expect("well formed");
    for (id, _) in DEFINITIONS.into_iter().filter(|(id, _)| *id != ModelId::WritesFollowReads) {
        let verdict = check(id, &history);
        assert_eq!(verdict.violation().map(|violation| violation.operations.len()), Some(4), "{id}: {verdict:?}");
    }
}

/// C read what it wrote later, and that depends on x=1, which it read later still.
#[test]
fn a_session_depends_on_what_it_read_of_its_own_future() {
    let text = "A w(x,1) 1..2; C r(x)=8 3..4; C w(x,6) 5..6; C r(x)=1 7..8; C w(x,8) 9..10; B r(x)=6 11..12; \
                B r(x)=1 13..14";
    agree(&history::parse_history(text).expect("well formed"));
}
