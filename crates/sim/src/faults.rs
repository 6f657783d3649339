//! The faults that act now: who is cut off, down, paused or slow, and what chance takes.

use history::{DropCause, FaultId, NodeId};
use scenario::{CutDirection, Fault, FaultAction, limits};

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
    /// Whether any fault acts on messages: most of the time none does, and every message asks.
    any: bool,
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
        self.look();
    }

    pub(crate) fn end(&mut self, id: FaultId) {
        self.cuts.retain(|cut| cut.fault != id);
        self.slow.retain(|(fault, ..)| *fault != id);
        self.losses.retain(|(fault, _)| *fault != id);
        self.down.retain(|(fault, _)| *fault != id);
        self.paused.retain(|(fault, _)| *fault != id);
        self.look();
    }

    fn look(&mut self) {
        let Self { cuts, slow, losses, down, paused, .. } = self;
        self.any = !(cuts.is_empty() && slow.is_empty() && losses.is_empty() && down.is_empty() && paused.is_empty());
    }

    /// The cut that stands between two nodes in that direction.
    pub(crate) fn cut(&self, from: NodeId, to: NodeId) -> Option<DropCause> {
        if !self.any {
            return None;
        }
        let (from, to) = (code(from), code(to));
        let stands = |cut: &&Cut| match (cut.nodes.has(from), cut.nodes.has(to)) {
            (false, true) => cut.direction != CutDirection::Outward,
            (true, false) => cut.direction != CutDirection::Inward,
            _ => false,
        };
        self.cuts.iter().find(stands).map(|cut| DropCause::Cut(cut.fault))
    }

    pub(crate) fn down(&self, node: NodeId) -> Option<DropCause> {
        if !self.any {
            return None;
        }
        self.down.iter().find(|(_, on)| *on == node).map(|(fault, _)| DropCause::Down(*fault))
    }

    pub(crate) fn paused(&self, node: NodeId) -> bool {
        self.any && self.paused.iter().any(|(_, on)| *on == node)
    }

    /// How long a message takes that would take so long.
    pub(crate) fn slowed_us(&self, from: NodeId, to: NodeId, us: u64) -> u64 {
        if !self.any {
            return us;
        }
        let touches = |(_, node, _): &&(FaultId, NodeId, f64)| *node == from || *node == to;
        let slowness: f64 = self.slow.iter().filter(touches).map(|(_, _, factor)| factor).product();
        // Slow faults multiply each other; a message that outlasts every run is late enough.
        ((us as f64 * slowness) as u64).min(limits::MESSAGE_US_MAX)
    }

    /// The share of messages lost now, with what the network loses anyway.
    pub(crate) fn loss(&self, network: f64) -> f64 {
        if !self.any {
            return network;
        }
        1.0 - self.losses.iter().fold(1.0 - network, |kept, (_, share)| kept * (1.0 - share))
    }
}
