//! What a replica has of each key: the newest value, what it comes after, and whose writes it has
//! taken up. It travels as one, so that whoever has a write knows that it has it.

use history::{Key, NodeId, OperationId, Version};

use crate::session_layer::{Token, line_of};
use crate::store::{Arrival, INITIAL, Versioned};

/// What is known of one key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Record {
    pub(super) held: Versioned,
    /// What has to be seen with it, and with all that it has overwritten.
    pub(super) after: Token,
    pub(super) done: Done,
}

/// The latest write of each session to a key, with its place. A session that asks again, here or of
/// the next primary, is answered and does not write twice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Done(Vec<(NodeId, OperationId, Version)>);

impl Done {
    pub(super) fn arrival(&self, from: NodeId, operation: OperationId) -> Arrival {
        match self.0.iter().find(|(session, ..)| *session == from) {
            Some((_, latest, _)) if *latest == operation => Arrival::Again,
            Some((_, latest, _)) if *latest > operation => Arrival::Outdated,
            _ => Arrival::New,
        }
    }

    pub(super) fn version(&self, from: NodeId, operation: OperationId) -> Option<Version> {
        let of = |(session, latest, _): &&(NodeId, OperationId, Version)| *session == from && *latest == operation;
        self.0.iter().find(of).map(|(.., version)| *version)
    }

    fn note(&mut self, from: NodeId, operation: OperationId, version: Version) {
        match self.0.iter_mut().find(|(session, ..)| *session == from) {
            Some(known) => *known = (from, operation, version),
            None => self.0.push((from, operation, version)),
        }
    }
}

impl Default for Record {
    fn default() -> Self {
        Self { held: INITIAL, after: Token::default(), done: Done::default() }
    }
}

impl Record {
    /// Takes up a write: its place is behind all that there was.
    pub(super) fn order(
        &mut self,
        key: Key,
        (from, operation): (NodeId, OperationId),
        write: Versioned,
        needs: &Token,
    ) {
        self.held = write;
        if *needs != Token::default() {
            self.after.join(needs);
            self.after = std::mem::take(&mut self.after).beside(line_of(key));
        }
        self.done.note(from, operation, write.version);
    }
}

/// The records of all keys that were written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Records(pub(super) Vec<Record>);

impl Records {
    pub(super) fn held(&self, key: Key) -> Versioned {
        self.0.get(key.index()).map_or(INITIAL, |record| record.held)
    }

    pub(super) fn get(&self, key: Key) -> Option<&Record> {
        self.0.get(key.index())
    }

    pub(super) fn place(&mut self, key: Key) -> &mut Record {
        if self.0.len() <= key.index() {
            self.0.resize_with(key.index() + 1, Record::default);
        }
        &mut self.0[key.index()]
    }

    /// Those that were written, with their keys.
    pub(super) fn keys(&self) -> impl Iterator<Item = Key> + use<> {
        (0..).take(self.0.len()).map(Key)
    }

    /// Keeps the newer of what is there and what comes, key by key.
    pub(super) fn merge(&mut self, others: Vec<Record>) {
        for (key, other) in (0..).map(Key).zip(others) {
            let mine = self.place(key);
            if other.held.version > mine.held.version {
                *mine = other;
            }
        }
    }

    pub(super) fn covers(&self, needs: &Token) -> bool {
        needs.is_covered_by(|line| self.held(Key(line)).version)
    }
}
