//! What the nodes say to each other.

use std::rc::Rc;

use history::{Describe, Direction, Key, Label, Lane, OperationId, Purpose, Value, Version};

use super::dots::{After, Dot, Seen};

/// A write as replicas hand it on (`put_after` of COPS).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Put {
    pub(crate) dot: Dot,
    pub(crate) operation: OperationId,
    pub(crate) key: Key,
    pub(crate) value: Value,
    pub(crate) version: Version,
    pub(crate) after: After,
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Message {
    /// A session reads, after what it has seen.
    Read { operation: OperationId, key: Key, after: After, attempt: u8 },
    /// A session writes, after what it has seen.
    Write { operation: OperationId, key: Key, value: Value, after: After, attempt: u8 },
    /// The answer to a read.
    Value { operation: OperationId, key: Key, value: Value, seen: Seen, attempt: u8 },
    /// A write is carried out here.
    Done { operation: OperationId, key: Key, seen: Seen, attempt: u8 },
    /// Carry this out as well, once what it comes after is there.
    Put(Put),
    /// I have it.
    Stored { dot: Dot, operation: OperationId, key: Key },
    /// You have not confirmed these.
    Again { round: u32, puts: Rc<[Put]> },
    /// I have all of yours up to that number.
    AllStored { round: u32, all_to: u32 },
}

impl Describe for Message {
    #[inline]
    fn describe(&self) -> Label {
        use Direction::{Answer, Request};
        let (purpose, direction, operation, words, key, value) = match *self {
            Self::Read { operation, key, .. } => (Purpose::Read, Request, Some(operation), "read", Some(key), None),
            Self::Write { operation, key, value, .. } => {
                (Purpose::Write, Request, Some(operation), "write", Some(key), Some(value))
            }
            Self::Value { operation, key, value, .. } => {
                (Purpose::Read, Answer, Some(operation), "value", Some(key), Some(value))
            }
            Self::Done { operation, key, .. } => (Purpose::Write, Answer, Some(operation), "done", Some(key), None),
            Self::Put(Put { operation, key, value, .. }) => {
                (Purpose::Replicate, Request, Some(operation), "put after", Some(key), Some(value))
            }
            Self::Stored { operation, key, .. } => {
                (Purpose::Replicate, Answer, Some(operation), "stored", Some(key), None)
            }
            Self::Again { .. } => (Purpose::Replicate, Request, None, "again", None, None),
            Self::AllStored { .. } => (Purpose::Replicate, Answer, None, "stored", None, None),
        };
        Label { purpose, direction, operation, words: words.into(), key, value }
    }

    fn lane(&self) -> Lane {
        let (cause, phase, attempt) = match *self {
            Self::Read { operation, attempt, .. }
            | Self::Write { operation, attempt, .. }
            | Self::Value { operation, attempt, .. }
            | Self::Done { operation, attempt, .. } => (operation.0, 0, attempt),
            Self::Put(Put { operation, .. }) | Self::Stored { operation, .. } => (operation.0, 1, 0),
            Self::Again { round, .. } | Self::AllStored { round, .. } => (round, 2, 0),
        };
        Lane { cause, phase, attempt }
    }
}
