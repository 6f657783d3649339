//! Total-order broadcast: whatever is lost, doubled, cut, paused, crashed or timed out, all replicas
//! carry out one order, sessions never go back in it, and each rule is missed when it is left out.
#![cfg(not(target_arch = "wasm32"))]

mod random;

use std::collections::BTreeMap;

use check::{Budget, Verdict};
use history::calls::{Item, Request};
use history::{Happening, History, ModelId, Outcome, Role, Trace};
use proptest::prelude::*;
use proptest::sample::select;
use protocols::Recording;
use random::{Mix, cases, run, scenario_of};
use scenario::{Distribution, Network, Scenario};

/// Everything but the loss of a disk.
const HARSH: Mix = Mix { faults: 4, disks_are_lost: false, messages_are_lost: true };

/// Nothing goes wrong but the clients' patience.
const CALM: Mix = Mix { faults: 0, disks_are_lost: false, messages_are_lost: false };

type Set = Vec<(&'static str, String)>;

fn knobs() -> impl Strategy<Value = Set> {
    (select(vec!["on", "off"]), select(vec![20, 100, 500]))
        .prop_map(|(sync, ms)| vec![("sync", sync.to_owned()), ("patience_ms", ms.to_string())])
}

fn scenarios(mix: Mix) -> impl Strategy<Value = Scenario> {
    (knobs(), 1..=5_u8).prop_flat_map(move |(knobs, n)| scenario_of("total_order", knobs, (n, 1, 1), mix))
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
    fn it_is_sequentially_consistent_whatever_happens(scenario in scenarios(HARSH)) {
        expect(&run(&scenario, Recording::HistoryOnly), ModelId::Sequential)?;
    }

    /// Total order and agreement, as the paper states them: no two replicas carry out different
    /// writes at one place of the order, and each goes forward only.
    #[test]
    fn all_replicas_carry_out_one_order(scenario in scenarios(HARSH)) {
        let trace = run(&scenario, Recording::Full);
        let mut order = BTreeMap::new();
        let mut latest = BTreeMap::new();
        for event in &trace.events {
            let Happening::Apply { replica, key, value, version } = event.what else { continue };
            let write = (key, value, version.counter);
            prop_assert_eq!(*order.entry(version.stamp).or_insert(write), write, "at {}", version.stamp);
            prop_assert!(latest.insert(replica, version.stamp) < Some(version.stamp), "{} goes back", replica);
        }
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
        if scenario.strategy.knobs["sync"] == "on" {
            expect(&trace, ModelId::Linearizable)?;
        }
    }

    #[test]
    fn once_all_faults_are_over_every_replica_is_brought_up_to_date(scenario in scenarios(HARSH)) {
        let mut scenario = tame(scenario);
        for fault in &mut scenario.faults {
            fault.until_us = Some(fault.until_us.unwrap_or(u64::MAX).min(fault.at_us + 1_000_000));
        }
        expect(&run(&scenario, Recording::HistoryOnly), ModelId::Converged)?;
    }

    /// Each call reads, and writes on the condition that nothing has changed since.
    #[test]
    fn no_addition_to_a_counter_is_lost_or_done_twice(scenario in scenarios(HARSH)) {
        let mut scenario = tame(scenario);
        scenario.workload.script.clear();
        scenario.workload.object = scenario::Object::Counter;
        for fault in &mut scenario.faults {
            fault.until_us = Some(fault.until_us.unwrap_or(u64::MAX).min(fault.at_us + 1_000_000));
        }
        let trace = run(&scenario, Recording::HistoryOnly);
        let Some(calls) = history::calls::Calls::of_trace(&trace) else { return Ok(()) };
        for key in (0..2).map(history::Key) {
            let added = |outcome| {
                let of_key = calls.calls.iter().filter(|call| call.key == key && call.outcome == outcome);
                of_key.map(|call| added_by(call.request)).sum::<i64>()
            };
            let (least, unknown) = (added(Outcome::Ok), added(Outcome::Info));
            for probe in History::of(&trace).operations.iter().filter(|o| o.role == Role::Probe && o.key == key) {
                let history::Value::Int(held) = probe.value() else { continue };
                let sum = held - scenario.workload.initial;
                prop_assert!((least..=least + unknown).contains(&sum), "{} of {} to {}", sum, least, least + unknown);
            }
        }
    }

    #[test]
    fn nothing_that_happens_makes_it_panic(
        (scenario, rule) in (scenarios(Mix { faults: 8, disks_are_lost: true, messages_are_lost: true }), rule()),
    ) {
        let mut scenario = scenario;
        scenario.strategy.knobs.insert("without".to_owned(), rule.to_owned());
        let trace = run(&scenario, Recording::Full);
        prop_assert_eq!(trace.stop, history::Stop::Finished);
    }
}

fn added_by(request: Request) -> i64 {
    match request {
        Request::Add(Item::Int(amount)) => amount,
        _ => 0,
    }
}

fn rule() -> impl Strategy<Value = &'static str> {
    select(vec!["none", "last_seen", "epoch", "fifo", "history", "majority"])
}

/// The same with a network that delivers within any patience, and time to settle.
fn tame(scenario: Scenario) -> Scenario {
    let regions = scenario::Links::of(&scenario.network).regions().to_vec();
    let one_way = Distribution::Uniform { low_ms: 0.0, high_ms: 2.0 };
    let tame = scenario::CustomNetwork { regions, one_way, links: Vec::new() };
    let network = Network { preset: Network::CUSTOM.to_owned(), custom: Some(tame), ..scenario.network };
    Scenario { network, settle_ms: 20_000, ..scenario }
}

fn ran(link: &str) -> Trace {
    let decoded = share::decode(link).unwrap_or_else(|error| panic!("{link}: {error}"));
    assert_eq!(decoded.problems, [], "{link}");
    run(&decoded.link.scenario, Recording::Full)
}

/// The same few operations and faults, with the rule and without it.
fn expect_rule(rule: &str, model: ModelId, link: &str) {
    let link = format!("s=total_order&n=3&net=zones&ops=0&timeout=2000&seed=1&{link}");
    let with = judged(&ran(&link), model);
    assert!(with.holds(), "with {rule}: {with:?}");
    let without = judged(&ran(&format!("{link}&k.without={rule}")), model);
    assert!(without.violation().is_some(), "without {rule}: {without:?}");
}

/// r2 missed A's write, and A moves to it when r1 is down.
#[test]
fn a_session_that_moves_does_not_go_back() {
    let link = "sessions=0&do=A.w.x@20,A.r.x@60&crash=r1@40-&cut=r2@10-50";
    expect_rule("last_seen", ModelId::ReadYourWrites, link);
}

/// r1 comes back from a cut, and takes a write before it hears of the new leader.
#[test]
fn a_deposed_leader_finds_no_followers() {
    let script = "do=B.w.x@30,A.w.y@902,A.r.x@950,C.r.x@950,C.r.y@960";
    expect_rule("epoch", ModelId::Sequential, &format!("sessions=0,1,2&{script}&cut=r1,A@20-900"));
}

/// The commit of x to r3 is slow, and that of y, written after it, is not.
#[test]
fn a_replica_carries_writes_out_in_order() {
    let link = "sessions=0,2&do=A.w.x@10,A.w.y@20,B.r.y@30,B.r.x@35&slow=r3@11.3-13x50";
    expect_rule("fifo", ModelId::MonotonicWrites, link);
}

/// r2 missed a write that r1 and r3 store. Then r1 is gone, and r2 would like to lead.
#[test]
fn who_has_the_longest_history_of_a_majority_leads() {
    let script = "do=A.w.x@20,C.r.x@50,C.w.y@110,B.r.y@1700,B.r.x@1750";
    let link = format!("sessions=0,1,2&{script}&cut=r2,B@10-60&crash=r1@30-");
    expect_rule("history", ModelId::WritesFollowReads, &link);
}

/// r1 and A are cut off, and r1 does not wait for anyone.
#[test]
fn a_leader_alone_commits_nothing() {
    let link = "sessions=0,1&do=A.w.x@20,B.w.y@30,A.r.y@40,B.r.x@1000&cut=r1,A@10-";
    expect_rule("majority", ModelId::Sequential, link);
}

#[test]
fn a_new_leader_takes_office_when_the_first_is_gone() {
    let trace = ran("s=total_order&n=5&net=zones&sessions=1,2&ops=20&think=exp:40&timeout=4000&crash=r1@100-&seed=4");
    let history = History::of(&trace);
    assert!(history.client_operations().all(|operation| operation.outcome == Outcome::Ok));
    assert!(judged(&trace, ModelId::Sequential).holds());
}

/// r1 is gone, r2 is about to lead, and r3 hears or says one thing in vain: what opens the epoch, what
/// accepts it, the history, that it is there. The next tick repairs that, where a new election takes
/// more than five.
#[test]
fn one_lost_message_does_not_make_a_leader_start_over() {
    let link = "s=total_order&n=3&net=zones&ops=0&timeout=8000&seed=1&sessions=1&do=A.w.x@20&crash=r1@10-";
    let took_ms = |link: &str| {
        let history = History::of(&ran(link));
        let write = history.client_operations().next().expect("there is one");
        assert_eq!(write.outcome, Outcome::Ok, "{link}");
        write.returned.expect("it was answered").as_us() / 1_000
    };
    assert_eq!(took_ms(link), 654);
    for cut in ["647.5-648.2", "649-649.3", "650.2-650.7", "651-651.8"] {
        let took_ms = took_ms(&format!("{link}&cut=r3@{cut}"));
        assert!((700..=654 + 2 * 125).contains(&took_ms), "{cut}: {took_ms} ms");
    }
}

/// Three replicas have to find a leader while three of ten messages are lost, and one of them has yet
/// to hear of an addition.
#[test]
fn a_leader_is_found_where_much_is_lost() {
    let trace =
        ran("s=total_order&n=4&net=custom&way=uniform:0,2&region=Rack&loss=0.3&sessions=0,0,0&ops=3&writes=24&keys=1\
         &think=exp:30&object=counter&timeout=15&settle=20000&crash=r3@0-0.001&crash=r4@312.444-1312.444\
         &crash=r1@393.854-443.854&seed=1610549594");
    assert!(judged(&trace, ModelId::Converged).holds());
}
