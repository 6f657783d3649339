//! Operations on their way: each reaches every replica, is carried out there once, after all that its
//! own replica had carried out before, and is sent again until it is confirmed.
//!
//! Causal broadcast with vector clocks (K. Birman, A. Schiper, P. Stephenson, "Lightweight Causal and
//! Atomic Group Multicast", TOCS 1991). Pure: it says what to carry out and what to send.

use std::collections::BTreeMap;
use std::rc::Rc;

use history::calls::Request;
use history::{Key, OperationId, ReplicaId};

use super::data::Data;
use crate::causal::dots::{After, Clock, Dot, Numbers};

/// The most operations that are sent again in one message.
const AT_ONCE: usize = 1_024;

/// An operation as replicas hand it on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Update {
    pub(crate) dot: Dot,
    pub(crate) operation: OperationId,
    pub(crate) key: Key,
    /// The call that it carries out; nothing for the write of a register.
    pub(crate) request: Option<Request>,
    /// The Lamport clock of its replica.
    pub(crate) stamp: u32,
    /// What it does.
    pub(crate) data: Rc<Data>,
    pub(crate) after: Clock,
}

/// What a replica knows of the operations of all. All of it is on disk but `ticks`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Broadcast {
    /// By replica, which of its operations are carried out here,
    applied: Vec<Numbers>,
    /// and which have arrived.
    arrived: Vec<Numbers>,
    /// What has arrived and waits, by the first operation that it waits for.
    early: BTreeMap<Dot, Vec<Update>>,
    /// The operations that it took on, in order,
    own: Vec<Update>,
    /// which of them each other replica has,
    confirmed: Vec<Numbers>,
    /// and how many there were when it last looked.
    due: u32,
    /// Whether it is going to look.
    pub(crate) ticks: bool,
}

impl Broadcast {
    pub(crate) fn new(n: u8) -> Self {
        let none = vec![Numbers::default(); n.into()];
        Self {
            applied: none.clone(),
            arrived: none.clone(),
            early: BTreeMap::new(),
            own: Vec::new(),
            confirmed: none,
            due: 0,
            ticks: false,
        }
    }

    /// The name of the next operation that this replica takes on, and all that it comes after.
    pub(crate) fn next(&self, me: ReplicaId) -> (Dot, Clock) {
        let mut after = Clock::default();
        for (count, numbers) in after.0.iter_mut().zip(&self.applied) {
            *count = numbers.all_to();
        }
        (Dot { origin: me, number: self.own.len() as u32 + 1 }, after)
    }

    /// This replica took an operation on, and carried it out.
    pub(crate) fn add(&mut self, update: Update) {
        let Dot { origin, number } = update.dot;
        for known in [&mut self.applied, &mut self.arrived] {
            if let Some(numbers) = known.get_mut(origin.index()) {
                numbers.add(number);
            }
        }
        self.own.push(update);
    }

    /// An operation arrives: what is to be carried out now, in order. Without `causal` it waits for
    /// nothing; without `once` it is carried out again whenever it comes again.
    pub(crate) fn arrive(&mut self, update: Update, causal: bool, once: bool) -> Vec<Update> {
        let Dot { origin, number } = update.dot;
        let Some(arrived) = self.arrived.get_mut(origin.index()) else { return Vec::new() };
        if !arrived.add(number) {
            let again = !once && self.applied.get(origin.index()).is_some_and(|applied| applied.has(number));
            return if again { vec![update] } else { Vec::new() };
        }
        let (mut ready, mut carried_out) = (vec![update], Vec::new());
        while let Some(update) = ready.pop() {
            let missing = if causal { After::Clock(update.after).missing(&self.applied) } else { None };
            match missing {
                Some(missing) => self.early.entry(missing).or_default().push(update),
                None => {
                    if let Some(applied) = self.applied.get_mut(update.dot.origin.index()) {
                        applied.add(update.dot.number);
                    }
                    ready.extend(self.early.remove(&update.dot).unwrap_or_default());
                    carried_out.push(update);
                }
            }
        }
        carried_out
    }

    /// Up to which number all operations of a replica have arrived here.
    pub(crate) fn all_of(&self, origin: ReplicaId) -> u32 {
        self.arrived.get(origin.index()).map_or(0, Numbers::all_to)
    }

    /// Another replica has an operation of this one.
    pub(crate) fn on_stored(&mut self, peer: ReplicaId, number: u32) {
        if number as usize <= self.own.len()
            && let Some(confirmed) = self.confirmed.get_mut(peer.index())
        {
            confirmed.add(number);
        }
    }

    /// Another replica has all operations of this one up to a number. Whether that is news.
    pub(crate) fn on_all_stored(&mut self, peer: ReplicaId, all_to: u32) -> bool {
        let Some(confirmed) = self.confirmed.get_mut(peer.index()) else { return false };
        let before = confirmed.all_to();
        confirmed.raise(all_to.min(self.own.len() as u32));
        confirmed.all_to() > before
    }

    /// Whether another replica has not confirmed everything.
    pub(crate) fn lacks(&self, peer: ReplicaId) -> bool {
        self.confirmed.get(peer.index()).is_some_and(|numbers| numbers.all_to() < self.own.len() as u32)
    }

    /// What another has not confirmed of that which was there at the last look.
    pub(crate) fn unconfirmed(&self, peer: ReplicaId) -> Rc<[Update]> {
        let Some(confirmed) = self.confirmed.get(peer.index()) else { return Rc::default() };
        let due = self.own.get(confirmed.all_to() as usize..self.due as usize).unwrap_or_default();
        due.iter().filter(|update| !confirmed.has(update.dot.number)).take(AT_ONCE).cloned().collect()
    }

    /// It has looked.
    pub(crate) fn looked(&mut self) {
        self.due = self.own.len() as u32;
        self.ticks = false;
    }
}
