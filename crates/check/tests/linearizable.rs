//! Linearizability by zones, held against every order tried.

mod oracle;

use check::{Budget, Verdict, Witness, model};
use history::{History, ModelId};
use oracle::generate::{Shape, histories};
use oracle::{alone, definition, proper_parts, validate};
use proptest::prelude::*;

const PLAIN: Shape = Shape { sessions: 4, steps: 4, most: 7, keys: 2, uncertain: false, repeats: false };
const ONE_KEY: Shape = Shape { keys: 1, ..PLAIN };

fn check(history: &History) -> Verdict {
    model(ModelId::Linearizable).expect("it is registered").judge(history, Budget::UNLIMITED)
}

/// Whether a violation is true: its operations alone break the model, and no part of them does.
fn stands_alone(history: &History, verdict: &Verdict) {
    let Some(violation) = verdict.violation() else { return };
    let part = alone(history, &violation.operations);
    assert!(!definition::linearizable(&part), "{violation:?} is no reason");
    assert!(check(&part).violation().is_some(), "{violation:?} is not violated alone");
    for smaller in proper_parts(&part) {
        assert!(definition::linearizable(&smaller), "{violation:?} holds a smaller reason");
    }
}

fn agrees_with_the_definition(history: &History) {
    let verdict = check(history);
    assert_eq!(verdict.holds(), definition::linearizable(history), "{verdict:?}");
    assert_eq!(!verdict.holds(), verdict.violation().is_some(), "undecided: {verdict:?}");
    if let Verdict::Holds(Witness::Order(orders)) = &verdict {
        assert_eq!(validate::orders(history, orders), Ok(()));
    }
    stands_alone(history, &verdict);
}

proptest! {
    #![proptest_config(oracle::config())]

    #[test]
    fn zones_agree_with_every_order_tried(history in histories(PLAIN)) {
        agrees_with_the_definition(&history);
    }

    #[test]
    fn zones_agree_on_one_contended_key(history in histories(ONE_KEY)) {
        agrees_with_the_definition(&history);
    }

    #[test]
    fn zones_agree_where_operations_fail_or_stay_unanswered(
        history in histories(Shape { uncertain: true, ..ONE_KEY })
    ) {
        agrees_with_the_definition(&history);
    }

    #[test]
    fn values_that_repeat_are_decided_by_trying_orders_cleverly(
        history in histories(Shape { uncertain: true, repeats: true, ..ONE_KEY })
    ) {
        agrees_with_the_definition(&history);
    }
}
