//! How a leader has its group log: more than half of it must have an entry before it counts.

use history::{NodeId, ReplicaId};
use scenario::limits::REPLICAS_MAX;
use sim::{Context, Outbox};

use super::log::{Entries, Entry, Length};
use super::message::{About, Append, Message};
use super::replica::Replica;
use super::{Timer, TrueTime};

impl Replica {
    /// Logs an entry, and sends it on to everyone who has been sent all before it.
    pub(super) fn append(&mut self, entry: Entry, out: &mut Outbox<TrueTime>) {
        let before = self.log.length();
        self.log.push(entry);
        let about = About::New { operation: entry.operation, key: entry.key(), kind: entry.kind };
        for id in self.rules.others() {
            if self.office.sent[id.index()] == before {
                self.office.sent[id.index()] = before + 1;
                self.send(id, before, Entries::One(entry), about, out);
            }
        }
    }

    fn send(&self, to: ReplicaId, from: Length, entries: Entries, about: About, out: &mut Outbox<TrueTime>) {
        let (applied, safe_us) = (self.log.applied, self.office.safe_us());
        out.send(NodeId::Replica(to), Message::Append(Append { from, entries, applied, safe_us, about }));
    }

    /// Sends what a replica lacks, as much as fits into a message.
    fn send_rest(&mut self, to: ReplicaId, from: Length, out: &mut Outbox<TrueTime>) {
        let entries = self.log.batch(from);
        self.office.sent[to.index()] = from + entries.as_slice().len() as Length;
        self.office.again = self.office.again.wrapping_add(1);
        self.send(to, from, entries, About::Behind { from, attempt: self.office.again }, out);
    }

    pub(super) fn on_appended(&mut self, from: ReplicaId, have: Length, about: About, out: &mut Outbox<TrueTime>) {
        let (have, length) = (have.min(self.log.length()), self.log.length());
        if self.rules.fellow(NodeId::Replica(from)).is_none() {
            return;
        }
        let known = self.office.matched[from.index()].max(self.office.logged);
        for entry in (known..have).filter_map(|place| self.log.get(place)) {
            out.count(entry.operation);
        }
        self.office.matched[from.index()] = self.office.matched[from.index()].max(have);
        let lacks = match about {
            About::New { .. } => false,
            About::Beat { expects, .. } => have < expects,
            About::Behind { .. } => have < length && have >= self.office.sent[from.index()],
        };
        if lacks {
            self.send_rest(from, have, out);
        }
    }

    /// How much of the log more than half of the group have.
    pub(super) fn on_majority(&self) -> Length {
        let mut all = [0; REPLICAS_MAX as usize];
        for id in self.rules.others() {
            all[id.index()] = self.office.matched[id.index()];
        }
        all[self.rules.me.index()] = self.log.length();
        all.sort_unstable_by(|a, b| b.cmp(a));
        all[self.rules.majority() - 1]
    }

    /// Tells the group up to when it has everything, and asks again what has no answer.
    pub(super) fn beat(&mut self, cx: &Context<'_>, out: &mut Outbox<TrueTime>) {
        let rules = self.rules;
        self.office.round = self.office.round.wrapping_add(1);
        self.office.last_us = self.office.last_us.max(rules.latest_us(cx.clock_us));
        let about = About::Beat { round: self.office.round, expects: self.office.mark };
        for id in rules.others() {
            self.send(id, self.log.length(), Entries::None, about, out);
        }
        self.office.mark = self.log.length();
        self.ask_again(out);
        out.wake(rules.heartbeat_us, Timer::Beat);
    }
}
