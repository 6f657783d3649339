//! Shards with timestamps, held against the checkers over random scenarios: transactions are strictly
//! serializable as long as clocks are no further off than they say, and serializable whatever clocks
//! show; keys alone are linearizable; and whoever leaves a rule out is caught.
#![cfg(not(target_arch = "wasm32"))]

mod random;

use std::collections::{BTreeMap, BTreeSet};

use check::{Budget, Verdict};
use history::calls::{Item, Reply, Request};
use history::{Happening, History, ModelId, Outcome, Trace};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use protocols::Recording;
use random::{Mix, cases, run, scenario_of, settled};
use scenario::{Fault, FaultAction, Object, Scenario, ScriptedAction};

/// Everything but the loss of a disk.
const HARSH: Mix = Mix { faults: 4, disks_are_lost: false, messages_are_lost: true };

type Set = Vec<(&'static str, String)>;
type Settings = [(&'static str, &'static str)];

fn knobs(set: &Settings) -> Set {
    let usual = [("uncertainty_ms", "45"), ("heartbeat_ms", "9")];
    let own = |id: &str| set.iter().any(|(own, _)| *own == id);
    let all = usual.iter().filter(|(id, _)| !own(id)).chain(set);
    all.map(|(id, value)| (*id, (*value).to_owned())).collect()
}

fn scenarios(knobs: Set, mix: Mix) -> impl Strategy<Value = Scenario> {
    (1..=7_u8).prop_flat_map(move |n| scenario_of("true_time", knobs.clone(), (n, 1, 1), mix))
}

/// Any way to read, with these knobs besides.
fn any_reads(set: &'static Settings, mix: Mix) -> impl Strategy<Value = Scenario> {
    (select(vec!["leader", "nearest"]), select(vec!["1", "2", "3"])).prop_flat_map(move |(reads, shards)| {
        let mut set = set.to_vec();
        set.extend([("reads", reads), ("shards", shards)]);
        scenarios(knobs(&set), mix)
    })
}

/// The same with clocks that are off by 8 ms at most: steps of four faults add up to less than the
/// uncertainty of true time, and twice that to less than that of hybrid clocks.
fn within_uncertainty(mut scenario: Scenario) -> Scenario {
    scenario.faults.retain(|fault| !matches!(fault.action, FaultAction::ClockDrift { .. }));
    for fault in &mut scenario.faults {
        if let FaultAction::ClockStep { by_us, .. } = &mut fault.action {
            *by_us /= 25;
        }
    }
    scenario
}

/// The same, and all the while one leader's clock is fast and a session's slow.
fn skewed(scenario: Scenario) -> Scenario {
    let mut scenario = within_uncertainty(scenario);
    for (node, by_us) in [("r1", 9_000), ("A", -9_000)] {
        let action = FaultAction::ClockStep { node: node.parse().expect("a node"), by_us };
        scenario.faults.push(Fault { at_us: 0, until_us: None, action });
    }
    scenario
}

/// The same work on accounts of one bank.
fn of_bank(mut scenario: Scenario) -> Scenario {
    let workload = &mut scenario.workload;
    (workload.object, workload.initial, workload.amount) = (Object::Bank, 40, 30);
    workload.random.keys = 2;
    for (amount, entry) in (1..).zip(&mut workload.script) {
        entry.action = match entry.action {
            ScriptedAction::Read => ScriptedAction::Read,
            _ if amount % 2 == 0 => ScriptedAction::Add(amount),
            _ => ScriptedAction::Take(amount * 10),
        };
    }
    scenario
}

fn verdict(trace: &Trace, model: ModelId) -> Verdict {
    check::model(model).expect("it has a checker").judge(&History::of(trace), Budget::default())
}

fn expect(scenario: &Scenario, models: &[ModelId]) -> Result<(), TestCaseError> {
    let trace = run(scenario, Recording::HistoryOnly);
    for model in models {
        let verdict = verdict(&trace, *model);
        let history = || history::write_history(&History::of(&trace));
        prop_assert!(verdict.violation().is_none(), "{model}: {verdict:?}\n{}", history());
        prop_assert!(!matches!(verdict, Verdict::Unknown(_)), "{model}: {verdict:?}");
    }
    Ok(())
}

/// Judges the transactions of a run: whether they are strictly serializable, or, where time does not
/// count, serializable. Nothing where there are none.
fn transactions(scenario: &Scenario, timed: bool) -> Option<Verdict> {
    let calls = history::calls::Calls::of_trace(&run(scenario, Recording::HistoryOnly))?;
    let bank = check::objects::object("bank").expect("it is registered");
    Some(match timed {
        true => check::objects::judge(&calls, bank, Budget::default()).verdict,
        false => check::objects::serializable(&calls, bank, Budget::default()),
    })
}

fn expect_strict(scenario: &Scenario) -> Result<(), TestCaseError> {
    if let Some(strict) = transactions(scenario, true) {
        prop_assert!(strict.violation().is_none(), "{strict:?}");
    }
    Ok(())
}

/// Carries out the committed transactions one after the other, in the order of their timestamps: none
/// overdraws an account, and every read of all accounts shows what is there after some of them.
fn expect_order_of_timestamps(scenario: &Scenario, trace: &Trace) -> Result<(), TestCaseError> {
    let (mut latest, mut requests, mut order, mut reads) =
        (BTreeMap::new(), BTreeMap::new(), BTreeMap::new(), Vec::new());
    for event in &trace.events {
        match &event.what {
            Happening::Call { session, key, request, .. } => drop(latest.insert(*session, (*key, *request))),
            Happening::Invoke { operation, session, .. } => {
                requests.extend(latest.get(session).map(|call| (*operation, *call)));
            }
            Happening::Stamp { operation, version } => drop(order.insert(*version, *operation)),
            Happening::Answer { outcome: Outcome::Ok, reply: Reply::List(balances), .. } => {
                reads.push(balances.clone())
            }
            _ => {}
        }
    }
    let mut balances = vec![scenario.workload.initial; scenario.workload.key_count().into()];
    let shown = |balances: &[i64]| balances.iter().copied().map(Item::Int).collect::<Vec<Item>>();
    let mut states = BTreeSet::from([shown(&balances)]);
    for (key, request) in order.values().map(|operation| requests[operation]) {
        match request {
            Request::Deposit(amount) => balances[key.index()] += amount,
            Request::Transfer { amount, to } => {
                prop_assert!(balances[key.index()] >= amount);
                balances[key.index()] -= amount;
                balances[to.index()] += amount;
            }
            other => prop_assert!(false, "{other:?} has a timestamp"),
        }
        states.insert(shown(&balances));
    }
    for read in reads {
        prop_assert!(states.contains(&read), "{read:?} is none of {states:?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn keys_are_linearizable_while_clocks_are_off_by_less_than_they_say(scenario in any_reads(&[], HARSH)) {
        expect(&within_uncertainty(scenario), &[ModelId::Linearizable])?;
    }

    #[test]
    fn keys_are_linearizable_with_hybrid_clocks_that_are_less_far_apart(
        scenario in any_reads(&[("clock", "hybrid"), ("uncertainty_ms", "90")], HARSH),
    ) {
        expect(&within_uncertainty(scenario), &[ModelId::Linearizable])?;
    }

    #[test]
    fn transactions_are_strictly_serializable_while_clocks_are_off_by_less_than_they_say(
        scenario in any_reads(&[], HARSH),
    ) {
        expect_strict(&of_bank(within_uncertainty(scenario)))?;
    }

    #[test]
    fn transactions_happen_in_the_order_of_timestamps_whatever_clocks_show(
        scenario in select(vec!["true_time", "hybrid"])
            .prop_flat_map(|clock| scenarios(knobs(&[("clock", clock), ("commit_wait", "off")]), HARSH)),
    ) {
        let scenario = of_bank(scenario);
        expect_order_of_timestamps(&scenario, &run(&scenario, Recording::HistoryOnly))?;
    }

    #[test]
    fn stale_reads_never_go_back_whatever_clocks_show(scenario in any_reads(&[("staleness_ms", "60")], HARSH)) {
        expect(&scenario, &[ModelId::MonotonicReads])?;
    }

    #[test]
    fn stale_reads_keep_writes_in_order(scenario in any_reads(&[("staleness_ms", "60")], HARSH)) {
        expect(&within_uncertainty(scenario), &[ModelId::MonotonicWrites, ModelId::WritesFollowReads])?;
    }

    #[test]
    fn replicas_converge_once_all_faults_are_over(scenario in any_reads(&[], HARSH), bank in any::<bool>()) {
        let scenario = settled(scenario);
        expect(&if bank { of_bank(scenario) } else { scenario }, &[ModelId::Converged])?;
    }

    #[test]
    fn every_answered_write_has_one_place_in_one_order(scenario in any_reads(&[], HARSH)) {
        let trace = run(&scenario, Recording::HistoryOnly);
        let (mut places, mut versions, mut writes) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for event in &trace.events {
            match event.what {
                Happening::Stamp { operation, version } => {
                    prop_assert_eq!(places.insert(operation, version), None);
                    prop_assert_eq!(versions.insert(version, operation), None);
                }
                Happening::Invoke { operation, action, .. } => {
                    writes.insert(operation, matches!(action, history::Action::Write(_)));
                }
                Happening::Return { operation, outcome: Outcome::Ok, .. } if writes[&operation] => {
                    prop_assert!(places.contains_key(&operation), "acknowledged without a place");
                }
                _ => {}
            }
        }
    }

    #[test]
    fn nothing_that_reaches_a_replica_is_too_much_for_it(
        scenario in (select(CLOCKS.to_vec()), select(RULES.to_vec()), select(vec!["leader", "nearest"])).prop_flat_map(
            |(clock, without, reads)| {
                let without = if clock == "true_time" && without == "uncertainty" { "none" } else { without };
                let mix = Mix { faults: 7, disks_are_lost: true, messages_are_lost: true };
                scenarios(knobs(&[("clock", clock), ("without", without), ("reads", reads)]), mix)
            },
        ),
        bank in any::<bool>(),
    ) {
        run(&if bank { of_bank(scenario) } else { scenario }, Recording::Full);
    }
}

const CLOCKS: [&str; 2] = ["true_time", "hybrid"];
const RULES: [&str; 7] = ["none", "safe_time", "prepare_bound", "monotonic", "locks", "uncertainty", "reads_forward"];

/// How many of so many random scenarios break what holds with all rules: strict serializability of a
/// bank, or linearizability of keys. What holds is tried on the same scenarios.
fn caught(set: &Settings, bank: bool, tries: usize) -> usize {
    let with_all: Vec<(&str, &str)> =
        set.iter().copied().filter(|(id, _)| !["without", "commit_wait"].contains(id)).collect();
    let broken = |set: &Settings| {
        let scenarios = scenarios(knobs(set), HARSH);
        let mut runner = TestRunner::deterministic();
        let tried = std::iter::repeat_with(|| scenarios.new_tree(&mut runner).expect("a scenario").current());
        let broken = |scenario: &Scenario| {
            let strict = || transactions(&of_bank(scenario.clone()), true);
            let plain = || verdict(&run(scenario, Recording::HistoryOnly), ModelId::Linearizable);
            let verdict = if bank { strict() } else { Some(plain()) };
            verdict.is_some_and(|verdict| verdict.violation().is_some())
        };
        tried.take(tries).map(skewed).filter(broken).count()
    };
    assert_eq!(broken(&with_all), 0, "{with_all:?}");
    broken(set)
}

#[test]
fn a_rule_that_is_left_out_is_missed_in_the_same_scenarios() {
    const HYBRID: [(&str, &str); 2] = [("clock", "hybrid"), ("uncertainty_ms", "90")];
    let cases: [(&Settings, bool, usize); 5] = [
        (&[("commit_wait", "off")], false, 300),
        (&[("commit_wait", "off")], true, 200),
        (&[("without", "safe_time"), ("reads", "nearest")], false, 300),
        (&[("without", "locks")], true, 100),
        (&[("without", "uncertainty"), HYBRID[0], HYBRID[1]], false, 300),
    ];
    for (set, bank, tries) in cases {
        let broken = caught(set, bank, tries);
        println!("{set:?}: {broken} of {tries}");
        assert!(broken > 0, "{set:?}");
    }
}
