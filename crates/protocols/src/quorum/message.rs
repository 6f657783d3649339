//! What the nodes of a quorum say to each other.

use history::{Describe, Direction, Key, Label, Lane, OperationId, Purpose, ReplicaId, Value};
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
    /// Keep this, spare, for a replica that does not answer.
    Keep { operation: OperationId, key: Key, held: Versioned, owner: ReplicaId },
    /// I keep it.
    Kept { operation: OperationId, key: Key },
    /// This was meant for you when you did not answer.
    HandOver { round: u32, key: Key, held: Versioned },
    /// I hold it, or something newer.
    HandedOver { round: u32, key: Key, held: Versioned },
    /// This is what I hold; what do you?
    Compare { round: u32, key: Key, held: Versioned },
    /// Mine is newer.
    Newer { round: u32, key: Key, held: Versioned },
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

    /// Whether it asks for something, and changes nothing.
    pub(crate) const fn is_question(self) -> bool {
        matches!(self, Self::Read | Self::Version)
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
            Self::Keep { operation, key, held, .. } => {
                (Purpose::Write, Request, operation, "hint", key, Some(held.value))
            }
            Self::Kept { operation, key } => (Purpose::Write, Answer, operation, "ack", key, None),
            Self::HandOver { key, held, .. } => return background(Request, "hand over", key, Some(held.value)),
            Self::HandedOver { key, .. } => return background(Answer, "ack", key, None),
            Self::Compare { key, held, .. } => return background(Request, "compare", key, Some(held.value)),
            Self::Newer { key, held, .. } => return background(Answer, "newer", key, Some(held.value)),
        };
        Label { purpose, direction, operation: Some(operation), words: words.into(), key: Some(key), value }
    }

    fn lane(&self) -> Lane {
        let (operation, phase) = match *self {
            // What the nodes do by themselves counts its rounds, and the keys of a round.
            Self::HandOver { round, key, .. } | Self::HandedOver { round, key, .. } => {
                return Lane { cause: round, phase: 7, attempt: key.0 as u8 };
            }
            Self::Compare { round, key, .. } => return Lane { cause: round, phase: 8, attempt: key.0 as u8 },
            Self::Newer { round, key, .. } => return Lane { cause: round, phase: 9, attempt: key.0 as u8 },
            // No operation asks a spare to keep more than one thing.
            Self::Keep { operation, .. } | Self::Kept { operation, .. } => (operation, 6),
            Self::Ask { operation, .. } | Self::Answer { operation, .. } => (operation, 0),
            Self::Get { operation, phase, .. }
            | Self::Held { operation, phase, .. }
            | Self::Set { operation, phase, .. }
            | Self::Stored { operation, phase, .. } => (operation, phase as u8),
        };
        Lane { cause: operation.0, phase, attempt: 0 }
    }
}

/// The label of what serves no operation.
#[cold]
fn background(direction: Direction, words: &'static str, key: Key, value: Option<Value>) -> Label {
    Label { purpose: Purpose::Replicate, direction, operation: None, words: words.into(), key: Some(key), value }
}
