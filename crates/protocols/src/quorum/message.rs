//! What the nodes of a quorum say to each other.

use history::{Describe, Direction, Key, Label, Lane, OperationId, Purpose, Value};
use sim::{Ask, Reply};

use crate::store::Versioned;

/// A message of the quorum protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Message {
    /// A session hands an operation to its coordinator.
    Ask { operation: OperationId, key: Key, ask: Ask },
    /// The coordinator's answer to the session.
    Answer { operation: OperationId, key: Key, reply: Reply },
    /// What do you hold?
    Get { operation: OperationId, key: Key, phase: Phase },
    /// This is what I hold.
    Held { operation: OperationId, key: Key, phase: Phase, held: Versioned },
    /// Keep this, if it is newer.
    Set { operation: OperationId, key: Key, phase: Phase, held: Versioned },
    /// I hold it, or something newer.
    Stored { operation: OperationId, key: Key, phase: Phase },
}

/// The step of an operation that a message belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Phase {
    /// A read asks for values.
    Read = 1,
    /// A write asks for the highest version.
    Version = 2,
    /// A write puts its value.
    Write = 3,
    /// A read puts back what it is about to return.
    WriteBack = 4,
    /// A read repairs what lags behind; nobody waits.
    Repair = 5,
}

impl Phase {
    pub(crate) const fn is_read(self) -> bool {
        matches!(self, Self::Read)
    }

    pub(crate) const fn is_awaited(self) -> bool {
        !matches!(self, Self::Repair)
    }

    const fn purpose(self) -> Purpose {
        match self {
            Self::Read => Purpose::Read,
            // The first round of a write travels as a small question, like a read.
            Self::Version => Purpose::Control,
            Self::Write | Self::WriteBack => Purpose::Write,
            Self::Repair => Purpose::Replicate,
        }
    }

    const fn set_words(self) -> &'static str {
        match self {
            Self::WriteBack => "write back",
            Self::Repair => "repair",
            _ => "set",
        }
    }
}

impl Describe for Message {
    // Whoever sends looks at a part of the label only; inline, the rest is not even made.
    #[inline(always)]
    fn describe(&self) -> Label {
        use Direction::{Answer, Request};
        let (purpose, direction, operation, words, key, value) = match *self {
            Self::Ask { operation, key, ask: Ask::Read } => (Purpose::Read, Request, operation, "read", key, None),
            Self::Ask { operation, key, ask: Ask::Write(value) } => {
                (Purpose::Write, Request, operation, "write", key, Some(value))
            }
            Self::Answer { operation, key, reply } => {
                let (purpose, words, value): (_, _, Option<Value>) = match reply {
                    Reply::Value(value) => (Purpose::Read, "value", Some(value)),
                    Reply::Done => (Purpose::Write, "done", None),
                    Reply::Failed => (Purpose::Write, "failed", None),
                };
                (purpose, Answer, operation, words, key, value)
            }
            Self::Get { operation, key, phase } => {
                let words = if phase.is_read() { "get" } else { "version?" };
                (phase.purpose(), Request, operation, words, key, None)
            }
            Self::Held { operation, key, phase, held } => {
                let words = if phase.is_read() { "value" } else { "version" };
                (phase.purpose(), Answer, operation, words, key, Some(held.value))
            }
            Self::Set { operation, key, phase, held } => {
                (phase.purpose(), Request, operation, phase.set_words(), key, Some(held.value))
            }
            Self::Stored { operation, key, phase } => (phase.purpose(), Answer, operation, "ack", key, None),
        };
        Label { purpose, direction, operation: Some(operation), words: words.into(), key: Some(key), value }
    }

    fn lane(&self) -> Lane {
        let (operation, phase) = match *self {
            Self::Ask { operation, .. } | Self::Answer { operation, .. } => (operation, 0),
            Self::Get { operation, phase, .. }
            | Self::Held { operation, phase, .. }
            | Self::Set { operation, phase, .. }
            | Self::Stored { operation, phase, .. } => (operation, phase as u8),
        };
        Lane { cause: operation.0, phase, attempt: 0 }
    }
}
