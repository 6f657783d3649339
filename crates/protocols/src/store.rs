//! What a replica stores: for each key the newest version it has seen.

use std::cmp::Ordering;

use history::{Key, NodeId, OperationId, Value, Version};

/// A value with its place in the version order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Versioned {
    pub(crate) value: Value,
    pub(crate) version: Version,
}

/// What every key holds before any write: nothing that a store knows of.
pub(crate) const INITIAL: Versioned = Versioned { value: Value::Nil, version: Version::INITIAL };

/// The newest version of each key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Store(Vec<Versioned>);

impl Store {
    pub(crate) fn get(&self, key: Key) -> Versioned {
        self.0.get(key.index()).copied().unwrap_or(INITIAL)
    }

    /// Keeps the newer of what is there and what comes; says whether that changed anything.
    pub(crate) fn put(&mut self, key: Key, incoming: Versioned) -> bool {
        if self.0.len() <= key.index() {
            self.0.resize(key.index() + 1, INITIAL);
        }
        let held = &mut self.0[key.index()];
        let newer = incoming.version > held.version;
        if newer {
            *held = incoming;
        }
        newer
    }

    /// Keeps what comes, whatever was there; says whether that changed anything.
    pub(crate) fn set(&mut self, key: Key, incoming: Versioned) -> bool {
        if self.0.len() <= key.index() {
            self.0.resize(key.index() + 1, INITIAL);
        }
        std::mem::replace(&mut self.0[key.index()], incoming) != incoming
    }

    /// What was ever written, by key.
    pub(crate) fn written(&self) -> impl Iterator<Item = (Key, Versioned)> + '_ {
        (0..).map(Key).zip(self.0.iter().copied()).filter(|(_, held)| *held != INITIAL)
    }
}

/// The latest operation of each session that acted here: a session does one at a time, so whatever
/// comes from it with a lower number is an old copy that the network kept, and must not act again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Latest(Vec<(NodeId, OperationId)>);

/// How an operation compares with what its session sent before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arrival {
    New,
    Again,
    Outdated,
}

impl Latest {
    pub(crate) fn arrival(&mut self, from: NodeId, operation: OperationId) -> Arrival {
        let Some((_, latest)) = self.0.iter_mut().find(|(session, _)| *session == from) else {
            self.0.push((from, operation));
            return Arrival::New;
        };
        match operation.cmp(latest) {
            Ordering::Greater => {
                *latest = operation;
                Arrival::New
            }
            Ordering::Equal => Arrival::Again,
            Ordering::Less => Arrival::Outdated,
        }
    }
}
