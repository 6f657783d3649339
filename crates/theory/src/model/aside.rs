//! Where a scenario leaves the model: what it has that no figure knows of, a sentence each, with what that does in
//! runs. Of a scenario that leaves it nowhere there is nothing to say.

use history::{NodeId, SessionId};
use scenario::{FaultAction, Object, Scenario, ScriptedAction, ValidScenario};

use super::Assumption;

/// What the scenario has and the model leaves aside.
pub(super) fn aside(valid: &ValidScenario) -> Vec<Assumption> {
    let (scenario, knobs) = (valid.scenario(), valid.knobs());
    let network = &scenario.network;
    let is_clock = |kind: &FaultAction| matches!(kind, FaultAction::ClockStep { .. } | FaultAction::ClockDrift { .. });
    let clocks = scenario.faults.iter().filter(|fault| is_clock(&fault.action)).count();
    let stale = !always_overlaps(valid);
    let aside = [
        (
            stale && works_beside_a_writer(scenario),
            "A read is held against one write that is over; other writes under way are left aside. In runs a read can \
             meet one of those, and what it then returns is newer, and fresh.",
        ),
        (
            stale && asks_from_several_regions(valid),
            "Writer and reader are any two sessions, however soon the read follows. In runs the reads that follow \
             soonest are the more often of the session that wrote, which asks from its own region.",
        ),
        (
            scenario.faults.len() > clocks,
            "Faults are left aside. In runs what they hold up takes longer, and a replica that missed a write stays \
             stale for longer.",
        ),
        (
            clocks > 0 && knobs.choice("versions") != "logical",
            "Wrong clocks are left aside. In runs a later write can lose to an earlier one that bears a later time.",
        ),
        (
            network.loss > 0.0,
            "Lost messages are left aside. In runs a replica that a write never reaches stays stale, and a lost answer \
             is waited for in vain.",
        ),
        (network.duplication > 0.0, "Doubled messages are left aside. In runs the first of two that arrives counts."),
        (stale && knobs.on("read_repair"), "Read repair is left aside; with it fewer reads are stale."),
        (knobs.on("write_back"), "Write-back is left aside; with it reads take longer, and fewer are stale."),
        (
            knobs.choice("coordinator") == "proxy",
            "The proxy is left aside, and the way to it: the sessions ask the replicas themselves.",
        ),
        (
            stale && knobs.choice("session") == "tracked",
            "That sessions are tracked is left aside; with it fewer reads are stale.",
        ),
        (knobs.on("sloppy"), "Spare nodes are left aside: every replica answers in the end."),
        (stale && knobs.number("anti_entropy_ms") > 0, "Comparing is left aside; with it fewer reads are stale."),
        (knobs.choice("without") != "none", "That a rule is left out is left aside."),
        (
            scenario.workload.object != Object::Register,
            "A call on an object reads and then writes; the figures are of one read and of one write.",
        ),
    ];
    aside.iter().filter(|(applies, _)| *applies).map(|(_, sentence)| (*sentence).to_owned()).collect()
}

/// Whether every read meets every write that is over: what makes fewer reads stale then changes nothing.
fn always_overlaps(valid: &ValidScenario) -> bool {
    let cluster = &valid.scenario().cluster;
    let all_vote = valid.knobs().choice("quorum_scope") != "local" && !valid.knobs().on("sloppy");
    all_vote && cluster.w + cluster.r > cluster.n
}

/// Whether a session writes while another does something: a session alone waits for its own writes.
fn works_beside_a_writer(scenario: &Scenario) -> bool {
    let random = &scenario.workload.random;
    if random.operations > 0 && scenario.sessions.len() > 1 && random.write_percent > 0 {
        return true;
    }
    let script = &scenario.workload.script;
    let mut writers = script.iter().filter(|entry| entry.action != ScriptedAction::Read).map(|entry| entry.session);
    let Some(writer) = writers.next() else { return false };
    let others_at_random = random.operations > 0 && scenario.sessions.len() > 1;
    others_at_random || script.iter().any(|entry| entry.session != writer)
}

fn asks_from_several_regions(valid: &ValidScenario) -> bool {
    let count = valid.scenario().sessions.len();
    let mut regions = (0..count).map(|id| valid.region(NodeId::Session(SessionId(id as u8))));
    let first = regions.next();
    regions.any(|region| Some(region) != first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use scenario::{Distribution, Fault, Node, ScriptedOperation, Session};

    use crate::stale::tests::model;

    /// Two sessions in one place that write and read, and quorums that can miss each other.
    fn beside(scenario: &mut Scenario) {
        scenario.network.preset = "zones".to_owned();
        (scenario.cluster.n, scenario.cluster.w, scenario.cluster.r) = (3, 1, 1);
        scenario.sessions = vec![Session { region: 0 }; 2];
        scenario.workload.random.operations = 20;
        scenario.workload.random.think = Distribution::Constant { ms: 1.0 };
        scenario.workload.script.clear();
        scenario.faults.clear();
    }

    /// How the sentences about a scenario begin, two words each.
    fn told(change: impl FnOnce(&mut Scenario)) -> Vec<String> {
        let made = model(|scenario| {
            beside(scenario);
            change(scenario);
        });
        let begin = |text: &String| text.split(' ').take(2).collect::<Vec<_>>().join(" ");
        made.assumptions.iter().map(begin).collect()
    }

    #[test]
    fn a_scenario_that_leaves_the_model_nowhere_is_told_nothing() {
        assert_eq!(told(|scenario| scenario.sessions.truncate(1)), [""; 0], "alone, nobody writes meanwhile");
        assert_eq!(told(|scenario| scenario.workload.random.write_percent = 0), [""; 0], "nobody writes");
        let overlapping = |scenario: &mut Scenario| {
            (scenario.cluster.w, scenario.cluster.r) = (2, 2);
            scenario.sessions[1].region = 1;
        };
        assert_eq!(told(overlapping), [""; 0], "every read is fresh, whatever is under way");
    }

    #[test]
    fn what_a_scenario_leaves_is_named_and_nothing_else() {
        assert_eq!(told(|_| ()), ["A read"]);
        assert_eq!(told(|scenario| scenario.sessions[1].region = 1), ["A read", "Writer and"]);
        let step = |node| Fault { at_us: 0, until_us: None, action: FaultAction::ClockStep { node, by_us: 9_000 } };
        let node: Node = "r1".parse().expect("a node");
        assert_eq!(told(|scenario| scenario.faults = vec![step(node)]), ["A read", "Wrong clocks"]);
        let crash = Fault { at_us: 0, until_us: Some(9), action: FaultAction::Crash { node, disk_lost: false } };
        assert_eq!(
            told(|scenario| scenario.faults = vec![crash, step(node)]),
            ["A read", "Faults are", "Wrong clocks"]
        );
    }

    #[test]
    fn a_script_tells_who_writes_beside_whom() {
        let scripted = |sessions: &[&str]| {
            let entry = |(place, session): (usize, &&str)| ScriptedOperation {
                session: session.parse().expect("a session"),
                at_us: 0,
                action: if place == 0 { ScriptedAction::Write } else { ScriptedAction::Read },
                key: 0,
                drawn: None,
            };
            told(|scenario| {
                scenario.workload.random.operations = 0;
                scenario.workload.script = sessions.iter().enumerate().map(entry).collect();
            })
        };
        assert_eq!(scripted(&["A", "A"]), [""; 0]);
        assert_eq!(scripted(&["A", "B"]), ["A read"]);
    }
}
