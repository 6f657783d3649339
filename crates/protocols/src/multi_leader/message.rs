//! What clients and leaders say to each other.

use std::rc::Rc;

use history::calls::{Reply, Request};
use history::{Describe, Direction, Key, Label, Lane, OperationId, Purpose, Value, Version};

use super::carts::Cart;
use super::records::Record;
use crate::session_layer::Token;
use crate::store::Versioned;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Message {
    /// A session asks. `needs` is what the replica has to have first.
    Read {
        operation: OperationId,
        key: Key,
        attempt: u8,
        needs: Token,
    },
    /// A read is answered. `after` is what the value rests on.
    Value {
        operation: OperationId,
        key: Key,
        attempt: u8,
        held: Versioned,
        after: Token,
    },
    /// Something is missing here that the read needs.
    Behind {
        operation: OperationId,
        key: Key,
        attempt: u8,
    },
    /// The stamp of its version has to be above `above`.
    Write {
        operation: OperationId,
        key: Key,
        value: Value,
        needs: Token,
        above: Option<i64>,
    },
    Done {
        operation: OperationId,
        key: Key,
        version: Version,
    },
    /// Direct mail: this was written. Nobody confirms it.
    Mail {
        key: Key,
        record: Record,
    },
    /// Anti-entropy: all that the sender holds.
    Push {
        round: u32,
        all: Box<[(Key, Record)]>,
    },
    /// What the other side holds newer.
    Pull {
        round: u32,
        newer: Box<[(Key, Record)]>,
    },
    /// A call on a set.
    Call {
        operation: OperationId,
        key: Key,
        request: Request,
    },
    Answer {
        operation: OperationId,
        key: Key,
        reply: Reply,
    },
    /// Direct mail: this is the set now.
    MailCart {
        key: Key,
        cart: Rc<Cart>,
        version: Version,
    },
    /// Anti-entropy: all sets of the sender.
    PushCarts {
        round: u32,
        all: Box<[(Key, Rc<Cart>)]>,
    },
    /// The sets of which the other side lacks something.
    PullCarts {
        round: u32,
        more: Box<[(Key, Rc<Cart>)]>,
    },
}

impl Describe for Message {
    #[inline(always)]
    fn describe(&self) -> Label {
        use Direction::{Answer, Request as Ask};
        let (purpose, direction, operation, words, key, value) = match self {
            Self::Read { operation, key, .. } => (Purpose::Read, Ask, Some(*operation), "read", Some(*key), None),
            Self::Value { operation, key, held, .. } => {
                (Purpose::Read, Answer, Some(*operation), "value", Some(*key), Some(held.value))
            }
            Self::Behind { operation, key, .. } => {
                (Purpose::Read, Answer, Some(*operation), "behind", Some(*key), None)
            }
            Self::Write { operation, key, value, .. } => {
                (Purpose::Write, Ask, Some(*operation), "write", Some(*key), Some(*value))
            }
            Self::Done { operation, key, .. } => (Purpose::Write, Answer, Some(*operation), "done", Some(*key), None),
            Self::Mail { key, record: Record { held, .. } } => {
                (Purpose::Replicate, Ask, Some(write_of(*held)), "replicate", Some(*key), Some(held.value))
            }
            Self::Push { .. } | Self::PushCarts { .. } => (Purpose::Replicate, Ask, None, "push", None, None),
            Self::Pull { .. } | Self::PullCarts { .. } => (Purpose::Replicate, Answer, None, "pull", None, None),
            Self::Call { operation, key, request } => {
                let (purpose, words) =
                    if request.only_looks() { (Purpose::Read, "read") } else { (Purpose::Write, "change") };
                (purpose, Ask, Some(*operation), words, Some(*key), None)
            }
            Self::Answer { operation, key, reply } => {
                let purpose = if *reply == Reply::Done { Purpose::Write } else { Purpose::Read };
                (purpose, Answer, Some(*operation), "done", Some(*key), None)
            }
            Self::MailCart { key, version, .. } => {
                let operation = Some(OperationId(version.counter));
                (Purpose::Replicate, Ask, operation, "replicate", Some(*key), None)
            }
        };
        Label { purpose, direction, operation, words: words.into(), key, value }
    }

    fn lane(&self) -> Lane {
        let (cause, phase, attempt) = match self {
            Self::Read { operation, attempt, .. } | Self::Value { operation, attempt, .. } => {
                (operation.0, 0, *attempt)
            }
            Self::Behind { operation, attempt, .. } => (operation.0, 4, *attempt),
            Self::Write { operation, .. }
            | Self::Done { operation, .. }
            | Self::Call { operation, .. }
            | Self::Answer { operation, .. } => (operation.0, 0, 0),
            Self::MailCart { version, .. } => (version.counter, 1, 0),
            Self::Mail { record, .. } => (record.held.version.counter, 1, 0),
            Self::Push { round, .. } | Self::PushCarts { round, .. } => (*round, 2, 0),
            // Both ways at once, where two compare with each other in their rounds of one number.
            Self::Pull { round, .. } | Self::PullCarts { round, .. } => (*round, 3, 0),
        };
        Lane { cause, phase, attempt }
    }
}

/// The operation that wrote a value: its number is the version's counter.
fn write_of(held: Versioned) -> OperationId {
    OperationId(held.version.counter)
}
