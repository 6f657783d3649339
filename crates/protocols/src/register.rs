//! What clients and a replica that answers alone say to each other, and what both do with it: get
//! and set of a register.

use history::{Describe, Direction, Key, Label, Lane, NodeId, OperationId, Purpose, ReplicaId, Value, Version};
use sim::{Ask, Context, Machine, Outbox, Protocol, Reply, Request};

use crate::store::{Arrival, Latest, Store, Versioned};

/// The replica that orders all writes.
pub(crate) const PRIMARY: ReplicaId = ReplicaId(0);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Message {
    Get { operation: OperationId, key: Key },
    Set { operation: OperationId, key: Key, value: Value },
    Value { operation: OperationId, key: Key, value: Value },
    Ack { operation: OperationId, key: Key },
}

/// Asks the one replica.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Client;

impl<P: Protocol<Message = Message>> Machine<P> for Client {
    fn new(_cx: &Context<'_>) -> Self {
        Self
    }

    fn on_request(&mut self, _cx: &Context<'_>, request: Request, out: &mut Outbox<P>) {
        let Request { operation, key, .. } = request;
        let message = match request.ask {
            Ask::Read => Message::Get { operation, key },
            Ask::Write(value) => Message::Set { operation, key, value },
        };
        out.send(NodeId::Replica(PRIMARY), message);
    }

    fn on_message(&mut self, _cx: &Context<'_>, _from: NodeId, message: Message, out: &mut Outbox<P>) {
        let (operation, reply) = match message {
            Message::Value { operation, value, .. } => (operation, Reply::Value(value)),
            Message::Ack { operation, .. } => (operation, Reply::Done),
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

    /// Takes a write up, unless it did so before; the caller acknowledges what is not outdated.
    pub(crate) fn set<P: Protocol<Message = Message>>(
        &mut self,
        from: NodeId,
        (operation, key, value): (OperationId, Key, Value),
        out: &mut Outbox<P>,
    ) -> Arrival {
        let arrival = self.latest.arrival(from, operation);
        if arrival == Arrival::New {
            self.writes += 1;
            let version = Version { stamp: self.writes, counter: operation.0, writer: 0 };
            out.stamp(operation, version);
            self.store.put(key, Versioned { value, version });
            out.apply(key, value, version);
        }
        arrival
    }
}

impl Describe for Message {
    fn describe(&self) -> Label {
        use Direction::{Answer, Request};
        let (purpose, direction, operation, words, key, value) = match *self {
            Self::Get { operation, key } => (Purpose::Read, Request, Some(operation), "get", key, None),
            Self::Set { operation, key, value } => (Purpose::Write, Request, Some(operation), "set", key, Some(value)),
            Self::Value { operation, key, value } => {
                (Purpose::Read, Answer, Some(operation), "value", key, Some(value))
            }
            Self::Ack { operation, key } => (Purpose::Write, Answer, Some(operation), "ack", key, None),
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
