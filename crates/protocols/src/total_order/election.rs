//! How a leader comes into office: election, and phases 1 and 2 of Zab, discovery and
//! synchronisation (section V of the paper, algorithms 1 and 2).
//!
//! As in ZooKeeper the election already looks for the longest history, so that the new leader need
//! not fetch it: a replica backs whoever reaches at least as far as itself, and any majority that
//! accepts the epoch vouches for it once more.

use std::cmp::Reverse;

use history::{NodeId, ReplicaId};
use sim::{Context, Outbox};

use super::TotalOrder;
use super::log::{Entry, Reach};
use super::message::Message;
use super::replica::{Replica, Rules};
use super::roles::{Following, Leading, Looking, Phase, Role, Stage, majority, others};

impl Looking {
    /// One that only listens for so many ticks.
    pub(crate) const fn resting(rest: u8) -> Self {
        Self { rest, waited: 0, backs: None, in_vain: None, backers: 0, accepted: 0 }
    }
}

impl Replica {
    /// There is no leader any more: it offers itself.
    pub(crate) fn give_up(&mut self, cx: &Context<'_>, out: &mut Outbox<TotalOrder>) {
        self.role = Role::Looking(Looking::resting(0));
        self.early.clear();
        self.offer(cx, out);
    }

    /// Asks for a leader, and unless it rests, offers itself.
    pub(crate) fn offer(&mut self, cx: &Context<'_>, out: &mut Outbox<TotalOrder>) {
        let Role::Looking(Looking { rest, .. }) = self.role else { return };
        self.round = self.round.wrapping_add(1);
        let (round, reach, accepted, asks_only) = (self.round, self.reach(), self.accepted, rest > 0);
        for id in others(cx) {
            out.send(NodeId::Replica(id), Message::Elect { round, reach, accepted, asks_only });
        }
        self.lead_if_backed(cx, out);
    }

    /// A tick of one that looks for a leader.
    pub(crate) fn look_on(&mut self, cx: &Context<'_>, out: &mut Outbox<TotalOrder>) {
        let Role::Looking(looking) = &mut self.role else { return };
        if looking.rest > 0 {
            looking.rest -= 1;
        } else if let Some((_, candidate)) = looking.backs {
            looking.waited += 1;
            if looking.waited <= Rules::PATIENCE {
                return;
            }
            *looking = Looking { in_vain: Some(candidate), ..Looking::resting(0) };
        } else {
            looking.waited += 1;
            if looking.waited > Rules::PATIENCE {
                (looking.waited, looking.in_vain) = (0, None);
            }
        }
        self.offer(cx, out);
    }

    /// Someone offers itself.
    pub(crate) fn on_elect(
        &mut self,
        cx: &Context<'_>,
        peer: ReplicaId,
        (round, accepted): (u32, u32),
        reach: Reach,
        asks_only: bool,
        out: &mut Outbox<TotalOrder>,
    ) {
        if self.has_lost(cx, peer, accepted, asks_only) {
            self.give_up(cx, out);
        }
        let longest = self.rules.longest;
        // Of two that reach equally far, the one with the lower number.
        let rank = |reach: Reach, id: ReplicaId| (longest.then_some(reach), Reverse(id));
        let (own, accepted) = (self.reach(), self.accepted);
        match &mut self.role {
            Role::Looking(looking) if looking.rest == 0 && looking.in_vain != Some(peer) && !asks_only => {
                let NodeId::Replica(me) = cx.me else { return };
                let best = looking.backs.map_or(rank(own, me), |(reach, id)| rank(reach, id));
                if rank(reach, peer) < best {
                    return;
                }
                if looking.backs.is_none_or(|(_, id)| id != peer) {
                    looking.waited = 0;
                }
                looking.backs = Some((reach, peer));
                out.send(NodeId::Replica(peer), Message::Follow { round, accepted });
            }
            Role::Leading(leading) if leading.phase == Phase::Broadcast => {
                leading.peers[peer.index()].synced = false;
                self.round = self.round.wrapping_add(1);
                self.ping(peer, out);
            }
            _ => {}
        }
    }

    /// Whether this replica has no leader any more: it is the one that now asks, since the epoch
    /// began, or another asks that waits for it, and it was not heard here for a while either.
    fn has_lost(&self, cx: &Context<'_>, peer: ReplicaId, accepted: u32, asks_only: bool) -> bool {
        let Role::Following(following) = &self.role else { return false };
        let silence_us = cx.clock_us.saturating_sub(following.heard_us).unsigned_abs();
        if following.leader == peer {
            accepted >= self.accepted
        } else {
            !asks_only && silence_us > u64::from(Rules::PATIENCE) * self.rules.tick_us
        }
    }

    /// Someone would follow; or has accepted a later epoch than this leader's, so that a new one is
    /// needed.
    pub(crate) fn on_follow(&mut self, cx: &Context<'_>, peer: ReplicaId, accepted: u32, out: &mut Outbox<TotalOrder>) {
        match &mut self.role {
            Role::Leading(_) if accepted > self.accepted => self.give_up(cx, out),
            Role::Leading(leading) if leading.phase < Phase::Broadcast => {
                let (epoch, round) = (self.accepted, self.round);
                out.send(NodeId::Replica(peer), Message::NewEpoch { epoch, round });
            }
            Role::Looking(looking) if looking.rest == 0 && looking.backs.is_none() => {
                looking.backers |= 1 << peer.0;
                looking.accepted = looking.accepted.max(accepted);
                self.lead_if_backed(cx, out);
            }
            _ => {}
        }
    }

    /// Backed by a majority, it opens an epoch that is later than any that they accepted.
    fn lead_if_backed(&mut self, cx: &Context<'_>, out: &mut Outbox<TotalOrder>) {
        let Role::Looking(looking) = &self.role else { return };
        if looking.rest > 0 || looking.backers.count_ones() + 1 < u32::from(majority(cx)) {
            return;
        }
        self.accepted = self.accepted.max(looking.accepted).saturating_add(1);
        self.role = Role::Leading(Leading::new(cx, Phase::Discovery));
        let (epoch, round) = (self.accepted, self.round);
        for id in others(cx) {
            out.send(NodeId::Replica(id), Message::NewEpoch { epoch, round });
        }
        self.synchronise_if_accepted(cx, out);
    }

    /// A tick of one that is about to lead. The paper has channels that lose nothing; here it says all
    /// once more, so that nobody starts over because of one message, and its followers know that it is
    /// still there.
    pub(crate) fn insist(&mut self, cx: &Context<'_>, out: &mut Outbox<TotalOrder>) {
        self.round = self.round.wrapping_add(1);
        let Role::Leading(leading) = &self.role else { return };
        let (epoch, round) = (self.accepted, self.round);
        for id in others(cx) {
            match leading.peers[id.index()].joined.filter(|_| leading.phase == Phase::Synchronisation) {
                Some(applied) => self.send_history(id, applied, out),
                None => out.send(NodeId::Replica(id), Message::NewEpoch { epoch, round }),
            }
        }
    }

    /// A new epoch begins. Whoever accepts it listens to no earlier leader any more; whoever has
    /// accepted it already says so again.
    pub(crate) fn on_new_epoch(
        &mut self,
        cx: &Context<'_>,
        peer: ReplicaId,
        epoch: u32,
        round: u32,
        out: &mut Outbox<TotalOrder>,
    ) {
        let again = match &self.role {
            Role::Following(following) => following.leader == peer && following.stage == Stage::Joining,
            _ => false,
        };
        if epoch > self.accepted || again && epoch == self.accepted {
            self.join(cx, peer, epoch, round, out);
        }
    }

    /// Accepts an epoch and its leader.
    pub(crate) fn join(
        &mut self,
        cx: &Context<'_>,
        leader: ReplicaId,
        epoch: u32,
        round: u32,
        out: &mut Outbox<TotalOrder>,
    ) {
        self.accepted = epoch;
        self.role =
            Role::Following(Following { leader, stage: Stage::Joining, silent: 0, due: 0, heard_us: cx.clock_us });
        self.early.clear();
        let (reach, applied) = (self.reach(), self.applied);
        out.send(NodeId::Replica(leader), Message::AckEpoch { epoch, round, reach, applied });
    }

    /// A follower accepts the epoch.
    pub(crate) fn on_ack_epoch(
        &mut self,
        cx: &Context<'_>,
        peer: ReplicaId,
        epoch: u32,
        (reach, applied): (Reach, u32),
        out: &mut Outbox<TotalOrder>,
    ) {
        let (own, longest) = (self.reach(), self.rules.longest);
        let Role::Leading(leading) = &mut self.role else { return };
        if epoch != self.accepted {
            return;
        }
        if leading.phase == Phase::Discovery && reach > own && longest {
            // It knows of writes that are missing here, and should lead itself.
            return self.give_up(cx, out);
        }
        let known = &mut leading.peers[peer.index()];
        (known.joined, known.synced, known.silent) = (Some(applied), false, 0);
        if leading.phase == Phase::Discovery {
            self.synchronise_if_accepted(cx, out);
        } else {
            self.send_history(peer, applied, out);
        }
    }

    /// Accepted by a majority, it brings their histories in line with its own.
    fn synchronise_if_accepted(&mut self, cx: &Context<'_>, out: &mut Outbox<TotalOrder>) {
        let Role::Leading(leading) = &mut self.role else { return };
        if leading.count(cx, |peer| peer.joined.is_some()) + 1 < majority(cx) {
            return;
        }
        (leading.phase, leading.waited) = (Phase::Synchronisation, 0);
        self.current = self.accepted;
        let joined: Vec<Option<u32>> = leading.peers.iter().map(|peer| peer.joined).collect();
        for (id, joined) in cx.replicas().zip(joined) {
            if let Some(applied) = joined {
                self.send_history(id, applied, out);
            }
        }
        self.take_office_if_synced(cx, out);
    }

    /// What stands at the follower it shares with its leader; the rest is sent.
    pub(crate) fn send_history(&self, to: ReplicaId, from: u32, out: &mut Outbox<TotalOrder>) {
        let (epoch, round) = (self.accepted, self.round);
        let entries = self.log.from(from);
        out.send(NodeId::Replica(to), Message::History { epoch, round, from, entries });
    }

    /// The leader's history, from a place on. The first of an epoch replaces what does not stand;
    /// any other only fills in what got lost.
    pub(crate) fn on_history(
        &mut self,
        cx: &Context<'_>,
        peer: ReplicaId,
        (epoch, round): (u32, u32),
        from: u32,
        entries: &[Entry],
        out: &mut Outbox<TotalOrder>,
    ) {
        let Role::Following(following) = &mut self.role else { return };
        if following.leader != peer || epoch != self.accepted || from > self.log.len() {
            return;
        }
        (following.silent, following.heard_us) = (0, cx.clock_us);
        following.stage = following.stage.max(Stage::Synced);
        if self.current < epoch {
            self.current = epoch;
            self.log.truncate(from.max(self.applied));
        }
        for (place, entry) in (from..).zip(entries) {
            if place == self.log.len() {
                self.log.push(*entry);
            }
        }
        self.take_early();
        let length = self.log.len();
        out.send(NodeId::Replica(peer), Message::AckHistory { epoch, round, length });
    }

    /// A follower has the history.
    pub(crate) fn on_ack_history(
        &mut self,
        cx: &Context<'_>,
        peer: ReplicaId,
        epoch: u32,
        length: u32,
        out: &mut Outbox<TotalOrder>,
    ) {
        let Role::Leading(leading) = &mut self.role else { return };
        if epoch != self.accepted || leading.phase == Phase::Discovery {
            return;
        }
        let known = &mut leading.peers[peer.index()];
        let is_new = !std::mem::replace(&mut known.synced, true);
        self.on_stored(cx, peer, epoch, length, out);
        let Role::Leading(leading) = &self.role else { return };
        if leading.phase == Phase::Synchronisation {
            self.take_office_if_synced(cx, out);
        } else if is_new {
            // It may have missed what was proposed since its history was sent.
            if length < self.log.len() {
                self.send_history(peer, length, out);
            }
            let (epoch, committed) = (self.accepted, self.committed);
            out.send(NodeId::Replica(peer), Message::Commit { epoch, committed, write: None });
        }
    }

    /// With a majority in line all of its history stands, and new writes may come.
    fn take_office_if_synced(&mut self, cx: &Context<'_>, out: &mut Outbox<TotalOrder>) {
        let own = self.log.len();
        let Role::Leading(leading) = &mut self.role else { return };
        if leading.count(cx, |peer| peer.synced) + 1 < majority(cx) {
            return;
        }
        leading.phase = Phase::Broadcast;
        leading.proposed = [own; 2];
        leading.peers.iter_mut().for_each(|peer| peer.silent = 0);
        let synced: Vec<bool> = leading.peers.iter().map(|peer| peer.synced).collect();
        self.commit(own, out);
        let (epoch, committed) = (self.accepted, self.committed);
        for (id, _) in cx.replicas().zip(synced).filter(|(_, synced)| *synced) {
            out.send(NodeId::Replica(id), Message::Commit { epoch, committed, write: None });
        }
        self.pursue_waiting(cx, out);
    }
}

#[cfg(test)]
mod tests {
    use scenario::Scenario;
    use sim::{Cluster, Machine, Recording};

    use super::*;

    /// Whom r3 backs after r1 and r2 have offered themselves with histories that reach so far, and
    /// the rule.
    fn backed(reaches: [Reach; 2], own: u32, without: &str) -> Option<ReplicaId> {
        let mut scenario = Scenario::default();
        scenario.strategy.protocol = "total_order".to_owned();
        scenario.strategy.knobs.insert("without".to_owned(), without.to_owned());
        let valid = scenario.validate([&crate::total_order::INFO]).expect("the default with one knob");
        let cluster = Cluster::of(&valid);
        let cx = Context { me: NodeId::Replica(ReplicaId(2)), clock_us: 0, cluster: &cluster };
        let mut out = Outbox::new(Recording::HistoryOnly);
        let mut replica = Replica::new(&cx);
        replica.current = own;
        replica.give_up(&cx, &mut out);
        for (id, reach) in (0..).map(ReplicaId).zip(reaches) {
            replica.on_elect(&cx, id, (1, 1), reach, false, &mut out);
        }
        match replica.role {
            Role::Looking(looking) => looking.backs.map(|(_, id)| id),
            _ => None,
        }
    }

    #[test]
    fn a_replica_backs_the_longest_history_and_of_equal_ones_the_first() {
        let reach = |current, length| Reach { current, last_epoch: 1, length };
        let (r1, r2) = (Some(ReplicaId(0)), Some(ReplicaId(1)));
        assert_eq!(backed([reach(1, 4), reach(1, 5)], 1, "none"), r2);
        assert_eq!(backed([reach(1, 5), reach(1, 5)], 1, "none"), r1);
        assert_eq!(backed([reach(1, 9), reach(2, 5)], 1, "none"), r2, "the later epoch tells more than the length");
        assert_eq!(backed([reach(1, 9), reach(2, 5)], 3, "none"), None, "its own is the longest");
        assert_eq!(backed([reach(1, 4), reach(1, 5)], 1, "history"), r1);
        assert_eq!(backed([reach(1, 9), reach(2, 5)], 3, "history"), r1);
    }
}
