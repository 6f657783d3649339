//! Raft, held against the checkers over random scenarios: what each way to read promises, that
//! replicas never apply different writes at one place of the log, that operations are answered, and
//! that whoever leaves a rule out is caught.
#![cfg(not(target_arch = "wasm32"))]

mod random;

use std::collections::BTreeMap;

use check::{Budget, Verdict};
use history::{Happening, History, ModelId, Outcome, Trace};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use protocols::Recording;
use random::{Mix, cases, run, scenario_of};
use scenario::{CustomNetwork, Distribution, FaultAction, Links, Network, Scenario};

/// Everything but the loss of a disk, which Raft is not made to survive.
const HARSH: Mix = Mix { faults: 4, disks_are_lost: false, messages_are_lost: true };

const ALL: [&str; 4] = ["read_index", "lease", "follower", "follower_read_index"];

/// Timeouts so short that a random scenario of half a second sees several leaders.
fn knobs(reads: &str, without: &str) -> Vec<(&'static str, String)> {
    let set = [
        ("reads", reads),
        ("without", without),
        ("election_min_ms", "24"),
        ("election_max_ms", "70"),
        ("heartbeat_ms", "9"),
        ("lease_ms", "24"),
        // What a clock at half speed, the slowest that a scenario can have, makes of a lease.
        ("drift_percent", "100"),
        ("retry_ms", "40"),
    ];
    set.map(|(id, value)| (id, value.to_owned())).to_vec()
}

fn scenarios(reads: &'static str, without: &'static str, mix: Mix) -> impl Strategy<Value = Scenario> {
    (1..=5_u8).prop_flat_map(move |n| scenario_of("raft", knobs(reads, without), (n, 1, 1), mix))
}

fn any_read(mix: Mix) -> impl Strategy<Value = Scenario> {
    select(ALL.to_vec()).prop_flat_map(move |reads| scenarios(reads, "none", mix))
}

fn verdict(trace: &Trace, model: ModelId) -> Verdict {
    check::model(model).expect("it has a checker").judge(&History::of(trace), Budget::default())
}

fn expect(scenario: &Scenario, models: &[ModelId]) -> Result<(), TestCaseError> {
    let trace = run(scenario, Recording::HistoryOnly);
    for model in models {
        let verdict = verdict(&trace, *model);
        prop_assert!(
            verdict.violation().is_none(),
            "{model}: {verdict:?}\n{}",
            history::write_history(&History::of(&trace))
        );
        prop_assert!(!matches!(verdict, Verdict::Unknown(_)), "{model}: {verdict:?}");
    }
    Ok(())
}

/// No replica ever applies another write at a place of the log than another replica does there.
fn expect_one_log(trace: &Trace) -> Result<(), TestCaseError> {
    let mut applied = BTreeMap::new();
    for event in &trace.events {
        let Happening::Apply { key, value, version, .. } = event.what else { continue };
        if version != history::Version::INITIAL {
            let known = *applied.entry(version.stamp).or_insert((key, value, version.counter));
            prop_assert_eq!(known, (key, value, version.counter), "at {}", version.stamp);
        }
    }
    Ok(())
}

/// The same with a network and a settling time that let every message arrive, and faults that end.
fn settled(mut scenario: Scenario) -> Scenario {
    let regions = Links::of(&scenario.network).regions().to_vec();
    let one_way = Distribution::Uniform { low_ms: 0.0, high_ms: 10.0 };
    scenario.network.preset = Network::CUSTOM.to_owned();
    scenario.network.custom = Some(CustomNetwork { regions, one_way, links: Vec::new() });
    for fault in &mut scenario.faults {
        fault.until_us.get_or_insert(fault.at_us + 100_000);
    }
    scenario.settle_ms = 20_000;
    scenario
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn reads_that_ask_a_majority_are_linearizable_whatever_happens(scenario in scenarios("read_index", "none", HARSH)) {
        expect(&scenario, &[ModelId::Linearizable])?;
    }

    #[test]
    fn reads_of_replicas_that_ask_the_leader_are_linearizable_whatever_happens(
        scenario in scenarios("follower_read_index", "none", HARSH),
    ) {
        expect(&scenario, &[ModelId::Linearizable])?;
    }

    #[test]
    fn reads_by_lease_are_linearizable_as_long_as_clocks_only_drift_within_the_bound(
        scenario in scenarios("lease", "none", HARSH),
    ) {
        let mut scenario = scenario;
        scenario.faults.retain(|fault| !matches!(fault.action, FaultAction::ClockStep { .. }));
        expect(&scenario, &[ModelId::Linearizable])?;
    }

    #[test]
    fn reads_of_the_nearest_replica_never_go_back_and_keep_writes_in_order_whatever_happens(
        scenario in scenarios("follower", "none", HARSH),
    ) {
        let models = [ModelId::MonotonicReads, ModelId::MonotonicWrites, ModelId::WritesFollowReads];
        expect(&scenario, &models)?;
    }

    #[test]
    fn all_replicas_apply_one_log_and_every_answered_write_has_one_place_in_it(scenario in any_read(HARSH)) {
        let trace = run(&scenario, Recording::Full);
        expect_one_log(&trace)?;
        let mut places = BTreeMap::new();
        let mut operations = BTreeMap::new();
        let mut writes = BTreeMap::new();
        for event in &trace.events {
            match event.what {
                Happening::Stamp { operation, version } => {
                    prop_assert_eq!(places.insert(operation, version), None);
                    prop_assert_eq!(operations.insert(version.stamp, operation), None);
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
    fn replicas_converge_once_all_faults_are_over(scenario in any_read(HARSH)) {
        expect(&settled(scenario), &[ModelId::Converged])?;
    }

    #[test]
    fn nothing_that_reaches_a_replica_is_too_much_for_it(
        scenario in (select(ALL.to_vec()), select(vec!["none", "persistence", "own_term", "up_to_date"])).prop_flat_map(
            |(reads, without)| scenarios(reads, without, Mix { faults: 7, disks_are_lost: true, messages_are_lost: true }),
        ),
    ) {
        run(&scenario, Recording::HistoryOnly);
    }
}

/// How many of so many random scenarios break a model.
fn caught(reads: &'static str, without: &'static str, model: ModelId, tries: usize) -> usize {
    let scenarios = scenarios(reads, without, HARSH);
    let mut runner = TestRunner::deterministic();
    let mut tried = std::iter::repeat_with(|| scenarios.new_tree(&mut runner).expect("a scenario").current());
    let mut broken = 0;
    for scenario in tried.by_ref().take(tries) {
        let trace = run(&scenario, Recording::HistoryOnly);
        broken += usize::from(verdict(&trace, model).violation().is_some());
    }
    broken
}

#[test]
fn whoever_leaves_out_a_rule_is_caught() {
    for (without, reads, model) in [
        ("persistence", "read_index", ModelId::Linearizable),
        ("own_term", "read_index", ModelId::Linearizable),
        ("up_to_date", "read_index", ModelId::Linearizable),
        ("leader_check", "read_index", ModelId::Linearizable),
        ("leader_check", "follower_read_index", ModelId::Linearizable),
        ("one_replica", "follower", ModelId::MonotonicReads),
    ] {
        let count = caught(reads, without, model, 2_000);
        println!("without {without}, {reads}: {model} is broken in {count} of 2000");
    }
}
