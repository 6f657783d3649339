//! A replica: keeps what stands side by side, takes writes for sessions near it, and compares with others.

use std::rc::Rc;

use history::calls::Item;
use history::{Key, NodeId, OperationId, ReplicaId, Value, Version};
use sim::{Context, Machine, Outbox};

use super::cart::{Content, Thing};
use super::held::{Held, Knowledge, Sibling, Versions};
use super::message::{Message, What};
use super::rules::Rules;
use super::{Compare, Siblings};
use crate::store::{Arrival, Latest};
use crate::version_vector::Dot;

/// What it holds, and which session wrote here last, is on disk.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Replica {
    store: Vec<Rc<Held>>,
    latest: Latest,
    /// Writes that wait for acknowledgements: one a session.
    running: Vec<Running>,
    /// How often it has compared.
    rounds: u32,
    rules: Rules,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Running {
    operation: OperationId,
    client: NodeId,
    key: Key,
    dot: Dot,
    stamp: i64,
    /// Who keeps it, one bit each.
    kept: u32,
}

impl Machine<Siblings> for Replica {
    fn new(cx: &Context<'_>) -> Self {
        Self { store: Vec::new(), latest: Latest::default(), running: Vec::new(), rounds: 0, rules: Rules::of(cx) }
    }

    fn start(&mut self, _cx: &Context<'_>, out: &mut Outbox<Siblings>) {
        self.wait(out);
    }

    fn on_message(&mut self, cx: &Context<'_>, from: NodeId, message: Message, out: &mut Outbox<Siblings>) {
        match message {
            Message::Get { operation, key } => {
                let held = self.held(key);
                out.observe_siblings(operation, key, || held.items(self.rules.resolve));
                out.send(from, Message::Siblings { operation, key, held });
            }
            Message::Put { operation, key, what, knowledge } => {
                if self.latest.arrival(from, operation) == Arrival::New {
                    self.put(cx, (from, operation, key), what, &knowledge, out);
                }
            }
            Message::Store { operation, key, held } => {
                self.take(key, &held, out);
                out.send(from, Message::Stored { operation, key });
            }
            Message::Stored { operation, .. } => {
                if let NodeId::Replica(replica) = from {
                    self.kept(operation, replica, out);
                }
            }
            Message::Repair { key, held, .. } => self.take(key, &held, out),
            Message::Push { round, all } => self.compare(from, round, &all, out),
            Message::Pull { more, .. } => more.iter().for_each(|(key, held)| self.take(*key, held, out)),
            Message::Siblings { .. } | Message::Done { .. } | Message::Refused { .. } => {}
        }
    }

    /// Anti-entropy: the others take turns (A. Demers et al., "Epidemic Algorithms for Replicated
    /// Database Maintenance", PODC 1987). Dynamo and Riak compare hash trees first, which finds what
    /// differs with fewer bytes and leads to the same exchange.
    fn on_timer(&mut self, cx: &Context<'_>, Compare: Compare, out: &mut Outbox<Siblings>) {
        let (me, n) = (u32::from(number(cx)), u32::from(cx.cluster.n));
        let all: Box<[_]> = self.written().collect();
        if !all.is_empty() && n > 1 {
            let other = (me + 1 + self.rounds % (n - 1)) % n;
            out.send(NodeId::Replica(ReplicaId(other as u8)), Message::Push { round: self.rounds, all });
        }
        self.rounds = self.rounds.wrapping_add(1);
        self.wait(out);
    }

    /// Who waits for a write that was under way, waits in vain.
    fn restart(self, _cx: &Context<'_>, out: &mut Outbox<Siblings>) -> Self {
        self.wait(out);
        Self { running: Vec::new(), ..self }
    }

    fn holds(&self, key: Key) -> Option<Value> {
        Some(self.held(key).newest())
    }

    fn siblings(&self, key: Key) -> Option<Vec<Vec<Item>>> {
        Some(self.held(key).items(self.rules.resolve))
    }
}

impl Replica {
    fn held(&self, key: Key) -> Rc<Held> {
        self.store.get(key.index()).cloned().unwrap_or_default()
    }

    fn written(&self) -> impl Iterator<Item = (Key, Rc<Held>)> + '_ {
        (0..).map(Key).zip(self.store.iter().cloned()).filter(|(_, held)| !held.siblings.is_empty())
    }

    /// Takes a write of a session: gives it its name, keeps it, and has the others keep it.
    fn put(
        &mut self,
        cx: &Context<'_>,
        (client, operation, key): (NodeId, OperationId, Key),
        what: What,
        knowledge: &Knowledge,
        out: &mut Outbox<Siblings>,
    ) {
        let (versions, me) = (self.rules.versions, number(cx));
        let mut held = (*self.held(key)).clone();
        let counted = 256 + client.session().map_or(0, |session| u16::from(session.0));
        let dot = held.next(versions, me, counted, knowledge);
        let above = if versions == Versions::Clock { i64::MIN } else { knowledge.highest.saturating_add(1) };
        let version = Version { stamp: cx.clock_us.max(above), counter: operation.0, writer: me.into() };
        let sibling = Sibling { dot, past: knowledge.seen.clone(), content: content(what, dot), version };
        held.put(versions, sibling, knowledge);
        if held.siblings.len() > self.rules.siblings_max {
            return out.send(client, Message::Refused { operation, key });
        }
        out.stamp(operation, version);
        if !self.rules.side_by_side {
            held.only_newest();
        }
        self.keep(key, held, out);
        let held = self.held(key);
        for other in cx.replicas().map(NodeId::Replica).filter(|other| *other != cx.me) {
            out.send(other, Message::Store { operation, key, held: Rc::clone(&held) });
        }
        // A session does one thing at a time: what it asked before and has no answer to, it gave up.
        self.running.retain(|running| running.client != client);
        self.running.push(Running { operation, client, key, dot, stamp: version.stamp, kept: 0 });
        self.kept(operation, ReplicaId(me as u8), out);
    }

    /// A replica keeps a write; after W of them it is done.
    fn kept(&mut self, operation: OperationId, replica: ReplicaId, out: &mut Outbox<Siblings>) {
        let Some(place) = self.running.iter().position(|running| running.operation == operation) else { return };
        let running = &mut self.running[place];
        running.kept |= 1 << (replica.0 & 31);
        out.count(operation);
        if running.kept.count_ones() >= self.rules.w {
            let Running { operation, client, key, dot, stamp, .. } = self.running.swap_remove(place);
            out.send(client, Message::Done { operation, key, dot, stamp });
        }
    }

    /// Keeps what comes beside what is there, as far as neither overwrote the other.
    fn take(&mut self, key: Key, other: &Held, out: &mut Outbox<Siblings>) {
        let mut held = (*self.held(key)).clone();
        let mut changed = held.merge(self.rules.versions, other);
        if !self.rules.side_by_side && held.siblings.len() > 1 {
            held.only_newest();
            changed = held != *self.held(key);
        }
        if changed {
            self.keep(key, held, out);
        }
    }

    fn keep(&mut self, key: Key, held: Held, out: &mut Outbox<Siblings>) {
        if self.store.len() <= key.index() {
            self.store.resize_with(key.index() + 1, Rc::default);
        }
        let shown = self.store[key.index()].siblings != held.siblings;
        if shown {
            out.apply_siblings(key, || held.items(self.rules.resolve), held.version());
        }
        self.store[key.index()] = Rc::new(held);
    }

    /// Takes what another holds, and gives what it lacks.
    fn compare(&mut self, from: NodeId, round: u32, all: &[(Key, Rc<Held>)], out: &mut Outbox<Siblings>) {
        for (key, held) in all {
            self.take(*key, held, out);
        }
        let theirs = |key| all.iter().find(|(known, _)| *known == key).map(|(_, held)| held);
        let more: Box<[_]> = self.written().filter(|(key, held)| theirs(*key) != Some(held)).collect();
        if !more.is_empty() {
            out.send(from, Message::Pull { round, more });
        }
    }

    fn wait(&self, out: &mut Outbox<Siblings>) {
        let period_us = self.rules.period_us;
        if period_us > 0 {
            out.wake_within(period_us / 2, period_us + period_us / 2, Compare);
        }
    }
}

/// What a write puts, with its name on what it puts into a cart.
fn content(what: What, dot: Dot) -> Content {
    match what {
        What::Value(value) => Content::Value(value),
        What::Cart { rest, put } => {
            let mut things = rest.to_vec();
            things.extend(put.map(|item| Thing { item, put: dot }));
            things.sort_unstable();
            Content::Cart(things.into())
        }
    }
}

fn number(cx: &Context<'_>) -> u16 {
    cx.me.replica().map_or(0, |me| me.0.into())
}
