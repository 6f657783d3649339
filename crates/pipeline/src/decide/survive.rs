//! Who may be down while reads and writes go on.
//!
//! Where any W and any R of the replicas answer, that is arithmetic. For all other strategies it is
//! seen in runs: the first, the last, or those nearest to a session are down from the start; once that
//! has been noticed, every session writes and reads, and must be answered.

use history::{NodeId, Outcome, ReplicaId, SessionId};
use protocols::Recording;
use scenario::{Fault, FaultAction, Leg, Node, Object, Scenario, ScriptedAction, ScriptedOperation, ValidScenario};
use serde::{Deserialize, Serialize};

use crate::evaluate;

/// By then it has been noticed who is down, and somebody else has taken over.
const NOTICED_US: u64 = 4_000_000;
/// What is asked at first makes the store notice.
const FIRST_US: u64 = 1_000;
/// Of so many, each with a look at who is away nearest to it, nobody waits long.
const SESSIONS_AT_ONCE: usize = 8;

/// How many replicas may be down, and whether a region may be lost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Survived {
    /// The most replicas that may be down while writes go on.
    pub writes: u8,
    /// The most replicas that may be down while reads go on.
    pub reads: u8,
    /// Whether both go on in all other regions when any one region is lost.
    pub region: bool,
}

impl Survived {
    /// What a setting survives.
    #[must_use]
    pub fn of(valid: &ValidScenario) -> Self {
        Self::counted(valid).unwrap_or_else(|| Self::seen(valid))
    }

    /// What a store survives in runs; nothing where it holds something else than registers, or so many clients ask
    /// that it would take long.
    #[must_use]
    pub fn of_store(scenario: &Scenario) -> Option<Self> {
        let valid = crate::evaluate::validate(scenario).ok()?;
        let quick = scenario.sessions.len() <= SESSIONS_AT_ONCE;
        let registers = scenario.workload.object == Object::Register && valid.info().services.is_empty();
        (quick && registers).then(|| Self::of(&valid))
    }

    /// By arithmetic, where any W and any R will do: a write that asks for versions first needs both,
    /// and so does a read that writes back. Nobody stands in for a proxy that is lost with its region.
    fn counted(valid: &ValidScenario) -> Option<Self> {
        let (scenario, knobs) = (valid.scenario(), valid.knobs());
        let one_proxy = knobs.choice("coordinator") == "proxy" && scenario.cluster.spares == 1;
        let any = (knobs.choice("coordinator") == "session" || one_proxy)
            && knobs.choice("quorum_scope") == "all"
            && !knobs.on("sloppy")
            && valid.info().id == "quorum";
        if !any {
            return None;
        }
        let (n, w, r) = (scenario.cluster.n, scenario.cluster.w, scenario.cluster.r);
        let write = if knobs.choice("versions") == "logical" { w.max(r) } else { w };
        let read = if knobs.on("write_back") { w.max(r) } else { r };
        let mut placement = scenario.placement(valid.links());
        let proxy = placement.get(usize::from(n)).copied().filter(|_| one_proxy);
        placement.truncate(usize::from(n));
        let region = theory::survives_without_region(&placement, write.max(read))
            .iter()
            .all(|(lost, goes_on)| *goes_on && Some(*lost) != proxy);
        Some(Self { writes: n - write, reads: n - read, region })
    }

    /// By runs.
    #[must_use]
    pub fn seen(valid: &ValidScenario) -> Self {
        let mut survived = Self { region: without_regions(valid), ..Self::default() };
        let (mut writing, mut reading) = (true, true);
        for down in 1..valid.scenario().cluster.n {
            for set in sets(valid, down) {
                let (writes, reads) = if writing || reading { go_on(valid, &set, None) } else { (false, false) };
                (writing, reading) = (writing && writes, reading && reads);
            }
            survived.writes = if writing { down } else { survived.writes };
            survived.reads = if reading { down } else { survived.reads };
        }
        survived
    }
}

/// Sets of so many replicas that are most likely to be missed.
fn sets(valid: &ValidScenario, down: u8) -> Vec<Vec<u8>> {
    let n = valid.scenario().cluster.n;
    let mut sets = vec![(0..down).collect::<Vec<u8>>(), (n - down..n).collect()];
    for session in 0..valid.scenario().sessions.len() {
        let home = valid.region(NodeId::Session(SessionId(session as u8)));
        let far_us = |id: &u8| {
            let there = valid.region(NodeId::Replica(ReplicaId(*id)));
            (valid.links().delay(home, there, Leg::Read).at_us(0.5), *id)
        };
        let mut near: Vec<u8> = (0..n).collect();
        near.sort_by_key(far_us);
        near.truncate(usize::from(down));
        near.sort_unstable();
        sets.push(near);
    }
    sets.sort_unstable();
    sets.dedup();
    sets
}

/// Whether reads and writes go on elsewhere, whichever region is lost.
fn without_regions(valid: &ValidScenario) -> bool {
    let nodes = valid.scenario().cluster.nodes();
    let region = |id: u8| valid.region(NodeId::Replica(ReplicaId(id)));
    let n = valid.scenario().cluster.n;
    let mut regions: Vec<u8> = (0..n).map(region).collect();
    regions.sort_unstable();
    regions.dedup();
    regions.into_iter().all(|lost| {
        let down: Vec<u8> = (0..nodes).filter(|id| region(*id) == lost).collect();
        let left = (0..n).any(|id| region(id) != lost);
        left && go_on(valid, &down, Some(lost)) == (true, true)
    })
}

/// Whether writes and whether reads go on, to all sessions, with these nodes down.
#[cfg(test)]
pub(super) fn goes_on_without(valid: &ValidScenario, down: &[u8]) -> (bool, bool) {
    go_on(valid, down, None)
}

/// Whether writes and whether reads are answered with these nodes down, to all sessions but those in
/// the region that is lost; where all are there, to all.
fn go_on(valid: &ValidScenario, down: &[u8], lost: Option<u8>) -> (bool, bool) {
    let mut scenario: Scenario = valid.scenario().clone();
    let here = |session: u8| Some(valid.region(NodeId::Session(SessionId(session)))) != lost;
    let all: Vec<u8> = (0..scenario.sessions.len() as u8).collect();
    let mut asking: Vec<u8> = all.iter().copied().filter(|session| here(*session)).collect();
    if asking.is_empty() {
        asking = all;
    }
    scenario.workload.random.operations = 0;
    let asked = |session: u8, at_us: u64, action: ScriptedAction| ScriptedOperation {
        session: Node(NodeId::Session(SessionId(session))),
        at_us,
        action,
        // Each session has a key of its own, so that nobody waits for another's.
        key: session,
        drawn: None,
    };
    let of_one = |session: &u8| {
        [(FIRST_US, ScriptedAction::Write), (NOTICED_US, ScriptedAction::Write), (NOTICED_US, ScriptedAction::Read)]
            .map(|(at_us, action)| asked(*session, at_us, action))
    };
    scenario.workload.script = asking.iter().flat_map(of_one).collect();
    scenario.timeout_ms = (NOTICED_US / 2_000) as u32;
    scenario.settle_ms = 0;
    let crash = |id: &u8| Fault {
        at_us: 0,
        until_us: None,
        action: FaultAction::Crash { node: Node(NodeId::Replica(ReplicaId(*id))), disk_lost: false },
    };
    scenario.faults = down.iter().map(crash).collect();
    let Ok(trace) = evaluate::run(&scenario, Recording::HistoryOnly) else { return (false, false) };
    let history = history::History::of(&trace);
    let late = |operation: &&history::Operation| operation.invoked.as_us() >= NOTICED_US;
    let all_done = |reads: bool| {
        let mut of_kind = history.client_operations().filter(late).filter(|operation| operation.is_read() == reads);
        of_kind.all(|operation| operation.outcome == Outcome::Ok)
    };
    (all_done(false), all_done(true))
}
