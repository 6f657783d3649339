//! Primary and backups: one replica orders all writes, acknowledges at once, and sends them on.
//!
//! Asynchronous primary-backup replication (N. Budhiraja, K. Marzullo, F. Schneider, S. Toueg,
//! "The Primary-Backup Approach", 1993). Reads from the primary are linearizable while it keeps
//! its role; reads from backups are as old as replication is late. There is no failover: while
//! the primary is down, writes wait.

use history::{Describe, Direction, Key, Label, Lane, NodeId, OperationId, Purpose, ReplicaId, Value, Version};
use scenario::{Knob, KnobChoice, KnobKind, ProtocolInfo};
use sim::{Ask, Context, Machine, Outbox, Protocol, Reply, Request};

use crate::store::{Arrival, INITIAL, Latest, Store, Versioned};

pub(crate) const INFO: ProtocolInfo = ProtocolInfo {
    id: "primary",
    name: "Primary and backups",
    summary: "One replica orders all writes and sends them on to the others after it has answered.",
    source: "Budhiraja, Marzullo, Schneider, Toueg, The Primary-Backup Approach, 1993",
    quorums: false,
    knobs: &[
        Knob {
            id: "reads",
            label: "Reads from",
            help: "Which replica answers a read. Only the primary has seen every acknowledged write.",
            kind: KnobKind::Choice {
                choices: &[
                    KnobChoice { id: "primary", label: "The primary" },
                    KnobChoice { id: "nearest", label: "The nearest" },
                    KnobChoice { id: "any", label: "Any, at random" },
                ],
            },
        },
        Knob {
            id: "resend_ms",
            label: "Send again after",
            help: "How long the primary waits for a backup before it sends the newest value again.",
            kind: KnobKind::Number { min: 1, max: 60_000, default: 400, unit: "ms" },
        },
    ],
};

/// The replica that orders all writes.
const PRIMARY: ReplicaId = ReplicaId(0);

pub(crate) struct Primary;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Message {
    Get { operation: OperationId, key: Key },
    Set { operation: OperationId, key: Key, value: Value },
    Value { operation: OperationId, key: Key, value: Value },
    Ack { operation: OperationId, key: Key },
    Replicate { key: Key, held: Versioned, attempt: u8 },
    Stored { key: Key, held: Versioned, attempt: u8 },
}

/// The primary looks again at what a backup has not confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Resend;

impl Protocol for Primary {
    type Message = Message;
    type Timer = Resend;
    type Client = Client;
    type Replica = Replica;
}

/// Writes to the primary, reads from where it is told to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Client;

impl Machine<Primary> for Client {
    fn new(_cx: &Context<'_>) -> Self {
        Self
    }

    fn on_request(&mut self, cx: &Context<'_>, request: Request, out: &mut Outbox<Primary>) {
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

    fn on_message(&mut self, _cx: &Context<'_>, _from: NodeId, message: Message, out: &mut Outbox<Primary>) {
        let (operation, reply) = match message {
            Message::Value { operation, value, .. } => (operation, Reply::Value(value)),
            Message::Ack { operation, .. } => (operation, Reply::Done),
            _ => return,
        };
        out.count(operation);
        out.reply(operation, reply);
    }
}

/// The primary and the backups: one machine, told apart by name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Replica {
    store: Store,
    latest: Latest,
    writes: i64,
    /// What each backup has confirmed, and how often it was sent more.
    confirmed: Vec<Store>,
    attempt: u8,
    waiting: bool,
    keys: u16,
}

impl Replica {
    fn replicate(&mut self, cx: &Context<'_>, key: Key, held: Versioned, out: &mut Outbox<Primary>) {
        for backup in cx.replicas().filter(|id| *id != PRIMARY) {
            if self.confirmed[backup.index()].get(key).version < held.version {
                let attempt = self.attempt;
                out.send(NodeId::Replica(backup), Message::Replicate { key, held, attempt });
            }
        }
    }

    fn wait(&mut self, cx: &Context<'_>, out: &mut Outbox<Primary>) {
        let behind = |confirmed: &Store| {
            (0..self.keys).map(Key).any(|key| confirmed.get(key).version < self.store.get(key).version)
        };
        let any_behind = self.confirmed.iter().skip(1).any(behind);
        if any_behind && !self.waiting {
            let after_ms = u64::try_from(cx.cluster.knobs.number("resend_ms")).unwrap_or(1);
            out.wake(after_ms * 1000, Resend);
            self.waiting = true;
        }
    }

    fn resend(&mut self, cx: &Context<'_>, out: &mut Outbox<Primary>) {
        self.attempt = self.attempt.wrapping_add(1);
        for key in (0..self.keys).map(Key) {
            let held = self.store.get(key);
            if held.version > INITIAL.version {
                self.replicate(cx, key, held, out);
            }
        }
        self.wait(cx, out);
    }
}

impl Machine<Primary> for Replica {
    fn new(cx: &Context<'_>) -> Self {
        let confirmed = vec![Store::default(); cx.cluster.n.into()];
        let (store, latest) = (Store::default(), Latest::default());
        Self { store, latest, writes: 0, confirmed, attempt: 0, waiting: false, keys: 0 }
    }

    fn on_message(&mut self, cx: &Context<'_>, from: NodeId, message: Message, out: &mut Outbox<Primary>) {
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
                        self.keys = self.keys.max(key.0 + 1);
                        let version = Version { stamp: self.writes, counter: operation.0, writer: 0 };
                        let held = Versioned { value, version };
                        out.stamp(operation, version);
                        self.store.put(key, held);
                        out.apply(key, value, version);
                        self.replicate(cx, key, held, out);
                    }
                }
                out.send(from, Message::Ack { operation, key });
                self.wait(cx, out);
            }
            Message::Replicate { key, held, attempt } => {
                if self.store.put(key, held) {
                    out.apply(key, held.value, held.version);
                }
                out.send(from, Message::Stored { key, held, attempt });
            }
            Message::Stored { key, held, .. } => {
                if let NodeId::Replica(backup) = from {
                    self.confirmed[backup.index()].put(key, held);
                }
            }
            Message::Value { .. } | Message::Ack { .. } => {}
        }
    }

    fn on_timer(&mut self, cx: &Context<'_>, Resend: Resend, out: &mut Outbox<Primary>) {
        self.waiting = false;
        self.resend(cx, out);
    }

    /// The log is on disk. What the backups confirmed is not, so the primary asks again.
    fn restart(self, cx: &Context<'_>, out: &mut Outbox<Primary>) -> Self {
        let mut again = Self { confirmed: vec![Store::default(); cx.cluster.n.into()], waiting: false, ..self };
        if cx.me == NodeId::Replica(PRIMARY) {
            again.resend(cx, out);
        }
        again
    }

    fn holds(&self, key: Key) -> Option<Value> {
        Some(self.store.get(key).value)
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
