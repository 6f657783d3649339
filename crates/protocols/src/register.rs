//! What clients and a replica that answers alone say to each other, and what both do with it: get
//! and set of a register, for the protocols in which one replica orders all writes.

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
    Replicate { key: Key, held: Versioned, attempt: u8 },
    Stored { key: Key, held: Versioned, attempt: u8 },
}

/// Writes to the primary, reads from where it is told to: from the primary, unless a knob says other.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Client;

impl<P: Protocol<Message = Message>> Machine<P> for Client {
    fn new(_cx: &Context<'_>) -> Self {
        Self
    }

    fn on_request(&mut self, cx: &Context<'_>, request: Request, out: &mut Outbox<P>) {
        let Request { operation, key, .. } = request;
        match request.ask {
            Ask::Write(value) => out.send(NodeId::Replica(PRIMARY), Message::Set { operation, key, value }),
            Ask::Read => {
                let replica = match cx.cluster.knobs.choice("reads") {
                    "nearest" => cx.nearest()[0],
                    "any" => ReplicaId((request.lot % u64::from(cx.cluster.n)) as u8),
                    _ => PRIMARY,
                };
                out.send(NodeId::Replica(replica), Message::Get { operation, key });
            }
        }
    }

    fn on_message(&mut self, _cx: &Context<'_>, _from: NodeId, message: Message, out: &mut Outbox<P>) {
        let (operation, reply) = match message {
            Message::Value { operation, value, .. } => (operation, Reply::Value(value)),
            Message::Ack { operation, .. } => (operation, Reply::Done),
            _ => return,
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
            Self::Replicate { key, held, .. } => {
                (Purpose::Replicate, Request, Some(write_of(held)), "replicate", key, Some(held.value))
            }
            Self::Stored { key, held, .. } => {
                (Purpose::Replicate, Answer, Some(write_of(held)), "stored", key, Some(held.value))
            }
        };
        Label { purpose, direction, operation, words: words.into(), key: Some(key), value }
    }

    fn lane(&self) -> Lane {
        match *self {
            Self::Get { operation, .. }
            | Self::Set { operation, .. }
            | Self::Value { operation, .. }
            | Self::Ack { operation, .. } => Lane { cause: operation.0, phase: 0, attempt: 0 },
            Self::Replicate { held, attempt, .. } | Self::Stored { held, attempt, .. } => {
                Lane { cause: held.version.counter, phase: 1, attempt }
            }
        }
    }
}

/// The operation that wrote a value: its number is the version's counter.
fn write_of(held: Versioned) -> OperationId {
    OperationId(held.version.counter)
}
