//! Paxos for each key: whatever is lost, doubled, cut, paused, crashed or timed out, a key is one
//! register; what was left undone is finished; proposers that outbid each other get through; and each
//! rule is missed when it is left out.
#![cfg(not(target_arch = "wasm32"))]

mod modes;
mod random;

use std::collections::BTreeMap;

use history::{Happening, History, ModelId, OperationId, Outcome, Trace, Value};
use modes::{scenario_at, verdict};
use proptest::prelude::*;
use protocols::Recording;
use random::{Mix, cases, run, scenario_of};
use scenario::Assumptions;

const ID: &str = "paxos";

#[test]
fn it_keeps_what_it_says() {
    modes::expect_kept(ID, 1_000);
}

/// The first seed under which these settings break a model, in a crowd in which replicas come and go.
fn first_seed(settings: &str, model: ModelId) -> Option<u32> {
    let mut scenario = scenario_at(&format!(
        "s=paxos&n=3&k.retry_ms=30&{settings}&net=zones&sessions=0,1,2&ops=8&writes=50&keys=1&think=exp:5&timeout=100\
         &loss=0.1&dup=0.1&crash=r1@40-60&crash=r2@50-70&crash=r3@90-110&pause=r2@20-30"
    ));
    (1..2_000).find(|seed| {
        scenario.seed = *seed;
        verdict(&run(&scenario, Recording::HistoryOnly), model).violation().is_some()
    })
}

#[test]
fn each_rule_is_missed() {
    for rule in ["finish", "promise", "persistence", "done"] {
        let seed = first_seed(&format!("k.without={rule}"), ModelId::Linearizable);
        assert!(seed.is_some(), "{rule}");
    }
    assert_eq!(first_seed("", ModelId::Linearizable), None, "nothing is left out");
}

/// What A wrote first was chosen in time, but r3 hears of it when it has heard of the second already.
#[test]
fn a_replica_that_answers_alone_does_not_go_back() {
    let link = "s=paxos&n=3&k.reads=nearest&net=zones&sessions=0,2&ops=0&do=A.w.x@20,A.w.x@40,B.r.x@60,B.r.x@75\
                &slow=r3@24.1-24.3x40&seed=1";
    let judged = |link: &str| verdict(&run(&scenario_at(link), Recording::HistoryOnly), ModelId::MonotonicReads);
    assert!(judged(link).holds());
    assert!(judged(&format!("{link}&k.without=later")).violation().is_some());
}

/// The outcome and the value of each operation.
fn ended(trace: &Trace) -> Vec<(Outcome, Value)> {
    History::of(trace).client_operations().map(|operation| (operation.outcome, operation.value())).collect()
}

/// How often each operation has sent messages of that name.
fn sent(trace: &Trace, words: &str) -> BTreeMap<OperationId, u32> {
    let mut sent = BTreeMap::new();
    for event in &trace.events {
        if let Happening::Send { label, .. } = &event.what
            && label.words == words
        {
            *sent.entry(label.operation.expect("every message serves one")).or_default() += 1;
        }
    }
    sent
}

/// All have accepted A's write, which is over, and none hears that it was chosen.
#[test]
fn what_was_chosen_and_not_committed_is_read() {
    let link = "s=paxos&n=3&net=zones&sessions=0,1&ops=0&do=A.w.x@20,B.r.x@60&seed=1&cut=A@24.2-26";
    let trace = run(&scenario_at(link), Recording::Full);
    assert_eq!(ended(&trace), [(Outcome::Ok, Value::Int(2)); 2]);
    assert_eq!(sent(&trace, "finish"), BTreeMap::from([(OperationId(1), 3)]));
    assert!(verdict(&trace, ModelId::Converged).holds(), "and is committed then");
    let without = run(&scenario_at(&format!("{link}&k.without=finish")), Recording::Full);
    assert_eq!(ended(&without)[1], (Outcome::Ok, Value::Int(1)));
    assert!(verdict(&without, ModelId::Linearizable).violation().is_some());
}

/// r1 proposes for A and goes down before it knows that r2 has accepted; r3 is cut off meanwhile. Nobody
/// who is left can tell whether that was a majority.
#[test]
fn what_a_proposer_that_crashed_left_behind_is_finished_by_the_next() {
    let link = "s=paxos&n=3&k.proposer=nearest&net=zones&sessions=0,1&ops=0&do=A.w.x@20,B.r.x@60&seed=1\
                &cut=r3@23.5-24&crash=r1@23.1-";
    let trace = run(&scenario_at(link), Recording::Full);
    assert_eq!(ended(&trace), [(Outcome::Info, Value::Int(2)), (Outcome::Ok, Value::Int(2))]);
    assert_eq!(sent(&trace, "finish").len(), 1);
}

/// A read needs one round trip to a majority, a write two; more only while others are in the way.
#[test]
fn without_rivals_no_ballot_is_outbid() {
    for proposer in ["session", "nearest"] {
        let link = format!("s=paxos&n=5&k.proposer={proposer}&net=zones&sessions=0&ops=200&writes=50&seed=3");
        let trace = run(&scenario_at(&link), Recording::Full);
        assert!(ended(&trace).iter().all(|(outcome, _)| *outcome == Outcome::Ok));
        assert_eq!(sent(&trace, "outbid"), BTreeMap::new(), "{proposer}");
        let to_all = if proposer == "session" { 5 } else { 4 };
        assert!(sent(&trace, "prepare").values().all(|count| *count == to_all), "{proposer}");
    }
}

/// Forty sessions write one key without a rest.
#[test]
fn proposers_that_outbid_each_other_get_through() {
    let regions: Vec<String> = (0..40).map(|session| (session % 3).to_string()).collect();
    for (proposer, net) in [("session", "zones"), ("nearest", "zones"), ("session", "continent")] {
        let link = format!(
            "s=paxos&n=3&k.proposer={proposer}&net={net}&sessions={}&ops=3&writes=100&think=0&keys=1&timeout=60000\
             &seed=1",
            regions.join(",")
        );
        let trace = run(&scenario_at(&link), Recording::Full);
        let answered = ended(&trace).iter().filter(|(outcome, _)| *outcome == Outcome::Ok).count();
        assert_eq!(answered, 120, "{proposer}, {net}");
        let most = sent(&trace, "prepare").into_values().max().unwrap_or(0) / 3;
        let end = trace.end.as_us() / 1_000;
        println!("{proposer}, {net}: at most {most} rounds, the last answer at {end} ms");
        assert!(most <= 30, "{most} rounds");
        assert!(verdict(&trace, ModelId::Linearizable).holds());
    }
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn it_is_linearizable_whoever_proposes_and_however_many_there_are(
        scenario in (1..=5_u8, prop::sample::select(vec!["session", "nearest"])).prop_flat_map(|(n, proposer)| {
            let settings = format!("n={n}&w=1&r=1&k.proposer={proposer}&k.retry_ms=40&k.backoff_ms=5");
            modes::scenarios(ID, &settings, Assumptions::HARSH)
        }),
    ) {
        let verdict = verdict(&run(&scenario, Recording::HistoryOnly), ModelId::Linearizable);
        prop_assert!(verdict.violation().is_none(), "{:?}", verdict);
    }

    /// No two replicas store different values for one version, and none goes back.
    #[test]
    fn all_replicas_store_one_order(
        scenario in modes::scenarios(ID, "n=4&w=1&r=1&k.retry_ms=40&k.backoff_ms=5", Assumptions::HARSH),
    ) {
        let (mut values, mut latest) = (BTreeMap::new(), BTreeMap::new());
        for event in run(&scenario, Recording::Full).events {
            let Happening::Apply { replica, key, value, version } = event.what else { continue };
            prop_assert_eq!(*values.entry((key, version)).or_insert(value), value);
            prop_assert!(latest.insert((replica, key), version) < Some(version));
        }
    }

    #[test]
    fn all_operations_end_well_when_nothing_fails(
        scenario in modes::scenarios(ID, "n=3&k.proposer=nearest", Assumptions::CALM),
    ) {
        let mut scenario = modes::settled(scenario);
        scenario.timeout_ms = 30_000;
        let trace = run(&scenario, Recording::HistoryOnly);
        prop_assert!(ended(&trace).iter().all(|(outcome, _)| *outcome == Outcome::Ok));
    }

    #[test]
    fn nothing_that_happens_is_too_much_for_it(
        scenario in (1..=5_u8, prop::sample::select(vec!["none", "finish", "promise", "persistence", "done", "later"]))
            .prop_flat_map(|(n, rule)| {
                let knobs = vec![("without", rule.to_owned()), ("proposer", "nearest".to_owned()), ("retry_ms", "20".to_owned())];
                scenario_of(ID, knobs, (n, 1, 1), Mix { faults: 8, disks_are_lost: true, messages_are_lost: true })
            }),
    ) {
        prop_assert_eq!(run(&scenario, Recording::Full).stop, history::Stop::Finished);
    }
}
