//! Primary and backups: one replica orders all writes, acknowledges at once, and sends them on.
//!
//! Asynchronous primary-backup replication (N. Budhiraja, K. Marzullo, F. Schneider, S. Toueg,
//! "The Primary-Backup Approach", 1993). Reads from the primary are linearizable while it keeps
//! its role; reads from backups are as old as replication is late. There is no failover: while
//! the primary is down, writes wait.

use history::{Key, NodeId, Value};
use scenario::{Knob, KnobChoice, KnobKind, ProtocolInfo};
use sim::{Context, Machine, Outbox, Protocol};

use crate::register::{Client, Message, PRIMARY, Register};
use crate::store::{Arrival, INITIAL, Store, Versioned};

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
    ..ProtocolInfo::PLAIN
};

pub(crate) struct Primary;

/// The primary looks again at what a backup has not confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Resend;

impl Protocol for Primary {
    type Message = Message;
    type Timer = Resend;
    type Client = Client;
    type Replica = Replica;
}

/// The primary and the backups: one machine, told apart by name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Replica {
    register: Register,
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
            (0..self.keys).map(Key).any(|key| confirmed.get(key).version < self.register.store.get(key).version)
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
            let held = self.register.store.get(key);
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
        Self { register: Register::default(), confirmed, attempt: 0, waiting: false, keys: 0 }
    }

    fn on_message(&mut self, cx: &Context<'_>, from: NodeId, message: Message, out: &mut Outbox<Primary>) {
        match message {
            Message::Get { operation, key } => self.register.get(from, operation, key, out),
            Message::Set { operation, key, value } => {
                match self.register.set(from, (operation, key, value), out) {
                    Arrival::Outdated => return,
                    Arrival::Again => {}
                    Arrival::New => {
                        self.keys = self.keys.max(key.0 + 1);
                        self.replicate(cx, key, self.register.store.get(key), out);
                    }
                }
                out.send(from, Message::Ack { operation, key });
                self.wait(cx, out);
            }
            Message::Replicate { key, held, attempt } => {
                if self.register.store.put(key, held) {
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
        Some(self.register.store.get(key).value)
    }
}
