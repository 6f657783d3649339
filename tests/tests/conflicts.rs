//! Concurrent writes of one key, and what becomes of them: stored runs that show each strategy, what is
//! counted as lost held against a count by hand, and that dotted version vectors lose nothing.
#![cfg(not(target_arch = "wasm32"))]

mod modes;
mod random;

use std::collections::BTreeSet;

use history::calls::{Call, Calls, Item, Request};
use history::{CallId, Happening, History, Key, ModelId, Operation, OperationId, Outcome, Trace, Value, Version};
use measure::Lost;
use modes::{scenario_at, scenarios, settled, verdict};
use proptest::prelude::*;
use protocols::Recording;
use random::{cases, run};
use scenario::{Assumptions, Object, Scenario, ScriptedAction};

/// Three sessions in three zones put a, b and c into one cart at once, each at the leader beside it.
const CARTS: &str = "s=multi_leader&n=3&k.reads=nearest&net=zones&sessions=0,1,2&object=set&ops=0\
                     &do=A.+1.x@10,B.+2.x@10,C.+3.x@10&seed=1";

/// Two sessions write one key at once, each at the replica beside it.
const RACE: &str = "s=siblings&n=3&w=2&r=2&net=zones&sessions=0,1,2&ops=0&do=A.w.x@10,B.w.x@10&seed=1";

/// B writes half a second after A; the clock of the replica beside A is two seconds ahead.
const SKEWED: &str = "s=siblings&n=3&w=2&r=2&net=zones&sessions=0,1,2&ops=0&do=A.w.x@10,B.w.x@510,C.r.x@900\
                      &clock=r1@0+2000&seed=1";

/// Two sessions beside the same replica write at once, neither having read the other's.
const ONE_SERVER: &str = "s=siblings&n=3&w=2&r=2&net=zones&sessions=0,0&ops=0&do=A.w.x@10,B.w.x@10.2&seed=1";

/// Two sessions read and write in turns, each not having read the other's last write.
const IN_TURNS: &str = "s=siblings&n=3&w=2&r=2&net=zones&sessions=0,0&ops=0\
                        &do=A.w.x@10,A.r.x@20,B.w.x@30,A.w.x@40,A.r.x@50,B.w.x@60,A.w.x@70,A.r.x@80,B.w.x@90,A.w.x@100\
                        &seed=1";

/// A's write is stored, and the answer is cut off; what goes on as A has forgotten its count.
const FORGETFUL: &str = "s=siblings&n=3&w=2&r=2&net=zones&sessions=0&ops=0&timeout=100&do=A.w.x@10,A.w.x@200\
                         &cut=A@10.1-50!in&seed=1";

/// A puts a and b into a cart and takes a out again, while C, who has seen both, puts c in.
const TAKEN_OUT: &str = "s=siblings&n=3&w=2&r=2&net=zones&sessions=0,1,2&object=set&ops=0\
                         &do=A.+1.x@10,A.+2.x@100,A.-1.x@200,C.+3.x@200.2,B.r.x@900&seed=1";

fn at(link: &str, settings: &str) -> Trace {
    run(&scenario_at(&scenario::overlaid(link, settings)), Recording::Full)
}

fn lost(trace: &Trace) -> Lost {
    Lost::of(trace, &History::of(trace)).expect("the run has an end")
}

/// What every node holds of x at the end, in words; all agree.
fn held(trace: &Trace) -> String {
    let history = History::of(trace);
    assert!(verdict(trace, ModelId::Converged).holds(), "the replicas agree");
    let probe = history.operations.iter().rfind(|operation| operation.role == history::Role::Probe);
    history.value_in_words(probe.expect("the replicas are probed").value())
}

/// How many values each node holds side by side at the end.
fn side_by_side(trace: &Trace) -> usize {
    trace.holdings.iter().map(|holding| holding.siblings.len()).max().expect("something is stored")
}

#[test]
fn the_last_write_loses_a_thing_and_the_union_keeps_all() {
    for versions in ["k.versions=clock", "k.versions=lamport"] {
        let alone = at(CARTS, versions);
        assert_eq!(lost(&alone).puts.len(), 2, "{}", held(&alone));
        let united = at(CARTS, &[versions, "&k.conflicts=union"].concat());
        assert_eq!((held(&united).as_str(), lost(&united)), ("{a, b, c}", Lost::default()));
    }
}

#[test]
fn siblings_show_both_and_the_clock_keeps_one() {
    let both = at(RACE, "");
    assert_eq!((held(&both).as_str(), lost(&both)), ("3 | 2", Lost::default()));
    let one = at(RACE, "k.versions=clock");
    assert_eq!((held(&one).as_str(), lost(&one).writes.len()), ("2", 1));
}

#[test]
fn a_skewed_clock_makes_the_later_write_lose() {
    let second = OperationId(1);
    let skewed = at(SKEWED, "k.versions=clock");
    assert_eq!((held(&skewed).as_str(), lost(&skewed).writes), ("2", vec![second]), "B wrote 3 later, and it is gone");
    let right = at(&SKEWED.replace("&clock=r1@0+2000", ""), "k.versions=clock");
    assert_eq!((held(&right).as_str(), lost(&right)), ("3", Lost::default()));
    let dotted = at(SKEWED, "");
    assert_eq!((held(&dotted).as_str(), lost(&dotted)), ("3 | 2", Lost::default()));
    // Who reads before it writes overwrites knowingly, whatever the clocks say.
    let knowing = at(&SKEWED.replace("B.w.x@510", "B.r.x@400,B.w.x@510"), "");
    assert_eq!((held(&knowing).as_str(), lost(&knowing)), ("3", Lost::default()));
}

#[test]
fn vectors_by_server_lose_and_one_vector_for_all_siblings_keeps_too_much() {
    for (versions, shown, gone) in [("dotted", "2 | 3", 0), ("server", "3", 1), ("client", "2 | 3", 0)] {
        let trace = at(ONE_SERVER, &["k.versions=", versions].concat());
        assert_eq!((held(&trace).as_str(), lost(&trace).writes.len()), (shown, gone), "{versions}");
    }
    let [dotted, object] = ["dotted", "object"].map(|versions| at(IN_TURNS, &["k.versions=", versions].concat()));
    assert_eq!(side_by_side(&dotted), 2, "{}", held(&dotted));
    assert!(side_by_side(&object) > 3, "{}", held(&object));
}

#[test]
fn vectors_by_client_lose_the_write_of_a_client_that_forgot() {
    let forgotten = at(FORGETFUL, "k.versions=client");
    assert_eq!((held(&forgotten).as_str(), lost(&forgotten).writes), ("2", vec![OperationId(1)]));
    let dotted = at(FORGETFUL, "");
    assert_eq!((held(&dotted).as_str(), lost(&dotted)), ("2 | 3", Lost::default()));
}

#[test]
fn what_was_taken_out_comes_back_by_union_and_not_in_an_or_set() {
    let last_look = |trace: &Trace| {
        let calls = Calls::of_trace(trace).expect("there are calls").calls;
        calls.last().expect("B looks last").reply.clone()
    };
    let list = |things: &[u32]| history::calls::Reply::List(things.iter().copied().map(Item::Word).collect());
    let union = at(TAKEN_OUT, "");
    assert_eq!((held(&union).as_str(), last_look(&union)), ("{b} | {a, b, c}", list(&[0, 1, 2])));
    assert_eq!(lost(&union), Lost { returned: vec![CallId(2)], ..Lost::default() });
    let observed = at(TAKEN_OUT, "k.resolve=observed_remove");
    assert_eq!((held(&observed).as_str(), last_look(&observed)), ("{b} | {b, c}", list(&[1, 2])));
    assert_eq!(lost(&observed), Lost::default());
}

#[test]
fn too_many_siblings_are_refused() {
    let link = RACE.replace("sessions=0,1,2", "sessions=0,1,2,0").replace("do=", "do=C.w.x@300,D.w.x@310,");
    let trace = at(&link, "k.siblings_max=3");
    assert_eq!((side_by_side(&trace), lost(&trace)), (3, Lost::default()));
    let refused = History::of(&trace).operations.iter().filter(|operation| operation.outcome == Outcome::Fail).count();
    assert_eq!(refused, 1);
}

/// The same as [`Lost`], read off its definition pair by pair.
fn by_hand(trace: &Trace) -> Lost {
    let calls = Calls::of_trace(trace).map(|calls| calls.calls).unwrap_or_default();
    let about_things =
        |call: &Call| matches!(call.request, Request::Add(Item::Word(_)) | Request::Append(_) | Request::Remove(_));
    if calls.iter().any(about_things) {
        let acknowledged = calls.iter().filter(|call| call.outcome == Outcome::Ok);
        let mut lost = Lost::default();
        for call in acknowledged {
            match call.request {
                Request::Remove(item) if undone(trace, &calls, call, item) => lost.returned.push(CallId(call.id.0)),
                Request::Add(item) if gone(trace, &calls, call, item) => lost.puts.push(CallId(call.id.0)),
                Request::Append(item) if beyond(trace, &calls, call, item) => lost.puts.push(CallId(call.id.0)),
                _ => {}
            }
        }
        return lost;
    }
    Lost { writes: lost_writes(trace), ..Lost::default() }
}

/// How often a key holds something, in the copy that has it most often.
fn copies(trace: &Trace, key: Key, item: Item) -> usize {
    let copies = trace.holdings.iter().filter(|holding| holding.key == key).flat_map(|holding| &holding.siblings);
    copies.map(|copy| copy.iter().filter(|held| **held == item).count()).max().unwrap_or(0)
}

/// The other calls of a key that ask this and may have happened.
fn others<'c>(calls: &'c [Call], call: &Call, request: Request) -> impl Iterator<Item = &'c Call> + use<'c> {
    let (key, id) = (call.key, call.id);
    let happened = |other: &&Call| other.outcome != Outcome::Fail;
    calls.iter().filter(happened).filter(move |other| other.key == key && other.request == request && other.id != id)
}

fn gone(trace: &Trace, calls: &[Call], call: &Call, item: Item) -> bool {
    let taken = |put: &Call| others(calls, put, Request::Remove(item)).any(|take| take.end() >= put.invoked);
    let later = others(calls, call, call.request).filter(|other| other.id > call.id && other.outcome == Outcome::Ok);
    copies(trace, call.key, item) == 0 && !taken(call) && later.filter(|put| !taken(put)).count() == 0
}

fn undone(trace: &Trace, calls: &[Call], call: &Call, item: Item) -> bool {
    let puts = |take: &Call| others(calls, take, Request::Add(item));
    let after_all = |take: &Call| puts(take).all(|put| put.end() < take.invoked) && puts(take).next().is_some();
    let later = others(calls, call, call.request).filter(|other| other.id > call.id && other.outcome == Outcome::Ok);
    copies(trace, call.key, item) > 0 && after_all(call) && later.filter(|take| after_all(take)).count() == 0
}

fn beyond(trace: &Trace, calls: &[Call], call: &Call, item: Item) -> bool {
    let earlier = others(calls, call, call.request).filter(|other| other.id < call.id && other.outcome == Outcome::Ok);
    earlier.count() >= copies(trace, call.key, item)
}

fn lost_writes(trace: &Trace) -> Vec<OperationId> {
    let history = History::of(trace);
    let operations = || history.client_operations();
    let version = |id: OperationId| {
        let stamps = trace.events.iter().filter_map(|event| match event.what {
            Happening::Stamp { operation, version } if operation == id => Some(version),
            _ => None,
        });
        stamps.max()
    };
    let stored = |write: &Operation| copies(trace, write.key, Item::from(write.value())) > 0;
    let read = |write: &Operation, by: Option<&Operation>| {
        operations().any(|read| {
            read.is_read()
                && read.outcome == Outcome::Ok
                && (read.key, read.value()) == (write.key, write.value())
                && by.is_none_or(|by| by.session == read.session && read.end() < by.invoked)
        })
    };
    let effective: Vec<(Version, &Operation)> = operations()
        .filter(|write| write.is_write() && (write.outcome == Outcome::Ok || read(write, None) || stored(write)))
        .filter_map(|write| Some((version(write.id)?, write)))
        .collect();
    let mut lost = Vec::new();
    for (place, write) in effective.iter().filter(|(_, write)| write.outcome == Outcome::Ok) {
        let after = || effective.iter().filter(|(other, next)| next.key == write.key && other > place);
        if stored(write) && !after().any(|(_, next)| next.value() == write.value()) {
            continue;
        }
        let next = after().min_by_key(|(version, _)| *version).map(|(_, next)| *next);
        if !next.is_some_and(|next| write.end() < next.invoked || read(write, Some(next))) {
            lost.push(write.id);
        }
    }
    lost
}

/// The same work as calls on an object.
fn on(object: Object, mut scenario: Scenario) -> Scenario {
    scenario.workload.object = object;
    scenario.workload.amount = 5;
    let mut number = 0;
    for entry in &mut scenario.workload.script {
        number += 1;
        let changed = match entry.action {
            ScriptedAction::Write => ScriptedAction::Add(1 + number % 5),
            other => other,
        };
        entry.action = if object == Object::Register { entry.action } else { changed };
    }
    scenario
}

const STRATEGIES: [&str; 10] = [
    "s=siblings&k.versions=dotted",
    "s=siblings&k.versions=server",
    "s=siblings&k.versions=client",
    "s=siblings&k.versions=object&k.resolve=newest",
    "s=siblings&k.versions=clock&w=1&r=1",
    "s=multi_leader&n=3",
    "s=multi_leader&n=3&k.conflicts=union",
    "s=quorum&n=3&w=1&r=1",
    "s=primary&n=3&k.failover=on&k.timeout_ms=90",
    "s=single_copy",
];

#[test]
fn what_is_lost_is_what_a_count_by_hand_finds() {
    let (mut writes, mut puts, mut returned) = (0, 0, 0);
    for (place, settings) in (0..).zip(STRATEGIES) {
        for (object, number) in [Object::Register, Object::Set, Object::List, Object::Account].into_iter().zip(place..)
        {
            for trial in 0..40 {
                let scenario = pipeline::trial(&scenario_at(settings), Assumptions::HARSH, number * 1_000 + trial)
                    .unwrap_or_else(|problems| panic!("{settings}: {problems:?}"));
                let trace = run(&on(object, scenario), Recording::HistoryOnly);
                let lost = lost(&trace);
                assert_eq!(lost, by_hand(&trace), "{settings}, {object:?}, trial {trial}");
                writes += lost.writes.len();
                puts += lost.puts.len();
                returned += lost.returned.len();
            }
        }
    }
    assert!(writes > 100 && puts > 100 && returned > 10, "{writes} writes, {puts} puts, {returned} came back");
}

fn values(trace: &Trace) -> BTreeSet<(Key, Value)> {
    let held = trace.holdings.iter().flat_map(|holding| {
        let values = holding.siblings.iter().flatten().filter_map(|item| match item {
            Item::Int(number) => Some(Value::Int(*number)),
            _ => None,
        });
        values.map(|value| (holding.key, value)).collect::<Vec<_>>()
    });
    held.collect()
}

/// Acknowledged writes that nobody overwrote: of sessions that only write, every last one.
fn unread_last_writes(trace: &Trace) -> Vec<Operation> {
    let history = History::of(trace);
    let last = |write: &&Operation| {
        let mut later = history.client_operations().filter(|other| other.id > write.id && other.key == write.key);
        !later.any(|other| other.session == write.session && other.is_write())
    };
    let read = |write: &&Operation| {
        let mut reads = history.client_operations().filter(|other| other.is_read() && other.key == write.key);
        reads.next().is_some()
    };
    let acknowledged = history.client_operations().filter(|other| other.is_write() && other.outcome == Outcome::Ok);
    acknowledged.filter(last).filter(|write| !read(write)).cloned().collect()
}

/// Trials of a strategy with everything going wrong but lost disks: how many lost something.
fn losing(settings: &str, object: Object, trials: u32) -> u32 {
    let base = scenario_at(settings);
    let loses = |trial: &u32| {
        let mut scenario = on(object, pipeline::trial(&base, Assumptions::HARSH, *trial).expect("valid settings"));
        if object == Object::Register {
            scenario.workload.random.write_percent = 100;
        }
        let trace = run(&scenario, Recording::HistoryOnly);
        let held = values(&trace);
        let gone = object == Object::Register
            && unread_last_writes(&trace).iter().any(|write| !held.contains(&(write.key, write.value())));
        gone || !lost(&trace).puts.is_empty()
    };
    (0..trials).filter(loses).count() as u32
}

#[test]
fn with_dotted_vectors_and_union_no_acknowledged_put_is_ever_lost() {
    for settings in ["n=3&w=2&r=2", "n=3&w=1&r=1", "n=5&w=2&r=1&k.period_ms=0&k.read_repair=off"] {
        let link = ["s=siblings&k.versions=dotted&", settings].concat();
        assert_eq!(losing(&link, Object::Set, 250), 0, "{link}");
        assert_eq!(losing(&link, Object::Register, 250), 0, "{link}");
    }
    assert_eq!(losing("s=siblings&n=3&w=1&r=1&k.resolve=observed_remove", Object::Set, 250), 0, "an OR-set");
    assert_eq!(losing("s=multi_leader&n=3&k.conflicts=union", Object::Set, 250), 0, "leaders that merge");
}

#[test]
fn whoever_keeps_one_value_or_counts_by_server_or_forgets_loses_some() {
    for without in ["k.without=siblings", "k.versions=clock", "k.resolve=newest"] {
        let link = ["s=siblings&n=3&w=2&r=2&", without].concat();
        assert!(losing(&link, Object::Set, 250) > 0, "{link}");
    }
    for versions in ["k.versions=server", "k.versions=client", "k.versions=clock", "k.without=siblings"] {
        let link = ["s=siblings&n=3&w=2&r=2&", versions].concat();
        assert!(losing(&link, Object::Register, 250) > 0, "{link}");
    }
    assert!(losing("s=multi_leader&n=3", Object::Set, 250) > 0);
}

fn any_strategy() -> impl Strategy<Value = (String, Object)> {
    let versions = prop::sample::select(vec!["dotted", "server", "client", "object", "clock"]);
    let resolve = prop::sample::select(vec!["union", "newest"]);
    let object = prop::sample::select(vec![Object::Register, Object::Set, Object::List, Object::Counter]);
    (versions, resolve, 1..=3_u8, 1..=3_u8, object).prop_map(|(versions, resolve, w, r, object)| {
        (format!("n=3&w={w}&r={r}&k.versions={versions}&k.resolve={resolve}&k.period_ms=200"), object)
    })
}

proptest! {
    #![proptest_config(cases(120))]

    /// However siblings are told apart, the replicas agree in the end.
    #[test]
    fn replicas_converge(
        (scenario, object) in any_strategy().prop_flat_map(|(settings, object)| {
            (scenarios("siblings", &settings, Assumptions::HARSH), Just(object))
        })
    ) {
        let trace = run(&on(object, settled(scenario)), Recording::HistoryOnly);
        let verdict = verdict(&trace, ModelId::Converged);
        prop_assert!(verdict.violation().is_none(), "{verdict:?}");
    }
}
