//! Who is in office: heartbeats, leases, and taking over.
//!
//! The view change of Viewstamped Replication (Oki, Liskov, 1988), with the newest record of each
//! key in place of a log.

use history::{Key, NodeId, ReplicaId};
use sim::{Context, Outbox};

use super::knobs::{Settings, Without};
use super::message::Message;
use super::record::{Record, Records};
use super::replica::Replica;
use super::{Primary, Timer};
use crate::session_layer::HeldBack;
use crate::store::Store;

type Out = Outbox<Primary>;

/// What a replica knows of the offices.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Office {
    /// On disk: the epoch that it takes part in, or has promised to; that whose state it has; the
    /// last that it tried to open; and its last heartbeat.
    pub(super) epoch: u32,
    installed: u32,
    tried: u32,
    round: u32,
    /// When it last heard from the primary, or promised something, by its own clock.
    heard_us: i64,
    bid: Option<Bid>,
    /// The backups that have the state of this epoch.
    joined: u16,
    /// When that primary had said what each backup last answered, by the primary's clock.
    contact_us: Vec<Option<i64>>,
}

/// The attempt to take over.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Bid {
    epoch: u32,
    promised: u16,
    /// The newest state of those that promised, and of which epoch it is.
    installed: u32,
    records: Records,
}

const fn bit(id: ReplicaId) -> u16 {
    1 << (id.0 & 15)
}

impl Office {
    /// The first epoch: its primary is in office, and all have heard from it.
    pub(super) fn new(cx: &Context<'_>) -> Self {
        Self {
            epoch: 0,
            installed: 0,
            tried: 0,
            round: 0,
            heard_us: cx.clock_us,
            bid: None,
            joined: u16::MAX,
            contact_us: vec![Some(cx.clock_us); cx.cluster.n.into()],
        }
    }

    /// Nothing was heard since, and there may have been promises just before.
    pub(super) fn restart(self, cx: &Context<'_>, settings: Settings) -> Self {
        let joined = if settings.failover { 0 } else { u16::MAX };
        let contact_us = vec![None; self.contact_us.len()];
        Self { heard_us: cx.clock_us, bid: None, joined, contact_us, ..self }
    }

    /// Whose epoch this is: they take turns.
    pub(super) fn primary(&self, cx: &Context<'_>) -> ReplicaId {
        primary_of(self.epoch, cx.cluster.n)
    }

    pub(super) fn is_mine(&self, cx: &Context<'_>) -> bool {
        self.installed == self.epoch && cx.me == NodeId::Replica(self.primary(cx))
    }

    pub(super) const fn has_joined(&self, backup: ReplicaId) -> bool {
        self.joined & bit(backup) != 0
    }

    /// Whether a majority, with itself, has heard from this primary so lately that none of it helps
    /// another into office.
    pub(super) fn is_leased(&self, cx: &Context<'_>, settings: Settings) -> bool {
        if !settings.failover || !settings.fencing || settings.without == Without::Lease {
            return true;
        }
        let lately = |at_us: &i64| cx.clock_us.saturating_sub(*at_us) < settings.timeout_us as i64;
        let me = |id: &ReplicaId| cx.me == NodeId::Replica(*id);
        let heard = cx.replicas().filter(|id| !me(id) && self.contact_us[id.index()].as_ref().is_some_and(lately));
        heard.count() >= usize::from(settings.n / 2)
    }

    fn silent_us(&self, cx: &Context<'_>) -> u64 {
        u64::try_from(cx.clock_us.saturating_sub(self.heard_us)).unwrap_or(0)
    }
}

fn primary_of(epoch: u32, n: u8) -> ReplicaId {
    ReplicaId((epoch % u32::from(n.max(1))) as u8)
}

impl Replica {
    /// Sets what it waits for as long as it lives.
    pub(super) fn stand_by(&mut self, cx: &Context<'_>, out: &mut Out) {
        let Settings { failover, timeout_us, .. } = self.settings;
        if failover && self.settings.n > 1 {
            out.wake_within(timeout_us, 2 * timeout_us, Timer::Silence);
            if self.office.is_mine(cx) {
                self.heartbeat(cx, out);
            }
        }
    }

    pub(super) fn heartbeat(&mut self, cx: &Context<'_>, out: &mut Out) {
        if !self.office.is_mine(cx) {
            return;
        }
        let Office { epoch, .. } = self.office;
        self.office.round = self.office.round.wrapping_add(1);
        let (round, at_us) = (self.office.round, cx.clock_us);
        to_others(cx, || Message::Heartbeat { epoch, round, at_us }, out);
        out.wake(self.settings.heartbeat_us, Timer::Heartbeat { epoch });
    }

    /// Takes over when nothing was heard for long enough, and tries again what came to nothing.
    pub(super) fn listen(&mut self, cx: &Context<'_>, out: &mut Out) {
        let timeout_us = self.settings.timeout_us;
        let mine = self.office.is_mine(cx);
        let silent_us = if mine { timeout_us } else { self.office.silent_us(cx).min(timeout_us) };
        let due = silent_us == timeout_us;
        if due && (!mine || self.office.bid.is_some()) {
            self.take_over(cx, out);
        }
        let past_us = if due { 0 } else { silent_us };
        out.wake_within(timeout_us - past_us, 2 * timeout_us - past_us, Timer::Silence);
    }

    /// Opens the next epoch that is its own.
    fn take_over(&mut self, cx: &Context<'_>, out: &mut Out) {
        let NodeId::Replica(me) = cx.me else { return };
        let known = self.office.epoch.max(self.office.tried);
        let next = (1..=u32::from(self.settings.n)).map(|step| known.saturating_add(step));
        let Some(epoch) = next.into_iter().find(|epoch| primary_of(*epoch, self.settings.n) == me) else { return };
        self.office.tried = epoch;
        if !self.settings.fencing {
            return self.take_office(cx, epoch, out);
        }
        self.office.bid = Some(Bid { epoch, promised: 0, installed: 0, records: Records::default() });
        to_others(cx, || Message::TakeOver { epoch }, out);
    }

    pub(super) fn on_office(&mut self, cx: &Context<'_>, from: ReplicaId, message: Message, out: &mut Out) {
        let reply = NodeId::Replica(from);
        match message {
            Message::Heartbeat { epoch, round, at_us } => {
                if epoch < self.office.epoch {
                    let epoch = self.office.epoch;
                    return out.send(reply, Message::Outdated { epoch, round });
                }
                let joined = self.follows(cx, epoch, out);
                out.send(reply, Message::Alive { epoch, round, at_us, joined });
            }
            Message::Alive { epoch, at_us, joined, .. } if epoch == self.office.epoch => {
                let contact_us = &mut self.office.contact_us[from.index()];
                *contact_us = Some(at_us).max(*contact_us);
                if !joined {
                    self.office.joined &= !bit(from);
                }
                self.serve_waiting(cx, out);
            }
            Message::TakeOver { epoch } => self.promise(cx, from, epoch, out),
            Message::Promise { epoch, installed, records } => self.promised(cx, from, (epoch, installed), records, out),
            Message::Outdated { epoch, .. } => {
                self.office.tried = self.office.tried.max(epoch);
                if self.office.bid.as_ref().is_some_and(|bid| bid.epoch > epoch) {
                    return;
                }
                self.office.bid = None;
                // Somebody promised more than it could use: the one in office opens a newer epoch.
                if self.office.is_mine(cx) && self.settings.fencing && epoch > self.office.epoch {
                    self.take_over(cx, out);
                }
            }
            Message::State { epoch, attempt, records } => self.join(cx, reply, (epoch, attempt), records, out),
            Message::Joined { epoch, held, .. } if epoch == self.office.epoch && self.office.is_mine(cx) => {
                self.office.joined |= bit(from);
                for (key, held) in (0..).map(Key).zip(held) {
                    self.confirmed[from.index()].put(key, held);
                }
                // What was written meanwhile.
                for key in self.records.keys() {
                    self.bring(from, key, out);
                }
                self.serve_waiting(cx, out);
            }
            _ => {}
        }
    }

    /// Hears from the primary of an epoch; says whether it has the state of that.
    pub(super) fn follows(&mut self, cx: &Context<'_>, epoch: u32, out: &mut Out) -> bool {
        if epoch < self.office.epoch {
            return false;
        }
        self.office.heard_us = cx.clock_us;
        self.office.bid = None;
        self.move_to(cx, epoch, out);
        self.office.installed == epoch
    }

    /// Takes part in no earlier epoch any more: whoever waited for its answer must go elsewhere.
    fn move_to(&mut self, cx: &Context<'_>, epoch: u32, out: &mut Out) {
        if epoch > self.office.epoch {
            self.office.epoch = epoch;
            self.held_back = HeldBack::default();
            self.serve_waiting(cx, out);
        }
    }

    fn promise(&mut self, cx: &Context<'_>, from: ReplicaId, epoch: u32, out: &mut Out) {
        let Office { epoch: current, installed, .. } = self.office;
        let reply = NodeId::Replica(from);
        if epoch < current || epoch == current && primary_of(epoch, self.settings.n) != from {
            return out.send(reply, Message::Outdated { epoch: current, round: epoch });
        }
        let quiet = if self.office.is_mine(cx) {
            !self.office.is_leased(cx, self.settings)
        } else {
            self.office.silent_us(cx) >= self.settings.timeout_us
        };
        let sits = primary_of(current, self.settings.n) == from;
        if epoch > current && !quiet && !sits {
            return;
        }
        self.office.heard_us = cx.clock_us;
        self.office.bid = None;
        self.move_to(cx, epoch, out);
        out.send(reply, Message::Promise { epoch, installed, records: self.records.0.clone() });
    }

    fn promised(
        &mut self,
        cx: &Context<'_>,
        from: ReplicaId,
        (epoch, installed): (u32, u32),
        records: Vec<Record>,
        out: &mut Out,
    ) {
        let Some(bid) = self.office.bid.as_mut().filter(|bid| bid.epoch == epoch) else { return };
        bid.promised |= bit(from);
        if installed > bid.installed {
            bid.installed = installed;
            bid.records = Records(records);
        } else if installed == bid.installed {
            bid.records.merge(records);
        }
        if bid.promised.count_ones() < u32::from(self.settings.n / 2) {
            return;
        }
        let Some(Bid { installed, records, .. }) = self.office.bid.take() else { return };
        if self.settings.without != Without::Newest && installed >= self.office.installed {
            if installed > self.office.installed {
                self.replace(records.0, out);
            } else {
                self.add(records.0, out);
            }
        }
        self.take_office(cx, epoch, out);
    }

    fn take_office(&mut self, cx: &Context<'_>, epoch: u32, out: &mut Out) {
        let n = self.confirmed.len();
        self.writes = 0;
        self.held_back = HeldBack::default();
        self.confirmed = vec![Store::default(); n];
        let contact_us = vec![None; n];
        let office = self.office.clone();
        self.office = Office { epoch, installed: epoch, bid: None, joined: 0, contact_us, ..office };
        self.heartbeat(cx, out);
        self.resend(cx, out);
        self.serve_waiting(cx, out);
    }

    /// Takes the state of a new epoch, and drops what it had; in an epoch that it is in already it can
    /// only lack something.
    fn join(
        &mut self,
        cx: &Context<'_>,
        primary: NodeId,
        (epoch, attempt): (u32, u8),
        records: Vec<Record>,
        out: &mut Out,
    ) {
        if epoch < self.office.epoch {
            return;
        }
        let held = records.iter().map(|record| record.held).collect();
        if self.follows(cx, epoch, out) {
            self.add(records, out);
        } else {
            self.replace(records, out);
            self.office.installed = epoch;
        }
        out.send(primary, Message::Joined { epoch, attempt, held });
        self.serve_waiting(cx, out);
    }

    fn add(&mut self, records: Vec<Record>, out: &mut Out) {
        let before = self.records.clone();
        self.records.merge(records);
        self.show(&before, out);
    }

    fn replace(&mut self, records: Vec<Record>, out: &mut Out) {
        let before = std::mem::replace(&mut self.records, Records(records));
        self.show(&before, out);
    }

    fn show(&self, before: &Records, out: &mut Out) {
        for key in (0..).map(Key).take(before.0.len().max(self.records.0.len())) {
            let held = self.records.held(key);
            if held != before.held(key) {
                out.apply(key, held.value, held.version);
            }
        }
    }
}

fn to_others(cx: &Context<'_>, message: impl Fn() -> Message, out: &mut Out) {
    for other in cx.replicas().filter(|id| cx.me != NodeId::Replica(*id)) {
        out.send(NodeId::Replica(other), message());
    }
}
