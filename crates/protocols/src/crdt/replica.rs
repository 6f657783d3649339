//! The replica: carries out at once what its sessions ask, and merges what others did.

use std::rc::Rc;

use history::calls::{Item, Reply, Request};
use history::{Key, NodeId, OperationId, ReplicaId, Value, Version};
use scenario::Object;
use sim::{Context, Machine, Outbox};

use super::broadcast::{Broadcast, Update};
use super::data::{Change, Data, Tag};
use super::message::Message;
use super::rules::{Form, Rules};
use super::{Again, Crdt};
use crate::store::Versioned;

/// A replica. All of it is on disk but the timers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Replica {
    rules: Rules,
    object: Object,
    initial: i64,
    /// By key. Shared with the messages that carry it, and copied when it changes.
    all: Rc<Vec<Data>>,
    /// Its Lamport clock: the latest stamp that it gave or met.
    clock: u32,
    /// The latest change of each session, and what it was answered: a doubled request acts once.
    answered: Vec<(NodeId, OperationId, Option<Reply>)>,
    /// How often it has sent its state or sent something again.
    rounds: u32,
    /// Whether it took a change on since it last sent its state.
    changed: bool,
    broadcast: Broadcast,
}

/// What a session asks to change.
#[derive(Clone, Copy)]
enum Asked {
    Write(Value),
    Call(Request),
}

impl Replica {
    fn new_data(&self) -> Data {
        Data::new(self.object, &self.rules)
    }

    /// What a key holds.
    fn with<T>(&self, key: Key, of: impl FnOnce(&Data) -> T) -> T {
        match self.all.get(key.index()) {
            Some(data) => of(data),
            None => of(&self.new_data()),
        }
    }

    /// Carries a change out, answers it, and lets it spread.
    fn change(
        &mut self,
        cx: &Context<'_>,
        from: NodeId,
        (operation, key, asked): (OperationId, Key, Asked),
        out: &mut Outbox<Crdt>,
    ) {
        let place = self.answered.iter().position(|(session, ..)| *session == from);
        if let Some((_, latest, reply)) = place.and_then(|place| self.answered.get(place))
            && *latest >= operation
        {
            if *latest == operation {
                out.send(from, answer(operation, key, asked, reply.clone()));
            }
            return;
        }
        let NodeId::Replica(me) = cx.me else { return };
        self.clock = self.clock.saturating_add(1);
        let tag = Tag { stamp: self.clock, origin: if self.rules.tags { me } else { ReplicaId(0) } };
        let version = Version { stamp: self.clock.into(), counter: operation.0, writer: me.0.into() };
        let changed = match asked {
            Asked::Write(value) => Some(self.written(value, version)),
            Asked::Call(request) => self.with(key, |data| data.change(request, tag, &self.rules)),
        };
        let (part, reply) = match changed {
            Some((part, reply)) => (part, Some(reply)),
            None => (None, None),
        };
        match place {
            Some(place) => self.answered[place] = (from, operation, reply.clone()),
            None => self.answered.push((from, operation, reply.clone())),
        }
        if reply.is_some() {
            out.stamp(operation, version);
        }
        out.send(from, answer(operation, key, asked, reply));
        if let Some(part) = part {
            self.take_on(cx, me, (operation, key, asked), part, out);
        }
    }

    /// A register keeps the last write. Without tags two replicas may give one version twice.
    fn written(&self, value: Value, version: Version) -> Change {
        let shown = if self.rules.tags { version } else { Version { counter: 0, writer: 0, ..version } };
        (Some(Data::Register(Versioned { value, version: shown })), Reply::Done)
    }

    /// Stores a change of its own, and sends it to the others, unless states do that in time.
    fn take_on(
        &mut self,
        cx: &Context<'_>,
        me: ReplicaId,
        (operation, key, asked): (OperationId, Key, Asked),
        part: Data,
        out: &mut Outbox<Crdt>,
    ) {
        let carries_out = self.rules.form == Form::Operation;
        self.store(me, key, |data| if carries_out { data.carry_out(&part) } else { data.join(&part) }, out);
        self.changed = true;
        let data = Rc::new(part);
        let stamp = self.clock;
        match self.rules.form {
            Form::State => {}
            Form::Delta => {
                for other in others(cx) {
                    out.send(NodeId::Replica(other), Message::Delta { operation, key, stamp, data: Rc::clone(&data) });
                }
            }
            Form::Operation => {
                let (dot, after) = self.broadcast.next(me);
                let request = if let Asked::Call(request) = asked { Some(request) } else { None };
                let update = Update { dot, operation, key, request, stamp, data, after };
                for other in others(cx) {
                    out.send(NodeId::Replica(other), Message::Update(update.clone()));
                }
                self.broadcast.add(update);
                self.tick_if_open(cx, out);
            }
        }
    }

    /// Changes what a key holds, and notes what it holds then.
    fn store(&mut self, me: ReplicaId, key: Key, change: impl FnOnce(&mut Data), out: &mut Outbox<Crdt>) {
        let new = self.new_data();
        let all = Rc::make_mut(&mut self.all);
        if all.len() <= key.index() {
            all.resize(key.index() + 1, new);
        }
        let data = &mut all[key.index()];
        let before = data.value(self.initial);
        change(data);
        // A write that is older than what is there changes nothing.
        if before.is_some() && before == data.value(self.initial) {
            return;
        }
        let version = match data {
            Data::Register(held) => held.version,
            _ => Version { stamp: self.clock.into(), counter: 0, writer: me.0.into() },
        };
        match data.value(self.initial) {
            Some(value) => out.apply(key, value, version),
            None => out.apply_contents(key, || data.things().unwrap_or_default(), version),
        }
    }

    /// Joins a state of another replica, or a part of one.
    fn join(&mut self, cx: &Context<'_>, key: Key, theirs: &Data, out: &mut Outbox<Crdt>) {
        let NodeId::Replica(me) = cx.me else { return };
        if !self.rules.once {
            self.store(me, key, |data| data.add(theirs), out);
        } else if !self.with(key, |mine| mine.includes(theirs)) {
            self.store(me, key, |data| data.join(theirs), out);
        }
    }

    /// An operation of another replica arrives.
    fn take_in(&mut self, cx: &Context<'_>, update: Update, out: &mut Outbox<Crdt>) {
        let NodeId::Replica(me) = cx.me else { return };
        for update in self.broadcast.arrive(update, self.rules.causal, self.rules.once) {
            self.clock = self.clock.max(update.stamp);
            self.store(me, update.key, |data| data.carry_out(&update.data), out);
        }
    }

    /// Looks again as long as any replica has not confirmed an operation.
    fn tick_if_open(&mut self, cx: &Context<'_>, out: &mut Outbox<Crdt>) {
        if self.rules.again && !self.broadcast.ticks && others(cx).any(|other| self.broadcast.lacks(other)) {
            self.broadcast.ticks = true;
            out.wake(self.rules.period_us, Again);
        }
    }

    fn send_again(&mut self, to: ReplicaId, out: &mut Outbox<Crdt>) {
        let updates = self.broadcast.unconfirmed(to);
        if !updates.is_empty() {
            self.rounds = self.rounds.wrapping_add(1);
            out.send(NodeId::Replica(to), Message::Again { round: self.rounds, updates });
        }
    }

    /// Sends its state to some others, who take turns. One that holds nothing has nothing to send.
    fn send_state(&mut self, cx: &Context<'_>, out: &mut Outbox<Crdt>) {
        let Rules { fan_out, again, .. } = self.rules;
        let (me, n) = (cx.me.replica().map_or(0, |me| u32::from(me.0)), u32::from(cx.cluster.n));
        // What is never sent again is sent to all.
        let partners = if again { fan_out } else { n - 1 };
        if !self.all.is_empty() && (again || self.changed) {
            for turn in 0..partners {
                let step = 1 + self.rounds.wrapping_mul(partners).wrapping_add(turn) % (n - 1).max(1);
                let partner = ReplicaId(((me + step) % n) as u8);
                let (round, stamp, all) = (self.rounds, self.clock, Rc::clone(&self.all));
                out.send(NodeId::Replica(partner), Message::State { round, stamp, all });
            }
        }
        self.changed = false;
        self.rounds = self.rounds.wrapping_add(1);
    }

    /// Waits for the time to send its state. Deltas alone repair nothing.
    fn wait(&self, cx: &Context<'_>, out: &mut Outbox<Crdt>) {
        let Rules { form, period_us, again, .. } = self.rules;
        if cx.cluster.n > 1 && (form == Form::State || form == Form::Delta && again) {
            out.wake_within(period_us / 2, period_us + period_us / 2, Again);
        }
    }
}

impl Machine<Crdt> for Replica {
    fn new(cx: &Context<'_>) -> Self {
        Self {
            rules: Rules::of(cx),
            object: cx.cluster.object,
            initial: cx.cluster.initial,
            all: Rc::default(),
            clock: 0,
            answered: Vec::new(),
            rounds: 0,
            changed: false,
            broadcast: Broadcast::new(cx.cluster.n),
        }
    }

    fn start(&mut self, cx: &Context<'_>, out: &mut Outbox<Crdt>) {
        self.wait(cx, out);
    }

    fn on_message(&mut self, cx: &Context<'_>, from: NodeId, message: Message, out: &mut Outbox<Crdt>) {
        match message {
            Message::Read { operation, key } => {
                let value = self.with(key, |data| data.value(self.initial)).unwrap_or_default();
                out.observe(operation, key, value);
                out.send(from, Message::Value { operation, key, value });
            }
            Message::Call { operation, key, request } if request.only_looks() => {
                let reply = self.with(key, |data| data.answer(request, self.initial));
                if let Reply::Value(Item::Int(number)) = reply {
                    out.observe(operation, key, Value::Int(number));
                }
                out.send(from, Message::Answer { operation, key, request, reply: Some(reply) });
            }
            Message::Write { operation, key, value } => {
                self.change(cx, from, (operation, key, Asked::Write(value)), out);
            }
            Message::Call { operation, key, request } => {
                self.change(cx, from, (operation, key, Asked::Call(request)), out);
            }
            message => self.on_replica(cx, from, message, out),
        }
    }

    fn on_timer(&mut self, cx: &Context<'_>, Again: Again, out: &mut Outbox<Crdt>) {
        if self.rules.form == Form::Operation {
            others(cx).for_each(|other| self.send_again(other, out));
            self.broadcast.looked();
            self.tick_if_open(cx, out);
        } else {
            self.send_state(cx, out);
            self.wait(cx, out);
        }
    }

    fn restart(mut self, cx: &Context<'_>, out: &mut Outbox<Crdt>) -> Self {
        self.broadcast.ticks = false;
        if self.rules.form == Form::Operation {
            self.tick_if_open(cx, out);
        } else {
            self.wait(cx, out);
        }
        self
    }

    fn holds(&self, key: Key) -> Option<Value> {
        self.with(key, |data| data.value(self.initial))
    }

    fn contains(&self, key: Key) -> Option<Vec<Item>> {
        self.with(key, Data::things)
    }
}

impl Replica {
    /// Another replica tells what was done there, or what it has.
    fn on_replica(&mut self, cx: &Context<'_>, from: NodeId, message: Message, out: &mut Outbox<Crdt>) {
        let NodeId::Replica(peer) = from else { return };
        match message {
            Message::Delta { key, stamp, data, .. } => {
                self.clock = self.clock.max(stamp);
                self.join(cx, key, &data, out);
            }
            Message::State { stamp, all, .. } => {
                self.clock = self.clock.max(stamp);
                if !(self.rules.once && Rc::ptr_eq(&all, &self.all)) {
                    (0..).map(Key).zip(all.iter()).for_each(|(key, theirs)| self.join(cx, key, theirs, out));
                }
            }
            Message::Update(update) => {
                let (operation, key, number) = (update.operation, update.key, update.dot.number);
                self.take_in(cx, update, out);
                out.send(from, Message::Stored { operation, key, number });
            }
            Message::Again { round, updates } => {
                updates.iter().for_each(|update| self.take_in(cx, update.clone(), out));
                out.send(from, Message::AllStored { round, all_to: self.broadcast.all_of(peer) });
            }
            Message::Stored { number, .. } => self.broadcast.on_stored(peer, number),
            Message::AllStored { all_to, .. } => {
                if self.broadcast.on_all_stored(peer, all_to) && self.rules.again {
                    self.send_again(peer, out);
                }
            }
            Message::Read { .. }
            | Message::Value { .. }
            | Message::Write { .. }
            | Message::Done { .. }
            | Message::Call { .. }
            | Message::Answer { .. } => {}
        }
    }
}

fn answer(operation: OperationId, key: Key, asked: Asked, reply: Option<Reply>) -> Message {
    match asked {
        Asked::Write(_) => Message::Done { operation, key },
        Asked::Call(request) => Message::Answer { operation, key, request, reply },
    }
}

/// All replicas but this one.
fn others(cx: &Context<'_>) -> impl Iterator<Item = ReplicaId> + use<> {
    let me = cx.me;
    cx.replicas().filter(move |id| me != NodeId::Replica(*id))
}
