//! A proxy between sessions and a quorum: it stores nothing, one clock orders what all its sessions
//! write, and with it down none of them is answered.
#![cfg(not(target_arch = "wasm32"))]

mod modes;
mod random;

use history::{Happening, History, ModelId, NodeId, Outcome, ReplicaId, Trace};
use modes::{scenario_at, verdict};
use proptest::prelude::*;
use protocols::Recording;
use random::{cases, run};
use scenario::{Fault, FaultAction, Node};

const PROXY: &str = "n=3&w=2&r=2&spares=1&k.coordinator=proxy";

fn outcomes(trace: &Trace) -> Vec<Outcome> {
    History::of(trace).client_operations().map(|operation| operation.outcome).collect()
}

/// Whom each session sends its operations to.
fn asked(trace: &Trace) -> Vec<(NodeId, NodeId)> {
    let mut asked = Vec::new();
    for event in &trace.events {
        if let Happening::Send { from: from @ NodeId::Session(_), to, .. } = event.what
            && !asked.contains(&(from, to))
        {
            asked.push((from, to));
        }
    }
    asked.sort();
    asked
}

#[test]
fn sessions_go_to_the_nearest_proxy_which_stores_nothing() {
    // r4 and r5 are proxies, in the regions of A and C.
    let link = format!("{PROXY}&spares=2&net=zones&place=0,1,2,0,2&sessions=0,0,2&ops=6&writes=50&seed=4");
    let link = link.replacen("&spares=1", "", 1);
    let trace = run(&scenario_at(&link), Recording::Full);
    let [a, b, c] = [0, 1, 2].map(|id| NodeId::Session(history::SessionId(id)));
    let [r4, r5] = [3, 4].map(|id| NodeId::Replica(ReplicaId(id)));
    assert_eq!(asked(&trace), [(a, r4), (b, r4), (c, r5)]);
    assert!(outcomes(&trace).iter().all(|outcome| *outcome == Outcome::Ok));
    let stored = |event: &history::Event| match event.what {
        Happening::Apply { replica, .. } | Happening::Observe { replica, .. } => replica.0 >= 3,
        _ => false,
    };
    assert!(!trace.events.iter().any(stored));
}

/// B's clock is behind that of A by more than their writes are apart. Sessions that stamp by themselves
/// lose B's write; behind one proxy their clocks do not matter.
#[test]
fn one_clock_orders_what_all_sessions_of_a_proxy_write() {
    let work = "net=zones&sessions=0,1&ops=0&do=A.w.x@20,B.w.x@60,B.r.x@90&clock=B@0+-500&seed=1";
    let judged = |link: &str| verdict(&run(&scenario_at(link), Recording::HistoryOnly), ModelId::Safe);
    assert!(judged(&format!("n=3&w=2&r=2&{work}")).violation().is_some());
    assert!(judged(&format!("{PROXY}&{work}")).holds());
    assert!(judged(&format!("{PROXY}&{work}&clock=r4@40+-500")).violation().is_some(), "its own does");
}

#[test]
fn without_its_proxy_no_session_is_answered() {
    let link = format!("{PROXY}&net=zones&sessions=0,1&ops=0&do=A.w.x@20,B.r.x@60,A.r.x@200&timeout=50");
    let down = run(&scenario_at(&format!("{link}&crash=r4@10-150")), Recording::HistoryOnly);
    assert_eq!(outcomes(&down), [Outcome::Info, Outcome::Info, Outcome::Ok]);
    let replica = run(&scenario_at(&format!("{link}&crash=r3@10-150")), Recording::HistoryOnly);
    assert_eq!(outcomes(&replica), [Outcome::Ok; 3]);
}

#[test]
fn a_proxy_needs_a_node_of_its_own() {
    let problems = |link: &str| -> Vec<String> {
        let infos = protocols::PROTOCOLS.iter().map(|entry| &entry.info);
        let problems = scenario_at(link).validate(infos).expect_err("it cannot run");
        problems.into_iter().map(|problem| problem.sentence).collect()
    };
    assert_eq!(problems("n=3&k.coordinator=proxy"), ["a proxy runs on a spare node, and there is none"]);
    assert_eq!(
        problems("n=3&spares=1&k.coordinator=proxy&k.sloppy=on"),
        ["a spare node is a proxy or stands in for replicas; choose one of them"]
    );
}

proptest! {
    #![proptest_config(cases(500))]

    /// Whatever happens to the proxies, too, only what the sessions are promised is promised.
    #[test]
    fn logical_versions_with_write_back_are_linearizable_through_proxies(
        scenario in modes::scenarios(
            "quorum",
            "n=3&w=2&r=2&spares=2&k.coordinator=proxy&k.versions=logical&k.write_back=on",
            scenario::Assumptions::HARSH,
        ),
        spares in 1..=2_u8,
        crash in prop::option::of((0..500_000_u64, 1_000..200_000_u64)),
    ) {
        let mut scenario = scenario;
        scenario.cluster.spares = spares;
        if let Some((at_us, long_us)) = crash {
            let action = FaultAction::Crash { node: Node(NodeId::Replica(ReplicaId(3))), disk_lost: false };
            scenario.faults.push(Fault { at_us, until_us: Some(at_us + long_us), action });
        }
        let verdict = verdict(&run(&scenario, Recording::HistoryOnly), ModelId::Linearizable);
        prop_assert!(verdict.violation().is_none(), "{:?}", verdict);
    }
}
