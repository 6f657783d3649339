//! Registers as they are asked and answered: the operations so far, and which write every value
//! comes from.

use std::collections::BTreeMap;

use history::{Action, Key, Outcome, ProcessId, Value};

use super::Refused;
use crate::index::NONE;

/// The operations so far.
#[derive(Debug)]
pub(super) struct Registers {
    pub(super) initial: Value,
    /// How many events there were.
    pub(super) events: u32,
    pub(super) calls: Vec<Call>,
    /// The operations in the order of their answers.
    pub(super) answered: Vec<u32>,
    pub(super) nodes: Vec<Node>,
    values: BTreeMap<(Key, Value), u32>,
    /// The last operation of each process.
    processes: BTreeMap<ProcessId, u32>,
    /// The last write that each process has asked for, by its number here.
    last_writes: Vec<Option<u32>>,
    /// The names of processes by their number here.
    pub(super) names: Vec<ProcessId>,
    pub(super) undecided: Option<u32>,
}

/// An operation. Its number is its place in the order of invocation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call {
    /// The process, by its number here.
    pub(super) process: u32,
    pub(super) key: Key,
    pub(super) write: bool,
    /// What it wrote or read, or [`NONE`] as long as a read has no answer.
    pub(super) node: u32,
    /// The number of the event that began it, from 1.
    pub(super) began: u32,
    /// The number of the event that ended it, or [`NONE`].
    pub(super) ended: u32,
    /// Unknown as long as there is no answer.
    pub(super) outcome: Outcome,
    /// The write of the same value before this one, or [`NONE`].
    before: u32,
}

/// A value of a key.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub(super) value: Value,
    initial: bool,
    /// Its last write that did not fail, or [`NONE`].
    write: u32,
    /// How many writes did not fail; there is one more of the initial value.
    pub(super) writes: u32,
    pub(super) read: bool,
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    Initial,
    Write(u32),
}

impl Registers {
    pub(super) const fn new(initial: Value) -> Self {
        Self {
            initial,
            events: 0,
            calls: Vec::new(),
            answered: Vec::new(),
            nodes: Vec::new(),
            values: BTreeMap::new(),
            processes: BTreeMap::new(),
            last_writes: Vec::new(),
            names: Vec::new(),
            undecided: None,
        }
    }

    /// The operation that was invoked last.
    pub(super) fn last(&self) -> u32 {
        self.calls.len() as u32 - 1
    }

    /// Whether a process has asked for a write after an operation.
    pub(super) fn has_written(&self, process: u32, after: u32) -> bool {
        self.last_writes[process as usize].is_some_and(|write| after < write)
    }

    /// Where a value comes from: nothing, if from nowhere.
    pub(super) fn origin(&self, node: u32) -> Option<Origin> {
        let node = &self.nodes[node as usize];
        match (node.initial, node.write) {
            (true, _) => Some(Origin::Initial),
            (false, NONE) => None,
            (false, write) => Some(Origin::Write(write)),
        }
    }

    /// An operation begins; whether it writes what has been read from nowhere.
    pub(super) fn invoke(&mut self, process: ProcessId, key: Key, action: Action) -> Result<bool, Refused> {
        let known = self.processes.get(&process).copied();
        let last = known.map(|last| self.calls[last as usize]);
        if let Some(last) = last {
            match (last.ended, last.outcome) {
                (NONE, _) => return Err(Refused::Busy(process)),
                (_, Outcome::Info) if last.write => return Err(Refused::Unsure(process)),
                _ => {}
            }
        }
        self.events += 1;
        let number = last.map_or(self.names.len() as u32, |last| last.process);
        if last.is_none() {
            self.names.push(process);
            self.last_writes.push(None);
        }
        let operation = self.calls.len() as u32;
        self.processes.insert(process, operation);
        let (mut node, mut before, mut late) = (NONE, NONE, false);
        if let Action::Write(value) = action {
            self.last_writes[number as usize] = Some(operation);
            node = self.node(key, value);
            let written = &mut self.nodes[node as usize];
            before = std::mem::replace(&mut written.write, operation);
            late = written.read && written.writes == 0;
            written.writes += 1;
            self.look(node);
        }
        let (began, write) = (self.events, action_writes(action));
        let call = Call { process: number, key, write, node, began, ended: NONE, outcome: Outcome::Info, before };
        self.calls.push(call);
        Ok(late)
    }

    /// An operation is answered; which one.
    pub(super) fn answer(&mut self, process: ProcessId, outcome: Outcome, value: Value) -> Result<u32, Refused> {
        let waiting = |operation: &u32| self.calls[*operation as usize].ended == NONE;
        let Some(operation) = self.processes.get(&process).copied().filter(waiting) else {
            return Err(Refused::Idle(process));
        };
        self.events += 1;
        let ended = self.events;
        let call = &mut self.calls[operation as usize];
        (call.ended, call.outcome) = (ended, outcome);
        let call = *call;
        match (call.write, outcome) {
            (true, Outcome::Fail) => self.undo(call.node),
            (false, Outcome::Ok) => {
                let node = self.node(call.key, value);
                self.calls[operation as usize].node = node;
                self.nodes[node as usize].read = true;
                self.look(node);
            }
            _ => {}
        }
        self.answered.push(operation);
        Ok(operation)
    }

    /// One write of a value has failed.
    fn undo(&mut self, node: u32) {
        let node = &mut self.nodes[node as usize];
        node.writes -= 1;
        while node.write != NONE && self.calls[node.write as usize].outcome == Outcome::Fail {
            node.write = self.calls[node.write as usize].before;
        }
    }

    fn node(&mut self, key: Key, value: Value) -> u32 {
        let (next, initial) = (self.nodes.len() as u32, value == self.initial);
        let number = *self.values.entry((key, value)).or_insert(next);
        if number == next {
            let writes = u32::from(initial);
            self.nodes.push(Node { value, initial, write: NONE, writes, read: false });
        }
        number
    }

    /// Whether a value was read and there more than once: then nobody can tell which it was.
    fn look(&mut self, node: u32) {
        let node = &self.nodes[node as usize];
        if node.read && node.writes > 1 && self.undecided.is_none() {
            self.undecided = Some(self.events - 1);
        }
    }
}

const fn action_writes(action: Action) -> bool {
    matches!(action, Action::Write(_))
}
