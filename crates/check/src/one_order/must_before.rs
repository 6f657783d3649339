//! What must stand before what, in every order that explains the answers.
//!
//! The saturation of Zennou et al., *Gradual consistency checking* (2019): the session order and
//! who read from whom are closed under two rules. A write that must stand before a read of its key
//! must stand before the write that it saw; and a write that must stand after a write must stand
//! after the reads of it. If something must stand before itself, there is no order.
//!
//! The relation is kept as clocks: for each node and lane how much of that lane must stand before
//! it. Every edge is numbered in the order in which it was found, so that what an edge rests on
//! can be told from the edges before it.

use std::collections::VecDeque;

use super::part::Part;
use crate::Budget;
use crate::index::NONE;
use crate::radix::{Record, sort};

/// The closed relation, or as much of it as shows that there is no order.
pub(super) struct MustBefore<'p> {
    pub(super) part: &'p Part,
    /// For each node by lane: the first node of the lane that need not stand before it.
    clocks: Vec<u32>,
    pub(super) edges: Vec<Edge>,
    /// The newest edge that leaves each node, or [`NONE`].
    latest: Vec<u32>,
    /// Nodes to be looked at again, and whether a node is among them.
    queue: VecDeque<u32>,
    queued: Vec<bool>,
    /// A node that must stand before itself.
    pub(super) circular: Option<u32>,
}

/// One node that must stand before another. Session order has no edges: the next of a lane
/// follows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) reason: Reason,
    /// The edge found before that leaves the same node, or [`NONE`].
    previous: u32,
}

/// Why one node must stand before another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// The second read what the first wrote.
    ReadsFrom,
    /// The first read what was there before any write of the key, as the second is.
    Initial,
    /// The first read a write that must stand before the second.
    Overwritten,
    /// The second was seen by this read, before which the first must stand.
    Settled(u32),
}

/// The budget is used up.
pub(super) struct OutOfSteps;

impl<'p> MustBefore<'p> {
    /// Closes the relation, or stops at the first contradiction.
    pub(super) fn new(part: &'p Part, budget: &mut Budget) -> Result<Self, OutOfSteps> {
        let nodes = part.nodes.len();
        if !budget.spend(nodes * (part.lanes() + 4)) {
            return Err(OutOfSteps);
        }
        let mut clocks = Vec::with_capacity(nodes * part.lanes());
        for (number, node) in (0..).zip(&part.nodes) {
            let begin = clocks.len();
            clocks.extend_from_slice(&part.first[..part.lanes()]);
            clocks[begin + node.lane as usize] = number;
        }
        let starts = (0..).zip(&part.nodes).map(|(item, node)| Record { group: node.entry, item, rank: 0 });
        let mut by_start: Vec<Record> = starts.collect();
        sort(&mut by_start);
        let mut relation = Self {
            part,
            clocks,
            edges: Vec::with_capacity(nodes),
            latest: vec![NONE; nodes],
            queue: by_start.iter().map(|record| record.item).collect(),
            queued: vec![true; nodes],
            circular: None,
        };
        relation.begin();
        while let (None, Some(node)) = (relation.circular, relation.queue.pop_front()) {
            relation.queued[node as usize] = false;
            relation.spread(node, budget)?;
        }
        Ok(relation)
    }

    /// The first node of a lane that need not stand before `node`.
    pub(super) fn bound(&self, node: u32, lane: u32) -> u32 {
        self.clocks[node as usize * self.part.lanes() + lane as usize]
    }

    pub(super) fn clock(&self, node: u32) -> &[u32] {
        let begin = node as usize * self.part.lanes();
        &self.clocks[begin..begin + self.part.lanes()]
    }

    /// The edges that leave a node, with their numbers.
    pub(super) fn edges_from(&self, node: u32) -> impl Iterator<Item = (u32, &Edge)> {
        let mut next = self.latest[node as usize];
        std::iter::from_fn(move || {
            let number = next;
            let edge = self.edges.get(number as usize)?;
            next = edge.previous;
            Some((number, edge))
        })
    }

    /// What is known before any rule is applied, and what follows from session order alone.
    fn begin(&mut self) {
        let part = self.part;
        for group in part.groups.iter().filter(|group| group.certain) {
            for read in part.reads(group) {
                if group.initial {
                    let mut lane = NONE;
                    for write in part.writes(group.key) {
                        // Of each lane the first write; the others follow it.
                        if part.node(*write).lane != lane {
                            lane = part.node(*write).lane;
                            self.add(read, *write, Reason::Initial);
                        }
                    }
                } else {
                    self.add(group.write, read, Reason::ReadsFrom);
                }
            }
        }
        for (number, node) in (0..).zip(&part.nodes) {
            self.apply_rules(number, node.lane, part.first[node.lane as usize], number);
        }
    }

    fn add(&mut self, from: u32, to: u32, reason: Reason) {
        if self.bound(to, self.part.node(from).lane) > from {
            return;
        }
        let previous = std::mem::replace(&mut self.latest[from as usize], self.edges.len() as u32);
        self.edges.push(Edge { from, to, reason, previous });
        self.enqueue(from);
    }

    fn enqueue(&mut self, node: u32) {
        if !std::mem::replace(&mut self.queued[node as usize], true) {
            self.queue.push_back(node);
        }
    }

    /// Hands on what stands before a node to all that must stand after it.
    fn spread(&mut self, node: u32, budget: &mut Budget) -> Result<(), OutOfSteps> {
        let mut after = self.latest[node as usize];
        let next = node + 1;
        if self.part.nodes.get(next as usize).is_some_and(|other| other.lane == self.part.node(node).lane) {
            self.merge(node, next);
        }
        let mut steps = self.part.lanes();
        while let (None, Some(edge)) = (self.circular, self.edges.get(after as usize).copied()) {
            self.merge(node, edge.to);
            after = edge.previous;
            steps += self.part.lanes();
        }
        if budget.spend(steps) { Ok(()) } else { Err(OutOfSteps) }
    }

    fn merge(&mut self, from: u32, to: u32) {
        let lanes = self.part.lanes();
        let (source, target) = (from as usize * lanes, to as usize * lanes);
        let own = self.part.node(from).lane as usize;
        for lane in 0..lanes {
            let known = self.clocks[source + lane];
            let bound = if lane == own { known.max(from + 1) } else { known };
            let old = self.clocks[target + lane];
            if bound <= old {
                continue;
            }
            self.clocks[target + lane] = bound;
            if lane == self.part.node(to).lane as usize {
                self.circular = Some(to);
                return;
            }
            self.enqueue(to);
            self.apply_rules(to, lane as u32, old, bound);
        }
    }

    /// The nodes of a lane from `old` to `bound` are now known to stand before `node`.
    fn apply_rules(&mut self, node: u32, lane: u32, old: u32, bound: u32) {
        let part = self.part;
        let writes = part.writes(part.node(node).key);
        let Some(write) = writes[..writes.partition_point(|write| *write < bound)].last().copied() else { return };
        // Writes further back stand before this one, and were looked at from there.
        if write < old || part.node(write).lane != lane {
            return;
        }
        let group = part.group_of(node);
        if !part.node(node).write {
            if group.certain && !group.initial && group.write != write {
                self.add(write, group.write, Reason::Settled(node));
            }
        } else if part.group_of(write).certain {
            for read in part.reads(part.group_of(write)) {
                self.add(read, node, Reason::Overwritten);
            }
        }
    }
}
