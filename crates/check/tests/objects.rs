//! Every object against its definition: the search answers as trying every order does.

#[path = "calls/brute_force.rs"]
mod brute_force;
#[path = "calls/random.rs"]
mod random;
#[path = "calls/specification.rs"]
mod specification;

use brute_force::{is_linearizable, validate};
use check::objects::{judge, objects};
use check::{Budget, Verdict};
use history::Outcome;
use history::calls::Calls;
use random::Numbers;

/// Judges, and compares with the definition. Whether it holds.
fn compare(object: &str, calls: &Calls) -> bool {
    let finding = judge(calls, check::objects::object(object).expect("it is registered"), Budget::UNLIMITED);
    let holds = is_linearizable(object, calls);
    match &finding.verdict {
        Verdict::Holds(_) => {
            assert!(holds, "{object}: it holds, but no order fits: {calls:#?}");
            validate(object, calls, &finding.verdict);
        }
        Verdict::Violated(violation) => {
            assert!(!holds, "{object}: {}\nbut an order fits: {calls:#?}", violation.plain());
            assert!(!violation.plain().is_empty() && !violation.allowed.is_empty());
            assert!(violation.operations.iter().all(|id| id.index() < calls.calls.len()));
        }
        other => panic!("{object}: {other:?}"),
    }
    holds
}

/// Those whose keys are one object are transactions: `transactions.rs` judges them.
fn each_key_alone() -> impl Iterator<Item = &'static check::objects::Object> {
    objects().iter().filter(|object| object.whole.is_none())
}

#[test]
fn every_object_is_judged_as_by_its_definition() {
    for (seed, object) in (1..).zip(each_key_alone()) {
        let mut numbers = Numbers(seed);
        let (mut held, mut broken) = (0, 0);
        for _ in 0..4_000 {
            let calls = random::calls(object.name, 8, &mut numbers);
            if compare(object.name, &calls) {
                held += 1;
            } else {
                broken += 1;
            }
        }
        println!("{}: {held} hold, {broken} do not", object.name);
        assert!(held > 400 && broken > 400, "{}: {held} hold, {broken} do not", object.name);
    }
}

#[test]
fn what_has_no_order_has_none_with_more_calls_open() {
    // A call that is cut off before its answer can only make more possible.
    for (seed, object) in (1..).zip(each_key_alone()) {
        let mut numbers = Numbers(1_000 + seed);
        for _ in 0..400 {
            let mut calls = random::calls(object.name, 8, &mut numbers);
            let before = compare(object.name, &calls);
            let cut = numbers.below(calls.calls.len() as u64) as usize;
            if calls.calls[cut].outcome == Outcome::Ok {
                calls.calls[cut].outcome = Outcome::Info;
                calls.calls[cut].returned = None;
                calls.calls[cut].reply = history::calls::Reply::Done;
                assert!(!before || compare(object.name, &calls), "{}: {calls:#?}", object.name);
            }
        }
    }
}
