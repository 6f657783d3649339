//! The leader of a shard: it locks, gives timestamps, has its group log, and shows what is committed
//! once its moment has passed. Two leaders commit together in two phases (section 4.2.1).
//!
//! The coordinator has its own locks, and knows what it will write, before it asks the other: so
//! whether a transaction commits is decided by whether the other promises to.

use history::{NodeId, OperationId, ReplicaId};
use scenario::limits::REPLICAS_MAX;
use sim::{Context, Outbox};

use super::log::{Entry, Kind, Length};
use super::message::{Message, Read};
use super::replica::Replica;
use super::rules::{Shard, Without};
use super::transaction::{Transaction, Writes};
use super::versions::version;
use super::{Timer, TrueTime};
use crate::store::{Arrival, Latest};

/// What has no answer for so many heartbeats is asked again.
const PATIENCE_BEATS: u8 = 8;

/// What only a leader knows. All of it is on disk but what waits for locks, and timers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Office {
    /// The latest timestamp that it gave to a transaction, or promised to give no more.
    pub(super) last_us: i64,
    /// By replica: how much of its log is known to be there, and how much was sent.
    pub(super) matched: [Length; REPLICAS_MAX as usize],
    pub(super) sent: [Length; REPLICAS_MAX as usize],
    /// How much of the log a majority has, as far as that was acted on.
    pub(super) logged: Length,
    /// The log at the latest heartbeat, and the heartbeats and repetitions so far.
    pub(super) mark: Length,
    pub(super) round: u32,
    pub(super) again: u8,
    /// Transactions that hold locks.
    running: Vec<Running>,
    /// Transactions that wait for locks, in order of arrival.
    waiting: Vec<Transaction>,
    /// Commits that the other shard may not know of.
    untold: Vec<Untold>,
    /// The latest transaction of each session that was asked for here, and that was promised here.
    asked: Latest,
    promised: Latest,
    /// The entry whose commit wait was noted, and whether a timer is set for it.
    held_back: Option<Length>,
    timer: bool,
}

/// A transaction that holds its locks of this shard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Running {
    transaction: Transaction,
    writes: Writes,
    stage: Stage,
    /// It is committed no earlier than then.
    least_us: i64,
    beats: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Stage {
    /// As coordinator: the other shard was asked.
    Asking,
    /// As participant: its promise is being logged.
    Promising,
    /// As participant: it promised, and knows no outcome.
    Promised,
    /// Its commit is in the log.
    Committing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Untold {
    transaction: Transaction,
    at_us: i64,
    beats: u8,
}

impl Office {
    pub(super) fn new() -> Self {
        Self { last_us: i64::MIN, ..Self::default() }
    }

    pub(super) fn restart(self) -> Self {
        Self { waiting: Vec::new(), timer: false, ..self }
    }

    pub(super) const fn passed(&mut self) {
        self.timer = false;
    }

    fn running(&mut self, operation: OperationId) -> Option<&mut Running> {
        self.running.iter_mut().find(|running| running.transaction.operation == operation)
    }

    /// The earliest that anything may be committed which is not shown yet.
    fn earliest_us(&self) -> i64 {
        self.running.iter().map(|running| running.least_us).min().unwrap_or(i64::MAX)
    }

    /// Up to when all is applied: nothing that runs is earlier, and nothing earlier will begin.
    pub(super) fn safe_us(&self) -> i64 {
        self.last_us.min(self.earliest_us().saturating_sub(1))
    }
}

impl Replica {
    /// A session hands over a transaction that this shard coordinates.
    pub(super) fn ask(&mut self, transaction: Transaction, now_us: i64) {
        let Transaction { operation, session, .. } = transaction;
        let (rules, office) = (self.rules, &mut self.office);
        if transaction.coordinator(rules) != rules.shard
            || office.asked.arrival(NodeId::Session(session), operation) != Arrival::New
        {
            return;
        }
        if rules.hybrid {
            office.last_us = office.last_us.max(now_us);
        }
        // What the session asked before and still waits, it gave up.
        office.waiting.retain(|other| other.session != session || other.coordinator(rules) != rules.shard);
        office.waiting.push(transaction);
    }

    /// Another shard asks for a promise.
    pub(super) fn on_prepare(
        &mut self,
        from: ReplicaId,
        transaction: Transaction,
        attempt: u8,
        out: &mut Outbox<TrueTime>,
    ) {
        let operation = transaction.operation;
        if transaction.participant(self.rules) != Some(self.rules.shard) {
            return;
        }
        if let Some(running) = self.office.running(operation) {
            if matches!(running.stage, Stage::Promised | Stage::Committing) {
                let (key, at_us) = (running.writes.first.0, Some(running.least_us));
                out.send(NodeId::Replica(from), Message::Prepared { operation, key, at_us, attempt });
            }
        } else if !self.office.waiting.iter().any(|other| other.operation == operation) {
            self.office.waiting.push(transaction);
        }
    }

    /// The other shard promised, or refused.
    pub(super) fn on_prepared(
        &mut self,
        cx: &Context<'_>,
        operation: OperationId,
        promised_us: Option<i64>,
        out: &mut Outbox<TrueTime>,
    ) {
        let asking = |running: &&mut Running| running.stage == Stage::Asking;
        let Some(running) = self.office.running(operation).filter(asking) else { return };
        let (transaction, writes) = (running.transaction, running.writes);
        out.count(operation);
        let Some(promised_us) = promised_us else {
            self.office.running.retain(|running| running.transaction.operation != operation);
            return answer(transaction, None, out);
        };
        let bound_us = if self.rules.without == Without::PrepareBound { i64::MIN } else { promised_us };
        let at_us = self.next_us(cx, bound_us);
        if let Some(running) = self.office.running(operation) {
            (running.stage, running.least_us) = (Stage::Committing, at_us);
        }
        self.commit(transaction, writes, at_us, out);
    }

    /// The coordinator committed what was promised here.
    pub(super) fn on_commit(&mut self, operation: OperationId, at_us: i64, out: &mut Outbox<TrueTime>) {
        let promised = |running: &&mut Running| running.stage == Stage::Promised;
        let Some(running) = self.office.running(operation).filter(promised) else { return };
        running.stage = Stage::Committing;
        let writes = running.writes;
        self.office.last_us = self.office.last_us.max(at_us);
        self.append(Entry { operation, writes, at_us, kind: Kind::Commit }, out);
    }

    pub(super) fn on_committed(&mut self, operation: OperationId) {
        self.office.untold.retain(|untold| untold.transaction.operation != operation);
    }

    /// Whether a read misses nothing, now that no transaction will get an earlier timestamp any more.
    pub(super) fn promise(&mut self, cx: &Context<'_>, read: Read) -> bool {
        // With true time it does not commit itself to a moment that may not have come.
        if !self.rules.hybrid && read.at_us > self.rules.latest_us(cx.clock_us) {
            return false;
        }
        self.office.last_us = self.office.last_us.max(read.at_us);
        self.office.earliest_us() > read.limit_us
    }

    /// A timestamp: no earlier than the true time, later than any that it gave or promised, and no
    /// earlier than what the other shard promised (sections 4.1.2 and 4.2.1).
    fn next_us(&mut self, cx: &Context<'_>, bound_us: i64) -> i64 {
        let latest_us = self.rules.latest_us(cx.clock_us).max(bound_us);
        let next_us = self.office.last_us.saturating_add(1);
        let at_us = if self.rules.without == Without::Monotonic { latest_us } else { latest_us.max(next_us) };
        self.office.last_us = self.office.last_us.max(at_us);
        at_us
    }

    /// Does what has become possible: applies what may be shown, and starts who has its locks.
    pub(super) fn work(&mut self, cx: &Context<'_>, out: &mut Outbox<TrueTime>) {
        loop {
            self.advance(cx, out);
            let Some(place) = self.next_free() else { return };
            let transaction = self.office.waiting.remove(place);
            self.begin(cx, transaction, out);
        }
    }

    /// The first that waits for locks which nobody holds, and nobody has waited for longer.
    fn next_free(&self) -> Option<usize> {
        let (rules, office) = (self.rules, &self.office);
        let meets = |one: &Transaction, other: &Transaction| one.meets(rules, rules.shard, *other);
        (0..office.waiting.len()).find(|place| {
            let wanted = &office.waiting[*place];
            rules.without == Without::Locks
                || !office.running.iter().any(|running| meets(wanted, &running.transaction))
                    && !office.waiting[..*place].iter().any(|earlier| meets(wanted, earlier))
        })
    }

    /// A transaction has its locks of this shard.
    fn begin(&mut self, cx: &Context<'_>, transaction: Transaction, out: &mut Outbox<TrueTime>) {
        let (rules, Transaction { operation, session, .. }) = (self.rules, transaction);
        let coordinator = transaction.coordinator(rules);
        let coordinates = coordinator == rules.shard;
        // An old copy of what has ended must not be promised again.
        let is_new = coordinates || self.office.promised.arrival(NodeId::Session(session), operation) == Arrival::New;
        let writes = transaction.carried_out(rules, rules.shard, &self.versions).filter(|_| is_new);
        let (Some(writes), other) = (writes, transaction.participant(rules).filter(|_| coordinates)) else {
            if coordinates {
                return answer(transaction, None, out);
            }
            let key = transaction.keys_of(rules, rules.shard).next().unwrap_or_default();
            let to = NodeId::Replica(rules.leader(coordinator));
            return out.send(to, Message::Prepared { operation, key, at_us: None, attempt: 0 });
        };
        let (stage, least_us) = match other {
            Some(_) => (Stage::Asking, i64::MAX),
            None if coordinates => (Stage::Committing, self.next_us(cx, i64::MIN)),
            None => (Stage::Promising, self.next_us(cx, i64::MIN)),
        };
        self.office.running.push(Running { transaction, writes, stage, least_us, beats: 0 });
        match other {
            Some(other) => self.prepare(transaction, other, 0, out),
            None if coordinates => self.commit(transaction, writes, least_us, out),
            None => self.append(Entry { operation, writes, at_us: least_us, kind: Kind::Prepare }, out),
        }
    }

    fn prepare(&self, transaction: Transaction, other: Shard, attempt: u8, out: &mut Outbox<TrueTime>) {
        let key = transaction.keys_of(self.rules, other).next().unwrap_or_default();
        let to = NodeId::Replica(self.rules.leader(other));
        out.send(to, Message::Prepare { transaction, key, attempt });
    }

    /// The decision.
    fn commit(&mut self, transaction: Transaction, writes: Writes, at_us: i64, out: &mut Outbox<TrueTime>) {
        let operation = transaction.operation;
        out.stamp(operation, version(at_us, operation));
        let kind = if self.rules.commit_wait { Kind::CommitWait } else { Kind::Commit };
        self.append(Entry { operation, writes, at_us, kind }, out);
    }

    /// Goes through what a majority has logged: promises are given, and commits shown in their order.
    fn advance(&mut self, cx: &Context<'_>, out: &mut Outbox<TrueTime>) {
        let majority = self.on_majority();
        while self.office.logged < majority {
            let entry = self.log.get(self.office.logged).filter(|entry| entry.kind == Kind::Prepare);
            self.office.logged += 1;
            if let Some(entry) = entry {
                self.promised(entry, out);
            }
        }
        while self.log.applied < self.office.logged {
            let Some(entry) = self.log.get(self.log.applied) else { return };
            if entry.kind == Kind::CommitWait && self.holds_back(cx, entry, out) {
                return;
            }
            self.apply(entry, out);
            if entry.kind != Kind::Prepare {
                self.committed(entry, out);
            }
        }
    }

    /// Commit wait: whether the moment of a commit may not have passed yet on some clock (section
    /// 4.1.2).
    fn holds_back(&mut self, cx: &Context<'_>, entry: Entry, out: &mut Outbox<TrueTime>) -> bool {
        let left_us = self.rules.until_past_us(cx.clock_us, entry.at_us);
        if left_us > 0 && self.office.held_back != Some(self.log.applied) {
            self.office.held_back = Some(self.log.applied);
            entry.writes.each().for_each(|(key, value)| out.wait(key, value));
        }
        if left_us > 0 && !self.office.timer {
            self.office.timer = true;
            out.wake(left_us, Timer::Passed);
        }
        left_us > 0
    }

    fn promised(&mut self, entry: Entry, out: &mut Outbox<TrueTime>) {
        let Entry { operation, at_us, .. } = entry;
        let rules = self.rules;
        let Some(running) = self.office.running(operation).filter(|one| one.stage == Stage::Promising) else { return };
        running.stage = Stage::Promised;
        let to = NodeId::Replica(rules.leader(running.transaction.coordinator(rules)));
        out.send(to, Message::Prepared { operation, key: entry.key(), at_us: Some(at_us), attempt: 0 });
    }

    /// A commit is shown: its locks are free, and who has to know it is told.
    fn committed(&mut self, entry: Entry, out: &mut Outbox<TrueTime>) {
        let (rules, Entry { operation, at_us, .. }) = (self.rules, entry);
        let place = self.office.running.iter().position(|running| running.transaction.operation == operation);
        let Some(Running { transaction, .. }) = place.map(|place| self.office.running.remove(place)) else { return };
        if transaction.coordinator(rules) != rules.shard {
            return;
        }
        answer(transaction, Some(at_us), out);
        if let Some(other) = transaction.participant(rules) {
            self.office.untold.push(Untold { transaction, at_us, beats: 0 });
            self.tell(transaction, other, at_us, 0, out);
        }
    }

    fn tell(&self, transaction: Transaction, other: Shard, at_us: i64, attempt: u8, out: &mut Outbox<TrueTime>) {
        let operation = transaction.operation;
        let key = transaction.keys_of(self.rules, other).next().unwrap_or_default();
        let to = NodeId::Replica(self.rules.leader(other));
        out.send(to, Message::Commit { operation, key, at_us, attempt });
    }

    pub(super) fn ask_again(&mut self, out: &mut Outbox<TrueTime>) {
        let (rules, attempt) = (self.rules, self.office.round as u8 | 1);
        let overdue = |beats: &mut u8| {
            *beats = (*beats + 1) % PATIENCE_BEATS;
            *beats == 0
        };
        let mut running = std::mem::take(&mut self.office.running);
        for Running { transaction, stage, beats, .. } in &mut running {
            let other = transaction.participant(rules).filter(|_| *stage == Stage::Asking && overdue(beats));
            if let Some(other) = other {
                self.prepare(*transaction, other, attempt, out);
            }
        }
        self.office.running = running;
        let mut untold = std::mem::take(&mut self.office.untold);
        for Untold { transaction, at_us, beats } in &mut untold {
            let other = transaction.participant(rules).filter(|_| overdue(beats));
            if let Some(other) = other {
                self.tell(*transaction, other, *at_us, attempt, out);
            }
        }
        self.office.untold = untold;
    }
}

fn answer(transaction: Transaction, at_us: Option<i64>, out: &mut Outbox<TrueTime>) {
    let Transaction { operation, session, first, .. } = transaction;
    out.send(NodeId::Session(session), Message::Done { operation, key: first.key, at_us });
}
