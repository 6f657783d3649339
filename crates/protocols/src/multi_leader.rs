//! Several leaders: every replica takes writes, answers at once, and tells the others later.
//!
//! Update anywhere with lazy replication (J. Gray, P. Helland, P. O'Neil, D. Shasha, "The Dangers of
//! Replication and a Solution", 1996), after the epidemic algorithms of A. Demers et al.
//! ("Epidemic Algorithms for Replicated Database Maintenance", PODC 1987): each write is mailed to
//! all others once, and what the mail loses anti-entropy repairs: from time to time a replica pushes
//! what it holds to another one, and pulls what is newer there. Partners take turns instead of being
//! drawn, so that every pair meets. Of writes that race the one with the later version wins
//! everywhere (R. Thomas, "A Majority Consensus Approach", 1979); versions come from the replica's
//! wall clock, or from a logical one (L. Lamport, "Time, Clocks, and the Ordering of Events", 1978).
//!
//! With a Lamport clock a session that reads where it writes sees each key in one order, whatever
//! fails: what a replica holds of a key only grows in version, and a write there gets a version above
//! all of that. So the operations of a key, sorted by version and each read behind the write that it
//! returns, are in an order that every session kept. Between keys there is no such order, since mail
//! overtakes mail. With wall clocks the second half is gone: a write may be older than what it meets,
//! and is lost at once, though it was acknowledged.
//!
//! Sets can be merged instead ([`carts`]): then nobody's thing is lost.

mod carts;
mod message;
mod modes;
#[cfg(test)]
mod tests;

use history::calls::{Item, Request as Wish};
use history::{Key, NodeId, OperationId, ReplicaId, Value, Version};
use scenario::{Knob, KnobChoice, KnobKind, Object, ProtocolInfo};
use sim::{Ask, Call, Context, Machine, Outbox, Protocol, Reply, Request};

use crate::store::{Arrival, Latest, Store, Versioned};
use carts::Carts;
use message::Message;

const fn choice(id: &'static str, label: &'static str) -> KnobChoice {
    KnobChoice { id, label }
}

pub(crate) const INFO: ProtocolInfo = ProtocolInfo {
    id: "multi_leader",
    name: "Several leaders",
    summary: "Every replica takes writes, answers at once, and tells the others later; the last write wins.",
    source: "Demers et al., Epidemic Algorithms for Replicated Database Maintenance, 1987",
    quorums: false,
    native: &[Object::Set],
    natively: |knobs| knobs.choice("conflicts") == "union",
    knobs: || KNOBS,
    modes: || modes::MODES,
    ..ProtocolInfo::PLAIN
};

const KNOBS: &[Knob] = &[
    Knob {
        id: "versions",
        label: "Versions by",
        help: "What decides which write is the last: the clock of the replica that took it, or a Lamport clock.",
        kind: KnobKind::Choice { choices: &[choice("clock", "Wall clock"), choice("lamport", "Lamport clock")] },
    },
    Knob {
        id: "conflicts",
        label: "Conflicts",
        help: "What becomes of concurrent writes: the last one wins, or of sets, replicas keep what is in either. \
               All but sets stay with the last write.",
        kind: KnobKind::Choice {
            choices: &[choice("last_write_wins", "The last write wins"), choice("union", "Sets are united")],
        },
    },
    Knob {
        id: "reads",
        label: "Reads from",
        help: "Which replica answers a read. Writes always go to the nearest.",
        kind: KnobKind::Choice { choices: &[choice("nearest", "The nearest"), choice("any", "Any, at random")] },
    },
    Knob {
        id: "mail",
        label: "Direct mail",
        help: "A replica sends each write to all others at once. Without, only anti-entropy spreads it.",
        kind: KnobKind::Switch { default: true },
    },
    Knob {
        id: "period_ms",
        label: "Anti-entropy every",
        help: "How often a replica compares what it holds with others, on average.",
        kind: KnobKind::Number { min: 10, max: 60_000, default: 400, unit: "ms" },
    },
    Knob {
        id: "fan_out",
        label: "Partners each time",
        help: "With how many other replicas it compares each time.",
        kind: KnobKind::Number { min: 1, max: 8, default: 1, unit: "" },
    },
    Knob {
        id: "without",
        label: "Leave out",
        help: "Takes one rule away, to show what it is for.",
        kind: KnobKind::Choice {
            choices: &[
                choice("none", "Nothing"),
                choice("anti_entropy", "Anti-entropy"),
                choice("last_write_wins", "The last write wins"),
            ],
        },
    },
];

pub(crate) struct MultiLeader;

/// It is time to compare with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Compare;

impl Protocol for MultiLeader {
    type Message = Message;
    type Timer = Compare;
    type Client = Client;
    type Replica = Replica;
}

/// Writes to the nearest replica, and reads from there or from any.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Client {
    reads_any: bool,
}

impl Machine<MultiLeader> for Client {
    fn new(cx: &Context<'_>) -> Self {
        Self { reads_any: cx.cluster.knobs.choice("reads") == "any" }
    }

    fn on_request(&mut self, cx: &Context<'_>, request: Request, out: &mut Outbox<MultiLeader>) {
        let Request { operation, key, ask, lot, .. } = request;
        let nearest = cx.nearest()[0];
        match ask {
            Ask::Write(value) => out.send(NodeId::Replica(nearest), Message::Write { operation, key, value }),
            Ask::Read => {
                let any = ReplicaId((lot % u64::from(cx.cluster.n)) as u8);
                let replica = if self.reads_any { any } else { nearest };
                out.send(NodeId::Replica(replica), Message::Read { operation, key });
            }
        }
    }

    fn on_call(&mut self, cx: &Context<'_>, call: Call, out: &mut Outbox<MultiLeader>) {
        let Call { operation, key, request, lot } = call;
        let any = ReplicaId((lot % u64::from(cx.cluster.n)) as u8);
        let replica = if self.reads_any && request == Wish::Read { any } else { cx.nearest()[0] };
        out.send(NodeId::Replica(replica), Message::Call { operation, key, request });
    }

    fn on_message(&mut self, _cx: &Context<'_>, _from: NodeId, message: Message, out: &mut Outbox<MultiLeader>) {
        let (operation, reply) = match message {
            Message::Answer { operation, reply, .. } => {
                out.count(operation);
                return out.answer(operation, reply);
            }
            Message::Value { operation, value, .. } => (operation, Reply::Value(value)),
            Message::Done { operation, .. } => (operation, Reply::Done),
            _ => return,
        };
        out.count(operation);
        out.reply(operation, reply);
    }
}

/// A replica. What it holds, the highest number it met and who wrote here are on disk.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Replica {
    store: Store,
    carts: Carts,
    latest: Latest,
    /// The Lamport clock: the highest number that it gave or met.
    highest: i64,
    /// How often it has compared.
    rounds: u32,
    rules: Rules,
}

/// The knobs, as a replica asks for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Rules {
    lamport: bool,
    mail: bool,
    anti_entropy: bool,
    last_write_wins: bool,
    period_us: u64,
    fan_out: u32,
}

impl Rules {
    fn of(cx: &Context<'_>) -> Self {
        let knobs = &cx.cluster.knobs;
        let number = |id| u32::try_from(knobs.number(id)).unwrap_or(1);
        let others = u32::from(cx.cluster.n) - 1;
        Self {
            lamport: knobs.choice("versions") == "lamport",
            mail: knobs.on("mail"),
            anti_entropy: knobs.choice("without") != "anti_entropy" && others > 0,
            last_write_wins: knobs.choice("without") != "last_write_wins",
            period_us: u64::from(number("period_ms")) * 1000,
            fan_out: number("fan_out").min(others),
        }
    }
}

impl Replica {
    /// Takes a write: it is done as soon as it is stored here.
    fn write(&mut self, cx: &Context<'_>, write: (OperationId, Key, Value), out: &mut Outbox<MultiLeader>) {
        let (operation, key, value) = write;
        let version = self.next_version(cx, operation);
        out.stamp(operation, version);
        let held = Versioned { value, version };
        self.take(key, held, out);
        if self.rules.mail {
            for other in cx.replicas().map(NodeId::Replica).filter(|other| *other != cx.me) {
                out.send(other, Message::Mail { key, held });
            }
        }
    }

    fn next_version(&mut self, cx: &Context<'_>, operation: OperationId) -> Version {
        self.highest += 1;
        let stamp = if self.rules.lamport { self.highest } else { cx.clock_us };
        Version { stamp, counter: operation.0, writer: cx.me.replica().map_or(0, |me| me.0.into()) }
    }

    /// Keeps what comes if it is the later write.
    fn take(&mut self, key: Key, held: Versioned, out: &mut Outbox<MultiLeader>) {
        self.highest = self.highest.max(held.version.stamp);
        let changed = if self.rules.last_write_wins { self.store.put(key, held) } else { self.store.set(key, held) };
        if changed {
            out.apply(key, held.value, held.version);
        }
    }

    fn wait(&self, out: &mut Outbox<MultiLeader>) {
        let Rules { anti_entropy, period_us, .. } = self.rules;
        if anti_entropy {
            out.wake_within(period_us / 2, period_us + period_us / 2, Compare);
        }
    }
}

impl Machine<MultiLeader> for Replica {
    fn new(cx: &Context<'_>) -> Self {
        Self {
            store: Store::default(),
            carts: Carts::default(),
            latest: Latest::default(),
            highest: 0,
            rounds: 0,
            rules: Rules::of(cx),
        }
    }

    fn start(&mut self, _cx: &Context<'_>, out: &mut Outbox<MultiLeader>) {
        self.wait(out);
    }

    fn on_message(&mut self, cx: &Context<'_>, from: NodeId, message: Message, out: &mut Outbox<MultiLeader>) {
        match message {
            Message::Read { operation, key } => {
                let value = self.store.get(key).value;
                out.observe(operation, key, value);
                out.send(from, Message::Value { operation, key, value });
            }
            Message::Write { operation, key, value } => match self.latest.arrival(from, operation) {
                Arrival::Outdated => {}
                Arrival::Again => out.send(from, Message::Done { operation, key }),
                Arrival::New => {
                    out.send(from, Message::Done { operation, key });
                    self.write(cx, (operation, key, value), out);
                }
            },
            Message::Mail { key, held } => self.take(key, held, out),
            Message::Push { round, all } => {
                let theirs = |key| all.iter().find(|(known, _)| *known == key).map(|(_, held)| held.version);
                let newer = |entry: &(Key, Versioned)| theirs(entry.0).is_none_or(|version| version < entry.1.version);
                let newer: Box<[_]> = self.store.written().filter(newer).collect();
                for (key, held) in all {
                    self.take(key, held, out);
                }
                if !newer.is_empty() {
                    out.send(from, Message::Pull { round, newer });
                }
            }
            Message::Pull { newer, .. } => {
                for (key, held) in newer {
                    self.take(key, held, out);
                }
            }
            Message::Call { operation, key, request } => self.call(cx, from, (operation, key, request), out),
            Message::MailCart { key, cart, version } => self.merge(key, &cart, version, out),
            Message::PushCarts { round, all } => self.merge_all(from, round, &all, out),
            Message::PullCarts { round, more } => {
                let version = Version { stamp: self.highest, counter: round, writer: 0 };
                more.iter().for_each(|(key, cart)| self.merge(*key, cart, version, out));
            }
            Message::Value { .. } | Message::Done { .. } | Message::Answer { .. } => {}
        }
    }

    /// Anti-entropy: the others take turns. One that holds nothing yet has nothing to push, and will
    /// be pushed to.
    fn on_timer(&mut self, cx: &Context<'_>, Compare: Compare, out: &mut Outbox<MultiLeader>) {
        let me = cx.me.replica().map_or(0, |me| u32::from(me.0));
        let n = u32::from(cx.cluster.n);
        let all: Box<[_]> = self.store.written().collect();
        let carts: Box<[_]> = self.carts.all().collect();
        for turn in 0..self.rules.fan_out {
            let step = 1 + self.rounds.wrapping_mul(self.rules.fan_out).wrapping_add(turn) % (n - 1).max(1);
            let partner = ReplicaId(((me + step) % n) as u8);
            if !all.is_empty() {
                out.send(NodeId::Replica(partner), Message::Push { round: self.rounds, all: all.clone() });
            }
            if !carts.is_empty() {
                out.send(NodeId::Replica(partner), Message::PushCarts { round: self.rounds, all: carts.clone() });
            }
        }
        self.rounds = self.rounds.wrapping_add(1);
        self.wait(out);
    }

    fn restart(self, _cx: &Context<'_>, out: &mut Outbox<MultiLeader>) -> Self {
        self.wait(out);
        self
    }

    fn holds(&self, key: Key) -> Option<Value> {
        Some(self.store.get(key).value)
    }

    fn contains(&self, key: Key) -> Option<Vec<Item>> {
        self.carts.contains(key)
    }
}
