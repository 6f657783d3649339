//! What clients and a replica that answers alone say to each other, and what both do with it: get
//! and set of a register.

use history::{Describe, Direction, Key, Label, Lane, NodeId, OperationId, Purpose, ReplicaId, Value, Version};
use sim::{Ask, Context, Machine, Outbox, Protocol, Reply, Request};

use crate::store::{Arrival, Latest, Store, Versioned};

/// The replica that orders all writes.
pub(crate) const PRIMARY: ReplicaId = ReplicaId(0);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Message {
    Get {
        operation: OperationId,
        key: Key,
    },
    Set {
        operation: OperationId,
        key: Key,
        value: Value,
        only_if: Option<Value>,
    },
    Value {
        operation: OperationId,
        key: Key,
        value: Value,
    },
    /// It is written, or the key holds something else than it should.
    Ack {
        operation: OperationId,
        key: Key,
        written: bool,
    },
}

/// Asks the one replica.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Client;

impl<P: Protocol<Message = Message>> Machine<P> for Client {
    fn new(_cx: &Context<'_>) -> Self {
        Self
    }

    fn on_request(&mut self, _cx: &Context<'_>, request: Request, out: &mut Outbox<P>) {
        let Request { operation, key, only_if, .. } = request;
        let message = match request.ask {
            Ask::Read => Message::Get { operation, key },
            Ask::Write(value) => Message::Set { operation, key, value, only_if },
        };
        out.send(NodeId::Replica(PRIMARY), message);
    }

    fn on_message(&mut self, _cx: &Context<'_>, _from: NodeId, message: Message, out: &mut Outbox<P>) {
        let (operation, reply) = match message {
            Message::Value { operation, value, .. } => (operation, Reply::Value(value)),
            Message::Ack { operation, written: true, .. } => (operation, Reply::Done),
            Message::Ack { operation, written: false, .. } => (operation, Reply::Failed),
            Message::Get { .. } | Message::Set { .. } => return,
        };
        out.count(operation);
        out.reply(operation, reply);
    }
}

/// The copy of the data at one replica, and which session did what here last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Register {
    pub(crate) store: Store,
    latest: Latest,
    /// The latest write of each session that was refused.
    refused: Vec<(NodeId, OperationId)>,
    writes: i64,
}

impl Register {
    /// Answers a read.
    pub(crate) fn get<P: Protocol<Message = Message>>(
        &self,
        from: NodeId,
        operation: OperationId,
        key: Key,
        out: &mut Outbox<P>,
    ) {
        let value = self.store.get(key).value;
        out.observe(operation, key, value);
        out.send(from, Message::Value { operation, key, value });
    }

    /// Takes a write up, unless it did so before or the key holds something else than it should,
    /// and answers what is not outdated.
    pub(crate) fn set<P: Protocol<Message = Message>>(
        &mut self,
        from: NodeId,
        (operation, key, value): (OperationId, Key, Value),
        only_if: Option<Value>,
        out: &mut Outbox<P>,
    ) {
        let arrival = self.latest.arrival(from, operation);
        let fits = only_if.is_none_or(|held| held == self.store.get(key).value);
        if arrival == Arrival::New && !fits {
            self.refused.retain(|(session, _)| *session != from);
            self.refused.push((from, operation));
        } else if arrival == Arrival::New {
            self.writes += 1;
            let version = Version { stamp: self.writes, counter: operation.0, writer: 0 };
            out.stamp(operation, version);
            self.store.put(key, Versioned { value, version });
            out.apply(key, value, version);
        }
        if arrival != Arrival::Outdated {
            let written = !self.refused.contains(&(from, operation));
            out.send(from, Message::Ack { operation, key, written });
        }
    }
}

impl Describe for Message {
    fn describe(&self) -> Label {
        use Direction::{Answer, Request};
        let (purpose, direction, operation, words, key, value) = match *self {
            Self::Get { operation, key } => (Purpose::Read, Request, Some(operation), "get", key, None),
            Self::Set { operation, key, value, .. } => {
                (Purpose::Write, Request, Some(operation), "set", key, Some(value))
            }
            Self::Value { operation, key, value } => {
                (Purpose::Read, Answer, Some(operation), "value", key, Some(value))
            }
            Self::Ack { operation, key, written } => {
                (Purpose::Write, Answer, Some(operation), if written { "ack" } else { "refused" }, key, None)
            }
        };
        Label { purpose, direction, operation, words: words.into(), key: Some(key), value }
    }

    fn lane(&self) -> Lane {
        let (Self::Get { operation, .. }
        | Self::Set { operation, .. }
        | Self::Value { operation, .. }
        | Self::Ack { operation, .. }) = *self;
        Lane { cause: operation.0, phase: 0, attempt: 0 }
    }
}
