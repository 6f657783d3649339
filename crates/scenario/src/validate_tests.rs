//! What validation says of scenarios that cannot run.

use history::{NodeId, ReplicaId};

use crate::{Distribution, Fault, FaultAction, Node, ProtocolInfo, Scenario};

const QUORUM: ProtocolInfo = ProtocolInfo { id: "quorum", name: "Quorum", quorums: true, ..ProtocolInfo::PLAIN };

fn fields(scenario: &Scenario) -> Vec<String> {
    let problems = scenario.validate([&QUORUM]).err().unwrap_or_default();
    problems.into_iter().map(|problem| problem.field).collect()
}

#[test]
fn the_default_scenario_can_run() {
    assert_eq!(fields(&Scenario::default()), [""; 0]);
}

#[test]
fn all_problems_are_named_at_once() {
    let mut scenario = Scenario::default();
    scenario.cluster.n = 3;
    scenario.cluster.w = 4;
    scenario.cluster.r = 0;
    scenario.network.stretch = f64::NAN;
    scenario.workload.random.think = Distribution::Exponential { mean_ms: -5.0 };
    let node = Node(NodeId::Replica(ReplicaId(8)));
    scenario.faults.push(Fault { at_us: 9, until_us: Some(3), action: FaultAction::Pause { node } });
    scenario.strategy.protocol = "paxos".to_owned();
    assert_eq!(
        fields(&scenario),
        [
            "network.stretch",
            "cluster.w",
            "cluster.r",
            "workload.random.think",
            "faults[0]",
            "faults[0]",
            "strategy.protocol"
        ]
    );
}

#[test]
fn no_replicas_at_all_is_said_plainly() {
    let mut scenario = Scenario::default();
    scenario.cluster.n = 0;
    let problems = scenario.validate([&QUORUM]).unwrap_err();
    assert!(problems[0].sentence.contains("N, the number of replicas, is 0; it can be from 1 to 9"), "{problems:?}");
}

#[test]
fn problems_are_told_in_the_words_of_whoever_wrote_them() {
    let mut scenario = Scenario::default();
    scenario.cluster.w = 9;
    scenario.sessions[1].region = 200;
    let node = Node(NodeId::Replica(ReplicaId(8)));
    scenario.faults.push(Fault { at_us: 40_500, until_us: Some(20_000), action: FaultAction::Pause { node } });
    let problems = scenario.validate([&QUORUM]).unwrap_err();
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "W, the acknowledgements a write waits for, is 9, but there are only 5 replicas",
            "session B: its region is 200, but the regions are 0 to 8",
            "fault 1: it ends at 20 ms, not after its begin at 40.5 ms",
            "fault 1: it names r9, but there are only 5 replicas",
        ]
    );
    let typed = crate::Problem { field: "colour".to_owned(), sentence: "there is no such part".to_owned() };
    assert_eq!(typed.to_string(), "colour: there is no such part");
}

#[test]
fn a_scenario_reads_back_from_json_as_it_was_written() {
    let mut scenario = Scenario::default();
    let action =
        FaultAction::Partition { nodes: vec![Node(NodeId::Replica(ReplicaId(4)))], direction: Default::default() };
    scenario.faults.push(Fault { at_us: 84_000, until_us: None, action });
    let text = serde_json::to_string(&scenario).expect("plain data");
    assert_eq!(serde_json::from_str::<Scenario>(&text).expect("what was written"), scenario);
    assert!(text.contains(r#""nodes":["r5"]"#), "{text}");
}

#[test]
fn spare_nodes_are_placed_and_named_like_replicas() {
    let mut scenario = Scenario::default();
    (scenario.cluster.spares, scenario.cluster.placement) = (2, vec![0, 1, 2, 3, 4, 7, 8]);
    let node = Node(NodeId::Replica(ReplicaId(6)));
    scenario.faults.push(Fault { at_us: 9, until_us: None, action: FaultAction::Pause { node } });
    let valid = scenario.validate([&QUORUM]).expect("r7 is a spare");
    assert_eq!((5..7).map(|id| valid.region(NodeId::Replica(ReplicaId(id)))).collect::<Vec<_>>(), [7, 8]);
}

#[test]
fn what_is_wrong_with_spare_nodes_is_said() {
    let told = |n: u8, spares: u8, placed: usize| {
        let mut scenario = Scenario::default();
        (scenario.cluster.n, scenario.cluster.spares) = (n, spares);
        scenario.cluster.placement = vec![0; placed];
        let node = Node(NodeId::Replica(ReplicaId(n.saturating_add(spares))));
        scenario.faults.push(Fault { at_us: 9, until_us: None, action: FaultAction::Pause { node } });
        let problems = scenario.validate([&QUORUM]).unwrap_err();
        problems.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(
        told(8, 2, 11),
        [
            "8 replicas and 2 spare nodes are more than 9 nodes",
            "11 nodes are placed, but there are 10",
            "fault 1: it names r11, but there are only 10 replicas and spares",
        ]
    );
    assert_eq!(told(3, 5, 0)[0], "the number of spare nodes is 5; it can be from 0 to 4");
    assert_eq!(told(200, 200, 0)[..2].len(), 2);
}
