//! What clients and replicas say to each other.

use std::rc::Rc;

use history::calls::Item;
use history::{Describe, Direction, Key, Label, Lane, OperationId, Purpose, Value};

use super::cart::Thing;
use super::held::{Held, Knowledge};
use crate::version_vector::Dot;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Message {
    /// What do you hold?
    Get { operation: OperationId, key: Key },
    /// This, side by side.
    Siblings { operation: OperationId, key: Key, held: Rc<Held> },
    /// Bring this into being, in the place of what I know.
    Put { operation: OperationId, key: Key, what: What, knowledge: Knowledge },
    /// It is done, and this is its name.
    Done { operation: OperationId, key: Key, dot: Dot, stamp: i64 },
    /// There are too many side by side already.
    Refused { operation: OperationId, key: Key },
    /// Keep this as well: it came with that write.
    Store { operation: OperationId, key: Key, held: Rc<Held> },
    /// I keep it.
    Stored { operation: OperationId, key: Key },
    /// A read found that you lag behind.
    Repair { operation: OperationId, key: Key, held: Rc<Held> },
    /// Anti-entropy: all that the sender holds.
    Push { round: u32, all: Box<[(Key, Rc<Held>)]> },
    /// What the other side holds beyond that.
    Pull { round: u32, more: Box<[(Key, Rc<Held>)]> },
}

/// What a write puts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum What {
    Value(Value),
    /// What stays of a cart, and what comes in.
    Cart {
        rest: Rc<[Thing]>,
        put: Option<Item>,
    },
}

impl Describe for Message {
    fn describe(&self) -> Label {
        use Direction::{Answer, Request};
        let (purpose, direction, operation, words, key, value) = match self {
            Self::Get { operation, key } => (Purpose::Read, Request, Some(*operation), "get", Some(*key), None),
            Self::Siblings { operation, key, .. } => {
                (Purpose::Read, Answer, Some(*operation), "siblings", Some(*key), None)
            }
            Self::Put { operation, key, what, .. } => {
                (Purpose::Write, Request, Some(*operation), "put", Some(*key), what.value())
            }
            Self::Done { operation, key, .. } => (Purpose::Write, Answer, Some(*operation), "done", Some(*key), None),
            Self::Refused { operation, key } => (Purpose::Write, Answer, Some(*operation), "refused", Some(*key), None),
            Self::Store { operation, key, .. } => {
                (Purpose::Replicate, Request, Some(*operation), "replicate", Some(*key), None)
            }
            Self::Stored { operation, key } => (Purpose::Replicate, Answer, Some(*operation), "ack", Some(*key), None),
            Self::Repair { operation, key, .. } => {
                (Purpose::Replicate, Request, Some(*operation), "repair", Some(*key), None)
            }
            Self::Push { .. } => (Purpose::Replicate, Request, None, "push", None, None),
            Self::Pull { .. } => (Purpose::Replicate, Answer, None, "pull", None, None),
        };
        Label { purpose, direction, operation, words: words.into(), key, value }
    }

    fn lane(&self) -> Lane {
        let (cause, phase) = match self {
            Self::Get { operation, .. } | Self::Siblings { operation, .. } => (operation.0, 0),
            Self::Put { operation, .. } | Self::Done { operation, .. } | Self::Refused { operation, .. } => {
                (operation.0, 1)
            }
            Self::Store { operation, .. } | Self::Stored { operation, .. } => (operation.0, 2),
            Self::Repair { operation, .. } => (operation.0, 3),
            Self::Push { round, .. } => (*round, 4),
            // Both ways at once, where two compare with each other in their rounds of one number.
            Self::Pull { round, .. } => (*round, 5),
        };
        Lane { cause, phase, attempt: 0 }
    }
}

impl What {
    const fn value(&self) -> Option<Value> {
        match self {
            Self::Value(value) => Some(*value),
            Self::Cart { .. } => None,
        }
    }
}
