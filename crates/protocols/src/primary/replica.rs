//! The primary and the backups: one machine, told apart by who is in office.

use history::{Key, NodeId, OperationId, ReplicaId, Value, Version};
use sim::{Context, Machine, Outbox};

use super::knobs::{Settings, Without};
use super::message::{Message, Referral};
use super::office::Office;
use super::record::{Done, Record, Records, Turn};
use super::{Primary, Timer};
use crate::session_layer::{Behind, HeldBack, Token, Waiting, Whom, line_of};
use crate::store::{Arrival, Latest, Store, Versioned};

type Out = Outbox<Primary>;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Replica {
    pub(super) settings: Settings,
    /// On disk: the records, the latest operation of each session here, and how many writes this
    /// primary ordered in its epoch.
    pub(super) records: Records,
    latest: Latest,
    pub(super) writes: i64,
    pub(super) office: Office,
    /// What each backup has confirmed, and how often it was sent more.
    pub(super) confirmed: Vec<Store>,
    attempt: u8,
    waiting_for_backups: bool,
    /// Requests that cannot be answered yet.
    waiting: Waiting<Message>,
    /// Replicated writes that may not be seen yet: from whom they came, which attempt it was.
    pub(super) held_back: HeldBack<(NodeId, Key, Record, u8)>,
}

impl Replica {
    fn replicate(&self, cx: &Context<'_>, key: Key, out: &mut Out) {
        for backup in cx.replicas().filter(|id| cx.me != NodeId::Replica(*id)) {
            self.bring(backup, key, out);
        }
    }

    /// Sends a backup what is newest of a key, unless it is known to have it.
    pub(super) fn bring(&self, backup: ReplicaId, key: Key, out: &mut Out) {
        let Some(record) = self.records.get(key) else { return };
        let behind = self.confirmed[backup.index()].get(key).version < record.held.version;
        if behind && self.office.has_joined(backup) {
            // Whose writes they are matters only to who may take office.
            let done = if self.settings.failover { record.done.clone() } else { Done::default() };
            let record = Record { held: record.held, after: record.after.clone(), done };
            let (epoch, attempt) = (self.office.epoch, self.attempt);
            out.send(NodeId::Replica(backup), Message::Replicate { epoch, key, record, attempt });
        }
    }

    /// As long as a backup lacks something, the primary looks at it again.
    fn wait(&mut self, cx: &Context<'_>, out: &mut Out) {
        if self.waiting_for_backups {
            return;
        }
        let behind = |backup: ReplicaId| {
            let confirmed = &self.confirmed[backup.index()];
            let lacks = |key: Key| confirmed.get(key).version < self.records.held(key).version;
            !self.office.has_joined(backup) || self.records.keys().any(lacks)
        };
        if cx.replicas().filter(|id| cx.me != NodeId::Replica(*id)).any(behind) {
            out.wake(self.settings.resend_us, Timer::Resend);
            self.waiting_for_backups = true;
        }
    }

    /// Sends each backup what it has not confirmed: its whole state, if it is not in the epoch yet.
    pub(super) fn resend(&mut self, cx: &Context<'_>, out: &mut Out) {
        self.attempt = self.attempt.wrapping_add(1);
        for backup in cx.replicas().filter(|id| cx.me != NodeId::Replica(*id)) {
            if !self.office.has_joined(backup) {
                let (epoch, attempt, records) = (self.office.epoch, self.attempt, self.records.0.clone());
                out.send(NodeId::Replica(backup), Message::State { epoch, attempt, records });
            }
        }
        for key in self.records.keys() {
            if self.records.held(key).version > Version::INITIAL {
                self.replicate(cx, key, out);
            }
        }
        self.wait(cx, out);
    }

    /// Whether so many backups have a version that whoever waits for it is answered.
    fn is_confirmed(&self, cx: &Context<'_>, key: Key, version: Version) -> bool {
        self.settings.acks == 0 || self.confirmations(cx, key, version) >= self.settings.acks
    }

    fn confirmations(&self, cx: &Context<'_>, key: Key, version: Version) -> u8 {
        let backups = cx.replicas().filter(|id| cx.me != NodeId::Replica(*id));
        backups.map(|id| u8::from(self.confirmed[id.index()].get(key).version >= version)).sum()
    }

    /// Answers a session, or keeps what it asks until that is possible.
    fn serve(&mut self, cx: &Context<'_>, from: NodeId, message: Message, out: &mut Out) {
        match message {
            Message::Get { operation, key, attempt, whom, ref needs } => {
                if whom == Whom::Primary && !self.office.is_mine(cx) {
                    return self.refer(cx, from, (operation, key, attempt), out);
                }
                let held = self.records.held(key);
                let unsafe_now = self.settings.failover
                    && (!self.office.is_leased(cx, self.settings)
                        || self.settings.without != Without::Confirm && !self.is_confirmed(cx, key, held.version));
                if whom == Whom::Primary && unsafe_now {
                    return self.waiting.keep(from, operation, message);
                }
                if !self.records.covers(needs) {
                    let stays = match self.settings.behind {
                        Behind::Wait => true,
                        Behind::Primary => self.office.is_mine(cx),
                        Behind::Elsewhere => false,
                    };
                    if stays {
                        return self.waiting.keep(from, operation, message);
                    }
                    let to = Referral::Elsewhere;
                    return out.send(from, Message::Refer { operation, key, attempt, to });
                }
                out.observe(operation, key, held.value);
                out.send(from, Message::Value { operation, key, attempt, held });
            }
            Message::Set { operation, key, attempt, value, only_if, ref needs } => {
                if !self.office.is_mine(cx) {
                    return self.refer(cx, from, (operation, key, attempt), out);
                }
                if !self.office.is_leased(cx, self.settings) || !self.records.covers(needs) {
                    return self.waiting.keep(from, operation, message);
                }
                match self.arrival(from, operation, key) {
                    Arrival::Outdated => return,
                    Arrival::Again => {}
                    Arrival::New => {
                        match only_if.is_none_or(|value| value == self.records.held(key).value) {
                            true => self.order(from, (operation, key, value), needs, out),
                            false => self.refuse(from, operation, key),
                        }
                        self.replicate(cx, key, out);
                    }
                }
                let Some(Turn { version, refused }) = self.records.place(key).done.turn(from, operation) else {
                    return;
                };
                if self.is_confirmed(cx, key, version) {
                    out.send(
                        from,
                        match refused {
                            true => Message::Refused { operation, key, attempt },
                            false => Message::Ack { operation, key, attempt, version },
                        },
                    );
                } else {
                    self.waiting.keep(from, operation, message);
                }
                self.wait(cx, out);
            }
            _ => {}
        }
    }

    /// Whether a write is new. Who was in office before may have taken it up, so with failover the
    /// key's record knows; what else a session did here is no longer certain then.
    fn arrival(&mut self, from: NodeId, operation: OperationId, key: Key) -> Arrival {
        if self.settings.failover {
            self.records.place(key).done.arrival(from, operation)
        } else {
            self.latest.arrival(from, operation)
        }
    }

    /// Takes up a write. With failover its place may be lost again, and it get another: only when it
    /// is acknowledged does the session note it.
    fn order(&mut self, from: NodeId, write: (OperationId, Key, Value), needs: &Token, out: &mut Out) {
        let (operation, key, value) = write;
        let version = self.next_version(operation);
        if !self.settings.failover {
            out.stamp(operation, version);
        }
        self.records.place(key).order(key, (from, operation), Versioned { value, version }, needs);
        out.apply(key, value, version);
    }

    /// Refuses a write whose condition is not met. With failover whoever takes office must refuse it as
    /// well, should a copy of it come late.
    fn refuse(&mut self, from: NodeId, operation: OperationId, key: Key) {
        let place = self.settings.failover.then(|| self.next_version(operation));
        self.records.place(key).refuse((from, operation), place);
    }

    const fn next_version(&mut self, operation: OperationId) -> Version {
        self.writes += 1;
        Version { stamp: (self.office.epoch as i64) << 32 | self.writes, counter: operation.0, writer: 0 }
    }

    fn refer(&self, cx: &Context<'_>, from: NodeId, what: (OperationId, Key, u8), out: &mut Out) {
        let (operation, key, attempt) = what;
        let to = Referral::Primary(self.office.primary(cx));
        out.send(from, Message::Refer { operation, key, attempt, to });
    }

    /// Tries again what waited: something changed.
    pub(super) fn serve_waiting(&mut self, cx: &Context<'_>, out: &mut Out) {
        let mut writes = self.writes - 1;
        // What is written now may be what another waits for.
        while !self.waiting.is_empty() && writes != self.writes {
            writes = self.writes;
            for (from, _, message) in self.waiting.take() {
                self.serve(cx, from, message, out);
            }
        }
    }

    /// A backup takes up what the primary sends on, unless it rests on something that is not there.
    fn take_up(&mut self, from: NodeId, (key, record): (Key, Record), attempt: u8, out: &mut Out) {
        let version = record.held.version;
        let known = self.records.held(key).version >= version;
        if known || self.held_back.is_empty() && self.records.covers(&record.after) {
            return self.store(from, key, record, attempt, out);
        }
        let after = record.after.clone();
        self.held_back.hold(line_of(key), version, after, (from, key, record, attempt));
        let Self { held_back, records, .. } = self;
        for (from, key, record, attempt) in held_back.release(|line| records.held(Key(line)).version) {
            self.store(from, key, record, attempt, out);
        }
    }

    fn store(&mut self, from: NodeId, key: Key, record: Record, attempt: u8, out: &mut Out) {
        let held = record.held;
        let mine = self.records.place(key);
        if held.version > mine.held.version {
            *mine = record;
            out.apply(key, held.value, held.version);
        }
        out.send(from, Message::Stored { epoch: self.office.epoch, key, held, attempt });
    }

    fn confirm(&mut self, cx: &Context<'_>, backup: ReplicaId, key: Key, held: Versioned, out: &mut Out) {
        let acks = self.settings.acks;
        let new = self.confirmed[backup.index()].put(key, held);
        if new && acks > 0 && self.confirmations(cx, key, held.version) <= acks {
            out.count(OperationId(held.version.counter));
        }
        self.serve_waiting(cx, out);
    }
}

impl Machine<Primary> for Replica {
    fn new(cx: &Context<'_>) -> Self {
        let settings = Settings::new(cx);
        Self {
            settings,
            records: Records::default(),
            latest: Latest::default(),
            writes: 0,
            office: Office::new(cx),
            confirmed: vec![Store::default(); cx.cluster.n.into()],
            attempt: 0,
            waiting_for_backups: false,
            waiting: Waiting::default(),
            held_back: HeldBack::default(),
        }
    }

    fn start(&mut self, cx: &Context<'_>, out: &mut Out) {
        self.stand_by(cx, out);
    }

    fn on_message(&mut self, cx: &Context<'_>, from: NodeId, message: Message, out: &mut Out) {
        let NodeId::Replica(other) = from else { return self.serve(cx, from, message, out) };
        match message {
            Message::Replicate { epoch, key, record, attempt } => {
                if self.settings.failover && !self.follows(cx, epoch, out) {
                    return;
                }
                self.take_up(from, (key, record), attempt, out);
                self.serve_waiting(cx, out);
            }
            Message::Stored { epoch, key, held, .. } if epoch == self.office.epoch => {
                self.confirm(cx, other, key, held, out);
            }
            message if self.settings.failover => self.on_office(cx, other, message, out),
            _ => {}
        }
    }

    fn on_timer(&mut self, cx: &Context<'_>, timer: Timer, out: &mut Out) {
        match timer {
            Timer::Resend => {
                self.waiting_for_backups = false;
                if self.office.is_mine(cx) {
                    self.resend(cx, out);
                }
            }
            Timer::Heartbeat { epoch } if epoch == self.office.epoch => self.heartbeat(cx, out),
            Timer::Silence => self.listen(cx, out),
            Timer::Heartbeat { .. } | Timer::Patience { .. } => {}
        }
    }

    /// The records are on disk, and so is the epoch. What the backups confirmed is not, so the primary
    /// asks again; and nobody remembers who waits.
    fn restart(self, cx: &Context<'_>, out: &mut Out) -> Self {
        let mut again = Self {
            office: self.office.restart(cx, self.settings),
            confirmed: vec![Store::default(); cx.cluster.n.into()],
            waiting_for_backups: false,
            waiting: Waiting::default(),
            held_back: HeldBack::default(),
            ..self
        };
        if again.office.is_mine(cx) {
            again.resend(cx, out);
        }
        again.stand_by(cx, out);
        again
    }

    fn holds(&self, key: Key) -> Option<Value> {
        Some(self.records.held(key).value)
    }
}
