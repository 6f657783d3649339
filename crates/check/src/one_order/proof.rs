//! Why something would have to stand before itself: the circle, and the reasons of its edges.

use std::collections::VecDeque;

use super::must_before::{MustBefore, Reason};
use crate::index::NONE;

/// A way along the relation.
pub(super) type Way = Vec<Step>;

/// One step of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) from: u32,
    pub(super) to: u32,
    /// The edge that it takes, or [`NONE`] for session order.
    pub(super) edge: u32,
}

/// A circle, and for each edge on a way that was deduced a way that it rests on.
pub(super) struct Proof {
    pub(super) circle: Way,
    /// The edges by number, with their reasons, in the order in which they are met.
    pub(super) reasons: Vec<(u32, Way)>,
}

impl Proof {
    /// The proof that `node` would stand before itself.
    pub(super) fn new(relation: &MustBefore<'_>, node: u32) -> Self {
        let mut circle = plainest(relation, node, node, relation.edges.len() as u32);
        // It may begin in the middle of a session.
        if let [first, .., last] = circle[..]
            && first.edge == NONE
            && last.edge == NONE
        {
            circle.pop();
            circle[0].from = last.from;
        }
        let mut proof = Self { circle, reasons: Vec::new() };
        let mut told = 0;
        proof.explain(relation, &proof.circle.clone());
        while let Some((_, way)) = proof.reasons.get(told) {
            proof.explain(relation, &way.clone());
            told += 1;
        }
        proof
    }

    fn explain(&mut self, relation: &MustBefore<'_>, way: &Way) {
        for step in way {
            let Some(edge) = relation.edges.get(step.edge as usize) else { continue };
            let (from, to) = match edge.reason {
                Reason::ReadsFrom | Reason::Initial => continue,
                Reason::Overwritten => (relation.part.group_of(edge.from).write, edge.to),
                Reason::Settled(read) => (edge.from, read),
            };
            if self.reasons.iter().all(|(known, _)| *known != step.edge) {
                self.reasons.push((step.edge, plainest(relation, from, to, step.edge)));
            }
        }
    }

    /// The nodes of all ways, in order, each once.
    pub(super) fn nodes(&self) -> Vec<u32> {
        let ways = self.reasons.iter().map(|(_, way)| way);
        let steps = ways.chain([&self.circle]).flatten();
        let mut nodes: Vec<u32> = steps.flat_map(|step| [step.from, step.to]).collect();
        history::order::sort_by_key(&mut nodes, |node| *node);
        nodes.dedup();
        nodes
    }
}

/// A way from one node to another along edges with numbers below `before`: one that rests on
/// nothing else, if there is one. From a node to itself it is a circle.
fn plainest(relation: &MustBefore<'_>, from: u32, to: u32, before: u32) -> Way {
    let plain = shortest(relation, from, to, &|number, reason| {
        number < before && matches!(reason, Reason::ReadsFrom | Reason::Initial)
    });
    if plain.is_empty() { shortest(relation, from, to, &|number, _| number < before) } else { plain }
}

/// Of the ways along edges that `may` be taken one with the fewest edges; none if there is none.
fn shortest(relation: &MustBefore<'_>, from: u32, to: u32, may: &dyn Fn(u32, Reason) -> bool) -> Way {
    let part = relation.part;
    let mut arrivals = vec![Step { from: NONE, to: NONE, edge: NONE }; part.nodes.len()];
    // Session order costs nothing: it is taken before any edge.
    let mut ahead = VecDeque::from([Step { from: NONE, to: from, edge: NONE }]);
    while let Some(step) = ahead.pop_front() {
        let begins = step.from == NONE;
        if !begins {
            let arrival = &mut arrivals[step.to as usize];
            if arrival.from != NONE {
                continue;
            }
            *arrival = step;
            if step.to == to {
                break;
            }
        }
        for (edge, found) in relation.edges_from(step.to).filter(|(edge, found)| may(*edge, found.reason)) {
            ahead.push_back(Step { from: step.to, to: found.to, edge });
        }
        let next = step.to + 1;
        if part.nodes.get(next as usize).is_some_and(|node| node.lane == part.node(step.to).lane) {
            ahead.push_front(Step { from: step.to, to: next, edge: NONE });
        }
    }
    retrace(&arrivals, from, to)
}

/// The way by which `to` was reached; consecutive steps along one session are taken as one.
fn retrace(arrivals: &[Step], from: u32, to: u32) -> Way {
    let mut way: Way = Vec::new();
    let mut at = to;
    loop {
        let step = arrivals[at as usize];
        if step.from == NONE {
            // Not reached: no way.
            break;
        }
        match way.last_mut() {
            Some(last) if last.edge == NONE && step.edge == NONE => last.from = step.from,
            _ => way.push(step),
        }
        at = step.from;
        if at == from {
            break;
        }
    }
    way.reverse();
    way
}
