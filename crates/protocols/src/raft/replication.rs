//! Log replication (section 5.3 of the paper) and what is committed (section 5.4.2).

use history::{NodeId, ReplicaId, Value};
use sim::{Context, Outbox};

use super::knobs::Without;
use super::leader::{Leader, Office};
use super::log::{Command, Entry, Index, Write};
use super::message::{About, Append, Appended, Message, Outcome};
use super::reads::Read;
use super::replica::{Replica, Role};
use super::state::Done;
use super::{Raft, Timer};

impl Replica {
    /// The leader's memory, if it leads, and what its messages tell.
    pub(super) fn office(&mut self) -> Option<(&mut Leader, Office<'_>)> {
        match &mut self.role {
            Role::Leader(leader) => Some((leader, Office { term: self.term, commit: self.commit, log: &self.log })),
            _ => None,
        }
    }

    /// The first entry of its term goes out, and tells everyone that there is a leader.
    pub(super) fn take_office(&mut self, out: &mut Outbox<Raft>) {
        let rules = self.rules;
        if let Some((leader, office)) = self.office() {
            for id in rules.others() {
                leader.send_rest(id, office, out);
            }
        }
        out.wake(rules.heartbeat_us, Timer::Beat { term: self.term });
        self.count_copies(out);
    }

    pub(super) fn beat(&mut self, cx: &Context<'_>, out: &mut Outbox<Raft>) {
        let rules = self.rules;
        if let Some((leader, office)) = self.office() {
            leader.beat(rules, office, cx.clock_us, out);
            out.wake(rules.heartbeat_us, Timer::Beat { term: self.term });
        }
    }

    /// Logs a write, unless it was logged in this term or done already.
    pub(super) fn write(&mut self, asked: Read, value: Value, only_if: Option<Value>, out: &mut Outbox<Raft>) {
        let Read { session, operation, key, attempt } = asked;
        if let Some(done) = self.state.done(session).filter(|done| done.operation >= operation) {
            if done.operation == operation {
                let Done { operation, version } = done;
                out.send(NodeId::Session(session), Message::Done { operation, key, version, attempt });
            }
            return;
        }
        let (rules, term) = (self.rules, self.term);
        let Role::Leader(leader) = &mut self.role else { return };
        if !leader.await_write(session.index(), operation, attempt) {
            return;
        }
        let write = Write { session, operation, key, value, only_if };
        self.log.push(Entry { term, command: Command::Write(write) });
        let office = Office { term, commit: self.commit, log: &self.log };
        leader.send_new(rules, office, write, out);
        self.count_copies(out);
    }

    /// A leader sends entries, or none as a heartbeat.
    pub(super) fn on_append(&mut self, from: ReplicaId, append: Append, out: &mut Outbox<Raft>) {
        let Append { term, prev, prev_term, entries, commit, about } = append;
        self.meet(term, out);
        let outcome = if term < self.term {
            Outcome::Send(prev)
        } else {
            self.follow(from, matches!(about, About::Beat { .. }), out);
            self.take_over(prev, prev_term, entries.as_slice(), commit, out)
        };
        out.send(NodeId::Replica(from), Message::Appended(Appended { term: self.term, prev, outcome, about }));
    }

    fn take_over(
        &mut self,
        prev: Index,
        prev_term: u32,
        entries: &[Entry],
        commit: Index,
        out: &mut Outbox<Raft>,
    ) -> Outcome {
        if self.log.term(prev) != Some(prev_term) {
            return Outcome::Send(self.log.conflict(prev));
        }
        let fits = self.log.accept(prev, entries);
        // What is committed is never deleted; but where a rule is left out it may be.
        self.commit = self.commit.min(self.log.last());
        self.state.applied = self.state.applied.min(self.commit);
        // What a conflict deleted was never applied.
        self.before = self.before.min(self.log.last());
        self.commit_to(commit.min(fits), out);
        Outcome::Fits(fits)
    }

    pub(super) fn on_appended(&mut self, from: ReplicaId, appended: Appended, out: &mut Outbox<Raft>) {
        let Appended { term, prev, outcome, about } = appended;
        self.meet(term, out);
        let (rules, committed) = (self.rules, self.commit);
        let Some((leader, office)) = self.office().filter(|(_, office)| office.term == term) else { return };
        if let About::Beat { sent_us, .. } = about {
            leader.heard(rules, from, sent_us);
        }
        let last = office.log.last();
        let peer = leader.peer(from);
        match outcome {
            Outcome::Fits(index) => {
                let index = index.min(last);
                for copied in peer.matched.max(committed)..index {
                    if let Some(Entry { command: Command::Write(write), .. }) = office.log.get(copied + 1) {
                        out.count(write.operation);
                    }
                }
                peer.matched = peer.matched.max(index);
                if peer.probing {
                    peer.next = peer.matched + 1;
                }
                peer.next = peer.next.max(peer.matched + 1);
                peer.probing = false;
                leader.send_rest(from, office, out);
                self.count_copies(out);
            }
            // An answer that was overtaken tells nothing.
            Outcome::Send(_) if prev < peer.matched || peer.probing && prev + 1 != peer.next => {}
            Outcome::Send(index) => {
                peer.probing = true;
                peer.next = index.clamp(1, last + 1);
                peer.matched = peer.matched.min(peer.next - 1);
                leader.send_rest(from, office, out);
            }
        }
    }

    /// Commits what a majority has. Entries of earlier terms are not committed by counting: a
    /// majority may have one and lose it again (figure 8). They are with the first of its own term.
    fn count_copies(&mut self, out: &mut Outbox<Raft>) {
        let (rules, last) = (self.rules, self.log.last());
        let Some((leader, office)) = self.office() else { return };
        let index = leader.on_majority(rules, last);
        if office.log.term(index) == Some(office.term) || rules.without == Without::OwnTerm {
            self.commit_to(index, out);
        }
    }
}
