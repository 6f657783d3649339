//! What clients and replicas say to each other.

use std::rc::Rc;

use history::calls::{Item, Reply, Request};
use history::{Describe, Direction, Key, Label, Lane, OperationId, Purpose, Value};

use super::broadcast::Update;
use super::data::Data;

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
    /// A call on an object.
    Call {
        operation: OperationId,
        key: Key,
        request: Request,
    },
    /// Its answer; nothing where it was refused.
    Answer {
        operation: OperationId,
        key: Key,
        request: Request,
        reply: Option<Reply>,
    },
    /// This changed: a state as well, but a small one.
    Delta {
        operation: OperationId,
        key: Key,
        stamp: u32,
        data: Rc<Data>,
    },
    /// All that the sender holds, by key, and its Lamport clock.
    State {
        round: u32,
        stamp: u32,
        all: Rc<Vec<Data>>,
    },
    /// Carry this out as well, once what it comes after is there.
    Update(Update),
    /// I have it.
    Stored {
        operation: OperationId,
        key: Key,
        number: u32,
    },
    /// You have not confirmed these.
    Again {
        round: u32,
        updates: Rc<[Update]>,
    },
    /// I have all of yours up to that number.
    AllStored {
        round: u32,
        all_to: u32,
    },
}

impl Describe for Message {
    #[inline]
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
            Self::Call { operation, key, request } => {
                (purpose(*request), Request, Some(*operation), verb(*request), Some(*key), None)
            }
            Self::Answer { operation, key, request, reply } => {
                let words = match reply {
                    None => "refused",
                    Some(Reply::Done) => "done",
                    Some(_) => "value",
                };
                (purpose(*request), Answer, Some(*operation), words, Some(*key), None)
            }
            Self::Delta { operation, key, data, .. } => {
                (Purpose::Replicate, Request, Some(*operation), "delta", Some(*key), data.written())
            }
            Self::State { .. } => (Purpose::Replicate, Request, None, "state", None, None),
            Self::Update(update) => {
                let Update { operation, key, request, ref data, .. } = *update;
                (Purpose::Replicate, Request, Some(operation), request.map_or("write", verb), Some(key), data.written())
            }
            Self::Stored { operation, key, .. } => {
                (Purpose::Replicate, Answer, Some(*operation), "stored", Some(*key), None)
            }
            Self::Again { .. } => (Purpose::Replicate, Request, None, "again", None, None),
            Self::AllStored { .. } => (Purpose::Replicate, Answer, None, "stored", None, None),
        };
        Label { purpose, direction, operation, words: words.into(), key, value }
    }

    fn lane(&self) -> Lane {
        let (cause, phase) = match self {
            Self::Read { operation, .. }
            | Self::Value { operation, .. }
            | Self::Write { operation, .. }
            | Self::Done { operation, .. }
            | Self::Call { operation, .. }
            | Self::Answer { operation, .. } => (operation.0, 0),
            Self::Delta { operation, .. } | Self::Stored { operation, .. } => (operation.0, 1),
            Self::Update(update) => (update.operation.0, 1),
            Self::State { round, .. } | Self::Again { round, .. } => (*round, 2),
            Self::AllStored { round, .. } => (*round, 3),
        };
        Lane { cause, phase, attempt: 0 }
    }
}

const fn purpose(request: Request) -> Purpose {
    if request.only_looks() { Purpose::Read } else { Purpose::Write }
}

const fn verb(request: Request) -> &'static str {
    match request {
        Request::Add(Item::Int(amount)) if amount < 0 => "take off",
        Request::Add(Item::Int(_)) => "add",
        Request::Add(_) => "put",
        Request::Remove(_) => "take",
        Request::Append(_) => "append",
        Request::Insert { .. } => "type",
        Request::Delete { .. } => "delete",
        Request::Contains(_) => "look for",
        _ => "read",
    }
}
