//! What the nodes of a write to all say to each other.

use history::{Describe, Direction, Key, Label, Lane, NodeId, OperationId, Purpose, ReplicaId, Value};

use crate::store::Versioned;

/// A write on its way through all replicas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Transaction {
    pub(crate) operation: OperationId,
    pub(crate) key: Key,
    pub(crate) value: Value,
    /// What the key has to hold when it is locked.
    pub(crate) only_if: Option<Value>,
    pub(crate) client: NodeId,
    pub(crate) coordinator: ReplicaId,
}

/// What became of a write: the value to commit, or nothing. It may answer one who asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Decision {
    pub(crate) operation: OperationId,
    pub(crate) key: Key,
    pub(crate) commit: Option<Versioned>,
    pub(crate) answer: bool,
    pub(crate) attempt: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Message {
    Read {
        operation: OperationId,
        key: Key,
    },
    Value {
        operation: OperationId,
        key: Key,
        value: Value,
    },
    Write {
        operation: OperationId,
        key: Key,
        value: Value,
        /// What the key has to hold when it is locked.
        only_if: Option<Value>,
    },
    Written {
        operation: OperationId,
        key: Key,
        committed: bool,
    },
    /// Lock the key, check the condition, keep the value, and vote.
    Prepare {
        transaction: Transaction,
        attempt: u8,
    },
    /// Yes, with the number of the newest write that the voter has committed; or no.
    Vote {
        operation: OperationId,
        key: Key,
        yes: Option<i64>,
        attempt: u8,
    },
    /// Commit, or abort.
    Decide(Decision),
    /// I have committed.
    Done {
        operation: OperationId,
        key: Key,
        answer: bool,
        attempt: u8,
    },
    /// I am in doubt: is it decided?
    Decided {
        operation: OperationId,
        key: Key,
        attempt: u8,
    },
}

impl Describe for Message {
    #[inline(always)]
    fn describe(&self) -> Label {
        use Direction::{Answer, Request};
        let (purpose, direction, operation, words, key, value) = match *self {
            Self::Read { operation, key } => (Purpose::Read, Request, operation, "read", key, None),
            Self::Value { operation, key, value } => (Purpose::Read, Answer, operation, "value", key, Some(value)),
            Self::Write { operation, key, value, .. } => {
                (Purpose::Write, Request, operation, "write", key, Some(value))
            }
            Self::Written { operation, key, committed } => {
                let words = if committed { "done" } else { "failed" };
                (Purpose::Write, Answer, operation, words, key, None)
            }
            Self::Prepare { transaction: Transaction { operation, key, value, .. }, .. } => {
                (Purpose::Write, Request, operation, "prepare", key, Some(value))
            }
            Self::Vote { operation, key, yes, .. } => {
                let words = if yes.is_some() { "yes" } else { "no" };
                (Purpose::Write, Answer, operation, words, key, None)
            }
            Self::Decide(Decision { operation, key, commit, answer, .. }) => {
                let words = if commit.is_some() { "commit" } else { "abort" };
                let direction = if answer { Answer } else { Request };
                (Purpose::Replicate, direction, operation, words, key, commit.map(|held| held.value))
            }
            Self::Done { operation, key, .. } => (Purpose::Replicate, Answer, operation, "committed", key, None),
            Self::Decided { operation, key, .. } => (Purpose::Control, Request, operation, "decided?", key, None),
        };
        Label { purpose, direction, operation: Some(operation), words: words.into(), key: Some(key), value }
    }

    fn lane(&self) -> Lane {
        let (operation, phase, attempt) = match *self {
            Self::Read { operation, .. }
            | Self::Value { operation, .. }
            | Self::Write { operation, .. }
            | Self::Written { operation, .. } => (operation, 0, 0),
            Self::Prepare { transaction, attempt } => (transaction.operation, 1, attempt),
            Self::Vote { operation, attempt, .. } => (operation, 1, attempt),
            Self::Decide(Decision { operation, answer, attempt, .. }) => (operation, 2 + u8::from(answer), attempt),
            Self::Done { operation, answer, attempt, .. } => (operation, 4 + u8::from(answer), attempt),
            Self::Decided { operation, attempt, .. } => (operation, 3, attempt),
        };
        Lane { cause: operation.0, phase, attempt }
    }
}
