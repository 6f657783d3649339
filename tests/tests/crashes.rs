//! A replica that crashes at whatever moment: each protocol, in each of its modes, at a thousand.
#![cfg(not(target_arch = "wasm32"))]

mod modes;
mod random;

use std::collections::BTreeSet;

use history::{Happening, Instant, NodeId, ReplicaId, Stop, Trace};
use modes::scenario_at;
use pipeline::{GuaranteeRow, Recording, Report, guarantees};
use protocols::chance::{Stream, draw};
use scenario::{Fault, FaultAction, Node, Scenario};

/// So many moments of each protocol, shared out over its modes.
const MOMENTS: u32 = 1_000;
/// Moments of one and the same run.
const OF_A_RUN: u32 = 10;

/// Some work on two keys, by three sessions that do not wait for ever.
fn work(row: &GuaranteeRow, seed: u32) -> Scenario {
    let mut scenario = scenario_at(&row.mode.link(row.protocol.id));
    scenario.seed = seed;
    scenario.sessions.resize(3, scenario.sessions[0]);
    scenario.workload.random.operations = 4;
    scenario.workload.random.write_percent = 50;
    scenario.timeout_ms = 500;
    scenario.settle_ms = 1_000;
    scenario
}

fn full(scenario: &Scenario) -> Trace {
    pipeline::run(scenario, Recording::Full).unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// The same with a crash at the moment of one of the events of `calm`.
fn crashed(scenario: &Scenario, calm: &Trace, number: u32) -> (Scenario, Instant, NodeId, Option<u64>) {
    let lot = |count: u64| draw(number, Stream::Trial, count);
    let at = calm.events[(lot(1) % calm.events.len() as u64) as usize].at;
    let nodes = u64::from(scenario.cluster.n + scenario.cluster.spares);
    let node = NodeId::Replica(ReplicaId((lot(2) % nodes) as u8));
    let until_us = (lot(3) % 2 == 0).then(|| at.as_us() + 1 + lot(4) % 200_000);
    let action = FaultAction::Crash { node: Node(node), disk_lost: lot(5) % 3 == 0 };
    let faults = vec![Fault { at_us: at.as_us(), until_us, action }];
    (Scenario { faults, ..scenario.clone() }, at, node, until_us)
}

/// What is wrong with a run in which a replica crashed, beside what consistency asks.
fn complaint(calm: &Trace, trace: Trace, at: Instant, node: NodeId, until_us: Option<u64>) -> Option<String> {
    if trace.digest_before(at) != calm.digest_before(at) {
        return Some("the past is not as it was".to_owned());
    }
    let down = |when: Instant| at < when && until_us.is_none_or(|until| when.as_us() < until);
    let speaks = |what: &Happening| matches!(what, Happening::Send { from, .. } if *from == node);
    if trace.events.iter().any(|event| down(event.at) && speaks(&event.what)) {
        return Some("a replica that is down sends".to_owned());
    }
    let mut open = BTreeSet::new();
    for event in &trace.events {
        match event.what {
            Happening::Invoke { operation, .. } => _ = open.insert(operation),
            Happening::Return { operation, .. } => _ = open.remove(&operation),
            _ => {}
        }
    }
    if trace.stop == Stop::Finished && !open.is_empty() {
        return Some(format!("{} operations are never over", open.len()));
    }
    let report = Report::of(trace);
    (report.judgement.0.is_empty()).then(|| "nothing is judged".to_owned())
}

#[test]
fn a_crash_at_any_moment_changes_nothing_before_it_and_leaves_no_operation_open() {
    let rows = guarantees();
    let mut complaints = Vec::new();
    let mut tried = 0;
    for row in &rows {
        let modes = rows.iter().filter(|other| other.protocol.id == row.protocol.id).count() as u32;
        let runs = MOMENTS.div_ceil(modes * OF_A_RUN);
        for seed in 0..runs {
            let scenario = work(row, seed);
            let calm = full(&scenario);
            for moment in 0..OF_A_RUN {
                let (scenario, at, node, until_us) = crashed(&scenario, &calm, seed * OF_A_RUN + moment);
                tried += 1;
                if let Some(what) = complaint(&calm, full(&scenario), at, node, until_us) {
                    complaints
                        .push(format!("{}, {}, seed {seed}: {node} at {at}: {what}", row.protocol.id, row.mode.id));
                }
            }
        }
    }
    assert!(tried >= 1_000 * 15, "{tried} moments");
    assert!(
        complaints.is_empty(),
        "{} of {tried}\n{}",
        complaints.len(),
        complaints[..complaints.len().min(20)].join("\n")
    );
}
