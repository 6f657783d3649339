//! The replica: answers its sessions from what it has carried out, and carries out what it takes on
//! at once.

use std::collections::BTreeMap;

use history::{Key, NodeId, OperationId, ReplicaId, Value, Version};
use sim::{Ask, Context, Machine, Outbox};

use super::dots::{After, Clock, Dot, Numbers, Seen};
use super::message::{Message, Put};
use super::{Causal, Timer};
use crate::store::{INITIAL, Versioned};

/// A replica. All of it is on disk but the sessions that wait, and the timer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Replica {
    pub(crate) rules: Rules,
    /// By key, what it holds and which write that was.
    store: Vec<Held>,
    /// Its Lamport clock: the latest stamp that it gave or met.
    clock: i64,
    /// By replica, which of its writes are carried out here,
    pub(crate) applied: Vec<Numbers>,
    /// and which have arrived.
    pub(crate) arrived: Vec<Numbers>,
    /// What has arrived and waits, by the first write that it waits for.
    pub(crate) early: BTreeMap<Dot, Vec<Put>>,
    /// The writes that it took on, in order,
    pub(crate) own: Vec<Put>,
    /// which of them each other replica has,
    pub(crate) confirmed: Vec<Numbers>,
    /// how many there were when it last looked,
    pub(crate) due: u32,
    /// and how often it looked.
    pub(crate) round: u32,
    pub(crate) ticks: bool,
    /// The latest write of each session, and its dot.
    taken: Vec<(NodeId, OperationId, Dot)>,
    waiting: Vec<Waiting>,
}

/// The knobs, as a replica asks for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Rules {
    pub(crate) resend_us: u64,
    vector_clock: bool,
    /// A write waits for what it comes after.
    pub(crate) checks: bool,
    /// Of two writes the one with the later version stays.
    last_writer: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Held {
    held: Versioned,
    dot: Option<Dot>,
}

/// A session that has seen more than this replica has.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Waiting {
    session: NodeId,
    operation: OperationId,
    key: Key,
    ask: Ask,
    after: After,
    attempt: u8,
}

const NEVER_WRITTEN: Held = Held { held: INITIAL, dot: None };

impl Replica {
    fn get(&self, key: Key) -> Held {
        self.store.get(key.index()).copied().unwrap_or(NEVER_WRITTEN)
    }

    /// Carries a write out. Of two concurrent ones every replica keeps the same: the last writer
    /// wins (section 4.3 of COPS).
    pub(crate) fn carry_out(&mut self, put: &Put, out: &mut Outbox<Causal>) {
        let Put { dot, key, value, version, .. } = *put;
        if let Some(numbers) = self.applied.get_mut(dot.origin.index()) {
            numbers.add(dot.number);
        }
        self.clock = self.clock.max(version.stamp);
        if self.store.len() <= key.index() {
            self.store.resize(key.index() + 1, NEVER_WRITTEN);
        }
        let place = &mut self.store[key.index()];
        if version > place.held.version || !self.rules.last_writer {
            *place = Held { held: Versioned { value, version }, dot: Some(dot) };
            out.apply(key, value, version);
        }
    }

    /// What a session that was just answered has seen.
    fn seen(&self, dot: Option<Dot>) -> Seen {
        if self.rules.vector_clock { Seen::Clock(self.delivered()) } else { Seen::Dot(dot) }
    }

    /// Its vector clock.
    fn delivered(&self) -> Clock {
        let mut clock = Clock::default();
        for (count, numbers) in clock.0.iter_mut().zip(&self.applied) {
            *count = numbers.all_to();
        }
        clock
    }

    /// A session asks.
    fn on_session(&mut self, cx: &Context<'_>, session: NodeId, message: Message, out: &mut Outbox<Causal>) {
        let asks = match message {
            Message::Read { operation, key, after, attempt } => {
                Waiting { session, operation, key, ask: Ask::Read, after, attempt }
            }
            Message::Write { operation, key, value, after, attempt } => {
                Waiting { session, operation, key, ask: Ask::Write(value), after, attempt }
            }
            _ => return,
        };
        let known = self.waiting.iter().position(|waiting| waiting.session == session);
        // A session does one thing at a time: what is older is a copy that the network kept.
        if known.is_some_and(|index| self.waiting[index].operation >= asks.operation) {
            return;
        }
        if let Some(index) = known {
            self.waiting.swap_remove(index);
        }
        if asks.after.missing(&self.applied).is_none() {
            self.answer(cx, &asks, out);
        } else {
            self.waiting.push(asks);
        }
    }

    fn answer(&mut self, cx: &Context<'_>, asks: &Waiting, out: &mut Outbox<Causal>) {
        let Waiting { session, operation, key, ask, attempt, .. } = *asks;
        match ask {
            Ask::Read => {
                let Held { held, dot } = self.get(key);
                out.observe(operation, key, held.value);
                let (value, seen) = (held.value, self.seen(dot));
                out.send(session, Message::Value { operation, key, value, seen, attempt });
            }
            Ask::Write(value) => {
                let Some(dot) = self.take_on(cx, asks, value, out) else { return };
                let seen = self.seen(Some(dot));
                out.send(session, Message::Done { operation, key, seen, attempt });
            }
        }
    }

    /// Carries a write of a session out here, once, and hands it on to all. Nothing if it is older
    /// than another of that session.
    fn take_on(&mut self, cx: &Context<'_>, asks: &Waiting, value: Value, out: &mut Outbox<Causal>) -> Option<Dot> {
        let Waiting { session, operation, key, ref after, .. } = *asks;
        let place = self.taken.iter().position(|(known, ..)| *known == session);
        if let Some((_, latest, dot)) = place.and_then(|place| self.taken.get(place))
            && *latest >= operation
        {
            return (*latest == operation).then_some(*dot);
        }
        let NodeId::Replica(me) = cx.me else { return None };
        let dot = Dot { origin: me, number: self.own.len() as u32 + 1 };
        let version = Version { stamp: self.clock + 1, counter: operation.0, writer: me.0.into() };
        // Causal broadcast: after all that is carried out here. COPS: after what the session saw.
        let after = if self.rules.vector_clock { After::Clock(self.delivered()) } else { after.clone() };
        let put = Put { dot, operation, key, value, version, after };
        match place {
            Some(place) => self.taken[place] = (session, operation, dot),
            None => self.taken.push((session, operation, dot)),
        }
        out.stamp(operation, version);
        self.carry_out(&put, out);
        self.hand_on(cx, put, out);
        Some(dot)
    }

    /// More has been carried out: whoever waited for that is answered.
    pub(crate) fn answer_waiting(&mut self, cx: &Context<'_>, out: &mut Outbox<Causal>) {
        while let Some(index) = self.waiting.iter().position(|asks| asks.after.missing(&self.applied).is_none()) {
            let asks = self.waiting.swap_remove(index);
            self.answer(cx, &asks, out);
        }
    }
}

impl Machine<Causal> for Replica {
    fn new(cx: &Context<'_>) -> Self {
        let knobs = &cx.cluster.knobs;
        let rules = Rules {
            resend_us: u64::try_from(knobs.number("resend_ms")).unwrap_or(1) * 1000,
            vector_clock: knobs.choice("mechanism") == "vector_clock",
            checks: knobs.choice("without") != "dependency_check",
            last_writer: knobs.choice("without") != "last_writer",
        };
        let none = vec![Numbers::default(); cx.cluster.n.into()];
        Self {
            rules,
            store: Vec::new(),
            clock: 0,
            applied: none.clone(),
            arrived: none.clone(),
            early: BTreeMap::new(),
            own: Vec::new(),
            confirmed: none,
            due: 0,
            round: 0,
            ticks: false,
            taken: Vec::new(),
            waiting: Vec::new(),
        }
    }

    fn on_message(&mut self, cx: &Context<'_>, from: NodeId, message: Message, out: &mut Outbox<Causal>) {
        let NodeId::Replica(peer) = from else { return self.on_session(cx, from, message, out) };
        match message {
            Message::Put(put) => {
                let Put { dot, operation, key, .. } = put;
                self.take_in(put, out);
                out.send(from, Message::Stored { dot, operation, key });
                self.answer_waiting(cx, out);
            }
            Message::Again { round, puts } => {
                puts.iter().for_each(|put| self.take_in(put.clone(), out));
                let all_to = self.arrived.get(peer.index()).map_or(0, Numbers::all_to);
                out.send(from, Message::AllStored { round, all_to });
                self.answer_waiting(cx, out);
            }
            Message::Stored { dot, .. } => self.on_stored(peer, dot.number),
            Message::AllStored { all_to, .. } => self.on_all_stored(peer, all_to, out),
            Message::Read { .. } | Message::Write { .. } | Message::Value { .. } | Message::Done { .. } => {}
        }
    }

    fn on_timer(&mut self, cx: &Context<'_>, _timer: Timer, out: &mut Outbox<Causal>) {
        self.resend(cx, out);
    }

    /// Only the sessions that waited are gone.
    fn restart(self, cx: &Context<'_>, out: &mut Outbox<Causal>) -> Self {
        let mut again = Self { ticks: false, waiting: Vec::new(), ..self };
        again.tick_if_open(cx, out);
        again
    }

    fn holds(&self, key: Key) -> Option<Value> {
        Some(self.get(key).held.value)
    }
}

/// All replicas but this one.
pub(crate) fn others(cx: &Context<'_>) -> impl Iterator<Item = ReplicaId> + use<> {
    let me = cx.me;
    cx.replicas().filter(move |id| me != NodeId::Replica(*id))
}
