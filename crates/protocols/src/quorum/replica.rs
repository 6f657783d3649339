//! A node that stores: a replica, or a spare that keeps things for replicas.

use history::{Key, NodeId, ReplicaId, Value};
use sim::{Context, Machine, Outbox};

use super::coordinator::Coordinator;
use super::hints::{Hint, Hints};
use super::message::Message;
use super::{Quorum, Timer};
use crate::store::{Arrival, Latest, Store, Versioned};

/// A replica: stores, and coordinates for sessions that ask it to. A spare stores hints instead.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Replica {
    store: Store,
    hints: Hints,
    /// Which operation it took on last for each session. On disk with the store: a write that the
    /// network doubled must not get a second, newer version.
    taken: Latest,
    coordinator: Coordinator,
    settings: Settings,
    /// Rounds of handing over or comparing so far, so that no two draw the same delays; and whether
    /// the next is under way.
    round: u32,
    ticking: bool,
}

/// The knobs, as one that stores asks for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Settings {
    handoff_us: u64,
    /// Zero is never.
    anti_entropy_us: u64,
    newer_stays: bool,
    handoff_again: bool,
}

impl Settings {
    fn of(cx: &Context<'_>) -> Self {
        let knobs = &cx.cluster.knobs;
        let us = |id| u64::try_from(knobs.number(id)).unwrap_or(0) * 1_000;
        Self {
            handoff_us: us("handoff_ms"),
            anti_entropy_us: us("anti_entropy_ms"),
            newer_stays: knobs.choice("without") != "newer_stays",
            handoff_again: knobs.choice("without") != "handoff_again",
        }
    }
}

impl Machine<Quorum> for Replica {
    fn new(cx: &Context<'_>) -> Self {
        Self {
            store: Store::default(),
            hints: Hints::default(),
            taken: Latest::default(),
            coordinator: Coordinator::new(cx),
            settings: Settings::of(cx),
            round: 0,
            ticking: false,
        }
    }

    fn on_message(&mut self, cx: &Context<'_>, from: NodeId, message: Message, out: &mut Outbox<Quorum>) {
        match message {
            Message::Ask { operation, key, ask } => {
                if self.taken.arrival(from, operation) == Arrival::New {
                    self.coordinator.begin(cx, Some(from), operation, key, ask, out);
                }
            }
            Message::Get { operation, key, phase } => {
                let held = self.held(key);
                if phase.is_read() {
                    out.observe(operation, key, held.value);
                }
                out.send(from, Message::Held { operation, key, phase, held });
            }
            Message::Set { operation, key, phase, held } => {
                self.put(key, held, out);
                if phase.is_awaited() {
                    out.send(from, Message::Stored { operation, key, phase });
                }
            }
            Message::Keep { operation, key, held, owner } => {
                let before = self.held(key);
                self.hints.keep(Hint { owner, key, held });
                self.note(key, before, out);
                out.send(from, Message::Kept { operation, key });
                self.tick_after(self.settings.handoff_us, out);
            }
            Message::HandOver { round, key, held } => {
                self.put(key, held, out);
                out.send(from, Message::HandedOver { round, key, held });
            }
            Message::HandedOver { key, held, .. } => {
                if let NodeId::Replica(owner) = from {
                    let before = self.held(key);
                    self.hints.handed_over(owner, key, held);
                    self.note(key, before, out);
                }
            }
            Message::Compare { round, key, held } => {
                let mine = self.store.get(key);
                if mine.version > held.version {
                    out.send(from, Message::Newer { round, key, held: mine });
                } else {
                    self.take(key, held, out);
                }
            }
            Message::Newer { key, held, .. } => self.take(key, held, out),
            other => self.coordinator.on_answer(cx, from, other, out),
        }
    }

    fn on_timer(&mut self, cx: &Context<'_>, timer: Timer, out: &mut Outbox<Quorum>) {
        match timer {
            Timer::StandIn { operation, phase } => self.coordinator.stand_in(cx, operation, phase, out),
            Timer::Tick => {
                self.ticking = false;
                self.round = self.round.wrapping_add(1);
                match cx.me {
                    NodeId::Replica(me) if !cx.cluster.is_spare(me) => self.compare(cx, me, out),
                    _ => self.hand_over(out),
                }
            }
        }
    }

    /// Storage survives, hints too; the operations that this replica was coordinating are forgotten.
    fn restart(self, cx: &Context<'_>, out: &mut Outbox<Quorum>) -> Self {
        let mut again = Self { coordinator: Coordinator::new(cx), ticking: false, ..self };
        if !again.hints.is_empty() {
            again.tick_after(again.settings.handoff_us, out);
        } else if again.store != Store::default() {
            again.tick_after(again.settings.anti_entropy_us, out);
        }
        again
    }

    fn holds(&self, key: Key) -> Option<Value> {
        Some(self.held(key).value)
    }
}

impl Replica {
    /// What it holds of its own, or the newest that it keeps for others.
    #[inline]
    fn held(&self, key: Key) -> Versioned {
        if self.hints.is_empty() { self.store.get(key) } else { self.hints.newest(key) }
    }

    #[inline(always)]
    fn put(&mut self, key: Key, held: Versioned, out: &mut Outbox<Quorum>) {
        if self.settings.newer_stays {
            self.take(key, held, out);
        } else if self.store.set(key, held) {
            self.changed(key, held, out);
        }
    }

    /// Keeps the newer of what is there and what comes.
    #[inline(always)]
    fn take(&mut self, key: Key, held: Versioned, out: &mut Outbox<Quorum>) {
        if self.store.put(key, held) {
            self.changed(key, held, out);
        }
    }

    #[inline]
    fn changed(&mut self, key: Key, held: Versioned, out: &mut Outbox<Quorum>) {
        out.apply(key, held.value, held.version);
        self.tick_after(self.settings.anti_entropy_us, out);
    }

    /// Notes what a spare would answer now, if that is not what it was.
    fn note(&self, key: Key, before: Versioned, out: &mut Outbox<Quorum>) {
        let now = self.held(key);
        if now != before {
            out.apply(key, now.value, now.version);
        }
    }

    fn tick_after(&mut self, period_us: u64, out: &mut Outbox<Quorum>) {
        if period_us > 0 && !self.ticking {
            self.ticking = true;
            out.wake(period_us, Timer::Tick);
        }
    }

    /// A spare tries to hand over everything, for as long as it has anything.
    fn hand_over(&mut self, out: &mut Outbox<Quorum>) {
        for Hint { owner, key, held } in self.hints.iter() {
            out.send(NodeId::Replica(owner), Message::HandOver { round: self.round, key, held });
        }
        if !self.settings.handoff_again {
            self.hints.clear();
        }
        if !self.hints.is_empty() {
            self.tick_after(self.settings.handoff_us, out);
        }
    }

    /// A replica shows another, each in turn, what it holds of every key; who has the newer version
    /// gives it to the other. Anti-entropy, push and pull (A. Demers et al., "Epidemic Algorithms for
    /// Replicated Database Maintenance", PODC 1987). Dynamo compares Merkle trees first (section
    /// 4.7), which finds the keys that differ with fewer bytes and leads to the same exchange.
    fn compare(&mut self, cx: &Context<'_>, me: ReplicaId, out: &mut Outbox<Quorum>) {
        let n = u32::from(cx.cluster.n);
        if n > 1 {
            let other = (u32::from(me.0) + 1 + self.round % (n - 1)) % n;
            for (key, held) in self.store.written() {
                let message = Message::Compare { round: self.round, key, held };
                out.send(NodeId::Replica(ReplicaId(other as u8)), message);
            }
        }
        self.tick_after(self.settings.anti_entropy_us, out);
    }
}
