//! Random scenarios of every protocol, network and kind of fault: small enough that thousands run
//! in seconds, rough enough that operations race, time out and meet several faults at once.
#![allow(dead_code, reason = "each test binary uses its own part")]

use std::collections::BTreeMap;

use history::{NodeId, ReplicaId, SessionId, Trace};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use protocols::Recording;
use scenario::{
    Cluster, CustomNetwork, CutDirection, Distribution, Fault, FaultAction, Network, Node, RandomWork, Scenario,
    ScriptedAction, ScriptedOperation, Session, Strategy as Replication, Workload,
};

/// The longest time at which something of a random scenario begins, in microseconds.
pub(crate) const SPAN_US: u64 = 500_000;

/// How many scenarios a property is tried on: `PROPTEST_CASES`, or as many as it asks for.
pub(crate) fn cases(count: u32) -> ProptestConfig {
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if asked { config } else { ProptestConfig { cases: count, ..config } }
}

/// Runs a scenario that must be valid.
pub(crate) fn run(scenario: &Scenario, recording: Recording) -> Trace {
    let infos = protocols::PROTOCOLS.iter().map(|entry| &entry.info);
    let valid = scenario.validate(infos).unwrap_or_else(|problems| panic!("{problems:?}"));
    (protocols::find(valid.info().id).expect("just found").simulate)(&valid, recording)
}

/// Any scenario at all.
pub(crate) fn any_scenario() -> impl Strategy<Value = Scenario> {
    (0..6_usize, any::<bool>()).prop_flat_map(|(faults, messages_are_lost)| {
        any_scenario_with(Mix { faults, disks_are_lost: true, messages_are_lost })
    })
}

/// Any scenario that meets such faults.
pub(crate) fn any_scenario_with(mix: Mix) -> impl Strategy<Value = Scenario> {
    let replication = prop_oneof![
        2 => quorum_knobs().prop_map(|knobs| ("quorum", knobs)),
        1 => primary_knobs().prop_map(|knobs| ("primary", knobs)),
        1 => Just(("single_copy", Vec::new())),
    ];
    let quorums = (1..=5_u8).prop_flat_map(|n| (Just(n), 1..=n, 1..=n));
    (replication, quorums).prop_flat_map(move |((protocol, knobs), quorums)| scenario_of(protocol, knobs, quorums, mix))
}

/// Which faults a scenario may meet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mix {
    pub(crate) faults: usize,
    pub(crate) disks_are_lost: bool,
    pub(crate) messages_are_lost: bool,
}

type Set = Vec<(&'static str, String)>;

/// The same with a network and a settling time that let every message arrive, and faults that end.
pub(crate) fn settled(mut scenario: Scenario) -> Scenario {
    let regions = scenario::Links::of(&scenario.network).regions().to_vec();
    let one_way = Distribution::Uniform { low_ms: 0.0, high_ms: 10.0 };
    scenario.network.preset = Network::CUSTOM.to_owned();
    scenario.network.custom = Some(CustomNetwork { regions, one_way, links: Vec::new() });
    for fault in &mut scenario.faults {
        fault.until_us.get_or_insert(fault.at_us + 100_000);
    }
    scenario.settle_ms = 20_000;
    scenario
}

fn switch(id: &'static str) -> impl Strategy<Value = (&'static str, String)> {
    select(vec!["on", "off"]).prop_map(move |value| (id, value.to_owned()))
}

fn choice(id: &'static str, choices: &[&'static str]) -> impl Strategy<Value = (&'static str, String)> {
    select(choices.to_vec()).prop_map(move |value| (id, value.to_owned()))
}

/// Any setting of the quorum protocol's knobs.
pub(crate) fn quorum_knobs() -> impl Strategy<Value = Set> {
    (
        switch("read_repair"),
        switch("write_back"),
        choice("versions", &["clock", "logical"]),
        choice("coordinator", &["session", "nearest", "random"]),
        choice("requests", &["all", "quorum"]),
    )
        .prop_map(|(a, b, c, d, e)| vec![a, b, c, d, e])
}

fn primary_knobs() -> impl Strategy<Value = Set> {
    let resend = select(vec![1, 30, 400]).prop_map(|ms| ("resend_ms", ms.to_string()));
    (choice("reads", &["primary", "nearest", "any"]), resend).prop_map(|(a, b)| vec![a, b])
}

/// Any scenario of a protocol, its knobs and N, W, R.
pub(crate) fn scenario_of(
    protocol: &'static str,
    knobs: Set,
    (n, w, r): (u8, u8, u8),
    mix: Mix,
) -> impl Strategy<Value = Scenario> {
    (network(mix), 1..=4_u8).prop_flat_map(move |(network, sessions)| {
        let regions = u8::try_from(scenario::Links::of(&network).regions().len()).expect("few regions");
        let knobs: BTreeMap<String, String> =
            knobs.iter().map(|(id, value)| ((*id).to_owned(), value.clone())).collect();
        let strategy = Replication { protocol: protocol.to_owned(), knobs };
        let placed = vec((0..regions).prop_map(|region| Session { region }), usize::from(sessions));
        let placement = prop_oneof![Just(Vec::new()), vec(0..regions, usize::from(n))];
        let times = (select(vec![15, 60, 250, 1_000]), select(vec![0, 100, 1_000]));
        (placed, placement, workload(sessions), times, faults(n, sessions, mix), any::<u32>()).prop_map(
            move |(sessions, placement, workload, (timeout_ms, settle_ms), faults, seed)| Scenario {
                strategy: strategy.clone(),
                cluster: Cluster { n, w, r, spares: 0, placement },
                network: network.clone(),
                sessions,
                workload,
                timeout_ms,
                settle_ms,
                faults,
                seed,
            },
        )
    })
}

fn network(mix: Mix) -> impl Strategy<Value = Network> {
    let custom = distribution().prop_map(|one_way| {
        let regions = vec!["Here".to_owned(), "There".to_owned()];
        (Network::CUSTOM, Some(CustomNetwork { regions, one_way, links: Vec::new() }))
    });
    let preset = select(vec!["rack", "zones", "continent", "worldwide", "lnkd-disk", "ymmr"]);
    let loss = if mix.messages_are_lost { vec![0.0, 0.05, 0.3] } else { vec![0.0] };
    (prop_oneof![preset.prop_map(|id| (id, None)), custom], select(loss), select(vec![0.0, 0.1, 0.6])).prop_map(
        |((preset, custom), loss, duplication)| Network {
            preset: preset.to_owned(),
            loss,
            duplication,
            custom,
            ..Network::default()
        },
    )
}

fn distribution() -> impl Strategy<Value = Distribution> {
    prop_oneof![
        (0..20_u8).prop_map(|ms| Distribution::Constant { ms: ms.into() }),
        (0..20_u8, 0..60_u8).prop_map(|(low, more)| Distribution::Uniform {
            low_ms: low.into(),
            high_ms: f64::from(low) + f64::from(more)
        }),
        (0..30_u8).prop_map(|mean| Distribution::Exponential { mean_ms: mean.into() }),
        Just(Distribution::LogNormal { median_ms: 9.0, tail: 6.0 }),
        Just(Distribution::ParetoExponential { pareto_share: 0.4, scale_ms: 1.0, shape: 1.5, rate_per_ms: 0.03 }),
        Just(Distribution::Empirical { quantiles_ms: vec![1.0, 1.0, 4.0, 90.0] }),
    ]
}

fn workload(sessions: u8) -> impl Strategy<Value = Workload> {
    let think =
        prop_oneof![Just(Distribution::Constant { ms: 0.0 }), Just(Distribution::Exponential { mean_ms: 30.0 })];
    let random = (0..9_u16, 20..80_u8, 1..=2_u8, think).prop_map(|(operations, write_percent, keys, think)| {
        RandomWork { operations, write_percent, keys, think, open_loop: false }
    });
    let scripted = (0..sessions, 0..SPAN_US, select(vec![ScriptedAction::Read, ScriptedAction::Write]), 0..3_u8)
        .prop_map(|(session, at_us, action, key)| ScriptedOperation {
            session: Node(NodeId::Session(SessionId(session))),
            at_us,
            action,
            key,
            drawn: None,
        });
    (random, vec(scripted, 0..5)).prop_map(|(random, script)| Workload { random, script, ..Workload::default() })
}

fn faults(n: u8, sessions: u8, mix: Mix) -> impl Strategy<Value = Vec<Fault>> {
    vec(fault(n, sessions, mix), mix.faults)
}

/// Any fault that a scenario of so many replicas and sessions can meet.
pub(crate) fn fault(n: u8, sessions: u8, mix: Mix) -> impl Strategy<Value = Fault> {
    let replica = (0..n).prop_map(|id| Node(NodeId::Replica(ReplicaId(id))));
    let session = (0..sessions).prop_map(|id| Node(NodeId::Session(SessionId(id))));
    let node = prop_oneof![2 => replica.clone(), 1 => session].boxed();
    let direction = select(vec![CutDirection::Both, CutDirection::Inward, CutDirection::Outward]);
    let losses = if mix.messages_are_lost { vec![0.2, 1.0] } else { vec![0.0] };
    let action = prop_oneof![
        3 => (vec(node.clone(), 1..4), direction).prop_map(|(nodes, direction)| FaultAction::Partition { nodes, direction }),
        3 => (replica.clone(), any::<bool>())
            .prop_map(move |(node, lost)| FaultAction::Crash { node, disk_lost: lost && mix.disks_are_lost }),
        2 => replica.prop_map(|node| FaultAction::Pause { node }),
        1 => (node.clone(), select(vec![1.0, 3.0, 1_000.0])).prop_map(|(node, factor)| FaultAction::Slow { node, factor }),
        1 => select(losses).prop_map(|share| FaultAction::Loss { share }),
        1 => (node.clone(), -200_000..200_000_i64).prop_map(|(node, by_us)| FaultAction::ClockStep { node, by_us }),
        1 => (node, -500_000..500_000_i64).prop_map(|(node, rate_ppm)| FaultAction::ClockDrift { node, rate_ppm }),
    ];
    // Round times too, so that faults begin and end at the very moment of other things.
    let at_us = prop_oneof![0..SPAN_US, (0..SPAN_US / 50_000).prop_map(|step| step * 50_000)];
    let length_us = option::weighted(0.8, prop_oneof![1..300_000_u64, Just(50_000)]);
    (at_us, length_us, action).prop_map(|(at_us, length_us, action)| Fault {
        at_us,
        until_us: length_us.map(|length| at_us + length),
        action,
    })
}
