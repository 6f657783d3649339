//! What sessions ask a replica: reads from what it has carried out, writes by way of the leader.

use history::{Key, NodeId, OperationId, ReplicaId, Value};
use sim::{Ask, Context, Outbox};

use super::TotalOrder;
use super::log::Entry;
use super::message::Message;
use super::replica::{Replica, version};
use super::roles::Role;

/// An operation that waits at a session's replica; one a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Waiting {
    session: NodeId,
    operation: OperationId,
    key: Key,
    ask: Ask,
    /// What a write takes for granted.
    only_if: Option<Value>,
    /// How many writes must have been carried out before a read is answered; nothing until the
    /// leader has said how far it is.
    needed: Option<u32>,
    /// What the session has seen.
    seen: u32,
    /// The session's attempt, for the answer.
    attempt: u8,
    /// How often this replica asked the leader, and ticks since.
    asked: u8,
    waited: u8,
}

impl Replica {
    /// A session asks.
    pub(crate) fn on_session(
        &mut self,
        cx: &Context<'_>,
        session: NodeId,
        message: Message,
        out: &mut Outbox<TotalOrder>,
    ) {
        let (operation, key, ask, only_if, seen, attempt) = match message {
            Message::Read { operation, key, seen, attempt } => (operation, key, Ask::Read, None, seen, attempt),
            Message::Write { operation, key, value, only_if, attempt } => {
                (operation, key, Ask::Write(value), only_if, 0, attempt)
            }
            _ => return,
        };
        let needed = (ask != Ask::Read || !self.rules.sync).then_some(seen);
        let asked = attempt.wrapping_mul(16);
        let asks = Waiting { session, operation, key, ask, only_if, needed, seen, attempt, asked, waited: 0 };
        // A session does one thing at a time: what is older is a copy that the network kept.
        let known = self.waiting.iter().position(|waiting| waiting.session == session);
        if known.is_some_and(|index| self.waiting[index].operation >= operation) || self.answer(&asks, out) {
            return;
        }
        match known {
            Some(index) => self.waiting[index] = asks,
            None => self.waiting.push(asks),
        }
        if self.serves() {
            self.pursue(cx, operation, out);
        }
        self.answer_waiting(out);
    }

    /// Answers an operation, if it can be; says whether it is over.
    fn answer(&self, asks: &Waiting, out: &mut Outbox<TotalOrder>) -> bool {
        let Waiting { session, operation, key, ask, attempt, .. } = *asks;
        let seen = self.applied;
        match ask {
            Ask::Read => {
                if !self.serves() || asks.needed.is_none_or(|needed| needed > self.applied) {
                    return false;
                }
                let value = self.store.get(key).value;
                out.observe(operation, key, value);
                out.send(session, Message::Value { operation, key, value, seen, attempt });
            }
            Ask::Write(_) => {
                let Some((latest, place)) = self.log.latest(session) else { return false };
                if latest == operation && place < self.applied {
                    let Some(entry) = self.log.get(place) else { return false };
                    let version = version(place, entry);
                    let answer = match self.refused.contains(&(session, operation)) {
                        true => Message::Refused { operation, key, seen, attempt },
                        false => Message::Done { operation, key, version, seen, attempt },
                    };
                    out.send(session, answer);
                } else if latest <= operation {
                    return false;
                }
            }
        }
        true
    }

    /// Answers whoever no longer has to wait.
    pub(crate) fn answer_waiting(&mut self, out: &mut Outbox<TotalOrder>) {
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.retain(|asks| !self.answer(asks, out));
        self.waiting = waiting;
    }

    /// A tick: what has waited for longer than an answer of the leader should take is asked again.
    pub(crate) fn pursue_late(&mut self, cx: &Context<'_>, out: &mut Outbox<TotalOrder>) {
        for index in 0..self.waiting.len() {
            // What is asked may be answered at once, and then waits no more.
            let Some(asks) = self.waiting.get_mut(index) else { break };
            asks.waited += 1;
            if asks.waited >= 2 {
                let operation = asks.operation;
                self.pursue(cx, operation, out);
            }
        }
        self.answer_waiting(out);
    }

    /// Does for all that wait what can be done, under a new leader.
    pub(crate) fn pursue_waiting(&mut self, cx: &Context<'_>, out: &mut Outbox<TotalOrder>) {
        for index in 0..self.waiting.len() {
            let Some(operation) = self.waiting.get(index).map(|asks| asks.operation) else { break };
            self.pursue(cx, operation, out);
        }
        self.answer_waiting(out);
    }

    /// Asks the leader for what an operation waits for, or does it as the leader.
    fn pursue(&mut self, cx: &Context<'_>, operation: OperationId, out: &mut Outbox<TotalOrder>) {
        let Some(asks) = self.waiting.iter_mut().find(|asks| asks.operation == operation) else { return };
        let Waiting { session, key, only_if, asked: attempt, .. } = *asks;
        (asks.asked, asks.waited) = (attempt.wrapping_add(1), 0);
        match (asks.ask, &self.role) {
            (Ask::Write(value), Role::Following(following)) => {
                let message = Message::Forward { operation, session, key, value, only_if, attempt };
                out.send(NodeId::Replica(following.leader), message);
            }
            (Ask::Read, Role::Following(following)) if asks.needed.is_none() => {
                out.send(NodeId::Replica(following.leader), Message::Sync { operation, key, attempt });
            }
            (Ask::Write(value), Role::Leading(_)) => {
                self.propose(cx, Entry { epoch: self.accepted, operation, session, key, value, only_if }, out);
            }
            // It leads, as far as it knows: no majority is asked whether that is still so.
            (Ask::Read, Role::Leading(_)) if asks.needed.is_none() => {
                asks.needed = Some(asks.seen.max(self.committed));
                self.doubt_office();
            }
            _ => {}
        }
    }

    /// A replica asks how far the order has come.
    pub(crate) fn on_sync(
        &mut self,
        peer: ReplicaId,
        (operation, key, attempt): (OperationId, Key, u8),
        out: &mut Outbox<TotalOrder>,
    ) {
        if matches!(self.role, Role::Leading(_)) && self.serves() {
            let committed = self.committed;
            out.send(NodeId::Replica(peer), Message::Synced { operation, key, committed, attempt });
            self.doubt_office();
        }
    }

    /// The leader has said how far it is.
    pub(crate) fn on_synced(&mut self, operation: OperationId, committed: u32, out: &mut Outbox<TotalOrder>) {
        if let Some(asks) = self.waiting.iter_mut().find(|asks| asks.operation == operation && asks.needed.is_none()) {
            asks.needed = Some(asks.seen.max(committed));
            out.count(operation);
            self.answer_waiting(out);
        }
    }
}
