//! What each protocol promises, held against the checkers over random scenarios: whatever is lost,
//! doubled, cut, paused, crashed or timed out, what should be linearizable is.
#![cfg(not(target_arch = "wasm32"))]

mod random;

use std::collections::BTreeMap;

use check::{Budget, Verdict};
use history::{Happening, History, ModelId, NodeId, Outcome, Trace};
use proptest::prelude::*;
use protocols::Recording;
use random::{Mix, cases, quorum_knobs, run, scenario_of};
use scenario::{Distribution, Network, Scenario};

/// Everything but the loss of a disk, which no protocol here is made to survive.
const HARSH: Mix = Mix { faults: 4, disks_are_lost: false, messages_are_lost: true };

/// Nothing goes wrong but the clients' patience.
const CALM: Mix = Mix { faults: 0, disks_are_lost: false, messages_are_lost: false };

fn verdict(trace: &Trace, model: ModelId) -> Verdict {
    let model = check::model(model).expect("it has a checker");
    model.judge(&History::of(trace), Budget::default())
}

/// Fails with the reason and the run, if a run is not linearizable.
fn expect_linearizable(scenario: &Scenario) -> Result<(), TestCaseError> {
    let trace = run(scenario, Recording::HistoryOnly);
    let verdict = verdict(&trace, ModelId::Linearizable);
    let why = || match &verdict {
        Verdict::Violated(violation) => violation.plain(),
        other => format!("{other:?}"),
    };
    prop_assert!(verdict.holds(), "{}\n{}", why(), history::write_history(&History::of(&trace)));
    Ok(())
}

fn one_value(knobs: Vec<(&'static str, String)>, id: &'static str, value: &str) -> Vec<(&'static str, String)> {
    let others = knobs.into_iter().filter(|(knob, _)| *knob != id);
    others.chain([(id, value.to_owned())]).collect()
}

fn logical_with_write_back() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    quorum_knobs().prop_map(|knobs| one_value(one_value(knobs, "versions", "logical"), "write_back", "on"))
}

/// N, W, R such that every read quorum meets every write quorum.
fn overlapping() -> impl Strategy<Value = (u8, u8, u8)> {
    (1..=5_u8).prop_flat_map(|n| (Just(n), 1..=n)).prop_flat_map(|(n, w)| (Just(n), Just(w), n + 1 - w..=n))
}

proptest! {
    #![proptest_config(cases(4_000))]

    #[test]
    fn a_single_copy_is_linearizable_whatever_happens(
        scenario in (1..=3_u8).prop_flat_map(|n| scenario_of("single_copy", Vec::new(), (n, 1, 1), HARSH)),
    ) {
        expect_linearizable(&scenario)?;
    }

    #[test]
    fn a_primary_that_answers_all_reads_is_linearizable_whatever_happens(
        scenario in (1..=4_u8).prop_flat_map(|n| {
            let knobs = vec![("reads", "primary".to_owned()), ("resend_ms", "50".to_owned())];
            scenario_of("primary", knobs, (n, 1, 1), HARSH)
        }),
    ) {
        expect_linearizable(&scenario)?;
    }

    #[test]
    fn overlapping_quorums_with_logical_versions_and_write_back_are_linearizable_whatever_happens(
        scenario in (logical_with_write_back(), overlapping())
            .prop_flat_map(|(knobs, quorums)| scenario_of("quorum", knobs, quorums, HARSH)),
    ) {
        expect_linearizable(&scenario)?;
    }

    #[test]
    fn overlapping_quorums_never_read_stale_by_the_order_of_the_store(
        scenario in (quorum_knobs(), overlapping())
            .prop_flat_map(|(knobs, quorums)| scenario_of("quorum", knobs, quorums, HARSH)),
    ) {
        let trace = run(&scenario, Recording::HistoryOnly);
        let summary = measure::summarize(&trace, &History::of(&trace));
        prop_assert_eq!(summary.staleness.stale, []);
        prop_assert_eq!(summary.staleness.unknown, 0);
    }

    #[test]
    fn a_write_gets_one_place_in_the_version_order_however_often_it_arrives(
        scenario in random::any_scenario_with(HARSH),
    ) {
        let trace = run(&scenario, Recording::HistoryOnly);
        let mut places = BTreeMap::new();
        let mut writes = BTreeMap::new();
        for event in &trace.events {
            match event.what {
                Happening::Stamp { operation, version } => {
                    prop_assert_eq!(places.insert(operation, version), None, "{}", operation.0);
                    let of_version = (version.stamp, version.counter, version.writer);
                    prop_assert_eq!(writes.insert(of_version, operation), None);
                }
                Happening::Return { operation, outcome: Outcome::Ok, .. } => {
                    let invoked = trace.events.iter().find_map(|event| match event.what {
                        Happening::Invoke { operation: id, action, .. } if id == operation => Some(action),
                        _ => None,
                    });
                    if matches!(invoked, Some(history::Action::Write(_))) {
                        prop_assert!(places.contains_key(&operation), "acknowledged without a place");
                    }
                }
                _ => {}
            }
        }
    }

    #[test]
    fn without_faults_every_store_that_may_settle_converges(scenario in random::any_scenario_with(CALM)) {
        let mut scenario = scenario;
        // Only those that were asked hold a value, where a write asks no more than it needs.
        scenario.strategy.knobs.remove("requests");
        let trace = run(&settled(scenario), Recording::HistoryOnly);
        let verdict = verdict(&trace, ModelId::Converged);
        prop_assert!(verdict.holds(), "{:?}", verdict);
    }

    #[test]
    fn backups_converge_once_all_faults_are_over(
        scenario in (1..=4_u8, prop::sample::select(vec!["primary", "nearest", "any"])).prop_flat_map(|(n, reads)| {
            let knobs = vec![("reads", reads.to_owned()), ("resend_ms", "40".to_owned())];
            scenario_of("primary", knobs, (n, 1, 1), HARSH)
        }),
    ) {
        let mut scenario = settled(scenario);
        for fault in &mut scenario.faults {
            fault.until_us.get_or_insert(fault.at_us + 100_000);
        }
        let trace = run(&scenario, Recording::HistoryOnly);
        let verdict = verdict(&trace, ModelId::Converged);
        prop_assert!(verdict.holds(), "{:?}", verdict);
    }

    #[test]
    fn as_many_answers_are_counted_as_the_operation_waits_for(
        scenario in (quorum_knobs(), (1..=5_u8).prop_flat_map(|n| (Just(n), 1..=n, 1..=n))).prop_flat_map(
            |(knobs, quorums)| scenario_of("quorum", one_value(one_value(knobs, "write_back", "off"), "versions", "clock"), quorums, HARSH),
        ),
    ) {
        let trace = run(&scenario, Recording::Full);
        let by_session = scenario.strategy.knobs["coordinator"] == "session";
        let mut counted: BTreeMap<_, u8> = BTreeMap::new();
        let mut reads = BTreeMap::new();
        for event in &trace.events {
            match event.what {
                Happening::Invoke { operation, action, role: history::Role::Client, .. } => {
                    reads.insert(operation, matches!(action, history::Action::Read(_)));
                }
                Happening::Count { operation, .. } => *counted.entry(operation).or_default() += 1,
                Happening::Return { operation, outcome: Outcome::Ok, .. } if reads.contains_key(&operation) => {
                    let cluster = &scenario.cluster;
                    let needed = if reads[&operation] { cluster.r } else { cluster.w };
                    let count = counted.get(&operation).copied().unwrap_or(0);
                    if by_session {
                        prop_assert_eq!(count, needed);
                    } else {
                        // Its own answer needs no message; the answer to the session counts too.
                        prop_assert!(count == needed || count == needed + 1, "{} of {}", count, needed);
                    }
                }
                _ => {}
            }
        }
    }

    #[test]
    fn only_those_needed_are_asked_and_only_the_nearest_replica_coordinates(
        scenario in (quorum_knobs(), (1..=5_u8).prop_flat_map(|n| (Just(n), 1..=n, 1..=n))).prop_flat_map(
            |(knobs, quorums)| scenario_of("quorum", one_value(one_value(knobs, "requests", "quorum"), "coordinator", "nearest"), quorums, HARSH),
        ),
    ) {
        let trace = run(&scenario, Recording::Full);
        let mut nearest = BTreeMap::new();
        let mut asked: BTreeMap<_, u8> = BTreeMap::new();
        for event in &trace.events {
            let Happening::Send { from, to, label, .. } = &event.what else { continue };
            if let (NodeId::Session(session), NodeId::Replica(replica)) = (from, to) {
                prop_assert_eq!(*nearest.entry(*session).or_insert(*replica), *replica, "{} asks two", session);
            }
            if label.words == "get" {
                *asked.entry(label.operation).or_default() += 1;
            }
        }
        // The coordinator asks itself without a message, if it is among the nearest.
        prop_assert!(asked.values().all(|count| *count <= scenario.cluster.r), "{:?}", asked);
    }
}

/// The same with a network and a settling time that let every message arrive.
fn settled(scenario: Scenario) -> Scenario {
    let tame = scenario::CustomNetwork {
        regions: scenario::Links::of(&scenario.network).regions().to_vec(),
        one_way: Distribution::Uniform { low_ms: 0.0, high_ms: 40.0 },
        links: Vec::new(),
    };
    let network = Network { preset: Network::CUSTOM.to_owned(), custom: Some(tame), ..scenario.network };
    Scenario { network, settle_ms: 60_000, ..scenario }
}
