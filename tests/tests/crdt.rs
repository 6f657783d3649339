//! Replicated data types: whatever happens, replicas that got the same hold the same, and nothing that
//! was acknowledged is lost. Without one of its rules a type is caught, if it needs that rule.
#![cfg(not(target_arch = "wasm32"))]

mod modes;
mod random;

use std::collections::BTreeMap;

use check::invariants::{Recorded, invariant};
use history::calls::{Call, Calls, Item, Reply, Request};
use history::{Happening, History, ModelId, Outcome, Role, Trace, Value};
use modes::{HARSH, scenario_at, settled, share_ok, verdict};
use pipeline::{Report, evaluate};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use protocols::Recording;
use random::{Mix, cases, run, scenario_of};
use scenario::{Assumptions, Network, Object, Scenario, ScriptedAction};

const ID: &str = "crdt";
const OBJECTS: [Object; 5] = [Object::Register, Object::Counter, Object::Set, Object::List, Object::Text];
const FORMS: [&str; 3] = ["state", "delta", "operation"];
const POLICIES: [&str; 4] = ["add_wins", "remove_wins", "two_phase", "grow_only"];

#[test]
fn it_keeps_what_it_says() {
    modes::expect_kept(ID, 150);
}

/// A scenario of a register as one of another object: what wrote, adds and now and then takes.
fn with_calls(mut scenario: Scenario, object: Object) -> Scenario {
    scenario.workload.object = object;
    (scenario.workload.amount, scenario.workload.initial) = (4, 0);
    for operation in &mut scenario.workload.script {
        let amount = 1 + (operation.at_us % 3) as i64;
        operation.action = match (object, operation.action) {
            (Object::Register, action) | (_, action @ ScriptedAction::Read) => action,
            (Object::Counter | Object::Set | Object::Text, _) if operation.at_us % 4 == 0 => {
                ScriptedAction::Take(amount)
            }
            _ => ScriptedAction::Add(amount),
        };
    }
    scenario
}

/// The same with its sessions beside replicas of their own, so that they meet only in the store.
fn apart(mut scenario: Scenario) -> Scenario {
    let preset = if scenario.seed.is_multiple_of(2) { "zones" } else { "continent" };
    scenario.network = Network { preset: preset.to_owned(), custom: None, ..scenario.network };
    scenario.cluster.placement = vec![0, 1, 2];
    for (place, session) in (0..).zip(&mut scenario.sessions) {
        session.region = (scenario.seed as u8).wrapping_add(place) % 3;
    }
    scenario
}

/// Scenarios in which everything goes wrong but the loss of a disk, and ends in good time.
fn scenarios(object: Object, knobs: &str) -> impl Strategy<Value = Scenario> + use<> {
    let settings = format!("n=3&k.period_ms=200&{knobs}");
    modes::scenarios(ID, &settings, Assumptions::HARSH).prop_map(move |scenario| {
        let scenario = apart(settled(with_calls(scenario, object)));
        Scenario { settle_ms: 8_000, ..scenario }
    })
}

/// What a replica holds of a key in the end, as often as it holds it, in words.
fn held(trace: &Trace) -> Vec<(u16, BTreeMap<String, i64>)> {
    let history = History::of(trace);
    let probes = history.operations.iter().filter(|operation| operation.role == Role::Probe);
    let things = |value: Value| {
        let words = value.in_words(&history.contents);
        let inner: String = words.chars().filter(|letter| !"{}[]\", ".contains(*letter)).collect();
        // Things of sets, numbers of lists up to 9 and letters of texts are one sign each.
        let mut things = BTreeMap::new();
        inner.chars().for_each(|sign| *things.entry(sign.to_string()).or_default() += 1);
        things
    };
    let all = |value: Value| match (value, trace.contents.is_empty()) {
        (Value::Int(number), true) => BTreeMap::from([("sum".to_owned(), number)]),
        (value, _) => things(value),
    };
    probes.map(|probe| (probe.key.0, all(probe.value()))).collect()
}

fn sign(item: Item) -> String {
    match item {
        Item::Word(letter) => Item::letter(letter),
        Item::Int(number) => number.to_string(),
        Item::Nil => String::new(),
    }
}

/// What is wrong with the end of a run, if anything: replicas that disagree, or something that was
/// acknowledged and is not there, or there and was never asked for, or seen in two orders.
fn complaint(trace: &Trace) -> Option<String> {
    if let Some(violation) = verdict(trace, ModelId::Converged).violation() {
        return Some(violation.plain());
    }
    let calls = Calls::of_trace(trace)?;
    let one_order = invariant("one_order_for_all").expect("it is registered");
    let listed = calls.calls.iter().any(|call| matches!(call.request, Request::Append(_) | Request::Insert { .. }));
    if let Some(broken) = one_order.judge(&Recorded::of(&calls).log).filter(|_| listed) {
        return Some(broken.sentence);
    }
    let happened = |call: &&Call| call.outcome != Outcome::Fail && !call.request.only_looks();
    for (key, things) in held(trace) {
        let changes: Vec<&Call> = calls.calls.iter().filter(|call| call.key.0 == key).filter(happened).collect();
        let names = changes.iter().map(|call| match call.request {
            Request::Add(Item::Int(_)) => "sum".to_owned(),
            Request::Add(item) | Request::Append(item) | Request::Insert { item, .. } => sign(item),
            _ => String::new(),
        });
        let names: Vec<String> = names.chain(things.keys().cloned()).filter(|name| !name.is_empty()).collect();
        for name in names {
            let there = things.get(&name).copied().unwrap_or_default();
            let (least, most) = bounds(&changes, &name);
            if !(least..=most).contains(&there) {
                return Some(format!("key {key} holds {name} {there} times, not {least} to {most}"));
            }
        }
    }
    None
}

/// How often a thing has to be there at least, and may be at most; of a counter its sum.
fn bounds(changes: &[&Call], name: &str) -> (i64, i64) {
    let (mut least, mut most, mut once) = (0, 0, false);
    for call in changes {
        let certain = i64::from(call.outcome == Outcome::Ok);
        match (call.request, &call.reply) {
            (Request::Add(Item::Int(amount)), _) if name == "sum" => {
                let unsure = amount * (1 - certain);
                (least, most) = (least + amount * certain, most + amount * certain);
                (least, most) = (least + unsure.min(0), most + unsure.max(0));
            }
            (Request::Add(item @ Item::Word(_)), _) if sign(item) == name => {
                // A removal that was over before this began cannot have seen it; any other may have.
                let removed = |other: &&Call| other.request == Request::Remove(item) && other.end() >= call.invoked;
                let stays = certain == 1 && !changes.iter().any(removed);
                (least, most, once) = (least.max(i64::from(stays)), 1, true);
            }
            (Request::Append(item) | Request::Insert { item, .. }, _) if sign(item) == name => {
                (least, most) = (least + certain, most + 1);
            }
            // Which letter went out is known where it was answered.
            (Request::Delete { .. }, Reply::Value(letter)) if certain == 1 => {
                least -= i64::from(sign(*letter) == name);
            }
            (Request::Delete { .. }, _) => least -= 1,
            _ => {}
        }
    }
    (if once { least } else { least.max(if name == "sum" { i64::MIN } else { 0 }) }, most)
}

/// The first complaint over so many scenarios, always the same ones.
fn first_complaint(object: Object, knobs: &str, count: u32) -> Option<String> {
    let strategy = scenarios(object, knobs);
    let mut runner = TestRunner::deterministic();
    (0..count).find_map(|_| {
        let scenario = strategy.new_tree(&mut runner).expect("no scenario is refused").current();
        let told = complaint(&run(&scenario, Recording::HistoryOnly))?;
        let link = share::encode_readable(&share::Link::from(scenario));
        Some(format!("{told}: {link:?}"))
    })
}

#[test]
fn every_type_in_every_form_ends_equal_and_loses_nothing() {
    for object in OBJECTS {
        for form in FORMS {
            let told = first_complaint(object, &format!("k.form={form}"), 150);
            assert_eq!(told, None, "{} by {form}", object.id());
        }
    }
    for policy in &POLICIES[1..] {
        for form in FORMS {
            let knobs = format!("k.form={form}&k.set={policy}");
            let strategy = scenarios(Object::Set, &knobs);
            let mut runner = TestRunner::deterministic();
            for _ in 0..60 {
                let scenario = strategy.new_tree(&mut runner).expect("no scenario is refused").current();
                let trace = run(&scenario, Recording::HistoryOnly);
                assert!(verdict(&trace, ModelId::Converged).violation().is_none(), "{knobs}");
            }
        }
    }
}

/// Whether a type spread in such a form needs a rule. What adds up operations, or unites what has names
/// of its own, needs few.
fn needs(object: Object, form: &str, rule: &str) -> bool {
    match rule {
        "causal_delivery" => matches!(object, Object::Set | Object::Text),
        "tags" => !(object == Object::Counter && form == "operation"),
        // A set that comes to know of an addition once more, after it was removed, has it back.
        "idempotence" => object == Object::Counter || object == Object::Set && form == "operation",
        _ => true,
    }
}

#[test]
fn without_a_rule_the_same_scenarios_catch_every_type_that_needs_it() {
    for rule in ["causal_delivery", "tags", "idempotence", "retransmission"] {
        for form in FORMS.into_iter().filter(|form| rule != "causal_delivery" || *form == "operation") {
            for object in OBJECTS {
                let count = if needs(object, form, rule) { 600 } else { 60 };
                let told = first_complaint(object, &format!("k.form={form}&k.without={rule}"), count);
                assert_eq!(
                    told.is_some(),
                    needs(object, form, rule),
                    "{} by {form} without {rule}: {told:?}",
                    object.id()
                );
            }
        }
    }
}

#[test]
fn only_causal_delivery_keeps_an_operation_behind_what_it_comes_after() {
    let (model, delta) = modes::modes_of(ID)[1].breaks[2];
    let operation = delta.replace("form=delta", "form=operation");
    let careless = operation.replace("form=operation", "form=operation&k.without=causal_delivery");
    let state = delta.replace("form=delta", "form=state");
    for (link, kept) in [(delta, false), (&*operation, true), (&*careless, false), (&*state, true)] {
        let trace = run(&scenario_at(link), Recording::HistoryOnly);
        assert_eq!(verdict(&trace, model).holds(), kept, "{link}");
        assert_eq!(verdict(&trace, ModelId::CausalConvergence).holds(), kept, "{link}");
    }
}

/// What r1 holds of x in the end, and that the others hold the same.
fn end_of(link: &str) -> String {
    let trace = run(&scenario_at(link), Recording::HistoryOnly);
    assert!(verdict(&trace, ModelId::Converged).holds(), "{link}");
    let history = History::of(&trace);
    let probe = history.operations.iter().find(|operation| operation.role == Role::Probe).expect("all are asked");
    history.value_in_words(probe.value())
}

#[test]
fn of_an_addition_and_a_removal_at_one_time_the_policy_decides() {
    for form in FORMS {
        let base = format!("s={ID}&n=3&k.form={form}&net=continent&object=set&sessions=0,1&ops=0&settle=2000");
        let meet = "do=A.+1.x@5,B.r.x@300,B.-1.x@400,A.+1.x@400";
        for (policy, held) in POLICIES.into_iter().zip(["{a}", "{}", "{}", "{a}"]) {
            assert_eq!(end_of(&format!("{base}&k.set={policy}&{meet}")), held, "{form} {policy}");
        }
        // Once removed and known to be, it comes back but to a two-phase set.
        let again = "do=A.+1.x@5,A.-1.x@20,A.+1.x@40";
        for (policy, held) in POLICIES.into_iter().zip(["{a}", "{a}", "{}", "{a}"]) {
            assert_eq!(end_of(&format!("{base}&k.set={policy}&{again}")), held, "{form} {policy}");
        }
    }
}

#[test]
fn a_set_that_only_grows_refuses_to_remove() {
    let link = format!("s={ID}&n=3&k.set=grow_only&object=set&net=rack&sessions=0&ops=0&do=A.+1.x@5,A.-1.x@20");
    let calls = Calls::of_trace(&run(&scenario_at(&link), Recording::HistoryOnly)).expect("there are calls");
    let outcomes: Vec<Outcome> = calls.calls.iter().map(|call| call.outcome).collect();
    assert_eq!(outcomes, [Outcome::Ok, Outcome::Fail]);
}

fn report(link: &str) -> Report {
    evaluate(&scenario_at(link), Recording::Full).unwrap_or_else(|problems| panic!("{link}: {problems:?}"))
}

#[test]
fn every_stored_run_ends_as_it_says_and_the_other_store_does_not() {
    for entry in catalog::DATA_TYPES {
        assert_eq!(end_of(entry.link), entry.ends, "{}", entry.link);
        let report = report(entry.link);
        let application = report.application.expect("objects are called");
        assert_eq!(application.calls, application.done, "{}: all is answered", entry.link);
        assert!(report.lost.is_some_and(|lost| lost.is_nothing()), "{}", entry.link);
        for invariant in application.invariants {
            assert_eq!(invariant.broken, None, "{}: {}", entry.link, invariant.key);
        }
        let (link, ends) = entry.elsewhere;
        assert_eq!(end_of(link), ends, "{link}");
        assert_ne!(ends, entry.ends);
    }
}

#[test]
fn letters_that_a_store_of_whole_texts_lost_are_counted() {
    let [.., entry] = catalog::DATA_TYPES else { panic!("a text is the last") };
    let lost = report(entry.elsewhere.0).lost.expect("the run has an end");
    assert_eq!((lost.puts.len(), lost.writes.len()), (2, 0), "h and i");
    let deleted = entry.link.replace("A.r.x@60", "A.-1.x@60");
    assert!(report(&deleted).lost.is_some_and(|lost| lost.is_nothing()), "what was deleted is not lost");
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn all_calls_end_well_while_the_nearest_replica_is_up_and_reached(
        scenario in (prop::sample::select(OBJECTS.to_vec()), prop::sample::select(FORMS.to_vec())).prop_flat_map(|(object, form)| {
            let calm = modes::scenarios(ID, &format!("n=3&k.form={form}"), Assumptions::CALM);
            calm.prop_map(move |scenario| settled(with_calls(scenario, object)))
        }),
    ) {
        prop_assume!(scenario.operations() > 0);
        let scenario = Scenario { timeout_ms: 1_000, settle_ms: 100, ..scenario };
        let trace = run(&scenario, Recording::HistoryOnly);
        match Calls::of_trace(&trace) {
            Some(calls) => prop_assert!(calls.calls.iter().all(|call| call.outcome == Outcome::Ok)),
            None => prop_assert_eq!(share_ok(&trace), 1.0),
        }
    }

    #[test]
    fn every_change_that_is_acknowledged_has_one_place(
        scenario in prop::sample::select(OBJECTS.to_vec()).prop_flat_map(|object| scenarios(object, "k.form=delta")),
    ) {
        let trace = run(&scenario, Recording::HistoryOnly);
        let mut places = BTreeMap::new();
        let mut taken = std::collections::BTreeSet::new();
        for event in &trace.events {
            if let Happening::Stamp { operation, version } = event.what {
                prop_assert_eq!(places.insert(operation, version), None);
                prop_assert!(taken.insert((version.stamp, version.counter, version.writer)));
            }
        }
        for operation in History::of(&trace).operations {
            let changed = !operation.is_read() && operation.outcome == Outcome::Ok && operation.role != Role::Probe;
            prop_assert!(!changed || places.contains_key(&operation.id));
        }
    }

    #[test]
    fn nothing_that_may_happen_makes_it_panic(
        scenario in (
            prop::sample::select(vec!["none", "causal_delivery", "tags", "idempotence", "retransmission"]),
            prop::sample::select(FORMS.to_vec()),
            prop::sample::select(POLICIES.to_vec()),
            prop::sample::select(Object::ALL.map(|(object, _)| object).into_iter().filter(|object| !object.needs_services() && !object.is_only_native()).collect::<Vec<_>>()),
            1..=9_u8,
        )
            .prop_flat_map(|(without, form, set, object, n)| {
                let form = if without == "causal_delivery" { "operation" } else { form };
                let knob = |id, value: &str| (id, value.to_owned());
                let knobs = vec![
                    knob("without", without),
                    knob("form", form),
                    knob("set", set),
                    knob("period_ms", "10"),
                    knob("fan_out", "2"),
                ];
                let rough = Mix { faults: 8, disks_are_lost: true, ..HARSH };
                scenario_of(ID, knobs, (n, 1, 1), rough).prop_map(move |scenario| with_calls(scenario, object))
            }),
    ) {
        run(&scenario, Recording::Full);
    }
}
