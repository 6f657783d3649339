//! The end of a run: the replicas are asked what they hold, and the record is closed.

use history::calls::Item;
use history::{
    Action, FaultId, FaultKind, FaultMark, Happening, Holding, Instant, Key, NodeId, OperationId, Outcome, Participant,
    ProcessId, ReplicaId, Role, SessionId, Stop, Trace, Value,
};
use scenario::{CutDirection, Fault, FaultAction};

use crate::contents::Contents;
use crate::kernel::Kernel;

impl Kernel<'_> {
    /// Reads every key at every replica that is up and stores data. Only convergence looks at it. A
    /// spare holds only what it keeps for others, and is not asked.
    pub(crate) fn probe(&mut self) {
        let now = Instant::from_us(self.now_us);
        let sessions = self.sessions.len() as u8;
        for id in (0..self.valid.scenario().cluster.n).map(ReplicaId) {
            let node = NodeId::Replica(id);
            if self.acting.down(node).is_some() || self.acting.paused(node) {
                continue;
            }
            for key in (0..self.next_value.len() as u16).map(Key) {
                let Some(value) = self.held(id, key) else { continue };
                let operation = OperationId(self.next_operation);
                self.next_operation += 1;
                let (process, session) = (ProcessId(self.next_process), SessionId(sessions + id.0));
                let (action, role) = (Action::Read(value), Role::Probe);
                self.recorder.note(now, Happening::Invoke { operation, process, session, key, action, role });
                self.recorder.note(now, Happening::Return { operation, outcome: Outcome::Ok, value });
            }
            self.next_process += 1;
        }
    }

    /// What a replica holds for a key; nothing if it stores no data.
    fn held(&mut self, replica: ReplicaId, key: Key) -> Option<Value> {
        if let Some(siblings) = self.machines.siblings(replica, key) {
            return Some(self.side_by_side(siblings));
        }
        let things = self.machines.contains(replica, key);
        match (things, &mut self.contents) {
            (Some(things), Some(contents)) => Some(contents.find(things)),
            _ => self.machines.holds(replica, key).map(|value| self.shown(value)),
        }
    }

    /// The number of what is stored side by side, the newest last. Where keys hold numbers, there is
    /// no room for more than the newest.
    pub(crate) fn side_by_side(&mut self, siblings: Vec<Vec<Item>>) -> Value {
        match &mut self.contents {
            Some(contents) => contents.side_by_side(siblings),
            None => match siblings.last().and_then(|newest| newest.first()) {
                Some(Item::Int(number)) => Value::Int(*number),
                _ => self.shown(Value::Nil),
            },
        }
    }

    /// What is stored anywhere at the end of a run, also at nodes that are down, unless their disks
    /// are lost: what is nowhere among it is gone.
    pub(crate) fn take_stock(&mut self) -> Vec<Holding> {
        let mut holdings = Vec::new();
        for node in (0..self.valid.scenario().cluster.nodes()).map(ReplicaId) {
            let place = &self.replicas[node.index()];
            if place.crashed && place.disk_lost {
                continue;
            }
            for key in (0..self.next_value.len() as u16).map(Key) {
                if let Some(siblings) = self.stored(node, key) {
                    holdings.push(Holding { node, key, siblings });
                }
            }
        }
        holdings
    }

    fn stored(&self, node: ReplicaId, key: Key) -> Option<Vec<Vec<Item>>> {
        if let Some(siblings) = self.machines.siblings(node, key) {
            return Some(siblings);
        }
        if let (Some(things), Some(_)) = (self.machines.contains(node, key), &self.contents) {
            return Some(vec![things]);
        }
        let value = self.shown(self.machines.holds(node, key)?);
        let things = match (&self.contents, value) {
            (Some(contents), _) => contents.get(value).to_vec(),
            (None, Value::Int(number)) => vec![Item::Int(number)],
            (None, Value::Nil) => Vec::new(),
        };
        Some(vec![things])
    }

    pub(crate) fn into_trace(self, stop: Stop, end: Instant, holdings: Vec<Holding>) -> Trace {
        let scenario = self.valid.scenario();
        let regions = self.valid.links().regions();
        let name = |node: NodeId| {
            let service = node.replica().and_then(|id| self.valid.info().services.get(id.index()));
            service.map_or_else(|| node.to_string(), |service| (*service).to_owned())
        };
        let participant = |node: NodeId| Participant {
            name: name(node),
            region: regions[usize::from(self.cluster.region(node))].clone(),
            spare: node.replica().is_some_and(|id| self.cluster.is_spare(id)),
        };
        let sessions = (0..).map(SessionId).take(scenario.sessions.len());
        let replicas = (0..scenario.cluster.nodes()).map(ReplicaId);
        Trace {
            sessions: sessions.map(|id| participant(NodeId::Session(id))).collect(),
            replicas: replicas.map(|id| participant(NodeId::Replica(id))).collect(),
            services: !self.valid.info().services.is_empty(),
            keys: (0..self.next_value.len() as u16).map(Key::default_name).collect(),
            initial: self.shown(Value::Nil),
            contents: self.contents.map(Contents::into_words).unwrap_or_default(),
            holdings,
            faults: (0..).map(FaultId).zip(&scenario.faults).map(|(id, fault)| mark(id, fault)).collect(),
            end,
            events: self.recorder.events,
            stop,
            steps: self.steps,
        }
    }
}

fn mark(id: FaultId, fault: &Fault) -> FaultMark {
    let replica = |node: &scenario::Node| node.0.replica().unwrap_or_default();
    let kind = match &fault.action {
        FaultAction::Partition { nodes, direction } => FaultKind::Partition {
            nodes: nodes.iter().map(|node| node.0).collect(),
            outward_passes: *direction == CutDirection::Inward,
            inward_passes: *direction == CutDirection::Outward,
        },
        FaultAction::Crash { node, disk_lost } => FaultKind::Crash { replica: replica(node), disk_lost: *disk_lost },
        FaultAction::Pause { node } => FaultKind::Pause { replica: replica(node) },
        FaultAction::Slow { node, .. } => FaultKind::Slow { node: node.0 },
        FaultAction::Loss { .. } => FaultKind::Loss,
        FaultAction::ClockStep { node, by_us } => FaultKind::ClockStep { node: node.0, by_us: *by_us },
        FaultAction::ClockDrift { node, rate_ppm } => FaultKind::ClockDrift { node: node.0, rate_ppm: *rate_ppm },
    };
    let (begin, end) = (Instant::from_us(fault.at_us), fault.until_us.map(Instant::from_us));
    FaultMark { id, kind, begin, end }
}
