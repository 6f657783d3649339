//! The kernel over random scenarios of every protocol and every fault: what must hold whatever
//! happens. The past does not depend on the future, messages obey cuts, what is down does nothing.
#![cfg(not(target_arch = "wasm32"))]

mod random;

use std::collections::BTreeMap;

use history::{
    DropCause, Event, FaultId, Happening, Instant, MessageId, NodeId, OperationId, Outcome, Role, Stop, Trace,
};
use proptest::prelude::*;
use protocols::Recording;
use random::{Mix, any_scenario, cases, fault, run};
use scenario::{CutDirection, Fault, FaultAction, Scenario};

fn before(trace: &Trace, at_us: u64) -> Vec<Event> {
    trace.events.iter().take_while(|event| event.at < Instant::from_us(at_us)).cloned().collect()
}

/// The events with every fault named by `name` instead of its place in the list.
fn renamed(mut events: Vec<Event>, name: impl Fn(FaultId) -> FaultId) -> Vec<Event> {
    for event in &mut events {
        match &mut event.what {
            Happening::FaultBegin { fault } | Happening::FaultEnd { fault } => *fault = name(*fault),
            Happening::Drop { cause: DropCause::Cut(fault) | DropCause::Down(fault), .. } => *fault = name(*fault),
            _ => {}
        }
    }
    events
}

fn scenario_and_faults() -> impl Strategy<Value = (Scenario, Fault, Fault)> {
    let mix = Mix { faults: 1, disks_are_lost: true, messages_are_lost: true };
    any_scenario().prop_flat_map(move |scenario| {
        let sessions = u8::try_from(scenario.sessions.len()).expect("few sessions");
        let n = scenario.cluster.n;
        (Just(scenario), fault(n, sessions, mix), fault(n, sessions, mix))
    })
}

/// How long each message took that arrived. A message is named by what does not depend on anyone
/// else: the session, the how manieth operation of it, what is said, from whom to whom.
fn journeys(trace: &Trace) -> BTreeMap<(NodeId, u32, String, NodeId, NodeId), Vec<u64>> {
    let (mut begun, mut names, mut sent) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let mut journeys: BTreeMap<_, Vec<u64>> = BTreeMap::new();
    for event in &trace.events {
        match &event.what {
            Happening::Invoke { operation, session, .. } => {
                let count = begun.entry(*session).or_insert(0);
                *count += 1;
                names.insert(*operation, (NodeId::Session(*session), *count));
            }
            Happening::Send { message, from, to, label } => {
                let (session, count) = names[&label.operation.expect("all of them serve one")];
                sent.insert(*message, (event.at, (session, count, label.words.to_string(), *from, *to)));
            }
            Happening::Deliver { message } => {
                let (at, name) = sent[message].clone();
                journeys.entry(name).or_default().push(event.at.since(at).as_us());
            }
            _ => {}
        }
    }
    journeys
}

proptest! {
    #![proptest_config(cases(1_500))]

    #[test]
    fn a_slower_network_stretches_the_same_arrows(scenario in any_scenario(), stretch in 1.01..3.0_f64) {
        // Without what happens at a given time, and without second copies, which share a name.
        let mut scenario = Scenario { faults: Vec::new(), ..scenario };
        scenario.network.duplication = 0.0;
        scenario.workload.script.clear();
        if scenario.strategy.protocol == "primary" {
            scenario.strategy.knobs.insert("resend_ms".to_owned(), "60000".to_owned());
        }
        let before = journeys(&run(&scenario, Recording::Full));
        scenario.network.stretch *= stretch;
        let after = journeys(&run(&scenario, Recording::Full));
        for (name, took_us) in before {
            let Some(now_us) = after.get(&name) else { continue };
            let alike = |(was, is): (&u64, &u64)| (*was as f64 * stretch - *is as f64).abs() <= 2.0 + stretch;
            let same = took_us.iter().zip(now_us).all(alike) && took_us.len() == now_us.len();
            prop_assert!(same, "{:?} took {:?}, and {} times that is {:?}", name, took_us, stretch, now_us);
        }
    }

    #[test]
    fn the_same_scenario_gives_the_same_trace(scenario in any_scenario()) {
        let (one, other) = (run(&scenario, Recording::Full), run(&scenario, Recording::Full));
        prop_assert_eq!(one.digest(), other.digest());
        prop_assert_eq!(one, other);
    }

    #[test]
    fn a_short_recording_is_the_long_one_with_the_details_left_out(scenario in any_scenario()) {
        let short = run(&scenario, Recording::HistoryOnly);
        let mut long = run(&scenario, Recording::Full);
        long.events.retain(|event| {
            matches!(event.what, Happening::Invoke { .. } | Happening::Return { .. } | Happening::Stamp { .. })
        });
        prop_assert_eq!(short.events, long.events);
        prop_assert_eq!(short.steps, long.steps);
    }

    #[test]
    fn a_fault_that_is_added_changes_nothing_before_it((scenario, fault, _) in scenario_and_faults()) {
        let without = run(&scenario, Recording::Full);
        let at_us = fault.at_us;
        let mut scenario = scenario;
        scenario.faults.push(fault);
        let with = run(&scenario, Recording::Full);
        prop_assert_eq!(before(&without, at_us), before(&with, at_us));
        let moment = Instant::from_us(at_us);
        prop_assert_eq!(without.digest_before(moment), with.digest_before(moment));
    }

    #[test]
    fn a_fault_that_is_removed_changes_nothing_before_it(
        (mut scenario, fault, _) in scenario_and_faults(),
        place in any::<prop::sample::Index>(),
    ) {
        // Its place in the list is a name; the faults behind it are called by one less without it.
        let at_us = fault.at_us;
        let place = place.index(scenario.faults.len() + 1);
        scenario.faults.insert(place, fault);
        let with = run(&scenario, Recording::Full);
        scenario.faults.remove(place);
        let without = run(&scenario, Recording::Full);
        let name = |id: FaultId| FaultId(if id.index() > place { id.0 - 1 } else { id.0 });
        prop_assert_eq!(before(&without, at_us), renamed(before(&with, at_us), name));
    }

    #[test]
    fn a_fault_that_is_edited_changes_nothing_before_the_edit(
        (mut scenario, fault, other) in scenario_and_faults(),
        place in any::<prop::sample::Index>(),
        later in 1_u64..300_000,
    ) {
        scenario.faults.push(fault);
        let place = place.index(scenario.faults.len());
        let edited = scenario.faults[place].clone();
        let was = run(&scenario, Recording::Full);

        // Another action in its place.
        scenario.faults[place] = Fault { at_us: edited.at_us, ..other };
        if let Some(until_us) = scenario.faults[place].until_us {
            scenario.faults[place].until_us = Some(until_us.max(edited.at_us + 1));
        }
        let is = run(&scenario, Recording::Full);
        prop_assert_eq!(before(&was, edited.at_us), before(&is, edited.at_us));

        // Another end: nothing before the earlier of both ends changes.
        let until_us = Some(edited.at_us + later);
        let first_end_us = edited.until_us.unwrap_or(u64::MAX).min(edited.at_us + later);
        scenario.faults[place] = Fault { until_us, ..edited };
        let is = run(&scenario, Recording::Full);
        prop_assert_eq!(before(&was, first_end_us), before(&is, first_end_us));
    }

    #[test]
    fn time_never_runs_back_and_every_message_is_sent_before_it_ends(scenario in any_scenario()) {
        let trace = run(&scenario, Recording::Full);
        prop_assert!(trace.events.is_sorted_by_key(|event| event.at));
        let mut arrivals: BTreeMap<MessageId, u32> = BTreeMap::new();
        for event in &trace.events {
            match event.what {
                Happening::Send { message, .. } => prop_assert_eq!(arrivals.insert(message, 0), None),
                Happening::Deliver { message } | Happening::Drop { message, .. } => {
                    let count = arrivals.get_mut(&message).expect("sent before");
                    *count += 1;
                    let most = 1 + u32::from(scenario.network.duplication > 0.0);
                    prop_assert!(*count <= most, "{} ended {} times", message.0, count);
                }
                _ => {}
            }
        }
        let visible = trace.events.iter().filter(|event| !matches!(event.what, Happening::FaultEnd { .. } | Happening::FaultBegin { .. }));
        let last = visible.filter(|event| match event.what {
            Happening::Invoke { role, .. } => role == Role::Client,
            Happening::Return { operation, .. } => is_client(&trace, operation),
            _ => true,
        }).map(|event| event.at).max().unwrap_or(Instant::ZERO);
        prop_assert_eq!(trace.end, last);
    }

    #[test]
    fn a_message_is_lost_to_a_cut_exactly_if_it_stands_at_the_sending_or_at_the_arrival(scenario in any_scenario()) {
        let trace = run(&scenario, Recording::Full);
        let mut sent = BTreeMap::new();
        for event in &trace.events {
            let at_us = event.at.as_us();
            match event.what {
                Happening::Send { message, from, to, .. } => {
                    sent.insert(message, (at_us, from, to));
                }
                Happening::Deliver { message } => {
                    let (sent_us, from, to) = sent[&message];
                    for moment_us in [sent_us, at_us] {
                        let cut = scenario.faults.iter().find(|fault| cuts(fault, moment_us, from, to));
                        prop_assert_eq!(cut, None, "{}", message.0);
                    }
                    prop_assert!(!down(&scenario, to, at_us), "{} reached {}", message.0, to);
                }
                Happening::Drop { message, cause: DropCause::Cut(fault) } => {
                    let (sent_us, from, to) = sent[&message];
                    let fault = &scenario.faults[fault.index()];
                    prop_assert!(cuts(fault, sent_us, from, to) || cuts(fault, at_us, from, to));
                }
                Happening::Drop { message, cause: DropCause::Down(fault) } => {
                    let fault = &scenario.faults[fault.index()];
                    let FaultAction::Crash { node, .. } = fault.action else { panic!("{fault:?} takes no one down") };
                    prop_assert!(fault.acts_at(at_us) && node.0 == sent[&message].2);
                }
                Happening::Drop { cause: DropCause::Loss, .. } => {
                    let lossy = scenario.faults.iter().any(|fault| matches!(fault.action, FaultAction::Loss { .. }));
                    prop_assert!(lossy || scenario.network.loss > 0.0);
                }
                _ => {}
            }
        }
    }

    #[test]
    fn a_replica_that_is_down_or_paused_does_nothing(scenario in any_scenario()) {
        let trace = run(&scenario, Recording::Full);
        for event in &trace.events {
            let who = match event.what {
                Happening::Send { from, .. } => from,
                Happening::Apply { replica, .. } | Happening::Observe { replica, .. } => NodeId::Replica(replica),
                _ => continue,
            };
            let at_us = event.at.as_us();
            prop_assert!(!down(&scenario, who, at_us), "{} is down at {}: {:?}", who, at_us, event.what);
            prop_assert!(!paused(&scenario, who, at_us), "{} is paused at {}: {:?}", who, at_us, event.what);
        }
    }

    #[test]
    fn a_replica_answers_from_what_it_stored_and_only_a_lost_disk_takes_that_away(scenario in any_scenario()) {
        let trace = run(&scenario, Recording::Full);
        let mut stored = BTreeMap::new();
        let lost_disk = |replica, at_us| {
            let is_end = |fault: &&Fault| fault.until_us.is_some_and(|until_us| until_us <= at_us);
            scenario.faults.iter().filter(is_end).any(|fault| {
                matches!(fault.action, FaultAction::Crash { node, disk_lost: true } if node.0 == NodeId::Replica(replica))
            })
        };
        for event in &trace.events {
            match event.what {
                Happening::Apply { replica, key, value, version } => {
                    let was = stored.insert((replica, key), (value, version));
                    let newer = was.is_none_or(|(_, was)| was < version);
                    prop_assert!(newer || lost_disk(replica, event.at.as_us()), "{} went back", replica);
                }
                Happening::Observe { replica, key, value, .. } => {
                    let held = stored.get(&(replica, key)).map_or(trace.initial, |(value, _)| *value);
                    prop_assert_eq!(held, value, "{} at {}", replica, event.at);
                }
                Happening::Invoke { session, key, action, role: Role::Probe, .. } => {
                    let number = session.index() - trace.sessions.len();
                    let replica = history::ReplicaId(u8::try_from(number).expect("few replicas"));
                    let held = stored.get(&(replica, key)).map_or(trace.initial, |(value, _)| *value);
                    prop_assert_eq!(history::Action::Read(held), action, "the probe of {}", replica);
                }
                _ => {}
            }
        }
    }

    #[test]
    fn sessions_are_sequential_and_a_timeout_starts_a_new_process(scenario in any_scenario()) {
        let trace = run(&scenario, Recording::Full);
        let mut processes = BTreeMap::new();
        let mut open: BTreeMap<OperationId, (u64, history::SessionId, history::ProcessId)> = BTreeMap::new();
        let mut gave_up: BTreeMap<history::SessionId, history::ProcessId> = BTreeMap::new();
        for event in &trace.events {
            match event.what {
                Happening::Invoke { operation, process, session, role: Role::Client, .. } => {
                    prop_assert!(open.values().all(|(_, busy, _)| *busy != session), "{} does two things", session);
                    prop_assert_eq!(*processes.entry(process).or_insert(session), session);
                    prop_assert_ne!(gave_up.get(&session), Some(&process), "goes on as the process that gave up");
                    open.insert(operation, (event.at.as_us(), session, process));
                }
                Happening::Return { operation, outcome, .. } => {
                    let Some((invoked_us, session, process)) = open.remove(&operation) else { continue };
                    let waited_us = event.at.as_us() - invoked_us;
                    let timeout_us = u64::from(scenario.timeout_ms) * 1000;
                    match outcome {
                        Outcome::Info => {
                            prop_assert_eq!(waited_us, timeout_us);
                            gave_up.insert(session, process);
                        }
                        _ => prop_assert!(waited_us <= timeout_us),
                    }
                }
                _ => {}
            }
        }
        prop_assert!(open.is_empty(), "never ended: {:?}", open);
    }
}

#[test]
fn a_run_that_does_not_end_is_stopped_and_what_it_holds_then_proves_nothing() {
    let mut scenario = Scenario { settle_ms: 600_000, ..Scenario::default() };
    scenario.strategy.protocol = "primary".to_owned();
    scenario.strategy.knobs.insert("resend_ms".to_owned(), "1".to_owned());
    (scenario.cluster.n, scenario.workload.random.keys) = (9, 26);
    (scenario.workload.random.operations, scenario.workload.random.write_percent) = (40, 100);
    let nodes = vec!["r1".parse().expect("a replica")];
    let action = FaultAction::Partition { nodes, direction: CutDirection::Outward };
    scenario.faults.push(Fault { at_us: 300_000, until_us: None, action });
    let trace = run(&scenario, Recording::HistoryOnly);
    assert_eq!(trace.stop, Stop::OutOfSteps);
    assert!(trace.events.iter().all(|event| !matches!(event.what, Happening::Invoke { role: Role::Probe, .. })));
}

fn is_client(trace: &Trace, operation: OperationId) -> bool {
    trace.events.iter().any(
        |event| matches!(event.what, Happening::Invoke { operation: id, role: Role::Client, .. } if id == operation),
    )
}

fn cuts(fault: &Fault, at_us: u64, from: NodeId, to: NodeId) -> bool {
    let FaultAction::Partition { nodes, direction } = &fault.action else { return false };
    let inside = |node| nodes.iter().any(|cut| cut.0 == node);
    let crosses = match (inside(from), inside(to)) {
        (false, true) => *direction != CutDirection::Outward,
        (true, false) => *direction != CutDirection::Inward,
        _ => false,
    };
    crosses && fault.acts_at(at_us)
}

fn down(scenario: &Scenario, who: NodeId, at_us: u64) -> bool {
    let takes_down = |fault: &&Fault| matches!(fault.action, FaultAction::Crash { node, .. } if node.0 == who);
    scenario.faults.iter().filter(takes_down).any(|fault| fault.acts_at(at_us))
}

fn paused(scenario: &Scenario, who: NodeId, at_us: u64) -> bool {
    let pauses = |fault: &&Fault| matches!(fault.action, FaultAction::Pause { node } if node.0 == who);
    scenario.faults.iter().filter(pauses).any(|fault| fault.acts_at(at_us))
}
