//! What sessions, the primary and the backups say to each other.

use history::{Describe, Direction, Key, Label, Lane, OperationId, Purpose, ReplicaId, Value, Version};

use super::record::Record;
use crate::session_layer::{Token, Whom};
use crate::store::Versioned;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Message {
    /// A session asks. `needs` is what the replica has to have first.
    Get {
        operation: OperationId,
        key: Key,
        attempt: u8,
        whom: Whom,
        needs: Token,
    },
    Set {
        operation: OperationId,
        key: Key,
        attempt: u8,
        value: Value,
        /// What the key has to hold, or nothing is written.
        only_if: Option<Value>,
        needs: Token,
    },
    /// A session is answered.
    Value {
        operation: OperationId,
        key: Key,
        attempt: u8,
        held: Versioned,
    },
    Ack {
        operation: OperationId,
        key: Key,
        attempt: u8,
        version: Version,
    },
    /// The key held something else when it was the write's turn.
    Refused {
        operation: OperationId,
        key: Key,
        attempt: u8,
    },
    Refer {
        operation: OperationId,
        key: Key,
        attempt: u8,
        to: Referral,
    },
    /// The primary sends on what it has, and a backup confirms it.
    Replicate {
        epoch: u32,
        key: Key,
        record: Record,
        attempt: u8,
    },
    Stored {
        epoch: u32,
        key: Key,
        held: Versioned,
        attempt: u8,
    },
    /// The primary is there, and is heard. `at_us` is when it sent that, by its clock.
    Heartbeat {
        epoch: u32,
        round: u32,
        at_us: i64,
    },
    Alive {
        epoch: u32,
        round: u32,
        at_us: i64,
        joined: bool,
    },
    /// A backup asks to be the primary of an epoch; whoever promises that takes no part in earlier
    /// ones any more, and says what it has.
    TakeOver {
        epoch: u32,
    },
    Promise {
        epoch: u32,
        installed: u32,
        records: Vec<Record>,
    },
    /// Whoever said that is behind this epoch.
    Outdated {
        epoch: u32,
        round: u32,
    },
    /// What the primary of a new epoch has, and a backup has it too.
    State {
        epoch: u32,
        attempt: u8,
        records: Vec<Record>,
    },
    Joined {
        epoch: u32,
        attempt: u8,
        held: Vec<Versioned>,
    },
}

/// Where a session is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Referral {
    /// To the primary, which is that one.
    Primary(ReplicaId),
    /// To another: this one is behind.
    Elsewhere,
}

impl Describe for Message {
    fn describe(&self) -> Label {
        use Direction::{Answer, Request};
        use Purpose::{Control, Read, Replicate, Write};
        let of = |purpose, direction, operation, words: &'static str, key, value| {
            let words = words.into();
            Label { purpose, direction, operation: Some(operation), words, key: Some(key), value }
        };
        let among = |purpose, direction, words: &'static str| {
            let words = words.into();
            Label { purpose, direction, operation: None, words, key: None, value: None }
        };
        match *self {
            Self::Get { operation, key, .. } => of(Read, Request, operation, "get", key, None),
            Self::Set { operation, key, value, .. } => of(Write, Request, operation, "set", key, Some(value)),
            Self::Value { operation, key, held, .. } => of(Read, Answer, operation, "value", key, Some(held.value)),
            Self::Ack { operation, key, .. } => of(Write, Answer, operation, "ack", key, None),
            Self::Refused { operation, key, .. } => of(Write, Answer, operation, "refused", key, None),
            Self::Refer { operation, key, to: Referral::Primary(_), .. } => {
                of(Control, Answer, operation, "redirect", key, None)
            }
            Self::Refer { operation, key, to: Referral::Elsewhere, .. } => {
                of(Control, Answer, operation, "behind", key, None)
            }
            Self::Replicate { key, ref record, .. } => {
                of(Replicate, Request, write_of(record.held), "replicate", key, Some(record.held.value))
            }
            Self::Stored { key, held, .. } => of(Replicate, Answer, write_of(held), "stored", key, Some(held.value)),
            Self::Heartbeat { .. } => among(Control, Request, "heartbeat"),
            Self::Alive { .. } => among(Control, Answer, "alive"),
            Self::TakeOver { .. } => among(Control, Request, "take over"),
            Self::Promise { .. } => among(Control, Answer, "promise"),
            Self::Outdated { .. } => among(Control, Answer, "outdated"),
            Self::State { .. } => among(Replicate, Request, "state"),
            Self::Joined { .. } => among(Replicate, Answer, "joined"),
        }
    }

    fn lane(&self) -> Lane {
        let (cause, phase, attempt) = match *self {
            Self::Get { operation, attempt, .. }
            | Self::Set { operation, attempt, .. }
            | Self::Value { operation, attempt, .. }
            | Self::Ack { operation, attempt, .. }
            | Self::Refused { operation, attempt, .. } => (operation.0, 0, attempt),
            // Who answers in one epoch may send on in the next, and hear from two that hold office.
            Self::Replicate { epoch, ref record, attempt, .. } => {
                (record.held.version.counter, if epoch == 0 { 1 } else { 7 }, attempt)
            }
            Self::Stored { epoch, held, attempt, .. } => {
                (held.version.counter, if epoch == 0 { 1 } else { 8 }, attempt)
            }
            Self::Refer { operation, attempt, .. } => (operation.0, 2, attempt),
            Self::Heartbeat { round, .. } => (round, 3, 0),
            Self::Alive { round, .. } => (round, 9, 0),
            Self::TakeOver { epoch } | Self::Promise { epoch, .. } => (epoch, 4, 0),
            Self::Outdated { epoch, round } => (epoch.wrapping_shl(16) ^ round, 5, 0),
            Self::State { epoch, attempt, .. } | Self::Joined { epoch, attempt, .. } => (epoch, 6, attempt),
        };
        Lane { cause, phase, attempt }
    }
}

/// The operation that wrote a value: its number is the version's counter.
fn write_of(held: Versioned) -> OperationId {
    OperationId(held.version.counter)
}
