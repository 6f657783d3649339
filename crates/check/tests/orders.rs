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
