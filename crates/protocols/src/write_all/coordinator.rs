//! The replica that runs a write: it collects the votes, decides, and sees to it that all learn.

use history::{Key, NodeId, OperationId, ReplicaId, Version};
use sim::{Context, Outbox};

use super::message::{Decision, Message, Transaction};
use super::{Timer, Without, WriteAll};
use crate::register::PRIMARY;
use crate::store::{Arrival, Latest, Versioned};

/// The writes that a replica coordinates. Which ones it took on and which it committed is on disk;
/// what is not decided yet is not, and never will be after a crash.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Coordinator {
    taken: Latest,
    /// The log: commits that not all replicas have confirmed. Once they have, nobody will ask.
    log: Vec<Commit>,
    /// Undecided, at most one a session.
    voting: Vec<Voting>,
    attempt: u8,
    give_up_us: u64,
    without: Without,
}

/// A write whose votes are being collected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Voting {
    transaction: Transaction,
    /// Who was asked and who voted yes, one bit each.
    asked: u16,
    voted: u16,
    /// The number of the newest write that a voter has committed.
    newest: i64,
    /// It has been under way for a while.
    overdue: bool,
}

/// A write that is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Commit {
    operation: OperationId,
    key: Key,
    held: Versioned,
    /// Who has committed, one bit each.
    confirmed: u16,
    /// Whom to answer when all have.
    client: Option<NodeId>,
    overdue: bool,
}

const fn bit(replica: ReplicaId) -> u16 {
    1 << (replica.0 & 15)
}

impl Coordinator {
    pub(crate) fn new(cx: &Context<'_>) -> Self {
        let knobs = &cx.cluster.knobs;
        let give_up_ms = u64::try_from(knobs.number("give_up_ms")).unwrap_or(1);
        Self {
            taken: Latest::default(),
            log: Vec::new(),
            voting: Vec::new(),
            attempt: 0,
            give_up_us: give_up_ms * 1000,
            without: Without::of(knobs),
        }
    }

    pub(crate) fn is_busy(&self) -> bool {
        !(self.log.is_empty() && self.voting.is_empty())
    }

    #[cfg(test)]
    pub(crate) const fn undecided(&self) -> usize {
        self.voting.len()
    }

    /// Takes a write on. `newest` is the number of the newest write committed at this replica.
    pub(crate) fn begin(
        &mut self,
        cx: &Context<'_>,
        transaction: Transaction,
        newest: i64,
        out: &mut Outbox<WriteAll>,
    ) {
        let Transaction { operation, client, .. } = transaction;
        if self.taken.arrival(client, operation) != Arrival::New {
            return;
        }
        // A session does one thing at a time: what it asked before and is not decided, it gave up.
        if let Some(index) = self.voting.iter().position(|voting| voting.transaction.client == client) {
            self.abort(cx, index, out);
        }
        let voting = Voting { transaction, asked: 0, voted: 0, newest, overdue: false };
        if self.without == Without::Prepare {
            return self.commit(cx, voting, out);
        }
        self.voting.push(voting);
        let in_order = self.without != Without::LockOrder;
        if let Some(voting) = self.voting.last_mut() {
            voting.ask(cx, |replica| !in_order || replica == PRIMARY, self.attempt, out);
        }
        out.wake(self.give_up_us, Timer::GiveUp(operation));
    }

    /// Counts a vote. The first yes is that of the first replica, and lets the others be asked; with
    /// the last the write is decided.
    pub(crate) fn on_vote(
        &mut self,
        cx: &Context<'_>,
        from: ReplicaId,
        operation: OperationId,
        yes: Option<i64>,
        out: &mut Outbox<WriteAll>,
    ) {
        let Some(index) = self.voting.iter().position(|voting| voting.transaction.operation == operation) else {
            return;
        };
        let Some(newest) = yes else { return self.fail(cx, index, out) };
        let voting = &mut self.voting[index];
        if voting.voted & bit(from) != 0 {
            return;
        }
        out.count(operation);
        voting.voted |= bit(from);
        voting.newest = voting.newest.max(newest);
        if voting.voted.count_ones() == u32::from(cx.cluster.n) {
            let voting = self.voting.swap_remove(index);
            self.commit(cx, voting, out);
        } else if voting.voted == voting.asked {
            voting.overdue = false;
            voting.ask(cx, |replica| replica != PRIMARY, self.attempt, out);
        }
    }

    /// The decision: from here on the write has happened.
    fn commit(&mut self, cx: &Context<'_>, voting: Voting, out: &mut Outbox<WriteAll>) {
        let Transaction { operation, key, value, client, .. } = voting.transaction;
        let version = Version { stamp: voting.newest + 1, counter: operation.0, writer: 0 };
        out.stamp(operation, version);
        let held = Versioned { value, version };
        // Where nothing was locked before, an answer now would be for the first replica alone.
        let waits = self.without == Without::Prepare;
        let client = if waits {
            Some(client)
        } else {
            out.send(client, Message::Written { operation, key, committed: true });
            None
        };
        let commit = Commit { operation, key, held, confirmed: 0, client, overdue: false };
        commit.send(cx, self.attempt, out);
        self.log.push(commit);
    }

    /// Forgets a write that is not decided; whoever holds a lock for it is told once, and may ask.
    fn abort(&mut self, cx: &Context<'_>, index: usize, out: &mut Outbox<WriteAll>) -> Transaction {
        let Voting { transaction, asked, .. } = self.voting.swap_remove(index);
        let Transaction { operation, key, .. } = transaction;
        for replica in cx.replicas().filter(|replica| asked & bit(*replica) != 0) {
            let (commit, answer, attempt) = (None, false, self.attempt);
            out.send(NodeId::Replica(replica), Message::Decide(Decision { operation, key, commit, answer, attempt }));
        }
        transaction
    }

    fn fail(&mut self, cx: &Context<'_>, index: usize, out: &mut Outbox<WriteAll>) {
        let Transaction { operation, key, client, .. } = self.abort(cx, index, out);
        out.send(client, Message::Written { operation, key, committed: false });
    }

    /// The votes for a write took too long.
    pub(crate) fn give_up(&mut self, cx: &Context<'_>, operation: OperationId, out: &mut Outbox<WriteAll>) {
        if let Some(index) = self.voting.iter().position(|voting| voting.transaction.operation == operation) {
            self.fail(cx, index, out);
        }
    }

    /// A replica has committed. When all have, the log forgets the write.
    pub(crate) fn on_done(
        &mut self,
        cx: &Context<'_>,
        from: ReplicaId,
        operation: OperationId,
        out: &mut Outbox<WriteAll>,
    ) {
        let Some(index) = self.log.iter().position(|commit| commit.operation == operation) else { return };
        let commit = &mut self.log[index];
        commit.confirmed |= bit(from);
        if commit.confirmed.count_ones() == u32::from(cx.cluster.n) {
            let Commit { operation, key, client, .. } = self.log.swap_remove(index);
            if let Some(client) = client {
                out.count(operation);
                out.send(client, Message::Written { operation, key, committed: true });
            }
        }
    }

    /// Answers one who is in doubt. What is neither voted on nor in the log was never decided.
    pub(crate) fn tell(
        &self,
        asker: ReplicaId,
        operation: OperationId,
        key: Key,
        attempt: u8,
        out: &mut Outbox<WriteAll>,
    ) {
        if self.voting.iter().any(|voting| voting.transaction.operation == operation) {
            return;
        }
        let commit = self.log.iter().find(|commit| commit.operation == operation).map(|commit| commit.held);
        out.send(NodeId::Replica(asker), Message::Decide(Decision { operation, key, commit, answer: true, attempt }));
    }

    /// Sends again what has had no answer for a while.
    pub(crate) fn again(&mut self, cx: &Context<'_>, out: &mut Outbox<WriteAll>) {
        self.attempt = self.attempt.wrapping_add(1);
        for voting in &mut self.voting {
            if std::mem::replace(&mut voting.overdue, true) {
                let missing = voting.asked & !voting.voted;
                voting.ask(cx, |replica| missing & bit(replica) != 0, self.attempt, out);
            }
        }
        for commit in &mut self.log {
            if std::mem::replace(&mut commit.overdue, true) {
                commit.send(cx, self.attempt, out);
            }
        }
    }

    /// Comes back with its log, and tells all what it had decided.
    pub(crate) fn restart(mut self, cx: &Context<'_>, out: &mut Outbox<WriteAll>) -> Self {
        self.voting.clear();
        if self.without == Without::Log {
            self.log.clear();
        }
        for commit in &mut self.log {
            commit.overdue = true;
        }
        self.again(cx, out);
        self
    }
}

impl Voting {
    fn ask(&mut self, cx: &Context<'_>, whom: impl Fn(ReplicaId) -> bool, attempt: u8, out: &mut Outbox<WriteAll>) {
        for replica in cx.replicas().filter(|replica| whom(*replica)) {
            self.asked |= bit(replica);
            out.send(NodeId::Replica(replica), Message::Prepare { transaction: self.transaction, attempt });
        }
    }
}

impl Commit {
    fn send(&self, cx: &Context<'_>, attempt: u8, out: &mut Outbox<WriteAll>) {
        let Self { operation, key, held, .. } = *self;
        for replica in cx.replicas().filter(|replica| self.confirmed & bit(*replica) == 0) {
            let (commit, answer) = (Some(held), false);
            out.send(NodeId::Replica(replica), Message::Decide(Decision { operation, key, commit, answer, attempt }));
        }
    }
}
