//! Where values are distinct and operations few, there is always a verdict. The one exception: a
//! history that holds no two reads which convergence could compare has not tested it.

mod oracle;

use check::{Budget, Reason, Verdict, judge};
use history::{History, ModelId, write_history};
use oracle::definition;
use oracle::generate::{Shape, histories};
use proptest::prelude::*;

const PLAIN: Shape = Shape { sessions: 4, steps: 6, most: 12, keys: 2, uncertain: false, repeats: false };
const UNCERTAIN: Shape = Shape { uncertain: true, ..PLAIN };

/// The models that search, and those that do not ask which write a read saw.
const NEED_NO_DISTINCT_VALUES: [ModelId; 4] =
    [ModelId::Sequential, ModelId::PerKeySequential, ModelId::Converged, ModelId::Weak];

/// The reason for no verdict, by model.
fn undecided(history: &History) -> Vec<(ModelId, Reason)> {
    let judged = judge(history, Budget::default()).0.into_iter();
    let reasons = judged.filter_map(|(model, verdict)| match verdict {
        Verdict::Holds(_) | Verdict::Violated(_) | Verdict::Measured(_) => None,
        Verdict::Unknown(why) | Verdict::NotApplicable(why) => Some((model, why.reason)),
    });
    reasons.collect()
}

fn is_decided(history: &History) {
    let untested = definition::converged(history).is_none();
    let expected: Vec<_> = untested.then_some((ModelId::Converged, Reason::Untested)).into_iter().collect();
    assert_eq!(undecided(history), expected, "{}", write_history(history));
}

proptest! {
    #![proptest_config(oracle::config())]

    #[test]
    fn unknown_never_appears_on_a_small_history(history in histories(PLAIN)) {
        is_decided(&history);
    }

    #[test]
    fn unknown_never_appears_where_operations_fail_or_stay_unanswered(history in histories(UNCERTAIN)) {
        is_decided(&history);
    }

    /// Repeated values are the reason that is left to models which need distinct ones.
    #[test]
    fn where_values_repeat_no_other_reason_appears(history in histories(Shape { repeats: true, ..UNCERTAIN })) {
        for (model, reason) in undecided(&history) {
            let expected =
                if NEED_NO_DISTINCT_VALUES.contains(&model) { Reason::Untested } else { Reason::RepeatedValue };
            prop_assert_eq!(reason, expected, "{}: {}", model, write_history(&history));
            prop_assert!(reason == Reason::RepeatedValue || model == ModelId::Converged);
        }
    }
}
