//! The session's half: reads from R replicas, hands over what stands side by side, and writes with
//! what it knows.

use std::rc::Rc;

use history::calls;
use history::{Key, NodeId, OperationId, ReplicaId};
use sim::{Ask, Call, Context, Machine, Outbox, Reply, Request};

use super::Siblings;
use super::cart::items;
use super::held::{Held, Knowledge, Versions};
use super::message::{Message, What};
use super::rules::Rules;
use crate::version_vector::Dot;

/// A session. What it read of each key, it knows from then on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Client {
    known: Vec<(Key, Knowledge)>,
    running: Option<Running>,
    rules: Rules,
}

/// The operation that the session waits for, or a read that it could still repair.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Running {
    operation: OperationId,
    key: Key,
    aim: Aim,
    /// What the answers come to.
    merged: Held,
    answers: Vec<(ReplicaId, Rc<Held>)>,
    /// The read has its R answers.
    read: bool,
}

/// What it is all for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Aim {
    Read,
    Write,
    Call(calls::Request),
}

impl Machine<Siblings> for Client {
    fn new(cx: &Context<'_>) -> Self {
        Self { known: Vec::new(), running: None, rules: Rules::of(cx) }
    }

    fn on_request(&mut self, cx: &Context<'_>, request: Request, out: &mut Outbox<Siblings>) {
        let Request { operation, key, ask, .. } = request;
        match ask {
            Ask::Read => self.get(cx, operation, key, Aim::Read, out),
            Ask::Write(value) => {
                self.running = Some(Running::new(operation, key, Aim::Write));
                self.put(cx, operation, key, What::Value(value), self.known(key), out);
            }
        }
    }

    /// A cart is read before it is written.
    fn on_call(&mut self, cx: &Context<'_>, call: Call, out: &mut Outbox<Siblings>) {
        self.get(cx, call.operation, call.key, Aim::Call(call.request), out);
    }

    fn on_message(&mut self, cx: &Context<'_>, from: NodeId, message: Message, out: &mut Outbox<Siblings>) {
        match message {
            Message::Siblings { operation, held, .. } => self.on_siblings(cx, from, operation, held, out),
            Message::Done { operation, key, dot, stamp } => self.on_done(operation, key, dot, stamp, out),
            Message::Refused { operation, .. } if self.awaits_write(operation) => {
                self.running = None;
                out.count(operation);
                out.reply(operation, Reply::Failed);
            }
            _ => {}
        }
    }
}

impl Running {
    fn new(operation: OperationId, key: Key, aim: Aim) -> Self {
        Self { operation, key, aim, merged: Held::default(), answers: Vec::new(), read: aim == Aim::Write }
    }
}

impl Client {
    fn get(&mut self, cx: &Context<'_>, operation: OperationId, key: Key, aim: Aim, out: &mut Outbox<Siblings>) {
        self.running = Some(Running::new(operation, key, aim));
        for replica in cx.replicas() {
            out.send(NodeId::Replica(replica), Message::Get { operation, key });
        }
    }

    /// The nearest replica takes every write.
    fn put(
        &self,
        cx: &Context<'_>,
        operation: OperationId,
        key: Key,
        what: What,
        knowledge: Knowledge,
        out: &mut Outbox<Siblings>,
    ) {
        let knowledge = if self.rules.carries_knowledge { knowledge } else { Knowledge::default() };
        out.send(NodeId::Replica(cx.nearest()[0]), Message::Put { operation, key, what, knowledge });
    }

    fn on_siblings(
        &mut self,
        cx: &Context<'_>,
        from: NodeId,
        operation: OperationId,
        held: Rc<Held>,
        out: &mut Outbox<Siblings>,
    ) {
        let Some(running) = self.running.as_mut().filter(|running| running.operation == operation) else { return };
        let NodeId::Replica(replica) = from else { return };
        if running.aim == Aim::Write || running.answers.iter().any(|(known, _)| *known == replica) {
            return;
        }
        running.merged.merge(self.rules.versions, &held);
        running.answers.push((replica, held));
        if running.read {
            return self.repair_late(out);
        }
        out.count(operation);
        if running.answers.len() < self.rules.r {
            return;
        }
        running.read = true;
        self.read_is_over(cx, out);
    }

    fn read_is_over(&mut self, cx: &Context<'_>, out: &mut Outbox<Siblings>) {
        let Some(running) = &self.running else { return };
        let Running { operation, key, aim, ref merged, ref answers, .. } = *running;
        if self.rules.read_repair {
            for (replica, _) in answers.iter().filter(|(_, held)| **held != *merged) {
                out.send(NodeId::Replica(*replica), Message::Repair { operation, key, held: Rc::new(merged.clone()) });
            }
        }
        let highest = merged.siblings.iter().map(|sibling| sibling.version.stamp).max().unwrap_or(0);
        let knowledge = Knowledge { seen: merged.seen.clone(), own: None, highest };
        let Aim::Call(request) = aim else {
            let value = merged.newest();
            let known = self.known(key);
            let mut seen = knowledge.seen;
            seen.join(&known.seen);
            self.learn(key, Knowledge { seen, own: known.own, highest: highest.max(known.highest) });
            return out.reply(operation, Reply::Value(value));
        };
        let mut things = self.rules.resolve.cart(&merged.siblings);
        let put = match request {
            calls::Request::Add(item) => {
                things.retain(|thing| thing.item != item);
                Some(item)
            }
            calls::Request::Remove(item) => {
                things.retain(|thing| thing.item != item);
                None
            }
            _ => {
                return out.answer(operation, calls::Reply::List(items(&things)));
            }
        };
        self.put(cx, operation, key, What::Cart { rest: things.into_iter().collect(), put }, knowledge, out);
    }

    /// An answer beyond those that were needed: it may lag behind.
    fn repair_late(&self, out: &mut Outbox<Siblings>) {
        let Some(Running { operation, key, merged, answers, .. }) = &self.running else { return };
        if let Some((replica, held)) = answers.last()
            && self.rules.read_repair
            && **held != *merged
        {
            let (operation, key, held) = (*operation, *key, Rc::new(merged.clone()));
            out.send(NodeId::Replica(*replica), Message::Repair { operation, key, held });
        }
    }

    fn on_done(&mut self, operation: OperationId, key: Key, dot: Dot, stamp: i64, out: &mut Outbox<Siblings>) {
        if !self.awaits_write(operation) {
            return;
        }
        let aim = self.running.take().map(|running| running.aim);
        out.count(operation);
        if let Some(Aim::Call(_)) = aim {
            return out.answer(operation, calls::Reply::Done);
        }
        let mut knowledge = self.known(key);
        knowledge.highest = knowledge.highest.max(stamp);
        match self.rules.versions {
            Versions::Dotted => knowledge.own = Some(dot),
            Versions::Server | Versions::Client => knowledge.seen.raise(dot),
            Versions::Object | Versions::Clock => {}
        }
        self.learn(key, knowledge);
        out.reply(operation, Reply::Done);
    }

    fn awaits_write(&self, operation: OperationId) -> bool {
        self.running
            .as_ref()
            .is_some_and(|running| running.operation == operation && running.aim != Aim::Read && running.read)
    }

    fn known(&self, key: Key) -> Knowledge {
        let known = self.known.iter().find(|(known, _)| *known == key);
        known.map(|(_, knowledge)| knowledge.clone()).unwrap_or_default()
    }

    fn learn(&mut self, key: Key, knowledge: Knowledge) {
        match self.known.iter_mut().find(|(known, _)| *known == key) {
            Some((_, known)) => *known = knowledge,
            None => self.known.push((key, knowledge)),
        }
    }
}
