//! One copy: a single replica holds all data and answers everything.
//!
//! The yardstick: linearizable by construction, since every operation takes effect at one instant
//! at one place, and unavailable whenever that place is. Reads and writes are those of an atomic
//! register (L. Lamport, "On Interprocess Communication", 1986).

use history::{Describe, Direction, Key, Label, Lane, NodeId, OperationId, Purpose, ReplicaId, Value, Version};
use scenario::ProtocolInfo;
use sim::{Ask, Context, Machine, Outbox, Protocol, Reply, Request};

use crate::store::{Arrival, Latest, Store, Versioned};

pub(crate) const INFO: ProtocolInfo = ProtocolInfo {
    id: "single_copy",
    name: "Single copy",
    summary: "One replica holds all data and answers everything.",
    source: "L. Lamport, On Interprocess Communication, 1986",
    quorums: false,
    knobs: &[],
};

/// The only replica that stores data.
const HOLDER: ReplicaId = ReplicaId(0);

pub(crate) struct SingleCopy;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Message {
    Get { operation: OperationId, key: Key },
    Set { operation: OperationId, key: Key, value: Value },
    Value { operation: OperationId, key: Key, value: Value },
    Ack { operation: OperationId, key: Key },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Never {}

impl Protocol for SingleCopy {
    type Message = Message;
    type Timer = Never;
    type Client = Client;
    type Replica = Replica;
}

/// Sends everything to the holder.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Client;

impl Machine<SingleCopy> for Client {
    fn new(_cx: &Context<'_>) -> Self {
        Self
    }

    fn on_request(&mut self, _cx: &Context<'_>, request: Request, out: &mut Outbox<SingleCopy>) {
        let Request { operation, key, .. } = request;
        let message = match request.ask {
            Ask::Read => Message::Get { operation, key },
            Ask::Write(value) => Message::Set { operation, key, value },
        };
        out.send(NodeId::Replica(HOLDER), message);
    }

    fn on_message(&mut self, _cx: &Context<'_>, _from: NodeId, message: Message, out: &mut Outbox<SingleCopy>) {
        let (operation, reply) = match message {
            Message::Value { operation, value, .. } => (operation, Reply::Value(value)),
            Message::Ack { operation, .. } => (operation, Reply::Done),
            Message::Get { .. } | Message::Set { .. } => return,
        };
        out.count(operation);
        out.reply(operation, reply);
    }
}

/// The holder; the other replicas store nothing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Replica {
    store: Store,
    latest: Latest,
    holder: bool,
    writes: i64,
}

impl Machine<SingleCopy> for Replica {
    fn new(cx: &Context<'_>) -> Self {
        let holder = cx.me == NodeId::Replica(HOLDER);
        Self { store: Store::default(), latest: Latest::default(), holder, writes: 0 }
    }

    fn on_message(&mut self, _cx: &Context<'_>, from: NodeId, message: Message, out: &mut Outbox<SingleCopy>) {
        match message {
            Message::Get { operation, key } => {
                let value = self.store.get(key).value;
                out.observe(operation, key, value);
                out.send(from, Message::Value { operation, key, value });
            }
            Message::Set { operation, key, value } => {
                match self.latest.arrival(from, operation) {
                    Arrival::Outdated => return,
                    Arrival::Again => {}
                    Arrival::New => {
                        self.writes += 1;
                        let version = Version { stamp: self.writes, counter: operation.0, writer: 0 };
                        out.stamp(operation, version);
                        self.store.put(key, Versioned { value, version });
                        out.apply(key, value, version);
                    }
                }
                out.send(from, Message::Ack { operation, key });
            }
            Message::Value { .. } | Message::Ack { .. } => {}
        }
    }

    fn restart(self, _cx: &Context<'_>, _out: &mut Outbox<SingleCopy>) -> Self {
        self
    }

    fn holds(&self, key: Key) -> Option<Value> {
        self.holder.then(|| self.store.get(key).value)
    }
}

impl Describe for Message {
    fn describe(&self) -> Label {
        let (purpose, direction, operation, words, key, value) = match *self {
            Self::Get { operation, key } => (Purpose::Read, Direction::Request, operation, "get", key, None),
            Self::Set { operation, key, value } => {
                (Purpose::Write, Direction::Request, operation, "set", key, Some(value))
            }
            Self::Value { operation, key, value } => {
                (Purpose::Read, Direction::Answer, operation, "value", key, Some(value))
            }
            Self::Ack { operation, key } => (Purpose::Write, Direction::Answer, operation, "ack", key, None),
        };
        Label { purpose, direction, operation: Some(operation), words: words.into(), key: Some(key), value }
    }

    fn lane(&self) -> Lane {
        let (Self::Get { operation, .. }
        | Self::Set { operation, .. }
        | Self::Value { operation, .. }
        | Self::Ack { operation, .. }) = *self;
        Lane { cause: operation.0, phase: 0, attempt: 0 }
    }
}
