//! Quorum replication: a write waits for W acknowledgements, a read for R answers, of N replicas.
//!
//! Partial quorums after Dynamo (G. DeCandia et al., SOSP 2007). With logical versions and
//! write-back it is the multi-writer register of Attiya, Bar-Noy and Dolev ("Sharing Memory
//! Robustly in Message-Passing Systems", JACM 1995; two phases for several writers after Lynch
//! and Shvartsman, 1997): linearizable as long as read and write quorums overlap.

mod answers;
mod coordinator;
mod message;

use history::{Key, NodeId, Value};
use scenario::{Knob, KnobChoice, KnobKind, ProtocolInfo};
use sim::{Context, Machine, Outbox, Protocol, Request};

use crate::store::{Arrival, Latest, Store};
use coordinator::Coordinator;
use message::Message;

pub(crate) const INFO: ProtocolInfo = ProtocolInfo {
    id: "quorum",
    name: "Quorum",
    summary: "Writes wait for W replicas, reads for R.",
    source: "DeCandia et al., Dynamo, 2007; Attiya, Bar-Noy, Dolev, 1995",
    quorums: true,
    knobs: &[
        Knob {
            id: "read_repair",
            label: "Read repair",
            help: "A read sends the newest version it met to the replicas that answered with an older one.",
            kind: KnobKind::Switch { default: false },
        },
        Knob {
            id: "write_back",
            label: "Write-back on read",
            help: "A read waits until W replicas hold what it is about to return, so that no later read can miss it.",
            kind: KnobKind::Switch { default: false },
        },
        Knob {
            id: "versions",
            label: "Versions by",
            help: "What decides which write is newer: the writer's clock, or a number read from a quorum first.",
            kind: KnobKind::Choice {
                choices: &[
                    KnobChoice { id: "clock", label: "Wall clock" },
                    KnobChoice { id: "logical", label: "Logical number" },
                ],
            },
        },
        Knob {
            id: "coordinator",
            label: "Coordinator",
            help: "Who asks the replicas and counts their answers.",
            kind: KnobKind::Choice {
                choices: &[
                    KnobChoice { id: "session", label: "The session" },
                    KnobChoice { id: "nearest", label: "The nearest replica" },
                ],
            },
        },
        Knob {
            id: "requests",
            label: "Requests to",
            help: "Ask all replicas and take the first answers, or only the nearest that are needed.",
            kind: KnobKind::Choice {
                choices: &[KnobChoice { id: "all", label: "All N" }, KnobChoice { id: "quorum", label: "Only W or R" }],
            },
        },
    ],
    ..ProtocolInfo::PLAIN
};

pub(crate) struct Quorum;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Never {}

impl Protocol for Quorum {
    type Message = Message;
    type Timer = Never;
    type Client = Client;
    type Replica = Replica;
}

/// The session's half: coordinates by itself, or hands over to the nearest replica.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Client {
    coordinator: Coordinator,
    hands_over: bool,
}

impl Machine<Quorum> for Client {
    fn new(cx: &Context<'_>) -> Self {
        let hands_over = cx.cluster.knobs.choice("coordinator") == "nearest";
        Self { coordinator: Coordinator::new(cx), hands_over }
    }

    fn on_request(&mut self, cx: &Context<'_>, request: Request, out: &mut Outbox<Quorum>) {
        if self.hands_over {
            let Request { operation, key, ask, .. } = request;
            out.send(NodeId::Replica(cx.nearest()[0]), Message::Ask { operation, key, ask });
        } else {
            self.coordinator.begin(cx, None, request.operation, request.key, request.ask, out);
        }
    }

    fn on_message(&mut self, cx: &Context<'_>, from: NodeId, message: Message, out: &mut Outbox<Quorum>) {
        match message {
            Message::Answer { operation, reply, .. } => {
                out.count(operation);
                out.reply(operation, reply);
            }
            other => self.coordinator.on_answer(cx, from, other, out),
        }
    }
}

/// A replica: stores, and coordinates for sessions that ask it to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Replica {
    store: Store,
    /// Which operation it took on last for each session. On disk with the store: a write that the
    /// network doubled must not get a second, newer version.
    taken: Latest,
    coordinator: Coordinator,
}

impl Machine<Quorum> for Replica {
    fn new(cx: &Context<'_>) -> Self {
        Self { store: Store::default(), taken: Latest::default(), coordinator: Coordinator::new(cx) }
    }

    fn on_message(&mut self, cx: &Context<'_>, from: NodeId, message: Message, out: &mut Outbox<Quorum>) {
        match message {
            Message::Ask { operation, key, ask } => {
                if self.taken.arrival(from, operation) == Arrival::New {
                    self.coordinator.begin(cx, Some(from), operation, key, ask, out);
                }
            }
            Message::Get { operation, key, phase } => {
                let held = self.store.get(key);
                if phase.is_read() {
                    out.observe(operation, key, held.value);
                }
                out.send(from, Message::Held { operation, key, phase, held });
            }
            Message::Set { operation, key, phase, held } => {
                if self.store.put(key, held) {
                    out.apply(key, held.value, held.version);
                }
                if phase.is_awaited() {
                    out.send(from, Message::Stored { operation, key, phase });
                }
            }
            other => self.coordinator.on_answer(cx, from, other, out),
        }
    }

    /// Storage survives; the operations that this replica was coordinating are forgotten.
    fn restart(self, cx: &Context<'_>, _out: &mut Outbox<Quorum>) -> Self {
        Self { coordinator: Coordinator::new(cx), ..self }
    }

    fn holds(&self, key: Key) -> Option<Value> {
        Some(self.store.get(key).value)
    }
}
