//! Spare nodes: who has no use for them never hears of them, whatever happens to them.
#![cfg(not(target_arch = "wasm32"))]

mod random;

use std::collections::BTreeMap;

use history::{Event, Happening, NodeId, ReplicaId};
use proptest::prelude::*;
use proptest::sample::select;
use protocols::Recording;
use random::{Mix, any_scenario, cases, fault, run};
use scenario::{Fault, FaultAction, Node, Scenario};

/// A fault of a spare node alone: a crash, a pause or a cut.
fn of_spare(n: u8) -> impl Strategy<Value = Fault> {
    let mix = Mix { faults: 1, disks_are_lost: true, messages_are_lost: false };
    let met = |fault: &Fault| {
        let alone = fault.action.nodes().len() == 1 && fault.action.nodes()[0].0.replica().is_some();
        alone && !matches!(fault.action, FaultAction::Loss { .. })
    };
    fault(1, 1, mix).prop_filter("of one replica", met).prop_map(move |mut fault| {
        let spare = Node(NodeId::Replica(ReplicaId(n)));
        match &mut fault.action {
            FaultAction::Partition { nodes, .. } => nodes[0] = spare,
            FaultAction::Crash { node, .. }
            | FaultAction::Pause { node }
            | FaultAction::Slow { node, .. }
            | FaultAction::ClockStep { node, .. }
            | FaultAction::ClockDrift { node, .. } => *node = spare,
            FaultAction::Loss { .. } => {}
        }
        fault
    })
}

/// All but what the faults of spares add.
fn without_faults(events: Vec<Event>, of: usize) -> Vec<Event> {
    let kept = |event: &Event| match event.what {
        Happening::FaultBegin { fault } | Happening::FaultEnd { fault } => fault.index() < of,
        _ => true,
    };
    events.into_iter().filter(kept).collect()
}

proptest! {
    #![proptest_config(cases(1_500))]

    #[test]
    fn spares_that_no_one_uses_change_nothing(
        (scenario, fault) in any_scenario().prop_flat_map(|scenario| {
            let n = scenario.cluster.n;
            (Just(scenario), of_spare(n))
        }),
        spares in 1..=4_u8,
        protocol in select(protocols::PROTOCOLS.iter().map(|entry| entry.info).collect::<Vec<_>>()),
    ) {
        let mut scenario = scenario;
        if protocol.id != scenario.strategy.protocol {
            (scenario.strategy.protocol, scenario.strategy.knobs) = (protocol.id.to_owned(), BTreeMap::new());
            prop_assume!(scenario.validate([&protocol]).is_ok());
        }
        let faults = scenario.faults.len();
        let mut with = scenario.clone();
        with.cluster.spares = spares;
        with.faults.push(fault);
        let (plain, with) = (run(&scenario, Recording::Full), run(&with, Recording::Full));
        prop_assert_eq!(without_faults(with.events, faults), plain.events);
        prop_assert_eq!(with.replicas.len(), plain.replicas.len() + usize::from(spares));
    }
}

#[test]
fn a_trace_lists_spares_after_the_replicas() {
    let mut scenario = Scenario::default();
    (scenario.cluster.n, scenario.cluster.spares, scenario.cluster.placement) = (3, 2, vec![0, 1, 2, 8]);
    let trace = run(&scenario, Recording::HistoryOnly);
    let told: Vec<(&str, &str, bool)> =
        trace.replicas.iter().map(|node| (node.name.as_str(), node.region.as_str(), node.spare)).collect();
    let regions = scenario::Links::of(&scenario.network).regions().to_vec();
    let expected = [("r1", 0, false), ("r2", 1, false), ("r3", 2, false), ("r4", 8, true), ("r5", 4, true)];
    let expected = expected.map(|(name, region, spare): (_, usize, _)| (name, regions[region].as_str(), spare));
    assert_eq!(told, expected);
}
