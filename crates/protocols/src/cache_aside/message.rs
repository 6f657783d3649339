//! What sessions say to caches and to the store.

use history::{Describe, Direction, Key, Label, Lane, OperationId, Purpose, Value};

use crate::store::Versioned;

/// Permission to fill a key after a miss: a number that the cache gives once.
pub(crate) type Lease = u32;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Message {
    /// To a cache: what do you hold?
    Get {
        operation: OperationId,
        key: Key,
    },
    Hit {
        operation: OperationId,
        key: Key,
        value: Value,
    },
    Miss {
        operation: OperationId,
        key: Key,
        lease: Option<Lease>,
    },
    /// To the store: what do you hold?
    Fetch {
        operation: OperationId,
        key: Key,
    },
    Found {
        operation: OperationId,
        key: Key,
        held: Versioned,
    },
    /// To a cache: keep this for a while.
    Fill {
        operation: OperationId,
        key: Key,
        held: Versioned,
        lease: Option<Lease>,
    },
    /// To the store.
    Write {
        operation: OperationId,
        key: Key,
        value: Value,
    },
    Written {
        operation: OperationId,
        key: Key,
    },
    /// To a cache: forget the key.
    Delete {
        operation: OperationId,
        key: Key,
    },
    Deleted {
        operation: OperationId,
        key: Key,
    },
}

impl Describe for Message {
    #[inline(always)]
    fn describe(&self) -> Label {
        use Direction::{Answer, Request};
        use Purpose::{Read, Replicate, Write};
        let (purpose, direction, operation, words, key, value) = match *self {
            Self::Get { operation, key } => (Read, Request, operation, "get", key, None),
            Self::Hit { operation, key, value } => (Read, Answer, operation, "hit", key, Some(value)),
            Self::Miss { operation, key, lease } => {
                let words = if lease.is_some() { "miss, lease" } else { "miss" };
                (Read, Answer, operation, words, key, None)
            }
            Self::Fetch { operation, key } => (Read, Request, operation, "read", key, None),
            Self::Found { operation, key, held } => (Read, Answer, operation, "value", key, Some(held.value)),
            Self::Fill { operation, key, held, .. } => (Replicate, Request, operation, "set", key, Some(held.value)),
            Self::Write { operation, key, value } => (Write, Request, operation, "write", key, Some(value)),
            Self::Written { operation, key } => (Write, Answer, operation, "ack", key, None),
            Self::Delete { operation, key } => (Write, Request, operation, "delete", key, None),
            Self::Deleted { operation, key } => (Write, Answer, operation, "deleted", key, None),
        };
        Label { purpose, direction, operation: Some(operation), words: words.into(), key: Some(key), value }
    }

    fn lane(&self) -> Lane {
        let (operation, phase) = match *self {
            Self::Get { operation, .. } | Self::Hit { operation, .. } | Self::Miss { operation, .. } => (operation, 0),
            Self::Fetch { operation, .. } | Self::Found { operation, .. } => (operation, 1),
            Self::Fill { operation, .. } => (operation, 2),
            Self::Write { operation, .. } | Self::Written { operation, .. } => (operation, 0),
            Self::Delete { operation, .. } | Self::Deleted { operation, .. } => (operation, 3),
        };
        Lane { cause: operation.0, phase, attempt: 0 }
    }
}
