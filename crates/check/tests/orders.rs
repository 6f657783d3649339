//! Sequential consistency, of all keys together and of each alone, held against every
//! interleaving tried.

mod oracle;

use check::{Anomaly, Budget, Verdict, Witness, model};
use history::{History, ModelId};
use oracle::generate::{Shape, histories};
use oracle::{alone, orders, proper_parts, validate};
use proptest::prelude::*;

const PLAIN: Shape = Shape { sessions: 3, steps: 4, most: 9, keys: 2, uncertain: false, repeats: false };
const UNCERTAIN: Shape = Shape { sessions: 4, uncertain: true, ..PLAIN };

/// A model with its definition.
type Defined = (ModelId, fn(&History) -> bool);

const DEFINED: [Defined; 2] =
    [(ModelId::Sequential, orders::sequential), (ModelId::PerKeySequential, orders::per_key_sequential)];

fn check(id: ModelId, history: &History) -> Verdict {
    model(id).expect("it is registered").judge(history, Budget::default())
}

/// The verdict is true, its witness can be replayed, its reason stands alone.
fn agrees_with_its_definition((id, definition): Defined, history: &History) {
    let verdict = check(id, history);
    match &verdict {
        Verdict::Holds(Witness::Sequence(order)) => assert_eq!(validate::sequence(history, order), Ok(())),
        Verdict::Holds(Witness::Order(orders)) => assert_eq!(validate::timelines(history, orders), Ok(())),
        Verdict::Violated(violation) => {
            assert!(!definition(history), "{violation:?}");
            let part = alone(history, &violation.operations);
            assert!(!definition(&part), "{violation:?} is no reason");
            assert!(check(id, &part).violation().is_some(), "{violation:?} is not violated alone");
        }
        other => panic!("{other:?}"),
    }
}

/// Nothing can be left out of a reason, where it is known which write each read saw.
fn is_minimal((id, definition): Defined, history: &History) {
    let verdict = check(id, history);
    let Some(violation) = verdict.violation() else { return };
    for smaller in proper_parts(&alone(history, &violation.operations)) {
        assert!(definition(&smaller), "{violation:?} holds a smaller reason");
    }
}

proptest! {
    #![proptest_config(oracle::config())]

    #[test]
    fn one_order_is_found_where_there_is_one(history in histories(PLAIN)) {
        for defined in DEFINED {
            agrees_with_its_definition(defined, &history);
            is_minimal(defined, &history);
        }
    }

    #[test]
    fn one_order_looks_past_what_did_not_happen(history in histories(UNCERTAIN)) {
        for defined in DEFINED {
            agrees_with_its_definition(defined, &history);
            is_minimal(defined, &history);
        }
    }

    #[test]
    fn values_that_repeat_are_no_obstacle_to_a_search(
        history in histories(Shape { repeats: true, ..UNCERTAIN })
    ) {
        for defined in DEFINED {
            agrees_with_its_definition(defined, &history);
        }
    }

    #[test]
    fn what_repeats_on_one_key_is_searched_too(
        history in histories(Shape { repeats: true, keys: 1, ..UNCERTAIN })
    ) {
        for defined in DEFINED {
            agrees_with_its_definition(defined, &history);
        }
    }

    /// Known so far of every random history whose values are distinct: a circle refutes it.
    #[test]
    fn where_values_are_distinct_a_circle_is_the_reason(history in histories(PLAIN)) {
        for (id, _) in DEFINED {
            let verdict = check(id, &history);
            prop_assert!(verdict.violation().is_none_or(|found| found.anomaly != Anomaly::NoOrder), "{:?}", verdict);
        }
    }
}

/// Thirty writers of one value, and a reader who sees another one come back that was written once.
#[test]
fn a_reason_of_many_operations_says_how_many_there_are() {
    let mut text: String = (0..30).map(|writer| format!("W{writer} w(x,1) {writer}..40\n")).collect();
    text.push_str("A w(x,2) 0..40\nB r(x)=2 50..51\nB r(x)=1 52..53\nB r(x)=2 54..55\n");
    let history = history::parse_history(&text).expect("well formed");
    let verdict = check(ModelId::Sequential, &history);
    let violation = verdict.violation().expect("x=2 cannot come back");
    assert_eq!((violation.anomaly, violation.operations.len()), (Anomaly::NoOrder, 34));
    let told = "whatever order of 34 operations is tried, one of the answers does not fit: from ① W0 wrote x=1 by \
                40\u{a0}ms to • B read x=2 at 55\u{a0}ms.";
    assert_eq!(violation.plain(), told);
}
