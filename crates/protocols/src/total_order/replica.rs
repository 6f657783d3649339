//! The replica: what it keeps on disk and in memory, and which event goes where.

use history::{Key, NodeId, OperationId, ReplicaId, Value, Version};
use sim::{Context, Machine, Outbox};

use super::log::{Entry, Log, Reach};
use super::message::Message;
use super::requests::Waiting;
use super::roles::{Following, Leading, Looking, Phase, Role, Stage, others};
use super::{Timer, TotalOrder};
use crate::store::{Store, Versioned};

/// Who is in office at the start.
const FIRST: ReplicaId = ReplicaId(0);

/// A replica.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Replica {
    pub(crate) rules: Rules,
    /// On disk: all writes in order,
    pub(crate) log: Log,
    /// how many of them it has carried out,
    pub(crate) applied: u32,
    /// what they left,
    pub(crate) store: Store,
    /// the latest write of each session that was refused when its turn came,
    pub(crate) refused: Vec<(NodeId, OperationId)>,
    /// the newest epoch that it accepted (f.p of the paper),
    pub(crate) accepted: u32,
    /// the epoch whose leader it was last brought in line with (f.a),
    pub(crate) current: u32,
    /// and how often it has counted a round, so that no two have one number.
    pub(crate) round: u32,
    /// In memory: its role,
    pub(crate) role: Role,
    /// how many writes stand, as it knows,
    pub(crate) committed: u32,
    /// proposals that overtook others. The paper has channels that keep the order.
    pub(crate) early: Vec<(u32, Entry)>,
    /// the sessions that wait here,
    pub(crate) waiting: Vec<Waiting>,
    /// and whether it ticks.
    pub(crate) ticks: bool,
}

/// The knobs, as a replica asks for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Rules {
    pub(crate) tick_us: u64,
    pub(crate) sync: bool,
    /// It refuses what a leader of an earlier epoch says.
    pub(crate) epochs: bool,
    /// It carries writes out in order.
    pub(crate) in_order: bool,
    /// It backs only who has a history as long as its own.
    pub(crate) longest: bool,
    /// A leader waits for a majority.
    pub(crate) majority: bool,
}

impl Rules {
    /// Ticks of silence after which a replica gives its leader up.
    pub(crate) const PATIENCE: u8 = 4;

    fn new(cx: &Context<'_>) -> Self {
        let knobs = &cx.cluster.knobs;
        let patience_us = u64::try_from(knobs.number("patience_ms")).unwrap_or(1) * 1000;
        let without = knobs.choice("without");
        Self {
            tick_us: (patience_us / u64::from(Self::PATIENCE)).max(1),
            sync: knobs.on("sync"),
            epochs: without != "epoch",
            in_order: without != "fifo",
            longest: without != "history",
            majority: without != "majority",
        }
    }
}

impl Replica {
    /// How far its history reaches.
    pub(crate) fn reach(&self) -> Reach {
        Reach { current: self.current, last_epoch: self.log.last_epoch(), length: self.log.len() }
    }

    /// Whether it may answer sessions: there is a leader in office, as far as it knows.
    pub(crate) fn serves(&self) -> bool {
        match &self.role {
            Role::Looking(_) => false,
            Role::Following(following) => following.stage == Stage::Serving,
            Role::Leading(leading) => leading.phase == Phase::Broadcast,
        }
    }

    /// It now knows that so many writes stand, and carries out what it has of them, in order.
    pub(crate) fn commit(&mut self, committed: u32, out: &mut Outbox<TotalOrder>) {
        self.committed = self.committed.max(committed);
        let before = self.applied;
        while self.applied < self.committed
            && let Some(entry) = self.log.get(self.applied)
        {
            self.carry_out(self.applied, entry, out);
            self.applied += 1;
        }
        if self.applied > before {
            self.answer_waiting(out);
        }
    }

    /// Carries a write out. Whether its condition holds is the same everywhere, since all that stands
    /// before it is.
    pub(crate) fn carry_out(&mut self, place: u32, entry: Entry, out: &mut Outbox<TotalOrder>) {
        if entry.only_if.is_some_and(|value| value != self.store.get(entry.key).value) {
            self.refused.retain(|(session, _)| *session != entry.session);
            self.refused.push((entry.session, entry.operation));
            return;
        }
        let version = version(place, entry);
        if self.store.put(entry.key, Versioned { value: entry.value, version }) {
            out.apply(entry.key, entry.value, version);
        }
    }

    /// Ticks as long as anything is open: where nothing is, ZooKeeper's servers ping each other all
    /// the same, and these are silent.
    fn tick_if_open(&mut self, cx: &Context<'_>, out: &mut Outbox<TotalOrder>) {
        if !self.ticks && self.is_open(cx) {
            self.ticks = true;
            match &mut self.role {
                Role::Looking(_) => {}
                Role::Following(following) => following.silent = 0,
                Role::Leading(leading) => leading.peers.iter_mut().for_each(|peer| peer.silent = 0),
            }
            out.wake(self.rules.tick_us, Timer::Tick);
        }
    }

    fn is_open(&self, cx: &Context<'_>) -> bool {
        let roles = match &self.role {
            Role::Looking(_) => true,
            Role::Following(following) => following.stage < Stage::Serving || self.applied < self.log.len(),
            Role::Leading(leading) => {
                let all = || others(cx).all(|id| leading.has(id, self.log.len()));
                leading.phase < Phase::Broadcast || leading.asked.is_some() || !all()
            }
        };
        roles || !self.waiting.is_empty()
    }
}

/// The version of the write at a place.
pub(crate) fn version(place: u32, entry: Entry) -> Version {
    Version { stamp: i64::from(place) + 1, counter: entry.operation.0, writer: 0 }
}

impl Machine<TotalOrder> for Replica {
    /// At the start the first replica leads, and all follow.
    fn new(cx: &Context<'_>) -> Self {
        let role = if cx.me == NodeId::Replica(FIRST) {
            Role::Leading(Leading::new(cx, Phase::Broadcast))
        } else {
            Role::Following(Following {
                leader: FIRST,
                stage: Stage::Serving,
                silent: 0,
                due: 0,
                heard_us: cx.clock_us,
            })
        };
        Self {
            rules: Rules::new(cx),
            log: Log::default(),
            applied: 0,
            store: Store::default(),
            refused: Vec::new(),
            accepted: 1,
            current: 1,
            round: 0,
            role,
            committed: 0,
            early: Vec::new(),
            waiting: Vec::new(),
            ticks: false,
        }
    }

    fn on_message(&mut self, cx: &Context<'_>, from: NodeId, message: Message, out: &mut Outbox<TotalOrder>) {
        match from {
            NodeId::Replica(peer) => self.on_peer(cx, peer, message, out),
            NodeId::Session(_) => self.on_session(cx, from, message, out),
        }
        self.tick_if_open(cx, out);
    }

    fn on_timer(&mut self, cx: &Context<'_>, _timer: Timer, out: &mut Outbox<TotalOrder>) {
        match &self.role {
            Role::Looking(_) => self.look_on(cx, out),
            Role::Following(_) => self.follow_on(cx, out),
            Role::Leading(_) => self.lead_on(cx, out),
        }
        if self.serves() {
            self.pursue_late(cx, out);
        }
        self.ticks = self.is_open(cx);
        if self.ticks {
            out.wake(self.rules.tick_us, Timer::Tick);
        }
    }

    /// Its role is gone. It asks for a leader for a while before it looks for a new one.
    fn restart(self, cx: &Context<'_>, out: &mut Outbox<TotalOrder>) -> Self {
        let role = Role::Looking(Looking::resting(Rules::PATIENCE));
        let committed = self.applied;
        let (early, waiting, ticks) = (Vec::new(), Vec::new(), false);
        let mut again = Self { role, committed, early, waiting, ticks, ..self };
        again.offer(cx, out);
        again.tick_if_open(cx, out);
        again
    }

    fn holds(&self, key: Key) -> Option<Value> {
        Some(self.store.get(key).value)
    }
}

impl Replica {
    fn on_peer(&mut self, cx: &Context<'_>, peer: ReplicaId, message: Message, out: &mut Outbox<TotalOrder>) {
        match message {
            Message::Forward { operation, session, key, value, only_if, .. } => {
                self.propose(cx, Entry { epoch: self.accepted, operation, session, key, value, only_if }, out);
            }
            Message::Sync { operation, key, attempt } => self.on_sync(peer, (operation, key, attempt), out),
            Message::Synced { operation, committed, .. } => self.on_synced(operation, committed, out),
            Message::Propose { epoch, place, entry } => self.on_propose(cx, peer, epoch, (place, entry), out),
            Message::Ack { epoch, length, .. } => self.on_stored(cx, peer, epoch, length, out),
            Message::Commit { epoch, committed, write } => {
                self.on_commit(cx, peer, epoch, (committed, write.is_some()), out);
            }
            Message::Ping { epoch, round, committed } => self.on_ping(cx, peer, epoch, (round, committed), out),
            Message::Pong { epoch, round, length } => self.on_pong(cx, peer, (epoch, round), length, out),
            Message::HowFar { epoch, .. } => self.on_how_far(peer, epoch, out),
            Message::Elect { round, reach, accepted, asks_only } => {
                self.on_elect(cx, peer, (round, accepted), reach, asks_only, out);
            }
            Message::Follow { accepted, .. } => self.on_follow(cx, peer, accepted, out),
            Message::NewEpoch { epoch, round } => self.on_new_epoch(cx, peer, epoch, round, out),
            Message::AckEpoch { epoch, reach, applied, .. } => {
                self.on_ack_epoch(cx, peer, epoch, (reach, applied), out);
            }
            Message::History { epoch, round, from, entries } => {
                self.on_history(cx, peer, (epoch, round), from, &entries, out);
            }
            Message::AckHistory { epoch, length, .. } => self.on_ack_history(cx, peer, epoch, length, out),
            Message::Read { .. }
            | Message::Write { .. }
            | Message::Value { .. }
            | Message::Done { .. }
            | Message::Refused { .. } => {}
        }
    }
}
