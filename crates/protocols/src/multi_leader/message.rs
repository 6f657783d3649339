//! What clients and leaders say to each other.

use history::{Describe, Direction, Key, Label, Lane, OperationId, Purpose, Value};

use crate::store::Versioned;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
    },
    Done {
        operation: OperationId,
        key: Key,
    },
    /// Direct mail: this was written. Nobody confirms it.
    Mail {
        key: Key,
        held: Versioned,
    },
    /// Anti-entropy: all that the sender holds.
    Push {
        round: u32,
        all: Box<[(Key, Versioned)]>,
    },
    /// What the other side holds newer.
    Pull {
        round: u32,
        newer: Box<[(Key, Versioned)]>,
    },
}

impl Describe for Message {
    #[inline(always)]
    fn describe(&self) -> Label {
        use Direction::{Answer, Request};
        let (purpose, direction, operation, words, key, value) = match self {
            Self::Read { operation, key } => (Purpose::Read, Request, Some(*operation), "read", Some(*key), None),
            Self::Value { operation, key, value } => {
                (Purpose::Read, Answer, Some(*operation), "value", Some(*key), Some(*value))
            }
            Self::Write { operation, key, value } => {
                (Purpose::Write, Request, Some(*operation), "write", Some(*key), Some(*value))
            }
            Self::Done { operation, key } => (Purpose::Write, Answer, Some(*operation), "done", Some(*key), None),
            Self::Mail { key, held } => {
                (Purpose::Replicate, Request, Some(write_of(*held)), "replicate", Some(*key), Some(held.value))
            }
            Self::Push { .. } => (Purpose::Replicate, Request, None, "push", None, None),
            Self::Pull { .. } => (Purpose::Replicate, Answer, None, "pull", None, None),
        };
        Label { purpose, direction, operation, words: words.into(), key, value }
    }

    fn lane(&self) -> Lane {
        let (cause, phase) = match self {
            Self::Read { operation, .. }
            | Self::Value { operation, .. }
            | Self::Write { operation, .. }
            | Self::Done { operation, .. } => (operation.0, 0),
            Self::Mail { held, .. } => (held.version.counter, 1),
            Self::Push { round, .. } => (*round, 2),
            // Both ways at once, where two compare with each other in their rounds of one number.
            Self::Pull { round, .. } => (*round, 3),
        };
        Lane { cause, phase, attempt: 0 }
    }
}

/// The operation that wrote a value: its number is the version's counter.
fn write_of(held: Versioned) -> OperationId {
    OperationId(held.version.counter)
}
