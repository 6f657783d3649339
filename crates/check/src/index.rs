//! A history made ready for the checkers: what did not happen is gone, and every read knows the
//! write that it saw.
//!
//! Normalisation (Herlihy and Wing 1990, as Jepsen's ok, fail and info): a failed operation did
//! not happen; an unanswered read says nothing; an unanswered write may take effect at any later
//! time or never, so it is kept, without an end, only if somebody read its value.

use history::{History, Instant, Key, Operation, OperationId, Outcome, Value};

use crate::radix::{Record, sort};
use crate::{Why, why};

/// The end of a write that nobody acknowledged.
pub(crate) const NEVER: u64 = Instant::NEVER.as_us();

/// No operation.
pub(crate) const NONE: u32 = u32::MAX;

/// The operations that count, and the classes of those that share a key and a value.
pub(crate) struct Index<'h> {
    pub(crate) history: &'h History,
    /// Client operations that happened or may have, in order of start.
    pub(crate) entries: Vec<Entry>,
    /// What was written or read, by key.
    pub(crate) classes: Vec<Class>,
    /// The entries class by class, each class in order of start.
    pub(crate) members: Vec<u32>,
}

/// An operation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) start: u64,
    pub(crate) end: u64,
    pub(crate) id: OperationId,
    pub(crate) class: u32,
    pub(crate) write: bool,
}

/// One write with the reads of its value (a cluster of Gibbons and Korach), or the reads of the
/// initial value, or reads of a value that nobody wrote.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Class {
    pub(crate) key: Key,
    /// Whether it is the initial value, there before any operation.
    pub(crate) initial: bool,
    /// Whether its value was read and written more than once.
    pub(crate) ambiguous: bool,
    /// The entry that wrote it, or [`NONE`].
    pub(crate) write: u32,
    /// Where its members begin.
    pub(crate) first: u32,
    /// How many members it has.
    pub(crate) count: u32,
}

impl Class {
    /// Whether its value was read and came from nowhere.
    pub(crate) const fn thin_air(&self) -> bool {
        !self.initial && self.write == NONE
    }

    /// Whether it stands for one known origin, so that orders can be drawn from it.
    pub(crate) const fn certain(&self) -> bool {
        !self.ambiguous && (self.initial || self.write != NONE)
    }
}

impl<'h> Index<'h> {
    /// Prepares a history.
    ///
    /// # Errors
    /// An operation ends before it starts.
    pub(crate) fn new(history: &'h History) -> Result<Self, Why> {
        let (entries, mut records) = collect(history)?;
        sort(&mut records);
        let mut index = Self {
            history,
            entries,
            classes: Vec::with_capacity(records.len() / 2 + 1),
            members: records.iter().map(|record| record.item).collect(),
        };
        let mut from = 0;
        while from < records.len() {
            let (group, rank) = (records[from].group, records[from].rank);
            let mut to = from + 1;
            while to < records.len() && records[to].group == group && records[to].rank == rank {
                to += 1;
            }
            index.classify(from, to);
            from = to;
        }
        Ok(index)
    }

    /// Makes one class of the members that share a key and a value; one for each write, if the
    /// value was written again and again and never read.
    fn classify(&mut self, from: usize, to: usize) {
        let mut write = NONE;
        let mut writes = 0;
        for member in &self.members[from..to] {
            if self.entries[*member as usize].write {
                write = *member;
                writes += 1;
            }
        }
        let operation = self.operation(self.members[from]);
        let (key, initial) = (operation.key, operation.value() == self.history.initial);
        let unread = writes == to - from;
        let step = if unread { 1 } else { to - from };
        for first in (from..to).step_by(step) {
            let class = self.classes.len() as u32;
            for member in &self.members[first..first + step] {
                self.entries[*member as usize].class = class;
            }
            self.classes.push(Class {
                key,
                initial: initial && !unread,
                ambiguous: !unread && writes + usize::from(initial) > 1,
                write: if unread { self.members[first] } else { write },
                first: first as u32,
                count: step as u32,
            });
        }
    }

    pub(crate) fn entry(&self, entry: u32) -> &Entry {
        &self.entries[entry as usize]
    }

    pub(crate) fn class_of(&self, entry: u32) -> &Class {
        &self.classes[self.entry(entry).class as usize]
    }

    /// The operation behind an entry.
    pub(crate) fn operation(&self, entry: u32) -> &'h Operation {
        &self.history.operations[self.entry(entry).id.index()]
    }

    pub(crate) fn members(&self, class: &Class) -> &[u32] {
        &self.members[class.first as usize..(class.first + class.count) as usize]
    }

    /// Whether an entry is a write that nobody acknowledged and nobody saw: it may as well never
    /// have happened.
    pub(crate) fn unseen(&self, entry: &Entry) -> bool {
        entry.end == NEVER && entry.write && self.classes[entry.class as usize].count == 1
    }

    /// The first read, by return, whose value was written more than once.
    pub(crate) fn ambiguous_read(&self) -> Option<&Entry> {
        self.entries
            .iter()
            .filter(|entry| !entry.write && self.classes[entry.class as usize].ambiguous)
            .min_by_key(|entry| entry.end)
    }
}

/// The operations that count, in order of start, and their keys and values to be sorted.
fn collect(history: &History) -> Result<(Vec<Entry>, Vec<Record>), Why> {
    let operations = &history.operations;
    let in_order = operations.is_sorted_by_key(|operation| operation.invoked);
    let mut by_start: Vec<Record> = Vec::new();
    if !in_order {
        by_start.extend((0..).zip(operations).map(|(item, operation)| Record {
            group: 0,
            item,
            rank: operation.invoked.as_us(),
        }));
        sort(&mut by_start);
    }
    let mut entries = Vec::with_capacity(operations.len());
    let mut records = Vec::with_capacity(operations.len());
    for place in 0..operations.len() {
        let place = by_start.get(place).map_or(place, |record| record.item as usize);
        let operation = &operations[place];
        if !counts(operation) {
            continue;
        }
        let entry = Entry {
            start: operation.invoked.as_us(),
            end: operation.end().as_us(),
            id: OperationId(place as u32),
            class: 0,
            write: operation.is_write(),
        };
        if entry.end < entry.start {
            return Err(why::ends_before_start(history, entry.id));
        }
        let (nil, rank) = match operation.value() {
            Value::Nil => (1, 0),
            Value::Int(value) => (0, value as u64 ^ (1 << 63)),
        };
        records.push(Record { group: u32::from(operation.key.0) * 2 + nil, item: entries.len() as u32, rank });
        entries.push(entry);
    }
    Ok((entries, records))
}

/// Whether an operation happened, or may have and can be seen.
fn counts(operation: &Operation) -> bool {
    let client = operation.role == history::Role::Client;
    let happened = match operation.outcome {
        Outcome::Ok => operation.returned.is_some() || operation.is_write(),
        Outcome::Info => operation.is_write(),
        Outcome::Fail => false,
    };
    client && happened
}
