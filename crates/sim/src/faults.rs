//! The faults that act now: who is cut off, down, paused or slow, and what chance takes.

use history::{DropCause, FaultId, NodeId};
use scenario::{CutDirection, Fault, FaultAction};

/// A set of nodes, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Nodes(u64);

#[derive(Clone, Copy, Debug)]
struct Cut {
    fault: FaultId,
    nodes: Nodes,
    direction: CutDirection,
}

/// The faults that act at this moment. The kernel switches them on and off.
#[derive(Clone, Debug, Default)]
pub(crate) struct Acting {
    cuts: Vec<Cut>,
    slow: Vec<(FaultId, NodeId, f64)>,
    losses: Vec<(FaultId, f64)>,
    down: Vec<(FaultId, NodeId)>,
    paused: Vec<(FaultId, NodeId)>,
}

/// The number of a node, distinct among all nodes of a run, below 64.
pub(crate) fn code(node: NodeId) -> u8 {
    match node {
        NodeId::Replica(id) => id.0,
        NodeId::Session(id) => 16 + id.0,
    }
}

impl Nodes {
    const fn has(self, code: u8) -> bool {
        self.0 >> (code & 63) & 1 == 1
    }
}

impl Acting {
    pub(crate) fn begin(&mut self, id: FaultId, fault: &Fault) {
        match &fault.action {
            FaultAction::Partition { nodes, direction } => {
                let nodes = Nodes(nodes.iter().fold(0, |set, node| set | 1 << code(node.0)));
                self.cuts.push(Cut { fault: id, nodes, direction: *direction });
            }
            FaultAction::Crash { node, .. } => self.down.push((id, node.0)),
            FaultAction::Pause { node } => self.paused.push((id, node.0)),
            FaultAction::Slow { node, factor } => self.slow.push((id, node.0, *factor)),
            FaultAction::Loss { share } => self.losses.push((id, *share)),
            FaultAction::ClockStep { .. } | FaultAction::ClockDrift { .. } => {}
        }
    }

    pub(crate) fn end(&mut self, id: FaultId) {
        self.cuts.retain(|cut| cut.fault != id);
        self.slow.retain(|(fault, ..)| *fault != id);
        self.losses.retain(|(fault, _)| *fault != id);
        self.down.retain(|(fault, _)| *fault != id);
        self.paused.retain(|(fault, _)| *fault != id);
    }

    /// The cut that stands between two nodes in that direction.
    pub(crate) fn cut(&self, from: NodeId, to: NodeId) -> Option<DropCause> {
        let (from, to) = (code(from), code(to));
        let stands = |cut: &&Cut| match (cut.nodes.has(from), cut.nodes.has(to)) {
            (false, true) => cut.direction != CutDirection::Outward,
            (true, false) => cut.direction != CutDirection::Inward,
            _ => false,
        };
        self.cuts.iter().find(stands).map(|cut| DropCause::Cut(cut.fault))
    }

    pub(crate) fn down(&self, node: NodeId) -> Option<DropCause> {
        self.down.iter().find(|(_, on)| *on == node).map(|(fault, _)| DropCause::Down(*fault))
    }

    pub(crate) fn paused(&self, node: NodeId) -> bool {
        self.paused.iter().any(|(_, on)| *on == node)
    }

    /// How many times as long a message takes.
    pub(crate) fn slowness(&self, from: NodeId, to: NodeId) -> f64 {
        let touches = |(_, node, _): &&(FaultId, NodeId, f64)| *node == from || *node == to;
        self.slow.iter().filter(touches).map(|(_, _, factor)| factor).product()
    }

    /// The share of messages lost now, with what the network loses anyway.
    pub(crate) fn loss(&self, network: f64) -> f64 {
        1.0 - self.losses.iter().fold(1.0 - network, |kept, (_, share)| kept * (1.0 - share))
    }
}
