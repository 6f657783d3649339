//! How a write reaches the other replicas: handed on at once, carried out there after all that it
//! comes after, and sent again until it has arrived.

use std::rc::Rc;

use history::{NodeId, ReplicaId};
use sim::{Context, Outbox};

use super::dots::Dot;
use super::message::{Message, Put};
use super::replica::{Replica, others};
use super::{Causal, Timer};

/// The most writes that are sent again in one message.
const AT_ONCE: usize = 1_024;

impl Replica {
    /// Sends a write of its own to all others.
    pub(crate) fn hand_on(&mut self, cx: &Context<'_>, put: Put, out: &mut Outbox<Causal>) {
        for id in others(cx) {
            out.send(NodeId::Replica(id), Message::Put(put.clone()));
        }
        if let Some(applied) = self.arrived.get_mut(put.dot.origin.index()) {
            applied.add(put.dot.number);
        }
        self.own.push(put);
        self.tick_if_open(cx, out);
    }

    /// A write arrives. It waits until all is carried out that it comes after: the dependency check
    /// of COPS (section 4.2), or the delivery rule of causal broadcast.
    ///
    /// COPS asks whether a key has reached the version of a dependency. That some later one is
    /// there is not enough where versions are concurrent: what the missing one depended on may be
    /// missing too. So these replicas know each write by its number.
    pub(crate) fn take_in(&mut self, put: Put, out: &mut Outbox<Causal>) {
        let Dot { origin, number } = put.dot;
        if !self.arrived.get_mut(origin.index()).is_some_and(|arrived| arrived.add(number)) {
            return;
        }
        let mut ready = vec![put];
        while let Some(put) = ready.pop() {
            let missing = if self.rules.checks { put.after.missing(&self.applied) } else { None };
            match missing {
                Some(missing) => self.early.entry(missing).or_default().push(put),
                None => {
                    self.carry_out(&put, out);
                    ready.extend(self.early.remove(&put.dot).unwrap_or_default());
                }
            }
        }
    }

    /// Another replica has a write of this one.
    pub(crate) fn on_stored(&mut self, peer: ReplicaId, number: u32) {
        if number as usize <= self.own.len()
            && let Some(confirmed) = self.confirmed.get_mut(peer.index())
        {
            confirmed.add(number);
        }
    }

    /// Another replica has all writes of this one up to a number. If that is news, the next follow.
    pub(crate) fn on_all_stored(&mut self, peer: ReplicaId, all_to: u32, out: &mut Outbox<Causal>) {
        let Some(confirmed) = self.confirmed.get_mut(peer.index()) else { return };
        let before = confirmed.all_to();
        confirmed.raise(all_to.min(self.own.len() as u32));
        if confirmed.all_to() > before {
            self.send_again(peer, out);
        }
    }

    /// Looks again as long as any replica has not confirmed a write.
    pub(crate) fn tick_if_open(&mut self, cx: &Context<'_>, out: &mut Outbox<Causal>) {
        let lacks = |id: ReplicaId| self.confirmed[id.index()].all_to() < self.own.len() as u32;
        if !self.ticks && others(cx).any(lacks) {
            self.ticks = true;
            out.wake(self.rules.resend_us, Timer::Resend);
        }
    }

    /// Sends again what was there when it last looked and is not confirmed yet.
    pub(crate) fn resend(&mut self, cx: &Context<'_>, out: &mut Outbox<Causal>) {
        for id in others(cx) {
            self.send_again(id, out);
        }
        self.due = self.own.len() as u32;
        self.ticks = false;
        self.tick_if_open(cx, out);
    }

    fn send_again(&mut self, to: ReplicaId, out: &mut Outbox<Causal>) {
        let Some(confirmed) = self.confirmed.get(to.index()) else { return };
        let due = self.own.get(confirmed.all_to() as usize..self.due as usize).unwrap_or_default();
        let puts: Rc<[Put]> = due.iter().filter(|put| !confirmed.has(put.dot.number)).take(AT_ONCE).cloned().collect();
        if !puts.is_empty() {
            self.round = self.round.wrapping_add(1);
            out.send(NodeId::Replica(to), Message::Again { round: self.round, puts });
        }
    }
}
