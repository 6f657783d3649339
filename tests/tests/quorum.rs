//! The quorum protocol over random scenarios: sloppy quorums, anti-entropy, quorums of one region,
//! any coordinator; and the runs that show what a write without an answer leaves behind.
#![cfg(not(target_arch = "wasm32"))]

mod random;

use std::collections::{BTreeMap, BTreeSet};

use check::{Budget, Verdict};
use history::{Happening, History, ModelId, NodeId, Outcome, ReplicaId, Trace, Value};
use pipeline::evaluate;
use proptest::prelude::*;
use proptest::sample::select;
use protocols::Recording;
use random::{Mix, cases, quorum_knobs, run, scenario_of};
use scenario::{Distribution, Fault, FaultAction, Network, Node, Scenario};

/// Everything but the loss of a disk, which no protocol here is made to survive.
const HARSH: Mix = Mix { faults: 4, disks_are_lost: false, messages_are_lost: true };

type Set = Vec<(&'static str, String)>;

fn verdict(trace: &Trace, model: ModelId) -> Verdict {
    let model = check::model(model).expect("it has a checker");
    model.judge(&History::of(trace), Budget::default())
}

/// Fails with the reason and the run, if a run breaks a model.
fn expect(scenario: &Scenario, models: &[ModelId]) -> Result<(), TestCaseError> {
    let trace = run(scenario, Recording::HistoryOnly);
    for model in models {
        let verdict = verdict(&trace, *model);
        let history = || history::write_history(&History::of(&trace));
        prop_assert!(verdict.violation().is_none(), "{} {:?}\n{}", model, verdict, history());
    }
    Ok(())
}

fn with(knobs: Set, set: &[(&'static str, &str)]) -> Set {
    let others = knobs.into_iter().filter(|(knob, _)| set.iter().all(|(id, _)| id != knob));
    others.chain(set.iter().map(|(id, value)| (*id, (*value).to_owned()))).collect()
}

/// N, W, R such that every read quorum meets every write quorum.
fn overlapping() -> impl Strategy<Value = (u8, u8, u8)> {
    (1..=5_u8).prop_flat_map(|n| (Just(n), 1..=n)).prop_flat_map(|(n, w)| (Just(n), Just(w), n + 1 - w..=n))
}

fn any_quorums() -> impl Strategy<Value = (u8, u8, u8)> {
    (1..=5_u8).prop_flat_map(|n| (Just(n), 1..=n, 1..=n))
}

fn with_right_clocks(mut scenario: Scenario) -> Scenario {
    let wrong = |action: &FaultAction| matches!(action, FaultAction::ClockStep { .. } | FaultAction::ClockDrift { .. });
    scenario.faults.retain(|fault| !wrong(&fault.action));
    scenario
}

/// The same with a network and a settling time that let every message arrive, and faults that end.
fn settled(scenario: Scenario) -> Scenario {
    let tame = scenario::CustomNetwork {
        regions: scenario::Links::of(&scenario.network).regions().to_vec(),
        one_way: Distribution::Uniform { low_ms: 0.0, high_ms: 40.0 },
        links: Vec::new(),
    };
    let network = Network { preset: Network::CUSTOM.to_owned(), custom: Some(tame), loss: 0.0, ..scenario.network };
    let mut scenario = Scenario { network, settle_ms: 60_000, ..scenario };
    for fault in &mut scenario.faults {
        fault.until_us.get_or_insert(fault.at_us + 100_000);
    }
    scenario
}

/// Any setting of every knob, with spares, some of whose nodes meet the faults too.
fn anything() -> impl Strategy<Value = Scenario> {
    let more = (
        select(vec!["on", "off"]),
        select(vec!["1", "30", "200"]),
        select(vec!["1", "30", "200"]),
        select(vec!["0", "1", "40"]),
        select(vec!["none", "highest_version", "newer_stays", "handoff_again"]),
        select(vec!["all", "all", "local"]),
        1..=4_u8,
    );
    let mix = Mix { disks_are_lost: true, ..HARSH };
    (quorum_knobs(), more, any_quorums()).prop_flat_map(move |(knobs, more, quorums)| {
        let (sloppy, stand_in, handoff, compare, without, scope, spares) = more;
        let mut knobs = with(
            knobs,
            &[
                ("sloppy", sloppy),
                ("stand_in_ms", stand_in),
                ("handoff_ms", handoff),
                ("anti_entropy_ms", compare),
                ("without", without),
                ("quorum_scope", scope),
            ],
        );
        if scope == "local" {
            knobs = with(knobs, &[("sloppy", "off"), ("requests", "all")]);
        }
        scenario_of("quorum", knobs, quorums, mix).prop_map(move |mut scenario| {
            scenario.cluster.spares = spares;
            shift_faults(&mut scenario);
            scenario
        })
    })
}

/// Lets every other fault of replicas strike a spare instead.
fn shift_faults(scenario: &mut Scenario) {
    let (n, spares) = (scenario.cluster.n, scenario.cluster.spares);
    let shift = |node: &mut Node| {
        if let NodeId::Replica(id) = node.0 {
            *node = Node(NodeId::Replica(ReplicaId(n + id.0 % spares)));
        }
    };
    for fault in scenario.faults.iter_mut().step_by(2) {
        match &mut fault.action {
            FaultAction::Partition { nodes, .. } => nodes.iter_mut().for_each(shift),
            FaultAction::Crash { node, .. }
            | FaultAction::Pause { node }
            | FaultAction::Slow { node, .. }
            | FaultAction::ClockStep { node, .. }
            | FaultAction::ClockDrift { node, .. } => shift(node),
            FaultAction::Loss { .. } => {}
        }
    }
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn nothing_panics_and_a_write_has_one_place_in_the_order(scenario in anything()) {
        let trace = run(&scenario, Recording::Full);
        let (mut places, mut writes) = (BTreeMap::new(), BTreeMap::new());
        // A replica that coordinates and loses its disk does not know a doubled request again.
        let by_a_replica = scenario.strategy.knobs.get("coordinator").is_some_and(|choice| choice != "session");
        let loses_a_disk = |fault: &Fault| matches!(fault.action, FaultAction::Crash { disk_lost: true, .. });
        let forgets = by_a_replica && scenario.faults.iter().any(loses_a_disk);
        for event in &trace.events {
            if let Happening::Stamp { operation, version } = event.what {
                prop_assert!(places.insert(operation, version).is_none() || forgets, "{}", operation.0);
                let of_version = (version.stamp, version.counter, version.writer);
                prop_assert_eq!(writes.insert(of_version, operation), None);
            }
        }
        for operation in History::of(&trace).client_operations() {
            if operation.outcome == Outcome::Ok && operation.is_write() {
                prop_assert!(places.contains_key(&operation.id), "acknowledged without a place");
            }
        }
    }

    #[test]
    fn the_same_scenario_is_the_same_run(scenario in anything()) {
        prop_assert_eq!(run(&scenario, Recording::Full).digest(), run(&scenario, Recording::Full).digest());
    }

    #[test]
    fn overlapping_quorums_are_strongly_regular_under_right_clocks(
        scenario in (quorum_knobs(), overlapping()).prop_flat_map(|(knobs, quorums)| {
            scenario_of("quorum", with(knobs, &[("versions", "clock")]), quorums, HARSH)
        }),
    ) {
        let models = [ModelId::RegularStrong, ModelId::ReadYourWrites, ModelId::MonotonicWrites];
        expect(&with_right_clocks(scenario), &models)?;
    }

    #[test]
    fn overlapping_quorums_with_logical_versions_are_weakly_regular_whatever_happens(
        scenario in (quorum_knobs(), overlapping()).prop_flat_map(|(knobs, quorums)| {
            scenario_of("quorum", with(knobs, &[("versions", "logical")]), quorums, HARSH)
        }),
    ) {
        expect(&scenario, &[ModelId::RegularWeak, ModelId::MonotonicWrites])?;
    }

    #[test]
    fn reading_all_replicas_is_linearizable_without_write_back_under_right_clocks(
        scenario in (quorum_knobs(), (1..=5_u8).prop_flat_map(|n| (Just(n), 1..=n, Just(n)))).prop_flat_map(
            |(knobs, quorums)| {
                let knobs = with(knobs, &[("write_back", "off"), ("versions", "clock")]);
                scenario_of("quorum", knobs, quorums, HARSH)
            },
        ),
    ) {
        expect(&with_right_clocks(scenario), &[ModelId::Linearizable])?;
    }

    #[test]
    fn quorums_of_one_region_are_regular_for_the_sessions_of_that_region(
        scenario in (quorum_knobs(), 1..=6_u8).prop_flat_map(|(knobs, n)| {
            let coordinator = if n % 2 == 0 { "session" } else { "nearest" };
            let knobs = with(knobs, &[
                ("quorum_scope", "local"),
                ("requests", "all"),
                ("versions", "clock"),
                ("coordinator", coordinator),
            ]);
            scenario_of("quorum", knobs, (n, 1, 1), HARSH)
        }),
        together in any::<bool>(),
    ) {
        let mut scenario = with_right_clocks(scenario);
        let home = scenario.sessions[0];
        if together {
            scenario.sessions.fill(home);
            expect(&scenario, &[ModelId::RegularStrong, ModelId::MonotonicWrites])?;
        }
        expect(&scenario, &[ModelId::ReadYourWrites])?;
    }

    #[test]
    fn a_quorum_of_one_region_counts_most_of_its_replicas(
        scenario in (quorum_knobs(), 2..=6_u8).prop_flat_map(|(knobs, n)| {
            let knobs = with(knobs, &[
                ("quorum_scope", "local"),
                ("requests", "all"),
                ("versions", "clock"),
                ("write_back", "off"),
                ("coordinator", "session"),
            ]);
            scenario_of("quorum", knobs, (n, 1, 1), HARSH)
        }),
    ) {
        let trace = run(&scenario, Recording::Full);
        let placement = scenario.placement(&scenario::Links::of(&scenario.network));
        let (mut counted, mut from): (BTreeMap<_, BTreeSet<_>>, _) = (BTreeMap::new(), BTreeMap::new());
        for event in &trace.events {
            match &event.what {
                Happening::Send { message, from: sender, .. } => drop(from.insert(*message, *sender)),
                Happening::Count { message, operation } => {
                    counted.entry(*operation).or_default().insert(from[message]);
                }
                _ => {}
            }
        }
        for operation in History::of(&trace).client_operations().filter(|operation| operation.outcome == Outcome::Ok) {
            let region = |node: &NodeId| node.replica().map(|id| placement[id.index()]);
            let voters = &counted[&operation.id];
            let regions: BTreeSet<_> = voters.iter().map(region).collect();
            prop_assert_eq!(regions.len(), 1, "{:?}", voters);
            let there = placement.iter().filter(|place| regions.contains(&Some(**place))).count();
            prop_assert_eq!(voters.len(), there / 2 + 1);
        }
    }
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn anti_entropy_brings_all_together_once_all_faults_are_over(
        scenario in (quorum_knobs(), any_quorums()).prop_flat_map(|(knobs, quorums)| {
            scenario_of("quorum", with(knobs, &[("anti_entropy_ms", "500")]), quorums, HARSH)
        }),
        sloppy in any::<bool>(),
    ) {
        let mut scenario = settled(scenario);
        if sloppy {
            scenario.cluster.spares = 2;
            scenario.strategy.knobs.insert("sloppy".to_owned(), "on".to_owned());
            scenario.strategy.knobs.insert("stand_in_ms".to_owned(), "10".to_owned());
        }
        let slow = |action: &FaultAction| matches!(action, FaultAction::Slow { .. });
        scenario.faults.retain(|fault| !slow(&fault.action));
        expect(&scenario, &[ModelId::Converged])?;
    }
}

fn scenario(link: &str) -> Scenario {
    let decoded = share::decode(link).unwrap_or_else(|error| panic!("{link}: {error}"));
    assert_eq!(decoded.problems, [], "{link}");
    decoded.link.scenario
}

fn broken(link: &str, model: ModelId) -> Option<String> {
    let report = evaluate(&scenario(link), Recording::HistoryOnly).unwrap_or_else(|why| panic!("{link}: {why:?}"));
    report.judgement.get(model).and_then(Verdict::violation).map(check::Violation::plain)
}

/// What the reads of a run returned, in order of their beginnings.
fn read(link: &str) -> Vec<i64> {
    let trace = run(&scenario(link), Recording::HistoryOnly);
    let history = History::of(&trace);
    let reads = history.client_operations().filter(|operation| !operation.is_write());
    let number = |value| if let Value::Int(number) = value { number } else { panic!("{value:?}") };
    reads.map(|operation| number(operation.value())).collect()
}

/// A and one replica are cut off together. A spare on their side makes up the quorum.
const CUT: &str =
    "n=3&w=2&r=2&spares=1&k.sloppy=on&net=zones&place=0,1,2,0&sessions=0,1&ops=0&cut=A,r1,r4@5-300&seed=1";

#[test]
fn a_sloppy_quorum_reads_stale_although_quorums_overlap_until_the_hint_is_handed_over() {
    assert_eq!(read(&format!("{CUT}&do=A.w.x@10,B.r.x@230")), [1]);
    assert!(broken(&format!("{CUT}&do=A.w.x@10,B.r.x@230"), ModelId::Safe).is_some());
    let strict = CUT.replace("k.sloppy=on", "k.sloppy=off");
    assert_eq!(broken(&format!("{strict}&do=A.w.x@10,B.r.x@230"), ModelId::Safe), None, "the write waits");
    assert_eq!(read(&format!("{CUT}&do=A.w.x@10,B.r.x@700")), [2], "handed over");
}

#[test]
fn a_hint_is_handed_over_again_until_it_arrived_and_then_no_more() {
    let link = "n=3&w=2&r=2&spares=1&k.sloppy=on&net=zones&place=0,1,2,0&sessions=0,1&ops=0\
                &do=A.w.x@10&cut=r3@5-700&settle=2000&seed=1";
    let trace = run(&scenario(link), Recording::Full);
    let sent = trace.events.iter().filter_map(|event| match &event.what {
        Happening::Send { label, to, .. } if label.words == "hand over" => Some((event.at.as_us() / 1_000, *to)),
        _ => None,
    });
    let r3 = NodeId::Replica(ReplicaId(2));
    let at: Vec<u64> = sent.map(|(at_ms, to)| if to == r3 { at_ms } else { panic!("to {to}") }).collect();
    assert_eq!(at, [410, 610, 810], "every 200 ms from the hint on, and once more after the cut");
    assert_eq!(broken(link, ModelId::Converged), None);
    assert!(broken(&format!("{link}&k.without=handoff_again"), ModelId::Converged).is_some());
    let strict = link.replace("k.sloppy=on", "k.sloppy=off");
    assert!(broken(&strict, ModelId::Converged).is_some());
}

#[test]
fn a_sloppy_quorum_answers_while_most_replicas_are_down() {
    let link = "n=3&w=2&r=2&spares=2&net=zones&ops=8&crash=r1@0&crash=r2@0&timeout=2000&settle=0";
    let answered = |link: &str| {
        let history = History::of(&run(&scenario(link), Recording::HistoryOnly));
        let all = history.client_operations().count();
        (history.client_operations().filter(|operation| operation.outcome == Outcome::Ok).count(), all)
    };
    assert_eq!(answered(&format!("{link}&k.sloppy=on")), (24, 24));
    assert_eq!(answered(link), (0, 24));
}

/// Only one of three replicas hears of A's write before A is cut off; A gives up at 410 ms.
const FAILED: &str = "n=3&w=2&r=2&place=0,3,3&sessions=0,0,3&ops=0&timeout=400&cut=A@14-250&seed=1";

#[test]
fn a_write_that_failed_may_be_read_later_or_not_and_both_in_one_run() {
    assert_eq!(read(&format!("{FAILED}&do=A.w.x@10,B.r.x@500")), [2], "B asks the replica that has it");
    assert_eq!(read(&format!("{FAILED}&do=A.w.x@10,C.r.x@500")), [1], "C asks the two others");
    let both = format!("{FAILED}&do=A.w.x@10,B.r.x@500,C.r.x@900");
    assert_eq!(read(&both), [2, 1]);
    assert!(broken(&both, ModelId::Linearizable).is_some());
    assert_eq!(broken(&both, ModelId::RegularStrong), None, "to regularity it is in progress for ever");
    assert_eq!(read(&format!("{both}&k.write_back=on")), [2, 2], "who reads it makes it last");
}

#[test]
fn a_random_coordinator_is_every_replica_some_time_and_a_near_one_always_the_same() {
    let coordinators = |choice: &str| -> BTreeSet<NodeId> {
        let link = format!("n=5&net=zones&ops=40&sessions=0&k.coordinator={choice}");
        let trace = run(&scenario(&link), Recording::Full);
        let asked = trace.events.iter().filter_map(|event| match &event.what {
            Happening::Send { from: NodeId::Session(_), to, .. } => Some(*to),
            _ => None,
        });
        asked.collect()
    };
    assert_eq!(coordinators("random").len(), 5);
    assert_eq!(coordinators("nearest").len(), 1);
}

#[test]
fn each_rule_that_is_left_out_is_missed() {
    let caught = |settings: &str, model: ModelId| {
        (0..40).any(|seed| broken(&format!("{settings}&seed={seed}"), model).is_some())
    };
    let busy = "n=3&w=2&r=2&net=lnkd-disk&ops=12&writes=50&think=exp:2";
    for (without, model) in [("highest_version", ModelId::Safe), ("newer_stays", ModelId::Converged)] {
        assert!(caught(&format!("{busy}&k.without={without}"), model), "{without}");
        assert!(!caught(busy, model), "{without}");
    }
}

#[test]
fn settings_that_exclude_each_other_are_said_to() {
    let told = |link: &str| -> Vec<String> {
        let problems = scenario(link).validate(pipeline::protocols()).err().unwrap_or_default();
        problems.iter().map(ToString::to_string).collect()
    };
    assert_eq!(told("k.sloppy=on"), ["a sloppy quorum needs a spare node, and there is none"]);
    assert_eq!(told("spares=1&k.sloppy=on&k.quorum_scope=local").len(), 1);
    assert_eq!(told("k.quorum_scope=local&k.requests=quorum").len(), 1);
    assert!(told("spares=1&k.sloppy=on").is_empty() && told("k.quorum_scope=local").is_empty());
}

#[test]
fn overlap_is_said_to_matter_only_where_every_read_meets_every_write() {
    let matters = |link: &str| pipeline::overlap_matters(&scenario(link));
    assert!(matters("w=3&r=3") && matters("w=3&r=3&k.write_back=on&k.anti_entropy_ms=100"));
    for link in ["spares=1&k.sloppy=on", "k.quorum_scope=local", "k.without=highest_version", "s=single_copy"] {
        assert!(!matters(link), "{link}");
    }
}
