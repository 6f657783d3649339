//! The search for one legal order, over how far each lane has got.
//!
//! Deciding whether there is one is NP-complete (Gibbons and Korach 1997); what keeps this search
//! short is how seldom it has to choose. A read whose value is current is taken at once: it
//! changes nothing. So is a write of which all reads follow at once, where no more reads wait for
//! the value that it replaces: whatever order there is, there is one in which this comes now. Only
//! a write that leaves reads waiting is a choice; it may not come before what
//! [must stand before it](super::must_before), nor while reads wait for a value that nobody will
//! write again. A state that was met before is not tried again: no choice led from it to an order.

use super::must_before::{MustBefore, OutOfSteps};
use super::part::Part;
use crate::Budget;
use crate::index::NONE;
use crate::memo::Memo;

/// A state of the search, and the way to it.
struct Search<'p> {
    part: &'p Part,
    relation: &'p MustBefore<'p>,
    /// By lane: the node that comes next.
    next: Vec<u32>,
    /// By key: the group whose value it holds, or [`NONE`] for a value that nobody reads.
    current: Vec<u32>,
    /// By group: the reads to come.
    reads_left: Vec<u32>,
    /// By group: the writes to come.
    writes_left: Vec<u32>,
    /// What was taken, each with what its key had held before.
    taken: Vec<(u32, u32)>,
    /// The keys of which the state of the lanes does not tell what they hold.
    loose: Vec<u32>,
    steps: usize,
}

/// A state in which there is a choice.
struct Choice {
    /// How much had been taken.
    taken: usize,
    /// The writes that are still to be tried, the next one last.
    writes: Vec<u32>,
}

/// An order of the nodes that is legal and keeps the lanes, if there is one.
pub(super) fn find(
    part: &Part,
    relation: &MustBefore<'_>,
    budget: &mut Budget,
) -> Result<Option<Vec<u32>>, OutOfSteps> {
    let mut search = Search::new(part, relation);
    let mut memo = Memo::new();
    let mut choices: Vec<Choice> = Vec::new();
    loop {
        search.advance();
        if !budget.spend(std::mem::take(&mut search.steps)) {
            return Err(OutOfSteps);
        }
        if search.is_over() {
            return Ok(Some(search.taken.iter().map(|(node, _)| *node).collect()));
        }
        let writes = if memo.met(&search.row()) { Vec::new() } else { search.choices() };
        choices.push(Choice { taken: search.taken.len(), writes });
        loop {
            let Some(choice) = choices.last_mut() else { return Ok(None) };
            search.back_to(choice.taken);
            if let Some(write) = choice.writes.pop() {
                search.take(write);
                break;
            }
            choices.pop();
        }
    }
}

impl<'p> Search<'p> {
    fn new(part: &'p Part, relation: &'p MustBefore<'p>) -> Self {
        let mut search = Self {
            part,
            relation,
            next: part.first[..part.lanes()].to_vec(),
            current: vec![NONE; part.keys()],
            reads_left: vec![0; part.groups.len()],
            writes_left: vec![0; part.groups.len()],
            taken: Vec::with_capacity(part.nodes.len()),
            loose: Vec::new(),
            steps: 0,
        };
        for node in &part.nodes {
            let left = if node.write { &mut search.writes_left } else { &mut search.reads_left };
            left[node.group as usize] += 1;
        }
        for (number, group) in (0..).zip(&part.groups) {
            if group.initial {
                search.current[group.key as usize] = number;
            }
            if !group.certain && search.loose.last() != Some(&group.key) {
                search.loose.push(group.key);
            }
        }
        search
    }

    /// What the future depends on. Where the reads of a key are certain, the lanes tell which of
    /// its values still has reads to come.
    fn row(&self) -> Vec<u32> {
        let loose = self.loose.iter().map(|key| self.current[*key as usize]);
        self.next.iter().copied().chain(loose).collect()
    }

    fn head(&self, lane: usize) -> Option<u32> {
        let next = self.next[lane];
        (next < self.part.first[lane + 1]).then_some(next)
    }

    fn is_over(&self) -> bool {
        (0..self.part.lanes()).all(|lane| self.head(lane).is_none_or(|node| self.part.node(node).optional))
    }

    fn take(&mut self, node: u32) {
        let part = self.part.node(node);
        let current = &mut self.current[part.key as usize];
        self.taken.push((node, *current));
        self.next[part.lane as usize] += 1;
        if part.write {
            *current = part.group;
            self.writes_left[part.group as usize] -= 1;
        } else {
            self.reads_left[part.group as usize] -= 1;
        }
    }

    fn back_to(&mut self, length: usize) {
        for (node, before) in self.taken.drain(length..).rev() {
            let part = self.part.node(node);
            self.next[part.lane as usize] = node;
            self.current[part.key as usize] = before;
            let left = if part.write { &mut self.writes_left } else { &mut self.reads_left };
            left[part.group as usize] += 1;
        }
    }

    /// Takes all that can be taken without a choice.
    fn advance(&mut self) {
        let mut found = true;
        while std::mem::take(&mut found) {
            self.take_reads();
            for lane in 0..self.part.lanes() {
                while let Some(write) = self.head(lane).filter(|node| self.may_write(*node, true)) {
                    let length = self.taken.len();
                    self.take(write);
                    self.take_reads();
                    if self.reads_left[self.part.node(write).group as usize] > 0 {
                        self.back_to(length);
                        break;
                    }
                    found = true;
                }
            }
        }
    }

    fn take_reads(&mut self) {
        let mut found = true;
        while std::mem::take(&mut found) {
            self.steps += self.part.lanes();
            for lane in 0..self.part.lanes() {
                while let Some(read) = self.head(lane).filter(|node| self.may_read(*node)) {
                    self.take(read);
                    found = true;
                }
            }
        }
    }

    fn may_read(&self, node: u32) -> bool {
        let node = self.part.node(node);
        !node.write && self.current[node.key as usize] == node.group
    }

    /// Whether a write may come next; `safely`: without taking a value from reads to come.
    fn may_write(&self, node: u32, safely: bool) -> bool {
        let part = self.part.node(node);
        let current = self.current[part.key as usize] as usize;
        let read_later = self.reads_left.get(current).is_some_and(|reads| *reads > 0);
        let replaceable = !read_later || !safely && (self.writes_left[current] > 0 || current == part.group as usize);
        let stands_before = || self.relation.clock(node).iter().zip(&self.next).all(|(bound, next)| bound <= next);
        part.write && replaceable && stands_before()
    }

    /// The writes that may come next, the one that began first last.
    fn choices(&mut self) -> Vec<u32> {
        self.steps += self.part.lanes();
        let mut writes: Vec<u32> = Vec::new();
        for lane in 0..self.part.lanes() {
            let write = self.head(lane).filter(|node| self.may_write(*node, false));
            // Of lanes that end with a write of one and the same value it does not matter which.
            writes.extend(write.filter(|write| !writes.iter().any(|other| self.are_alike(*write, *other))));
        }
        history::order::sort_by_key(&mut writes, |node| std::cmp::Reverse(self.part.node(*node).entry));
        writes
    }

    fn are_alike(&self, a: u32, b: u32) -> bool {
        let ends = |node: u32| node + 1 == self.part.first[self.part.node(node).lane as usize + 1];
        self.part.node(a).group == self.part.node(b).group && ends(a) && ends(b)
    }
}
