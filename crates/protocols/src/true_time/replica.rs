//! A replica: it logs what its leader tells, keeps all versions, and answers reads once it surely has
//! everything up to their moment.

use std::rc::Rc;

use history::{Key, NodeId, SessionId, Value};
use sim::{Context, Machine, Outbox};

use super::leader::Office;
use super::log::{Entry, Kind, Log};
use super::message::{Append, Message, Read};
use super::rules::{Rules, Without};
use super::versions::{Versions, balance, version};
use super::{Timer, TrueTime};
use crate::store::Versioned;

/// A replica. All of it is on disk but the reads that wait.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Replica {
    pub(super) rules: Rules,
    pub(super) log: Log,
    pub(super) versions: Versions,
    /// Up to when it surely has everything (section 4.1.3), as its leader told it.
    safe_us: i64,
    /// At most one of each session.
    reads: Vec<(SessionId, Read)>,
    /// What it knows as a leader.
    pub(super) office: Office,
}

impl Replica {
    /// Applies an entry, which is logged by a majority and may be shown.
    pub(super) fn apply(&mut self, entry: Entry, out: &mut Outbox<TrueTime>) {
        self.log.applied += 1;
        if entry.kind == Kind::Prepare {
            return;
        }
        let version = version(entry.at_us, entry.operation);
        for (key, value) in entry.writes.each() {
            if self.versions.put(key, Versioned { value, version }) {
                out.apply(key, value, version);
            }
        }
    }

    fn on_append(&mut self, append: Append, out: &mut Outbox<TrueTime>) {
        let Append { from, entries, applied, safe_us, about } = append;
        self.log.accept(from, entries.as_slice());
        while self.log.applied < applied {
            let Some(entry) = self.log.get(self.log.applied) else { break };
            self.apply(entry, out);
        }
        // Only with all that was applied when the leader said so does it have everything up to then.
        if self.log.applied >= applied {
            self.safe_us = self.safe_us.max(safe_us);
        }
        let leader = NodeId::Replica(self.rules.leader(self.rules.shard));
        out.send(leader, Message::Appended { have: self.log.length(), about });
    }

    fn on_read(&mut self, cx: &Context<'_>, session: SessionId, read: Read, out: &mut Outbox<TrueTime>) {
        let rules = self.rules;
        if read.key.is_some_and(|key| rules.shard_of(key) != rules.shard) {
            return;
        }
        self.reads.retain(|(reader, _)| *reader != session);
        self.reads.push((session, read));
        let early_us = read.at_us.saturating_sub(rules.latest_us(cx.clock_us));
        if rules.leads() && !rules.hybrid && early_us > 0 {
            out.wake(early_us.unsigned_abs(), Timer::Reads);
        }
    }

    /// Answers the reads that miss nothing.
    fn answer_reads(&mut self, cx: &Context<'_>, out: &mut Outbox<TrueTime>) {
        let mut place = 0;
        while let Some((session, read)) = self.reads.get(place).copied() {
            if self.has_everything(cx, read) {
                self.reads.remove(place);
                self.answer(session, read, out);
            } else {
                place += 1;
            }
        }
    }

    fn has_everything(&mut self, cx: &Context<'_>, read: Read) -> bool {
        if self.rules.without == Without::SafeTime {
            return true;
        }
        if self.rules.leads() { self.promise(cx, read) } else { self.safe_us >= read.limit_us }
    }

    fn answer(&self, session: SessionId, read: Read, out: &mut Outbox<TrueTime>) {
        let Read { operation, key, at_us, limit_us, attempt } = read;
        let session = NodeId::Session(session);
        if let Some(key) = key {
            // Alone it begins anew at once at what may be newer.
            let Versioned { value, version } = self.versions.at(key, limit_us);
            out.observe(operation, key, value);
            return out.send(session, Message::Value { operation, key, value, at_us: at_us.max(version.stamp) });
        }
        let rules = self.rules;
        let mut newer_us = None;
        let mut balances = Vec::new();
        for key in rules.keys_of(rules.shard) {
            let value = self.versions.at(key, at_us).value;
            out.observe(operation, key, value);
            balances.push(balance(value, rules.initial));
            let newer = self.versions.at(key, limit_us).version.stamp;
            newer_us = newer_us.max(Some(newer).filter(|newer| *newer > at_us));
        }
        let (shard, balances) = (rules.shard, Rc::from(balances));
        out.send(session, Message::Balances { operation, shard, balances, newer_us, attempt });
    }

    fn of_leader(&mut self, cx: &Context<'_>, from: NodeId, message: Message, out: &mut Outbox<TrueTime>) {
        let NodeId::Replica(replica) = from else {
            if let (Message::Ask { transaction, now_us }, true) = (message, self.rules.leads()) {
                self.ask(transaction, now_us);
            }
            return;
        };
        match message {
            Message::Append(append) if replica == self.rules.leader(self.rules.shard) => self.on_append(append, out),
            _ if !self.rules.leads() => {}
            Message::Appended { have, about } => self.on_appended(replica, have, about, out),
            Message::Prepare { transaction, attempt, .. } => self.on_prepare(replica, transaction, attempt, out),
            Message::Prepared { operation, at_us, .. } => self.on_prepared(cx, operation, at_us, out),
            Message::Commit { operation, key, at_us, attempt } => {
                self.on_commit(operation, at_us, out);
                out.send(from, Message::Committed { operation, key, attempt });
            }
            Message::Committed { operation, .. } => self.on_committed(operation),
            _ => {}
        }
    }

    /// Does what has become possible.
    fn go_on(&mut self, cx: &Context<'_>, out: &mut Outbox<TrueTime>) {
        if self.rules.leads() {
            self.work(cx, out);
        }
        self.answer_reads(cx, out);
    }
}

impl Machine<TrueTime> for Replica {
    fn new(cx: &Context<'_>) -> Self {
        Self {
            rules: Rules::of(cx),
            log: Log::default(),
            versions: Versions::default(),
            safe_us: i64::MIN,
            reads: Vec::new(),
            office: Office::new(),
        }
    }

    fn start(&mut self, cx: &Context<'_>, out: &mut Outbox<TrueTime>) {
        // Of all keys, it stores only these.
        for key in self.rules.keys_of(self.rules.shard) {
            let Versioned { value, version } = self.versions.newest(key);
            out.apply(key, value, version);
        }
        if self.rules.leads() {
            self.beat(cx, out);
        }
    }

    fn on_message(&mut self, cx: &Context<'_>, from: NodeId, message: Message, out: &mut Outbox<TrueTime>) {
        match (from, message) {
            (NodeId::Session(session), Message::Read(read)) => self.on_read(cx, session, read, out),
            (_, message) => self.of_leader(cx, from, message, out),
        }
        self.go_on(cx, out);
    }

    fn on_timer(&mut self, cx: &Context<'_>, timer: Timer, out: &mut Outbox<TrueTime>) {
        match timer {
            Timer::Beat => self.beat(cx, out),
            Timer::Passed => self.office.passed(),
            Timer::Reads => {}
        }
        self.go_on(cx, out);
    }

    fn restart(self, cx: &Context<'_>, out: &mut Outbox<TrueTime>) -> Self {
        let office = self.office.restart();
        let mut again = Self { reads: Vec::new(), office, ..self };
        again.start(cx, out);
        again.go_on(cx, out);
        again
    }

    fn holds(&self, key: Key) -> Option<Value> {
        (self.rules.shard_of(key) == self.rules.shard).then(|| self.versions.newest(key).value)
    }
}
