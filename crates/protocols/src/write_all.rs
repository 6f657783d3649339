//! Write all: lock, validate, update, commit and release, on every replica.
//!
//! Two-phase commit across replicas (J. Gray, "Notes on Data Base Operating Systems", 1978), as in
//! the read-one-write-all approach of P. Bernstein, V. Hadzilacos and N. Goodman, "Concurrency
//! Control and Recovery in Database Systems", 1987, chapters 7 and 8. The coordinator asks all to
//! prepare: to lock the key, check the condition of the write if it has one, keep the value on disk,
//! and vote. Once all have voted yes it writes the commit to its log, which decides, and answers; the
//! replicas apply the value and release the key when they hear of it. From a vote on, a replica is in
//! doubt and must neither serve nor take anything of that key. A coordinator that remembers nothing
//! of a transaction has not decided it, and says abort (presumed abort: C. Mohan, B. Lindsay,
//! R. Obermarck, 1986).
//!
//! At the moment of the decision the key is locked everywhere, so a read before it finds the old
//! value at any replica, and a read after it waits for the new one: that moment is the one at which
//! the write takes effect. Two writers of a key cannot wait for each other: both lock it at the
//! first replica before they ask the others, so that resources are taken in one order (J. Havender,
//! "Avoiding Deadlock in Multitasking Systems", 1968).

mod coordinator;
mod message;
mod participant;
#[cfg(test)]
mod tests;

use history::{Key, ModelId, NodeId, OperationId, ReplicaId, Value};
use scenario::{Assumptions, Knob, KnobChoice, KnobKind, Knobs, Mode, ProtocolInfo};
use sim::{Ask, Context, Machine, Outbox, Protocol, Reply, Request};

use crate::register::PRIMARY;
use coordinator::Coordinator;
use message::{Message, Transaction};
use participant::Participant;

const fn choice(id: &'static str, label: &'static str) -> KnobChoice {
    KnobChoice { id, label }
}

pub(crate) const INFO: ProtocolInfo = ProtocolInfo {
    id: "write_all",
    name: "Write all",
    summary: || "A write locks all replicas, commits on all, and releases them; a read asks one.",
    source: || "Gray, Notes on Data Base Operating Systems, 1978; Bernstein, Hadzilacos, Goodman, 1987, ch. 7 and 8",
    quorums: false,
    conditional: true,
    knobs: || KNOBS,
    modes: || MODES,
    ..ProtocolInfo::PLAIN
};

const KNOBS: &[Knob] = &[
    Knob {
        id: "coordinator",
        label: "Coordinator",
        help: "Which replica runs a write: locks all, decides, and tells all.",
        kind: KnobKind::Choice { choices: &[choice("nearest", "The nearest"), choice("first", "The first")] },
    },
    Knob {
        id: "reads",
        label: "Reads from",
        help: "Which replica answers a read. While the key is locked there, the read waits.",
        kind: KnobKind::Choice { choices: &[choice("nearest", "The nearest"), choice("any", "Any, at random")] },
    },
    Knob {
        id: "give_up_ms",
        label: "Give up after",
        help: "How long the coordinator waits for votes before it aborts the write and releases the locks.",
        kind: KnobKind::Number { min: 1, max: 60_000, default: 800, unit: "ms" },
    },
    Knob {
        id: "resend_ms",
        label: "Ask again after",
        help: "How long a message may stay without an answer, and a replica in doubt, before it is sent again.",
        kind: KnobKind::Number { min: 10, max: 60_000, default: 400, unit: "ms" },
    },
    Knob {
        id: "without",
        label: "Leave out",
        help: "Takes one rule away, to show what it is for.",
        kind: KnobKind::Choice {
            choices: &[
                choice("none", "Nothing"),
                choice("read_locks", "Reads wait for locks"),
                choice("prepare", "The first of the two phases"),
                choice("log", "The decision on disk"),
                choice("doubt", "In doubt, wait"),
                choice("lock_order", "One order of locks"),
            ],
        },
    },
];

const MODES: &[Mode] = &[Mode {
    id: "locks",
    name: "Locks on all replicas",
    settings: "n=3&k.reads=any",
    keeps: &[(ModelId::Linearizable, Assumptions::HARSH), (ModelId::Converged, Assumptions::HARSH)],
    breaks: &[],
    mutant: "k.without=read_locks",
}];

pub(crate) struct WriteAll;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Timer {
    /// Look again at what has no answer.
    Again,
    /// The votes for a write took too long.
    GiveUp(OperationId),
}

impl Protocol for WriteAll {
    type Message = Message;
    type Timer = Timer;
    type Client = Client;
    type Replica = Replica;
}

/// The rule that is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Without {
    Nothing,
    ReadLocks,
    Prepare,
    Log,
    Doubt,
    LockOrder,
}

impl Without {
    fn of(knobs: &Knobs) -> Self {
        match knobs.choice("without") {
            "read_locks" => Self::ReadLocks,
            "prepare" => Self::Prepare,
            "log" => Self::Log,
            "doubt" => Self::Doubt,
            "lock_order" => Self::LockOrder,
            _ => Self::Nothing,
        }
    }
}

/// Hands a write to its coordinator, and asks one replica for a read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Client {
    coordinator: ReplicaId,
    reads_any: bool,
}

impl Machine<WriteAll> for Client {
    fn new(cx: &Context<'_>) -> Self {
        let knobs = &cx.cluster.knobs;
        let coordinator = if knobs.choice("coordinator") == "first" { PRIMARY } else { cx.nearest()[0] };
        Self { coordinator, reads_any: knobs.choice("reads") == "any" }
    }

    fn on_request(&mut self, cx: &Context<'_>, request: Request, out: &mut Outbox<WriteAll>) {
        let Request { operation, key, ask, lot, only_if } = request;
        match ask {
            Ask::Write(value) => {
                out.send(NodeId::Replica(self.coordinator), Message::Write { operation, key, value, only_if });
            }
            Ask::Read => {
                let any = ReplicaId((lot % u64::from(cx.cluster.n)) as u8);
                let replica = if self.reads_any { any } else { cx.nearest()[0] };
                out.send(NodeId::Replica(replica), Message::Read { operation, key });
            }
        }
    }

    fn on_message(&mut self, _cx: &Context<'_>, _from: NodeId, message: Message, out: &mut Outbox<WriteAll>) {
        let (operation, reply) = match message {
            Message::Value { operation, value, .. } => (operation, Reply::Value(value)),
            Message::Written { operation, committed: true, .. } => (operation, Reply::Done),
            Message::Written { operation, committed: false, .. } => (operation, Reply::Failed),
            _ => return,
        };
        out.count(operation);
        out.reply(operation, reply);
    }
}

/// A replica: takes part in every write, and coordinates those that sessions hand to it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Replica {
    participant: Participant,
    coordinator: Coordinator,
    /// Whether it will look again at what has no answer.
    waiting: bool,
    resend_us: u64,
}

impl Replica {
    fn wait(&mut self, out: &mut Outbox<WriteAll>) {
        if !self.waiting && (self.coordinator.is_busy() || self.participant.is_in_doubt()) {
            self.waiting = true;
            out.wake(self.resend_us, Timer::Again);
        }
    }
}

impl Machine<WriteAll> for Replica {
    fn new(cx: &Context<'_>) -> Self {
        let resend_ms = u64::try_from(cx.cluster.knobs.number("resend_ms")).unwrap_or(1);
        Self {
            participant: Participant::new(cx),
            coordinator: Coordinator::new(cx),
            waiting: false,
            resend_us: resend_ms * 1000,
        }
    }

    fn on_message(&mut self, cx: &Context<'_>, from: NodeId, message: Message, out: &mut Outbox<WriteAll>) {
        let NodeId::Replica(replica) = from else {
            match message {
                Message::Read { operation, key } => self.participant.read(from, operation, key, out),
                Message::Write { operation, key, value, only_if } => {
                    let NodeId::Replica(coordinator) = cx.me else { return };
                    let transaction = Transaction { operation, key, value, only_if, client: from, coordinator };
                    self.coordinator.begin(cx, transaction, self.participant.stamp(key), out);
                }
                _ => {}
            }
            return self.wait(out);
        };
        match message {
            Message::Prepare { transaction, attempt } => self.participant.prepare(transaction, attempt, out),
            Message::Vote { operation, yes, .. } => self.coordinator.on_vote(cx, replica, operation, yes, out),
            Message::Decide(decision) => self.participant.end(from, decision, out),
            Message::Done { operation, .. } => self.coordinator.on_done(cx, replica, operation, out),
            Message::Decided { operation, key, attempt } => {
                self.coordinator.tell(replica, operation, key, attempt, out);
            }
            _ => {}
        }
        self.wait(out);
    }

    fn on_timer(&mut self, cx: &Context<'_>, timer: Timer, out: &mut Outbox<WriteAll>) {
        match timer {
            Timer::Again => {
                self.waiting = false;
                self.coordinator.again(cx, out);
                self.participant.again(out);
            }
            Timer::GiveUp(operation) => self.coordinator.give_up(cx, operation, out),
        }
        self.wait(out);
    }

    /// Votes and decisions are on disk; what waited for a lock or a vote is forgotten.
    fn restart(self, cx: &Context<'_>, out: &mut Outbox<WriteAll>) -> Self {
        let mut again = Self {
            participant: self.participant.restart(out),
            coordinator: self.coordinator.restart(cx, out),
            waiting: false,
            ..self
        };
        again.wait(out);
        again
    }

    fn holds(&self, key: Key) -> Option<Value> {
        Some(self.participant.held(key).value)
    }
}
