//! Phase 3 of Zab, broadcast: the leader proposes, a majority stores, the leader commits. With it
//! what keeps both sides together: pings, and what got lost once more.

use history::{NodeId, ReplicaId};
use sim::{Context, Outbox};

use super::TotalOrder;
use super::log::Entry;
use super::message::Message;
use super::replica::{Replica, Rules};
use super::roles::{Phase, Role, Stage, majority, others};

/// The most proposals that a follower keeps which overtook others; the leader sends the rest again.
const EARLY: usize = 4_096;

impl Replica {
    /// A leader gives a write its place, once.
    pub(crate) fn propose(&mut self, cx: &Context<'_>, entry: Entry, out: &mut Outbox<TotalOrder>) {
        let Role::Leading(leading) = &self.role else { return };
        let known = self.log.latest(entry.session).is_some_and(|(latest, _)| latest >= entry.operation);
        if known || leading.phase != Phase::Broadcast {
            return;
        }
        let (epoch, place) = (entry.epoch, self.log.len());
        for id in others(cx).filter(|id| leading.peers[id.index()].synced) {
            out.send(NodeId::Replica(id), Message::Propose { epoch, place, entry });
        }
        self.log.push(entry);
        self.advance(cx, out);
    }

    /// Commits what a majority stores.
    pub(crate) fn advance(&mut self, cx: &Context<'_>, out: &mut Outbox<TotalOrder>) {
        let Role::Leading(leading) = &self.role else { return };
        if leading.phase != Phase::Broadcast {
            return;
        }
        let own = self.log.len();
        let stand = if self.rules.majority { leading.stored_by_majority(cx, own) } else { own };
        let epoch = self.accepted;
        for place in self.committed..stand {
            let Some(Entry { operation, key, value, .. }) = self.log.get(place) else { break };
            let (committed, write) = (place + 1, Some((operation, key, value)));
            for id in others(cx).filter(|id| leading.peers[id.index()].synced) {
                out.send(NodeId::Replica(id), Message::Commit { epoch, committed, write });
            }
        }
        if stand > self.committed {
            self.commit(stand, out);
        }
    }

    /// A follower stores so many.
    pub(crate) fn on_stored(
        &mut self,
        cx: &Context<'_>,
        peer: ReplicaId,
        epoch: u32,
        length: u32,
        out: &mut Outbox<TotalOrder>,
    ) {
        let (own, committed) = (self.log.len(), self.committed);
        let Role::Leading(leading) = &mut self.role else { return };
        if epoch != self.accepted {
            return;
        }
        let known = &mut leading.peers[peer.index()];
        known.silent = 0;
        let before = known.stored;
        known.stored = before.max(length.min(own));
        for place in before.max(committed)..known.stored {
            if let Some(entry) = self.log.get(place) {
                out.count(entry.operation);
            }
        }
        self.advance(cx, out);
    }

    /// A leader looks after its office: without a majority it is none.
    pub(crate) fn lead_on(&mut self, cx: &Context<'_>, out: &mut Outbox<TotalOrder>) {
        let Role::Leading(leading) = &mut self.role else { return };
        if leading.phase != Phase::Broadcast {
            leading.waited += 1;
            if leading.waited > Rules::PATIENCE {
                return self.give_up(cx, out);
            }
            return self.insist(cx, out);
        }
        leading.proposed = [self.log.len(), leading.proposed[0]];
        let due = leading.proposed[1];
        let heard = |since: u32| leading.count(cx, |peer| peer.round > since) + 1 >= majority(cx);
        if leading.asked.is_some_and(heard) {
            leading.asked = None;
        }
        let needs_majority = leading.asked.is_some() || self.committed < due;
        for peer in &mut leading.peers {
            peer.silent = if needs_majority { peer.silent.saturating_add(1) } else { 0 };
        }
        // It counts whole ticks between two looks, so it is a tick later than its followers.
        if leading.count(cx, |peer| peer.silent <= Rules::PATIENCE + 1) + 1 < majority(cx) {
            return self.give_up(cx, out);
        }
        self.round = self.round.wrapping_add(1);
        let Role::Leading(leading) = &self.role else { return };
        for id in others(cx).filter(|id| needs_majority || !leading.has(*id, due)) {
            self.ping(id, out);
        }
    }

    /// It has said how far it is, and asked no one. If no majority answers its next pings, it was no
    /// leader any more.
    pub(crate) fn doubt_office(&mut self) {
        let round = self.round;
        if let Role::Leading(leading) = &mut self.role {
            leading.asked = Some(round);
        }
    }

    pub(crate) fn ping(&self, to: ReplicaId, out: &mut Outbox<TotalOrder>) {
        let (epoch, round, committed) = (self.accepted, self.round, self.committed);
        out.send(NodeId::Replica(to), Message::Ping { epoch, round, committed });
    }

    /// A follower is there; what it should have had two pings ago is sent again.
    pub(crate) fn on_pong(
        &mut self,
        cx: &Context<'_>,
        peer: ReplicaId,
        (epoch, round): (u32, u32),
        length: u32,
        out: &mut Outbox<TotalOrder>,
    ) {
        self.on_stored(cx, peer, epoch, length, out);
        let Role::Leading(leading) = &mut self.role else { return };
        if epoch != self.accepted {
            return;
        }
        let known = &mut leading.peers[peer.index()];
        known.round = known.round.max(round);
        // Only one whose history is the leader's answers pings.
        known.synced = true;
        if length < leading.proposed[1] {
            self.send_history(peer, length, out);
        }
    }

    /// A follower stores what comes next, and keeps what overtook it.
    pub(crate) fn on_propose(
        &mut self,
        cx: &Context<'_>,
        peer: ReplicaId,
        epoch: u32,
        (place, entry): (u32, Entry),
        out: &mut Outbox<TotalOrder>,
    ) {
        if !self.follows(cx, peer, epoch) {
            return;
        }
        if place > self.log.len() {
            if self.early.len() < EARLY && self.early.iter().all(|(known, _)| *known != place) {
                self.early.push((place, entry));
            }
            return;
        }
        if place == self.log.len() {
            self.log.push(entry);
            self.take_early();
        }
        let Entry { operation, key, .. } = entry;
        let length = self.log.len();
        out.send(NodeId::Replica(peer), Message::Ack { epoch, operation, key, length });
    }

    pub(crate) fn take_early(&mut self) {
        while let Some(index) = self.early.iter().position(|(place, _)| *place == self.log.len()) {
            let (_, entry) = self.early.swap_remove(index);
            self.log.push(entry);
        }
        self.early.retain(|(place, _)| *place > self.log.len());
    }

    /// Whether it stores what this leader says. Without epochs it takes any for a leader.
    fn follows(&mut self, cx: &Context<'_>, peer: ReplicaId, epoch: u32) -> bool {
        let any = !self.rules.epochs && epoch < self.accepted;
        let Role::Following(following) = &mut self.role else { return false };
        let right = following.leader == peer && epoch == self.accepted;
        if right {
            (following.silent, following.heard_us) = (0, cx.clock_us);
        }
        following.stage >= Stage::Synced && (right || any)
    }

    /// So many writes stand.
    pub(crate) fn on_commit(
        &mut self,
        cx: &Context<'_>,
        peer: ReplicaId,
        epoch: u32,
        (committed, one): (u32, bool),
        out: &mut Outbox<TotalOrder>,
    ) {
        if !self.follows(cx, peer, epoch) {
            return;
        }
        if one && !self.rules.in_order {
            return self.carry_out_alone(committed, out);
        }
        self.commit(committed, out);
        self.serve(cx, out);
    }

    /// Without order: a write is carried out as soon as it stands, whatever stands before it.
    fn carry_out_alone(&mut self, committed: u32, out: &mut Outbox<TotalOrder>) {
        let place = committed.saturating_sub(1);
        let early = self.early.iter().find(|(known, _)| *known == place).map(|(_, entry)| *entry);
        if place == self.applied {
            self.commit(committed, out);
        } else if let Some(entry) = self.log.get(place).or(early) {
            self.carry_out(place, entry, out);
        }
    }

    /// The leader is in office: whoever waits here is served.
    fn serve(&mut self, cx: &Context<'_>, out: &mut Outbox<TotalOrder>) {
        let Role::Following(following) = &mut self.role else { return };
        if following.stage == Stage::Synced {
            following.stage = Stage::Serving;
            self.pursue_waiting(cx, out);
        }
    }

    /// A leader in office is there.
    pub(crate) fn on_ping(
        &mut self,
        cx: &Context<'_>,
        peer: ReplicaId,
        epoch: u32,
        (round, committed): (u32, u32),
        out: &mut Outbox<TotalOrder>,
    ) {
        if epoch < self.accepted {
            // It does not know yet that it is no longer the leader.
            if self.rules.epochs {
                let accepted = self.accepted;
                out.send(NodeId::Replica(peer), Message::Follow { round, accepted });
            }
        } else if self.follows(cx, peer, epoch) {
            self.commit(committed, out);
            self.serve(cx, out);
            let length = self.log.len();
            out.send(NodeId::Replica(peer), Message::Pong { epoch, round, length });
        } else {
            self.join(cx, peer, epoch, round, out);
        }
    }

    /// A follower hears nothing, and something waits for it.
    pub(crate) fn follow_on(&mut self, cx: &Context<'_>, out: &mut Outbox<TotalOrder>) {
        let Role::Following(following) = &mut self.role else { return };
        following.silent += 1;
        if following.silent > Rules::PATIENCE {
            return self.give_up(cx, out);
        }
        let (leader, due) = (following.leader, std::mem::replace(&mut following.due, self.log.len()));
        if following.stage == Stage::Synced || following.stage == Stage::Serving && self.applied < due {
            self.round = self.round.wrapping_add(1);
            let (epoch, round) = (self.accepted, self.round);
            out.send(NodeId::Replica(leader), Message::HowFar { epoch, round });
        }
    }

    /// A follower has not heard whether what it stores stands by now.
    pub(crate) fn on_how_far(&mut self, peer: ReplicaId, epoch: u32, out: &mut Outbox<TotalOrder>) {
        if epoch == self.accepted && matches!(self.role, Role::Leading(_)) && self.serves() {
            self.round = self.round.wrapping_add(1);
            self.ping(peer, out);
        }
    }
}
