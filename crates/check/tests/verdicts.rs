//! What is true of every verdict of every model, on well-formed histories and on wild ones.

mod oracle;

use std::collections::BTreeSet;

use check::{Budget, Judgement, Piece, Reason, Verdict, judge, lattice, models};
use history::{History, ModelId};
use oracle::generate::{Shape, histories, wild};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

const PLAIN: Shape = Shape { sessions: 3, steps: 4, most: 8, keys: 2, uncertain: true, repeats: false };

/// The models whose reasons are chains or circles, as long as it takes.
const CHAINS: [ModelId; 7] = [
    ModelId::Sequential,
    ModelId::PerKeySequential,
    ModelId::CausalMemory,
    ModelId::CausalConvergence,
    ModelId::Causal,
    ModelId::Pram,
    ModelId::WritesFollowReads,
];

/// The sentence shows every numbered operation, with its number, and edges stay among them.
fn is_well_told(history: &History, judgement: &Judgement) {
    for (model, verdict) in &judgement.0 {
        let Some(violation) = verdict.reason() else { continue };
        let most = match verdict.violation() {
            Some(_) if CHAINS.contains(model) => history.operations.len(),
            Some(_) => 6,
            // A measure may name three newer values, each with a read that shows it.
            None => 9,
        };
        assert!((1..=most).contains(&violation.operations.len()), "{model}: {violation:?}");
        let started = violation.operations.iter().map(|id| history.operations[id.index()].invoked);
        assert!(started.is_sorted(), "{model}: numbers follow the start");
        for (id, number) in violation.operations.iter().zip(1_u8..) {
            let shown = violation.sentence.iter().any(
                |piece| matches!(piece, Piece::Operation { id: other, number: n, .. } if other == id && *n == number),
            );
            assert!(shown, "{model}: {number} is missing in {}", violation.plain());
            assert_eq!(violation.number_of(*id), Some(number));
        }
        for edge in &violation.edges {
            assert!(violation.number_of(edge.from).is_some() && violation.number_of(edge.to).is_some());
        }
        let plain = violation.plain();
        assert!(plain.ends_with('.') && !plain.contains("  ") && !plain.contains(" ."), "{plain}");
        assert!(violation.allowed.ends_with('.'), "{}", violation.allowed);
    }
}

fn decided(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::Holds(_) | Verdict::Violated(_) | Verdict::Measured(_))
}

proptest! {
    #![proptest_config(oracle::config())]

    #[test]
    fn the_verdicts_of_one_history_agree_with_the_lattice(history in histories(PLAIN)) {
        let judgement = judge(&history, Budget::UNLIMITED);
        prop_assert_eq!(lattice::contradictions(&judgement), []);
        is_well_told(&history, &judgement);
    }

    #[test]
    fn no_history_makes_a_checker_panic_or_contradict_the_lattice(history in wild()) {
        let judgement = judge(&history, Budget::UNLIMITED);
        prop_assert_eq!(lattice::contradictions(&judgement), []);
        is_well_told(&history, &judgement);
    }

    #[test]
    fn a_verdict_does_not_depend_on_the_budget_unless_it_runs_out(history in histories(PLAIN), steps in 0..40_u64) {
        for model in models() {
            let free = model.judge(&history, Budget::UNLIMITED);
            match model.judge(&history, Budget::steps(steps)) {
                Verdict::Unknown(why) if why.reason == Reason::OutOfSteps => {}
                tight => prop_assert_eq!(tight, free),
            }
        }
    }

    #[test]
    fn a_judgement_survives_json(history in histories(PLAIN)) {
        let judgement = judge(&history, Budget::UNLIMITED);
        let text = serde_json::to_string(&judgement).expect("a judgement can be written");
        let read: Judgement = serde_json::from_str(&text).expect("and read again");
        prop_assert_eq!(read, judgement);
    }
}

/// What random histories have to show: each model with each of its verdicts and anomalies.
const EVERY_WAY: [&str; 64] = [
    "causal_CC holds",
    "causal_CC violated CausalCycle",
    "causal_CC violated MissedCause",
    "causal_CC violated ThinAir",
    "causal_convergence_CCv holds",
    "causal_convergence_CCv violated CausalCycle",
    "causal_convergence_CCv violated MissedCause",
    "causal_convergence_CCv violated NoCommonOrder",
    "causal_convergence_CCv violated ThinAir",
    "causal_memory_CM holds",
    "causal_memory_CM violated CausalCycle",
    "causal_memory_CM violated MissedCause",
    "causal_memory_CM violated NoViewOfOneSession",
    "causal_memory_CM violated ThinAir",
    "converged holds",
    "converged unknown",
    "converged violated Disagreement",
    "delta_atomicity_min measured",
    "delta_atomicity_min violated FutureRead",
    "delta_atomicity_min violated ThinAir",
    "k_atomicity_min_k measured",
    "k_atomicity_min_k violated FutureRead",
    "k_atomicity_min_k violated ThinAir",
    "linearizable holds",
    "linearizable violated ContradictoryOrder",
    "linearizable violated FutureRead",
    "linearizable violated NewOldInversion",
    "linearizable violated StaleRead",
    "linearizable violated ThinAir",
    "monotonic_reads holds",
    "monotonic_reads violated Flicker",
    "monotonic_reads violated WentBack",
    "monotonic_writes holds",
    "monotonic_writes violated MissedEarlierWrite",
    "per_key_sequential holds",
    "per_key_sequential violated CircularOrder",
    "per_key_sequential violated ThinAir",
    "pram holds",
    "pram violated CausalCycle",
    "pram violated MissedWrite",
    "pram violated NoViewOfOneSession",
    "pram violated ThinAir",
    "read_your_writes holds",
    "read_your_writes violated MissedOwnWrite",
    "read_your_writes violated OverwrittenValueReturned",
    "regular_strong holds",
    "regular_strong violated ContradictoryOrder",
    "regular_strong violated FutureRead",
    "regular_strong violated StaleRead",
    "regular_strong violated ThinAir",
    "regular_weak holds",
    "regular_weak violated FutureRead",
    "regular_weak violated StaleRead",
    "regular_weak violated ThinAir",
    "safe holds",
    "safe violated FutureRead",
    "safe violated StaleRead",
    "safe violated ThinAir",
    "sequential holds",
    "sequential violated CircularOrder",
    "sequential violated ThinAir",
    "weak holds",
    "writes_follow_reads holds",
    "writes_follow_reads violated MissedCauseOfWrite",
];

/// The properties above would be hollow if random histories never broke anything, or broke it in
/// one way only.
#[test]
fn random_histories_hold_and_break_in_every_way() {
    let mut runner = TestRunner::deterministic();
    let shapes = [1, 2].map(|keys| Shape { sessions: 4, keys, ..PLAIN });
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for shape in shapes.repeat(4000) {
        let history = histories(shape).new_tree(&mut runner).expect("nothing is rejected").current();
        for (model, verdict) in judge(&history, Budget::UNLIMITED).0 {
            let kind = verdict.violation().map_or(String::new(), |violation| format!(" {:?}", violation.anomaly));
            seen.insert(format!("{} {}{kind}", model.key(), verdict.word()));
        }
    }
    assert_eq!(seen.iter().map(String::as_str).collect::<Vec<_>>(), EVERY_WAY);
}

#[test]
fn every_model_decides_the_empty_history_or_says_that_it_shows_nothing() {
    for (model, verdict) in &judge(&History::default(), Budget::default()).0 {
        match verdict {
            Verdict::Unknown(why) => assert_eq!(why.reason, Reason::Untested, "{model}"),
            Verdict::Measured(measured) => assert!(measured.least.is_ideal(), "{model}: {measured:?}"),
            verdict => assert!(verdict.holds(), "{model}: {verdict:?}"),
        }
    }
}

#[test]
fn no_budget_means_no_verdict() {
    let history = history::parse_history("A w(x,1) 0..1 ; B r(x)=1 2..3").expect("well formed");
    let verdicts = judge(&history, Budget::steps(0));
    assert_eq!(verdicts.0.iter().filter(|(_, verdict)| decided(verdict)).count(), 1, "only weak needs no step");
}
