//! Causal+: whatever is lost, doubled, cut, paused, crashed or timed out, no session sees an effect
//! before its cause, replicas converge, and each rule is missed when it is left out.
#![cfg(not(target_arch = "wasm32"))]

mod random;

use std::collections::BTreeMap;

use check::{Budget, Verdict};
use history::{Happening, History, Instant, Key, ModelId, Outcome, ReplicaId, Trace};
use proptest::prelude::*;
use proptest::sample::select;
use protocols::Recording;
use random::{Mix, cases, run, scenario_of};
use scenario::{Distribution, Network, Scenario};

const MECHANISMS: [&str; 2] = ["dependencies", "vector_clock"];

/// Everything but the loss of a disk.
const HARSH: Mix = Mix { faults: 4, disks_are_lost: false, messages_are_lost: true };

/// Nothing goes wrong but the clients' patience.
const CALM: Mix = Mix { faults: 0, disks_are_lost: false, messages_are_lost: false };

fn scenarios(mix: Mix) -> impl Strategy<Value = Scenario> {
    (select(MECHANISMS.to_vec()), select(vec![20, 100, 500]), select(vec![10, 60, 400]), 1..=5_u8).prop_flat_map(
        move |(mechanism, patience_ms, resend_ms, n)| {
            let knobs = vec![
                ("mechanism", mechanism.to_owned()),
                ("patience_ms", patience_ms.to_string()),
                ("resend_ms", resend_ms.to_string()),
            ];
            scenario_of("causal", knobs, (n, 1, 1), mix)
        },
    )
}

fn set(scenario: &mut Scenario, knob: &str, value: &str) {
    scenario.strategy.knobs.insert(knob.to_owned(), value.to_owned());
}

fn judged(trace: &Trace, model: ModelId) -> Verdict {
    check::model(model).expect("it has a checker").judge(&History::of(trace), Budget::default())
}

fn expect(trace: &Trace, model: ModelId) -> Result<(), TestCaseError> {
    match judged(trace, model) {
        Verdict::Violated(violation) => {
            let history = history::write_history(&History::of(trace));
            Err(TestCaseError::fail(format!("{model}: {}\n{history}", violation.plain())))
        }
        Verdict::Unknown(why) => Err(TestCaseError::fail(format!("{model}: {why:?}"))),
        _ => Ok(()),
    }
}

proptest! {
    #![proptest_config(cases(1_500))]

    #[test]
    fn it_is_causally_convergent_and_each_key_is_sequential_whatever_happens(scenario in scenarios(HARSH)) {
        let trace = run(&scenario, Recording::HistoryOnly);
        expect(&trace, ModelId::CausalConvergence)?;
        expect(&trace, ModelId::PerKeySequential)?;
    }

    /// Writes that are carried out in the order in which they arrive, as far as causality leaves it
    /// open, are causal memory (Ahamad et al. 1995), for as long as no session moves.
    #[test]
    fn without_a_last_writer_it_is_causal_memory_that_need_not_converge(scenario in scenarios(HARSH)) {
        let mut scenario = scenario;
        set(&mut scenario, "without", "last_writer");
        set(&mut scenario, "patience_ms", "60000");
        expect(&run(&scenario, Recording::HistoryOnly), ModelId::CausalMemory)?;
    }

    #[test]
    fn an_acknowledged_write_has_one_place_and_no_other_write_has_it(scenario in scenarios(HARSH)) {
        let trace = run(&scenario, Recording::HistoryOnly);
        let (mut places, mut writes) = (BTreeMap::new(), BTreeMap::new());
        for event in &trace.events {
            if let Happening::Stamp { operation, version } = event.what {
                prop_assert_eq!(places.insert(operation, version), None);
                prop_assert_eq!(writes.insert(version, operation), None);
            }
        }
        for operation in History::of(&trace).client_operations() {
            let acknowledged = !operation.is_read() && operation.outcome == Outcome::Ok;
            prop_assert!(!acknowledged || places.contains_key(&operation.id), "{} has no place", operation.id.0);
        }
    }

    #[test]
    fn without_faults_everything_is_answered_and_every_replica_ends_up_with_the_same(scenario in scenarios(CALM)) {
        let scenario = Scenario { timeout_ms: 60_000, ..tame(scenario) };
        let trace = run(&scenario, Recording::HistoryOnly);
        let unanswered = History::of(&trace).client_operations().filter(|o| o.outcome != Outcome::Ok).count();
        prop_assert_eq!(unanswered, 0);
        expect(&trace, ModelId::Converged)?;
    }

    #[test]
    fn once_all_faults_are_over_every_replica_is_brought_up_to_date(scenario in scenarios(HARSH)) {
        let mut scenario = tame(scenario);
        for fault in &mut scenario.faults {
            fault.until_us = Some(fault.until_us.unwrap_or(u64::MAX).min(fault.at_us + 1_000_000));
        }
        expect(&run(&scenario, Recording::HistoryOnly), ModelId::Converged)?;
    }

    #[test]
    fn nothing_that_happens_makes_it_panic(
        (scenario, rule) in (
            scenarios(Mix { faults: 8, disks_are_lost: true, messages_are_lost: true }),
            select(vec!["none", "dependency_check", "context", "last_writer"]),
        ),
    ) {
        let mut scenario = scenario;
        set(&mut scenario, "without", rule);
        let trace = run(&scenario, Recording::Full);
        prop_assert_eq!(trace.stop, history::Stop::Finished);
    }
}

/// The same with a network that delivers soon, and time to settle.
fn tame(scenario: Scenario) -> Scenario {
    let regions = scenario::Links::of(&scenario.network).regions().to_vec();
    let one_way = Distribution::Uniform { low_ms: 0.0, high_ms: 4.0 };
    let tame = scenario::CustomNetwork { regions, one_way, links: Vec::new() };
    let network = Network { preset: Network::CUSTOM.to_owned(), custom: Some(tame), ..scenario.network };
    Scenario { network, settle_ms: 20_000, ..scenario }
}

fn ran(link: &str) -> Trace {
    let decoded = share::decode(link).unwrap_or_else(|error| panic!("{link}: {error}"));
    assert_eq!(decoded.problems, [], "{link}");
    run(&decoded.link.scenario, Recording::Full)
}

/// The same few operations and faults, with the rule and without it, by either mechanism.
fn expect_rule(rule: &str, model: ModelId, link: &str) {
    for mechanism in MECHANISMS {
        let link = format!("s=causal&k.mechanism={mechanism}&n=3&net=zones&ops=0&timeout=3000&seed=1&{link}");
        let with = judged(&ran(&link), model);
        assert!(with.holds(), "{mechanism} with {rule}: {with:?}");
        let without = judged(&ran(&format!("{link}&k.without={rule}")), model);
        assert!(without.violation().is_some(), "{mechanism} without {rule}: {without:?}");
    }
}

/// The write of x is slow on its way to r3. B has seen it and answers with y, which is not.
const REPLY: &str = "sessions=0,1,2&do=A.w.x@10,B.r.x@13,B.w.y@15,C.r.y@18,C.r.x@19&slow=r3@9.5-10.5x20";

#[test]
fn a_reply_does_not_appear_before_its_message() {
    expect_rule("dependency_check", ModelId::WritesFollowReads, REPLY);
}

/// No one but r1 has A's write when r1 goes down, and A moves to r2.
#[test]
fn a_session_that_moves_takes_along_what_it_has_seen() {
    let link = "sessions=0&do=A.w.x@20,A.r.x@60&cut=r1,A@15-50&crash=r1@50-900";
    expect_rule("context", ModelId::ReadYourWrites, link);
}

#[test]
fn of_two_writes_at_once_all_replicas_keep_the_same() {
    expect_rule("last_writer", ModelId::Converged, "sessions=0,2&do=A.w.x@10,B.w.x@10");
}

/// When r3 carried out the write of a key.
fn carried_out_at_r3(trace: &Trace, of: Key) -> Instant {
    let at_r3 = |what: &Happening| matches!(what, Happening::Apply { replica, key, .. } if *replica == ReplicaId(2) && *key == of);
    trace.events.iter().find(|event| at_r3(&event.what)).expect("it was").at
}

/// B has not read x when it writes y: only r2, its replica, has carried x out.
#[test]
fn a_vector_clock_also_waits_for_what_the_session_never_saw() {
    let waits = MECHANISMS.map(|mechanism| {
        let script = REPLY.replace("B.r.x@13,", "");
        let trace = ran(&format!("s=causal&k.mechanism={mechanism}&n=3&net=zones&ops=0&seed=1&{script}"));
        carried_out_at_r3(&trace, Key(1)) >= carried_out_at_r3(&trace, Key(0))
    });
    assert_eq!(waits, [false, true]);
}

#[test]
fn both_sides_of_a_partition_read_and_write_on() {
    for mechanism in MECHANISMS {
        let link = format!(
            "s=causal&k.mechanism={mechanism}&n=3&net=zones&sessions=0,1,2&ops=30&think=exp:20&keys=2&cut=r1,A@5-&seed=3"
        );
        let history = History::of(&ran(&link));
        let local = |operation: &history::Operation| {
            let returned = operation.returned.expect("it has an end");
            operation.outcome == Outcome::Ok && returned.as_us() - operation.invoked.as_us() < 2_000
        };
        assert!(history.client_operations().all(local));
    }
}
