//! Registers and how stale they are, held against their definitions.

mod oracle;

use check::{Budget, Measure, Measured, Verdict, Witness, model};
use history::{History, ModelId, Operation};
use oracle::generate::{Shape, histories};
use oracle::{alone, freshness, proper_parts, validate, validate_registers};
use proptest::prelude::*;

const PLAIN: Shape = Shape { sessions: 4, steps: 4, most: 7, keys: 2, uncertain: false, repeats: false };
const ONE_KEY: Shape = Shape { keys: 1, ..PLAIN };
const UNCERTAIN: Shape = Shape { uncertain: true, ..ONE_KEY };

type Definition = fn(&History) -> bool;

const REGISTERS: [(ModelId, Definition); 3] = [
    (ModelId::RegularStrong, freshness::regular_strong),
    (ModelId::RegularWeak, freshness::regular_weak),
    (ModelId::Safe, freshness::safe),
];

fn check(id: ModelId, history: &History) -> Verdict {
    model(id).expect("it is registered").judge(history, Budget::UNLIMITED)
}

/// Whether a violation is true: its operations alone break the model, and no part of them does.
fn stands_alone(id: ModelId, history: &History, verdict: &Verdict, definition: Definition) {
    let Some(violation) = verdict.violation() else { return };
    let part = alone(history, &violation.operations);
    assert!(!definition(&part), "{id}: {violation:?} is no reason");
    assert!(check(id, &part).violation().is_some(), "{id}: {violation:?} is not violated alone");
    for smaller in proper_parts(&part) {
        assert!(definition(&smaller), "{id}: {violation:?} holds a smaller reason");
    }
}

fn registers_agree(history: &History) {
    for (id, definition) in REGISTERS {
        let verdict = check(id, history);
        assert_eq!(verdict.holds(), definition(history), "{id}: {verdict:?}");
        assert_eq!(!verdict.holds(), verdict.violation().is_some(), "{id} is undecided: {verdict:?}");
        if let Verdict::Holds(witness) = &verdict {
            assert_eq!(accepted(id, history, witness), Ok(()), "{id}");
        }
        stands_alone(id, history, &verdict, definition);
    }
}

fn accepted(id: ModelId, history: &History, witness: &Witness) -> Result<(), String> {
    let everyone = |_: &History, _: &Operation| true;
    match (id, witness) {
        (ModelId::RegularStrong, Witness::Order(orders)) => validate_registers::write_orders(history, orders),
        (ModelId::RegularWeak, Witness::Sources(sources)) => validate_registers::sources(history, sources, everyone),
        (ModelId::Safe, Witness::Sources(sources)) => {
            validate_registers::sources(history, sources, validate_registers::undisturbed)
        }
        _ => Err(format!("{witness:?} is no witness")),
    }
}

fn least(id: ModelId, history: &History) -> Option<Measured> {
    match check(id, history) {
        Verdict::Measured(measured) => Some(*measured),
        Verdict::Violated(_) => None,
        verdict => panic!("{id} is undecided: {verdict:?}"),
    }
}

fn least_versions(history: &History) -> Option<u32> {
    least(ModelId::BoundedStaleness, history).map(|measured| match measured.least {
        Measure::Versions(versions) => versions,
        Measure::Delay(_) => panic!("{measured:?}"),
    })
}

fn versions_agree(history: &History) {
    let verdict = check(ModelId::BoundedStaleness, history);
    let found = least_versions(history);
    assert_eq!(found, freshness::least_versions(history), "{verdict:?}");
    stands_alone(ModelId::BoundedStaleness, history, &verdict, |part| freshness::least_versions(part).is_some());
    let (Verdict::Measured(measured), Some(versions)) = (&verdict, found) else { return };
    let Witness::Order(orders) = &measured.witness else { panic!("{verdict:?} has no order") };
    assert_eq!(validate_registers::orders_within(history, orders, versions as usize), Ok(()));
    assert_eq!(measured.reason.is_none(), versions == 1);
    let Some(reason) = &measured.reason else { return };
    let part = alone(history, &reason.operations);
    let shown = freshness::least_versions(&part).expect("a reason has a bound");
    // A bound that the search alone found has no small reason; of many newer values three are named.
    let (searched, many) =
        (reason.plain().contains("No order of all operations"), reason.plain().contains("among them"));
    let expected = if searched {
        shown < versions
    } else if many {
        shown == 4
    } else {
        shown == versions
    };
    assert!(expected, "{reason:?} shows {shown} of {versions}");
    for smaller in proper_parts(&part) {
        assert!(freshness::least_versions(&smaller) < Some(shown), "{reason:?} holds a smaller reason");
    }
}

fn delays_agree(history: &History) {
    let verdict = check(ModelId::DeltaAtomicity, history);
    let measured = least(ModelId::DeltaAtomicity, history);
    let found = measured.as_ref().map(|measured| match measured.least {
        Measure::Delay(delay) => delay.as_us(),
        Measure::Versions(_) => panic!("{measured:?}"),
    });
    assert_eq!(found, freshness::least_delay(history), "{verdict:?}");
    stands_alone(ModelId::DeltaAtomicity, history, &verdict, |part| freshness::least_delay(part).is_some());
    let (Some(measured), Some(by_us)) = (&measured, found) else { return };
    let Witness::Order(orders) = &measured.witness else { panic!("{verdict:?} has no order") };
    assert_eq!(validate::orders(&freshness::begun_sooner(history, by_us), orders), Ok(()));
    assert_eq!(measured.reason.is_none(), by_us == 0);
    let Some(reason) = &measured.reason else { return };
    let part = alone(history, &reason.operations);
    assert_eq!(freshness::least_delay(&part), Some(by_us), "{reason:?}");
    for smaller in proper_parts(&part) {
        assert!(freshness::least_delay(&smaller) < Some(by_us), "{reason:?} holds a smaller reason");
    }
}

proptest! {
    #![proptest_config(oracle::config())]

    #[test]
    fn delays_are_what_their_definition_says(history in histories(PLAIN)) {
        delays_agree(&history);
    }

    #[test]
    fn delays_are_what_their_definition_says_on_one_contended_key(history in histories(ONE_KEY)) {
        delays_agree(&history);
    }

    #[test]
    fn delays_look_past_what_did_not_happen(history in histories(UNCERTAIN)) {
        delays_agree(&history);
    }

    #[test]
    fn versions_behind_are_what_their_definition_says(history in histories(PLAIN)) {
        versions_agree(&history);
    }

    #[test]
    fn versions_behind_are_what_their_definition_says_on_one_contended_key(history in histories(ONE_KEY)) {
        versions_agree(&history);
    }

    #[test]
    fn versions_behind_look_past_what_did_not_happen(history in histories(UNCERTAIN)) {
        versions_agree(&history);
    }

    #[test]
    fn registers_are_what_their_definitions_say(history in histories(PLAIN)) {
        registers_agree(&history);
    }

    #[test]
    fn registers_are_what_their_definitions_say_on_one_contended_key(history in histories(ONE_KEY)) {
        registers_agree(&history);
    }

    #[test]
    fn registers_look_past_what_did_not_happen(history in histories(UNCERTAIN)) {
        registers_agree(&history);
    }
}
