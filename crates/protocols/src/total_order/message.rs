//! What the nodes say to each other.

use std::rc::Rc;

use history::{Describe, Direction, Key, Label, Lane, NodeId, OperationId, Purpose, Value, Version};

use super::log::{Entry, Reach};

/// A message. Places count the writes in the order: `seen`, `committed` and `length` say how many.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Message {
    /// A session reads, and has seen so much.
    Read { operation: OperationId, key: Key, seen: u32, attempt: u8 },
    /// A session writes.
    Write { operation: OperationId, key: Key, value: Value, only_if: Option<Value>, attempt: u8 },
    /// The answer to a read.
    Value { operation: OperationId, key: Key, value: Value, seen: u32, attempt: u8 },
    /// A write is carried out.
    Done { operation: OperationId, key: Key, version: Version, seen: u32, attempt: u8 },
    /// A write's turn came, and its key held something else.
    Refused { operation: OperationId, key: Key, seen: u32, attempt: u8 },
    /// A replica hands a write to the leader.
    Forward { operation: OperationId, session: NodeId, key: Key, value: Value, only_if: Option<Value>, attempt: u8 },
    /// How far are you?
    Sync { operation: OperationId, key: Key, attempt: u8 },
    /// So far.
    Synced { operation: OperationId, key: Key, committed: u32, attempt: u8 },
    /// This is to be the write at that place.
    Propose { epoch: u32, place: u32, entry: Entry },
    /// I have stored all up to so many.
    Ack { epoch: u32, operation: OperationId, key: Key, length: u32 },
    /// The order stands up to so many; which write was the last, unless the leader has just begun.
    Commit { epoch: u32, committed: u32, write: Option<(OperationId, Key, Value)> },
    /// The leader is there.
    Ping { epoch: u32, round: u32, committed: u32 },
    /// So is its follower, which stores so many writes.
    Pong { epoch: u32, round: u32, length: u32 },
    /// A follower asks whether what it stores stands by now.
    HowFar { epoch: u32, round: u32 },
    /// Who leads? If no one does: let me lead, my history reaches so far. One that has just started
    /// only asks.
    Elect { round: u32, reach: Reach, accepted: u32, asks_only: bool },
    /// I will follow you, or will not: this is the newest epoch that I accepted (CEPOCH of the paper).
    Follow { round: u32, accepted: u32 },
    /// A new epoch begins.
    NewEpoch { epoch: u32, round: u32 },
    /// I accept it; my history reaches so far, and so much of it stands.
    AckEpoch { epoch: u32, round: u32, reach: Reach, applied: u32 },
    /// This is the history from a place on (NEWLEADER of the paper), or what got lost of it since.
    History { epoch: u32, round: u32, from: u32, entries: Rc<[Entry]> },
    /// I have stored it all, so many.
    AckHistory { epoch: u32, round: u32, length: u32 },
}

impl Message {
    fn words(&self) -> &'static str {
        match self {
            Self::Read { .. } => "read",
            Self::Write { .. } => "write",
            Self::Value { .. } => "value",
            Self::Done { .. } => "done",
            Self::Refused { .. } => "refused",
            Self::Forward { .. } => "forward",
            Self::Sync { .. } => "sync",
            Self::Synced { .. } => "synced",
            Self::Propose { .. } => "propose",
            Self::Ack { .. } => "ack",
            Self::Commit { .. } => "commit",
            Self::Ping { .. } => "ping",
            Self::Pong { .. } => "pong",
            Self::HowFar { .. } => "how far?",
            Self::Elect { asks_only: true, .. } => "leader?",
            Self::Elect { .. } => "elect",
            Self::Follow { .. } => "follow",
            Self::NewEpoch { .. } => "new epoch",
            Self::AckEpoch { .. } => "ack epoch",
            Self::History { .. } => "history",
            Self::AckHistory { .. } => "ack history",
        }
    }

    const fn about(&self) -> (Option<OperationId>, Option<Key>, Option<Value>) {
        match *self {
            Self::Read { operation, key, .. }
            | Self::Done { operation, key, .. }
            | Self::Refused { operation, key, .. }
            | Self::Sync { operation, key, .. }
            | Self::Synced { operation, key, .. }
            | Self::Ack { operation, key, .. } => (Some(operation), Some(key), None),
            Self::Write { operation, key, value, .. }
            | Self::Value { operation, key, value, .. }
            | Self::Forward { operation, key, value, .. }
            | Self::Propose { entry: Entry { operation, key, value, .. }, .. }
            | Self::Commit { write: Some((operation, key, value)), .. } => (Some(operation), Some(key), Some(value)),
            _ => (None, None, None),
        }
    }
}

impl Describe for Message {
    #[inline]
    fn describe(&self) -> Label {
        let purpose = match self {
            Self::Read { .. } | Self::Value { .. } | Self::Sync { .. } | Self::Synced { .. } => Purpose::Read,
            Self::Write { .. }
            | Self::Done { .. }
            | Self::Refused { .. }
            | Self::Forward { .. }
            | Self::Propose { .. }
            | Self::Ack { .. } => Purpose::Write,
            Self::Commit { write: Some(_), .. } => Purpose::Replicate,
            _ => Purpose::Control,
        };
        let direction = match self {
            Self::Value { .. }
            | Self::Done { .. }
            | Self::Refused { .. }
            | Self::Synced { .. }
            | Self::Ack { .. }
            | Self::Pong { .. }
            | Self::Follow { .. }
            | Self::AckEpoch { .. }
            | Self::AckHistory { .. } => Direction::Answer,
            _ => Direction::Request,
        };
        let (operation, key, value) = self.about();
        Label { purpose, direction, operation, words: self.words().into(), key, value }
    }

    /// An epoch stands for the attempt: a new leader may have to propose the same write again.
    fn lane(&self) -> Lane {
        let (cause, phase, attempt) = match *self {
            Self::Read { operation, attempt, .. }
            | Self::Write { operation, attempt, .. }
            | Self::Value { operation, attempt, .. }
            | Self::Done { operation, attempt, .. }
            | Self::Refused { operation, attempt, .. } => (operation.0, 0, attempt),
            Self::Forward { operation, attempt, .. } => (operation.0, 1, attempt),
            Self::Sync { operation, attempt, .. } | Self::Synced { operation, attempt, .. } => {
                (operation.0, 2, attempt)
            }
            Self::Propose { epoch, entry, .. } => (entry.operation.0, 3, epoch as u8),
            Self::Ack { epoch, operation, .. } => (operation.0, 3, epoch as u8),
            Self::Commit { epoch, write: Some((operation, ..)), .. } => (operation.0, 4, epoch as u8),
            Self::Commit { epoch, write: None, .. } => (epoch, 5, 0),
            Self::Ping { epoch, round, .. } | Self::Pong { epoch, round, .. } => (round, 6, epoch as u8),
            Self::Elect { round, .. } => (round, 7, 0),
            Self::Follow { round, accepted } => (round, 8, accepted as u8),
            Self::NewEpoch { epoch, round } => (round, 9, epoch as u8),
            Self::AckEpoch { epoch, round, .. } => (round, 10, epoch as u8),
            Self::History { epoch, round, .. } => (round, 11, epoch as u8),
            Self::AckHistory { epoch, round, .. } => (round, 12, epoch as u8),
            Self::HowFar { epoch, round } => (round, 13, epoch as u8),
        };
        Lane { cause, phase, attempt }
    }
}
