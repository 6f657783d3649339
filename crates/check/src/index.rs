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
            members: records.iter().map(|record| record.item >> 1).collect(),
        };
        let (nil, rank) = sortable(history.initial);
        let mut first = 0;
        while first < records.len() {
            let Record { group, rank: value, .. } = records[first];
            let same = |record: &&Record| record.group == group && record.rank == value;
            let class = &records[first..];
            let class = &class[..class.iter().take_while(same).count()];
            index.classify(class, first, (group & 1, value) == (nil, rank));
            first += class.len();
        }
        Ok(index)
    }

    /// Makes one class of the records that share a key and a value; one for each write, if the
    /// value was written again and again and never read.
    fn classify(&mut self, records: &[Record], first: usize, initial: bool) {
        let mut write = NONE;
        let mut writes = 0;
        for record in records {
            if record.item & 1 == 1 {
                write = record.item >> 1;
                writes += 1;
            }
        }
        let unread = writes == records.len();
        let step = if unread { 1 } else { records.len() };
        for (part, first) in records.chunks(step).zip((first..).step_by(step)) {
            let class = self.classes.len() as u32;
            for record in part {
                self.entries[(record.item >> 1) as usize].class = class;
            }
            self.classes.push(Class {
                key: Key((part[0].group >> 1) as u16),
                initial: initial && !unread,
                ambiguous: !unread && writes + usize::from(initial) > 1,
                write: if unread { part[0].item >> 1 } else { write },
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
        if !self.classes.iter().any(|class| class.ambiguous) {
            return None;
        }
        self.entries
            .iter()
            .filter(|entry| !entry.write && self.classes[entry.class as usize].ambiguous)
            .min_by_key(|entry| entry.end)
    }
}

/// The operations that count, in order of start, and their keys and values to be sorted: as
/// records of key and value, which carry the entry and, in the lowest bit, whether it writes.
fn collect(history: &History) -> Result<(Vec<Entry>, Vec<Record>), Why> {
    let operations = &history.operations;
    let mut entries = Vec::with_capacity(operations.len());
    let mut records = Vec::with_capacity(operations.len());
    let mut in_order = true;
    let mut latest = 0;
    for (id, operation) in (0..).map(OperationId).zip(operations) {
        if !counts(operation) {
            continue;
        }
        let (start, end) = (operation.invoked.as_us(), operation.end().as_us());
        if end < start {
            return Err(why::ends_before_start(history, id));
        }
        in_order &= latest <= start;
        latest = start;
        records.push(record(operation, entries.len()));
        entries.push(Entry { start, end, id, class: 0, write: operation.is_write() });
    }
    if !in_order {
        entries = by_start(&entries);
        let operations = entries.iter().map(|entry| &operations[entry.id.index()]);
        records = operations.enumerate().map(|(entry, operation)| record(operation, entry)).collect();
    }
    Ok((entries, records))
}

fn record(operation: &Operation, entry: usize) -> Record {
    let (nil, rank) = sortable(operation.value());
    let item = (entry as u32) << 1 | u32::from(operation.is_write());
    Record { group: u32::from(operation.key.0) << 1 | nil, item, rank }
}

fn by_start(entries: &[Entry]) -> Vec<Entry> {
    let starts = (0..).zip(entries).map(|(item, entry)| Record { group: 0, item, rank: entry.start });
    let mut starts: Vec<Record> = starts.collect();
    sort(&mut starts);
    starts.iter().map(|record| entries[record.item as usize]).collect()
}

/// A value as a number to sort by, and whether it is no number; nil is put next to the numbers in
/// common use, so that the sort has few digits to look at.
const fn sortable(value: Value) -> (u32, u64) {
    match value {
        Value::Nil => (1, 1 << 63),
        Value::Int(value) => (0, value as u64 ^ (1 << 63)),
    }
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
