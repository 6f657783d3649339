//! Paxos for each key: every step of a key is agreed on by a majority, so that a write may depend on
//! what it replaces.
//!
//! Single-decree Paxos (L. Lamport, "Paxos Made Simple", 2001), run again for every write, as
//! Cassandra's lightweight transactions do: prepare and promise, with what the replicas hold; decide;
//! propose and accept; commit. A ballot is promised to be the highest, so a proposer that is slow is
//! outbid, waits for a drawn time and tries again. What it left behind accepted is proposed once more
//! by the next proposer that meets it, before that does anything of its own, a read too: it may have
//! been chosen. Whoever was outbid finds out in the same way whether its own write was finished by
//! another: a state carries the latest write of each session.
//!
//! One majority meets every other, and what is chosen is decided on what was chosen before, so each key
//! is linearizable, conditions included, and nobody has to be a leader; unless reads ask one replica for
//! what it knows to be chosen, as those of Cassandra may that are not serial. No clock is relied on: the one
//! that a ballot begins with only makes it likely to be the highest.

mod acceptor;
mod message;
mod modes;
mod proposer;
mod state;

use history::{NodeId, OperationId};
use scenario::{Knob, KnobChoice, KnobKind, ProtocolInfo};
use sim::{Ask, Context, Machine, Outbox, Protocol, Request};

use acceptor::Replica;
use message::Message;
use proposer::Proposer;

const fn choice(id: &'static str, label: &'static str) -> KnobChoice {
    KnobChoice { id, label }
}

pub(crate) const INFO: ProtocolInfo = ProtocolInfo {
    id: "paxos",
    name: "Paxos for each key",
    summary: || "A majority agrees on each write of a key, and whoever comes next finishes what was left undone.",
    source: || "Lamport, Paxos Made Simple, 2001; Cassandra, lightweight transactions, 2013",
    conditional: true,
    knobs: || KNOBS,
    modes: || modes::MODES,
    ..ProtocolInfo::PLAIN
};

const KNOBS: &[Knob] = &[
    Knob {
        id: "proposer",
        label: "Proposer",
        help: "Who prepares and proposes: the session itself, or a replica, which may crash half-way.",
        kind: KnobKind::Choice {
            choices: &[choice("session", "The session"), choice("nearest", "The nearest replica")],
        },
    },
    Knob {
        id: "reads",
        label: "Reads",
        help: "A read prepares, too, and finishes what is under way; or one replica says what it knows to be chosen.",
        kind: KnobKind::Choice {
            choices: &[choice("ballot", "With a ballot"), choice("nearest", "From the nearest, at once")],
        },
    },
    Knob {
        id: "backoff_ms",
        label: "Wait when outbid",
        help: "A proposer that was outbid waits for a drawn time, at most so long; twice as long each further time.",
        kind: KnobKind::Number { min: 1, max: 10_000, default: 20, unit: "ms" },
    },
    Knob {
        id: "retry_ms",
        label: "Begin again after",
        help: "How long a proposer waits for a majority before it begins again with a higher ballot.",
        kind: KnobKind::Number { min: 1, max: 60_000, default: 500, unit: "ms" },
    },
    Knob {
        id: "without",
        label: "Leave out",
        help: "Takes a rule away, to show what it is for.",
        kind: KnobKind::Choice {
            choices: &[
                choice("none", "Nothing"),
                choice("finish", "Finishing what was accepted"),
                choice("promise", "Refusing lower ballots"),
                choice("persistence", "Promises on disk"),
                choice("done", "Knowing one's own write again"),
                choice("later", "A replica keeps the later"),
            ],
        },
    },
];

pub(crate) struct Paxos;

/// What the nodes wait for. A round names the attempt, so that what waited for an earlier one is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Timer {
    /// The answers of a majority.
    Majority { operation: OperationId, round: u8, proposes: bool },
    /// After it was outbid, its next round.
    Outbid { operation: OperationId, round: u8 },
}

impl Protocol for Paxos {
    type Message = Message;
    type Timer = Timer;
    type Client = Client;
    type Replica = Replica;
}

/// The session's half: proposes by itself, or hands over to a replica.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Client {
    proposer: Proposer,
    hands_over: bool,
    reads_nearest: bool,
}

impl Machine<Paxos> for Client {
    fn new(cx: &Context<'_>) -> Self {
        let nearest = |knob| cx.cluster.knobs.choice(knob) == "nearest";
        Self { proposer: Proposer::new(cx), hands_over: nearest("proposer"), reads_nearest: nearest("reads") }
    }

    fn on_request(&mut self, cx: &Context<'_>, request: Request, out: &mut Outbox<Paxos>) {
        let Request { operation, key, ask, only_if, .. } = request;
        if self.hands_over || self.reads_nearest && ask == Ask::Read {
            out.send(NodeId::Replica(cx.nearest()[0]), Message::Ask { operation, key, ask, only_if });
        } else {
            self.proposer.begin(cx, cx.me, (operation, key), (ask, only_if), out);
        }
    }

    fn on_message(&mut self, cx: &Context<'_>, from: NodeId, message: Message, out: &mut Outbox<Paxos>) {
        match message {
            Message::Answer { operation, reply, .. } => {
                out.count(operation);
                out.reply(operation, reply);
            }
            other => self.proposer.on_message(cx, from, other, out),
        }
    }

    fn on_timer(&mut self, cx: &Context<'_>, timer: Timer, out: &mut Outbox<Paxos>) {
        self.proposer.on_timer(cx, timer, out);
    }
}
