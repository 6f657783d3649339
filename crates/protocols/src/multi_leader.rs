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
//! Sessions can be tracked ([`crate::session_layer`]), which takes three things more where every replica
//! gives versions:
//!
//! - a write goes above all that its session wrote and saw: with Lamport clocks, because the session is a
//!   process like any other and takes part in them; with wall clocks, in the way of hybrid clocks
//!   (S. Kulkarni et al., "Logical Physical Clocks", 2014). So the order of versions never contradicts
//!   cause and effect, however wrong a clock is;
//! - a replica with a newer version of a key need never have had the one that a session saw, nor what that
//!   rests on. So what a write rests on is named in full, however far back, and travels with it;
//! - a write that the mail brings is held back until what it rests on is there. What a replica shows is
//!   then closed: with each write, for each key that it rests on, it shows a version as new. The newest of
//!   two closed states is closed as well, so anti-entropy, which sends the whole, holds nothing back.
//!
//! With all four guarantees what a session reads is the newest write of all that it could know of: causal
//! convergence. It is not causal memory: of two concurrent writes one wins even for whoever saw the other
//! first. A write is asked of one replica alone, where it waits for what it comes after.
//!
//! Sets can be merged instead ([`carts`]): then nobody's thing is lost.

mod carts;
mod client;
mod knobs;
mod links;
mod message;
mod modes;
mod records;
#[cfg(test)]
mod tests;

use history::calls::Item;
use history::{Key, NodeId, OperationId, ReplicaId, Value, Version};
use scenario::{Object, ProtocolInfo};
use sim::{Context, Machine, Outbox, Protocol};

use crate::session_layer::{Behind, HeldBack, Waiting, line_of};
use crate::store::{Arrival, Latest, Versioned};
use carts::Carts;
use client::Client;
use knobs::Rules;
use message::Message;
use records::{Record, Records};

pub(crate) const INFO: ProtocolInfo = ProtocolInfo {
    id: "multi_leader",
    name: "Several leaders",
    summary: || "Every replica takes writes, answers at once, and tells the others later; the last write wins.",
    source: || "Demers et al., Epidemic Algorithms for Replicated Database Maintenance, 1987",
    quorums: false,
    native: &[Object::Set],
    natively: |knobs| knobs.choice("conflicts") == "union",
    knobs: || &knobs::KNOBS,
    clashes: knobs::clashes,
    modes: || modes::MODES,
    ..ProtocolInfo::PLAIN
};

pub(crate) struct MultiLeader;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Timer {
    /// It is time to compare with others.
    Compare,
    /// A session looks whether it was answered.
    Patience { operation: OperationId, attempt: u8 },
}

impl Protocol for MultiLeader {
    type Message = Message;
    type Timer = Timer;
    type Client = Client;
    type Replica = Replica;
}

/// A replica. What it holds, the highest number it met and who wrote here are on disk; who waits is not,
/// nor is what it holds back, which comes again.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Replica {
    records: Records,
    carts: Carts,
    latest: Latest,
    /// The version of the latest write of each session that wrote here.
    given: Vec<(NodeId, Version)>,
    /// The Lamport clock: the highest number that it gave or met.
    highest: i64,
    /// How often it has compared.
    rounds: u32,
    waiting: Waiting<Message>,
    held_back: HeldBack<(Key, Record)>,
    rules: Rules,
}

impl Replica {
    /// Answers a session, or keeps what it asks until what that needs is there.
    fn serve(&mut self, cx: &Context<'_>, from: NodeId, message: Message, out: &mut Outbox<MultiLeader>) {
        match message {
            Message::Read { operation, key, attempt, ref needs } => {
                if !self.records.covers(needs) {
                    return match self.rules.behind {
                        Behind::Elsewhere => out.send(from, Message::Behind { operation, key, attempt }),
                        Behind::Wait | Behind::Primary => self.waiting.keep(from, operation, message),
                    };
                }
                let Record { held, after } = self.records.get(key).clone();
                out.observe(operation, key, held.value);
                out.send(from, Message::Value { operation, key, attempt, held, after });
            }
            Message::Write { operation, ref needs, .. } if !self.records.covers(needs) => {
                self.waiting.keep(from, operation, message);
            }
            Message::Write { operation, key, value, needs, above } => match self.latest.arrival(from, operation) {
                Arrival::Outdated => {}
                Arrival::Again => {
                    let place = self.given.iter().find(|(session, _)| *session == from);
                    if let Some((_, version)) = place.filter(|(_, version)| version.counter == operation.0) {
                        out.send(from, Message::Done { operation, key, version: *version });
                    }
                }
                Arrival::New => {
                    let version = self.next_version(cx, operation, above);
                    match self.given.iter_mut().find(|(session, _)| *session == from) {
                        Some(place) => place.1 = version,
                        None => self.given.push((from, version)),
                    }
                    out.send(from, Message::Done { operation, key, version });
                    self.write(cx, key, Record::new(key, Versioned { value, version }, needs), out);
                }
            },
            _ => {}
        }
    }

    /// Takes a write: it is done as soon as it is stored here.
    fn write(&mut self, cx: &Context<'_>, key: Key, record: Record, out: &mut Outbox<MultiLeader>) {
        out.stamp(OperationId(record.held.version.counter), record.held.version);
        self.take(key, record.clone(), out);
        if self.rules.mail {
            for other in cx.replicas().map(NodeId::Replica).filter(|other| *other != cx.me) {
                out.send(other, Message::Mail { key, record: record.clone() });
            }
        }
    }

    /// The version of a write that is to be above that stamp, too.
    fn next_version(&mut self, cx: &Context<'_>, operation: OperationId, above: Option<i64>) -> Version {
        let above = above.filter(|_| self.rules.above);
        self.highest = self.highest.max(above.unwrap_or(self.highest)).saturating_add(1);
        let clock = above.map_or(cx.clock_us, |above| cx.clock_us.max(above.saturating_add(1)));
        let stamp = if self.rules.lamport { self.highest } else { clock };
        Version { stamp, counter: operation.0, writer: cx.me.replica().map_or(0, |me| me.0.into()) }
    }

    /// Keeps what comes if it is the later write.
    fn take(&mut self, key: Key, record: Record, out: &mut Outbox<MultiLeader>) {
        let held = record.held;
        self.highest = self.highest.max(held.version.stamp);
        if self.records.keep(key, record, self.rules.last_write_wins) {
            out.apply(key, held.value, held.version);
        }
    }

    /// Takes what the mail brought, unless it rests on something that is not here yet.
    fn open(&mut self, key: Key, record: Record, out: &mut Outbox<MultiLeader>) {
        if self.records.covers(&record.after) {
            return self.take(key, record, out);
        }
        self.held_back.hold(line_of(key), record.held.version, record.after.clone(), (key, record));
    }

    /// Something changed: what was held back or waited may go on now.
    fn settle(&mut self, cx: &Context<'_>, out: &mut Outbox<MultiLeader>) {
        loop {
            if !self.held_back.is_empty() {
                let Self { held_back, records, .. } = self;
                for (key, record) in held_back.release(|line| records.version(Key(line))) {
                    self.take(key, record, out);
                }
            }
            // What one session writes now may be what another waits for.
            let waited = self.waiting.len();
            for (from, _, message) in self.waiting.take() {
                self.serve(cx, from, message, out);
            }
            if self.waiting.len() == waited {
                return;
            }
        }
    }

    fn wait(&self, out: &mut Outbox<MultiLeader>) {
        let Rules { anti_entropy, period_us, .. } = self.rules;
        if anti_entropy {
            out.wake_within(period_us / 2, period_us + period_us / 2, Timer::Compare);
        }
    }
}

impl Machine<MultiLeader> for Replica {
    fn new(cx: &Context<'_>) -> Self {
        Self {
            records: Records::default(),
            carts: Carts::default(),
            latest: Latest::default(),
            given: Vec::new(),
            highest: 0,
            rounds: 0,
            waiting: Waiting::default(),
            held_back: HeldBack::default(),
            rules: Rules::of(cx),
        }
    }

    fn start(&mut self, _cx: &Context<'_>, out: &mut Outbox<MultiLeader>) {
        self.wait(out);
    }

    fn on_message(&mut self, cx: &Context<'_>, from: NodeId, message: Message, out: &mut Outbox<MultiLeader>) {
        match message {
            Message::Read { .. } | Message::Write { .. } => {
                self.serve(cx, from, message, out);
                self.settle(cx, out);
            }
            Message::Mail { key, record } => {
                self.open(key, record, out);
                self.settle(cx, out);
            }
            Message::Push { round, all } => {
                let theirs = |key| all.iter().find(|(known, _)| *known == key).map(|(_, record)| record.held.version);
                let newer =
                    |entry: &(Key, &Record)| theirs(entry.0).is_none_or(|version| version < entry.1.held.version);
                let newer = self.records.written().filter(newer).map(|(key, record)| (key, record.clone()));
                let newer: Box<[_]> = newer.collect();
                for (key, record) in all {
                    self.take(key, record, out);
                }
                if !newer.is_empty() {
                    out.send(from, Message::Pull { round, newer });
                }
                self.settle(cx, out);
            }
            Message::Pull { newer, .. } => {
                for (key, record) in newer {
                    self.take(key, record, out);
                }
                self.settle(cx, out);
            }
            Message::Call { operation, key, request } => self.call(cx, from, (operation, key, request), out),
            Message::MailCart { key, cart, version } => self.merge(key, &cart, version, out),
            Message::PushCarts { round, all } => self.merge_all(from, round, &all, out),
            Message::PullCarts { round, more } => {
                let version = Version { stamp: self.highest, counter: round, writer: 0 };
                more.iter().for_each(|(key, cart)| self.merge(*key, cart, version, out));
            }
            Message::Value { .. } | Message::Behind { .. } | Message::Done { .. } | Message::Answer { .. } => {}
        }
    }

    /// Anti-entropy: the others take turns. One that holds nothing yet has nothing to push, and will
    /// be pushed to.
    fn on_timer(&mut self, cx: &Context<'_>, _compare: Timer, out: &mut Outbox<MultiLeader>) {
        let me = cx.me.replica().map_or(0, |me| u32::from(me.0));
        let n = u32::from(cx.cluster.n);
        let all: Box<[_]> = self.records.written().map(|(key, record)| (key, record.clone())).collect();
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
        Self { waiting: Waiting::default(), held_back: HeldBack::default(), ..self }
    }

    fn holds(&self, key: Key) -> Option<Value> {
        Some(self.records.get(key).held.value)
    }

    fn contains(&self, key: Key) -> Option<Vec<Item>> {
        self.carts.contains(key)
    }
}
