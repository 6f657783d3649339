//! Calls on objects where the store writes on a condition: each is one atomic step, so that nothing
//! is paid out twice or sold twice, whatever is lost, doubled, cut, paused or crashed.
#![cfg(not(target_arch = "wasm32"))]

mod modes;
mod random;

use history::calls::{Calls, Item, Reply, Request};
use history::{History, Key, Outcome, Role, Trace, Value};
use modes::{scenario_at, scenarios, settled};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use protocols::Recording;
use random::{cases, run};
use scenario::{Assumptions, Object, Scenario};

/// Stores whose reads are the newest: their calls are linearizable.
const NEWEST: [(&str, &str); 5] = [
    ("paxos", "n=3"),
    ("paxos", "n=4&k.proposer=nearest&k.retry_ms=50"),
    ("primary", "n=3"),
    ("primary", "n=3&k.acks=1"),
    ("write_all", "n=3"),
];

/// Stores whose reads may be old: their calls may be refused wrongly, but nothing is lost.
const OLD: [(&str, &str); 4] = [
    ("primary", "n=3&k.reads=any"),
    ("primary", "n=4&k.acks=3&k.reads=any"),
    ("primary", "n=3&k.reads=nearest&k.session=sticky"),
    ("primary", "n=3&k.reads=any&k.session=tracked&k.behind=elsewhere"),
];

/// Random scenarios of one of these, whose keys are objects.
fn calls_on(
    stores: &'static [(&'static str, &'static str)],
    objects: &'static [Object],
    allowed: Assumptions,
) -> impl Strategy<Value = Scenario> {
    let any = select(stores).prop_flat_map(move |(protocol, settings)| scenarios(protocol, settings, allowed));
    (any, select(objects)).prop_map(|(scenario, object)| called(scenario, object))
}

fn called(mut scenario: Scenario, object: Object) -> Scenario {
    let workload = &mut scenario.workload;
    let things = matches!(object, Object::Set | Object::List);
    (workload.object, workload.initial, workload.amount) = if things { (object, 0, 5) } else { (object, 50, 30) };
    // What is scripted is scripted for a register.
    workload.script.clear();
    scenario
}

/// Failovers, one after the other, while sessions call: fast messages and short patience.
fn failovers(settings: &'static str) -> impl Strategy<Value = Scenario> {
    let fault = (0..600_u32, 40..300_u32, 1..=3_u8, 0..4_u8).prop_map(|(at, long, who, kind)| {
        let until = at + long;
        match kind {
            0 => format!("&crash=r{who}@{at}-{until}"),
            1 => format!("&pause=r{who}@{at}-{until}"),
            2 => format!("&cut=r{who}@{at}-{until}!in"),
            _ => format!("&cut=r{who},A@{at}-{until}"),
        }
    });
    let rest = (select(vec![60, 300]), select(vec![0.0, 0.1]), any::<u32>(), select(&OBJECTS[..]));
    (prop::collection::vec(fault, 1..5), rest).prop_map(move |(faults, (timeout, loss, seed, object))| {
        let link = format!(
            "s=primary&n=3&k.failover=on&k.heartbeat_ms=5&k.timeout_ms=30&k.patience_ms=15&k.resend_ms=10&{settings}\
             &net=zones&sessions=0,1,2&ops=10&writes=70&keys=1&think=exp:20&timeout={timeout}&loss={loss}&dup={loss}\
             &seed={seed}{}",
            faults.concat()
        );
        called(scenario_at(&link), object)
    })
}

const OBJECTS: [Object; 6] =
    [Object::Counter, Object::Account, Object::Stock, Object::Set, Object::List, Object::CasRegister];

/// Whether the calls are linearizable, and all that the application takes for granted holds.
fn are_atomic(scenario: &Scenario) -> Result<(), String> {
    let Some(application) = pipeline::Report::of(run(scenario, Recording::HistoryOnly)).application else {
        return Ok(());
    };
    if application.linearizable.violation().is_some() {
        return Err(format!("{:?}", application.linearizable));
    }
    match application.invariants.iter().find(|invariant| invariant.broken.is_some()) {
        Some(invariant) => Err(format!("{invariant:?}")),
        None => Ok(()),
    }
}

/// Whether each replica holds at the end what was added for certain, and no more than may have been.
fn are_counted(scenario: &Scenario, trace: &Trace) -> Result<(), String> {
    let Some(calls) = Calls::of_trace(trace) else { return Ok(()) };
    for key in (0..2).map(Key) {
        let added = |outcome| {
            let of_key = calls.calls.iter().filter(|call| call.key == key && call.outcome == outcome);
            let amount = |request| if let Request::Add(Item::Int(amount)) = request { amount } else { 0 };
            of_key.map(|call| amount(call.request)).sum::<i64>()
        };
        let (least, unknown) = (added(Outcome::Ok), added(Outcome::Info));
        for probe in History::of(trace).operations.iter().filter(|o| o.role == Role::Probe && o.key == key) {
            let Value::Int(held) = probe.value() else { continue };
            let sum = held - scenario.workload.initial;
            if !(least..=least + unknown).contains(&sum) {
                return Err(format!("{sum} of {least} to {}", least + unknown));
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn calls_are_atomic_whatever_happens(scenario in calls_on(&NEWEST, &OBJECTS, Assumptions::HARSH)) {
        prop_assert_eq!(are_atomic(&scenario), Ok(()));
    }

    #[test]
    fn no_addition_is_lost_or_done_twice_where_reads_are_old(
        scenario in calls_on(&OLD, &[Object::Counter], Assumptions::HARSH),
    ) {
        let scenario = settled(scenario);
        prop_assert_eq!(are_counted(&scenario, &run(&scenario, Recording::HistoryOnly)), Ok(()));
    }

    /// A write that is refused stays so, whoever takes office.
    #[test]
    fn calls_are_atomic_over_failovers_if_a_majority_has_every_write(scenario in failovers("k.acks=1")) {
        prop_assert_eq!(are_atomic(&scenario), Ok(()));
    }
}

/// Whether random failovers break calls under these settings.
fn is_caught(settings: &'static str) -> bool {
    let strategy = failovers(settings);
    let mut runner = TestRunner::deterministic();
    (0..2_000).any(|_| are_atomic(&strategy.new_tree(&mut runner).expect("a scenario").current()).is_err())
}

#[test]
fn calls_on_a_primary_are_lost_with_what_no_backup_has_and_paid_twice_by_two_primaries() {
    assert!(is_caught("k.acks=0"), "asynchronous");
    assert!(is_caught("k.acks=1&k.fencing=off"), "without fencing");
}

/// A's withdrawal is refused by r3, since B was faster, and its write once more by r1: a copy of it was
/// under way for 4.5 s, in which r1 took office and B paid in what had been missing.
#[test]
fn what_one_primary_refused_the_next_does_not_carry_out() {
    let scenario = scenario_at(
        "s=primary&n=3&k.acks=1&k.failover=on&net=custom&way=5&region=Rack&sessions=0,0&object=account&initial=40\
         &ops=0&timeout=6000&do=B.+10.x@20,A.-30.x@100,B.-30.x@1400,B.+30.x@3500,B.r.x@5500&slow=A@109-111x900\
         &crash=r1@112-900&cut=A@112-1600&crash=r3@2150-&seed=1",
    );
    assert_eq!(are_atomic(&scenario), Ok(()));
    let calls = Calls::of_trace(&run(&scenario, Recording::HistoryOnly)).expect("there are some");
    let replies: Vec<&Reply> = calls.calls.iter().map(|call| &call.reply).collect();
    let (paid, refused) = (Reply::Answer(true), Reply::Answer(false));
    assert_eq!(replies, [&Reply::Done, &refused, &paid, &Reply::Done, &Reply::Value(Item::Int(50))]);
}
