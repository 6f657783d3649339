//! A replica as one of those that a write locks: it keeps the data, the locks and who waits for them.

use history::{Key, NodeId, OperationId};
use sim::{Context, Outbox};

use super::message::{Decision, Message, Transaction};
use super::{Without, WriteAll};
use crate::store::{Arrival, INITIAL, Latest, Versioned};

/// The data of one replica with its locks. What is held, who holds a lock, and for whom it voted
/// are on disk; who waits is not.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Participant {
    records: Vec<Record>,
    /// The latest write of each session that it voted on: a copy of an earlier one that the network
    /// kept must not lock anything again.
    voted: Latest,
    attempt: u8,
    without: Without,
}

/// One key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Record {
    held: Versioned,
    lock: Option<Lock>,
    /// Writes that wait for the lock, in order of arrival, at most one a session.
    writers: Vec<(Transaction, u8)>,
    /// Reads that wait for its release, at most one a session.
    readers: Vec<(NodeId, OperationId)>,
}

/// A vote that was yes: in doubt until the decision is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Lock {
    transaction: Transaction,
    /// It has been held for a while.
    overdue: bool,
}

impl Lock {
    fn is_of(&self, operation: OperationId) -> bool {
        self.transaction.operation == operation
    }
}

impl Participant {
    pub(crate) fn new(cx: &Context<'_>) -> Self {
        let without = Without::of(&cx.cluster.knobs);
        Self { records: Vec::new(), voted: Latest::default(), attempt: 0, without }
    }

    pub(crate) fn held(&self, key: Key) -> Versioned {
        self.records.get(key.index()).map_or(INITIAL, |record| record.held)
    }

    /// The number of the newest write that is committed here.
    pub(crate) fn stamp(&self, key: Key) -> i64 {
        self.held(key).version.stamp.max(0)
    }

    pub(crate) fn is_in_doubt(&self) -> bool {
        self.records.iter().any(|record| record.lock.is_some())
    }

    /// Answers a read, at once or when the key is released.
    pub(crate) fn read(&mut self, from: NodeId, operation: OperationId, key: Key, out: &mut Outbox<WriteAll>) {
        let waits = self.without != Without::ReadLocks;
        let record = self.record(key);
        if waits && record.lock.is_some() {
            record.readers.retain(|(reader, _)| *reader != from);
            record.readers.push((from, operation));
        } else {
            record.answer(from, operation, key, out);
        }
    }

    /// Locks the key for a write and votes, at once or when the key is released.
    pub(crate) fn prepare(&mut self, transaction: Transaction, attempt: u8, out: &mut Outbox<WriteAll>) {
        let stamp = self.stamp(transaction.key);
        let record = self.record(transaction.key);
        match record.lock {
            Some(lock) if lock.is_of(transaction.operation) => vote(transaction, Some(stamp), attempt, out),
            Some(_) => {
                let waits = |(other, _): &(Transaction, u8)| other.client == transaction.client;
                match record.writers.iter_mut().find(|entry| waits(entry)) {
                    Some(entry) if entry.0.operation < transaction.operation => *entry = (transaction, attempt),
                    Some(_) => {}
                    None => record.writers.push((transaction, attempt)),
                }
            }
            None => self.grant(transaction, attempt, out),
        }
    }

    /// Takes the lock, which is free, unless this is an old copy of what has ended, or the key holds
    /// something else than the write is meant to replace.
    fn grant(&mut self, transaction: Transaction, attempt: u8, out: &mut Outbox<WriteAll>) {
        // All replicas hold the same while the key is locked everywhere: one that says no speaks for all.
        let fits = transaction.only_if.is_none_or(|value| value == self.held(transaction.key).value);
        let yes = match self.voted.arrival(transaction.client, transaction.operation) {
            Arrival::New => fits.then(|| self.stamp(transaction.key)),
            Arrival::Again | Arrival::Outdated => None,
        };
        if yes.is_some() {
            self.record(transaction.key).lock = Some(Lock { transaction, overdue: false });
        }
        vote(transaction, yes, attempt, out);
    }

    /// Commits or aborts.
    pub(crate) fn end(&mut self, from: NodeId, decision: Decision, out: &mut Outbox<WriteAll>) {
        let Decision { operation, key, commit, answer, attempt } = decision;
        let record = self.record(key);
        record.writers.retain(|(waiting, _)| waiting.operation != operation);
        if let Some(held) = commit {
            if held.version > record.held.version {
                record.held = held;
                out.apply(key, held.value, held.version);
            }
            out.send(from, Message::Done { operation, key, answer, attempt });
        }
        if record.lock.is_some_and(|lock| lock.is_of(operation)) {
            self.release(key, out);
        }
    }

    /// Reads that waited are answered before the next write takes the lock.
    fn release(&mut self, key: Key, out: &mut Outbox<WriteAll>) {
        let record = self.record(key);
        record.lock = None;
        for (reader, operation) in std::mem::take(&mut record.readers) {
            record.answer(reader, operation, key, out);
        }
        while self.record(key).lock.is_none() && !self.record(key).writers.is_empty() {
            let (transaction, attempt) = self.record(key).writers.remove(0);
            self.grant(transaction, attempt, out);
        }
    }

    /// Asks the coordinator about what has been in doubt for a while.
    pub(crate) fn again(&mut self, out: &mut Outbox<WriteAll>) {
        self.attempt = self.attempt.wrapping_add(1);
        for key in (0..self.records.len() as u16).map(Key) {
            let (attempt, decides_alone) = (self.attempt, self.without == Without::Doubt);
            let Some(lock) = &mut self.record(key).lock else { continue };
            if !std::mem::replace(&mut lock.overdue, true) {
                continue;
            }
            let Transaction { operation, coordinator, .. } = lock.transaction;
            if decides_alone {
                self.release(key, out);
            } else {
                out.send(NodeId::Replica(coordinator), Message::Decided { operation, key, attempt });
            }
        }
    }

    /// Comes back with its disk, and asks at once about what it was in doubt.
    pub(crate) fn restart(mut self, out: &mut Outbox<WriteAll>) -> Self {
        for record in &mut self.records {
            record.writers.clear();
            record.readers.clear();
            if let Some(lock) = &mut record.lock {
                lock.overdue = true;
            }
        }
        self.again(out);
        self
    }

    fn record(&mut self, key: Key) -> &mut Record {
        if self.records.len() <= key.index() {
            self.records.resize(key.index() + 1, Record::EMPTY);
        }
        &mut self.records[key.index()]
    }
}

impl Record {
    const EMPTY: Self = Self { held: INITIAL, lock: None, writers: Vec::new(), readers: Vec::new() };

    fn answer(&self, reader: NodeId, operation: OperationId, key: Key, out: &mut Outbox<WriteAll>) {
        let value = self.held.value;
        out.observe(operation, key, value);
        out.send(reader, Message::Value { operation, key, value });
    }
}

fn vote(transaction: Transaction, yes: Option<i64>, attempt: u8, out: &mut Outbox<WriteAll>) {
    let Transaction { operation, key, coordinator, .. } = transaction;
    out.send(NodeId::Replica(coordinator), Message::Vote { operation, key, yes, attempt });
}
