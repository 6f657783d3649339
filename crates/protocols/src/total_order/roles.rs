//! What a replica is: looking for a leader, following one, or leading.

use history::{NodeId, ReplicaId};
use sim::Context;

use super::log::Reach;

/// The role of a replica, in memory only.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Role {
    Looking(Looking),
    Following(Following),
    Leading(Leading),
}

/// It has no leader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Looking {
    /// Ticks for which it only listens: after a restart a leader may well be in office.
    pub(crate) rest: u8,
    /// Ticks since it backs someone, or looks for backers.
    pub(crate) waited: u8,
    /// Whom it would follow; itself, if no one.
    pub(crate) backs: Option<(Reach, ReplicaId)>,
    /// Whom it backed in vain: perhaps its words come through, and none reach it.
    pub(crate) in_vain: Option<ReplicaId>,
    /// Who would follow it, one bit each.
    pub(crate) backers: u16,
    /// The newest epoch that any of them accepted.
    pub(crate) accepted: u32,
}

/// It has a leader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Following {
    pub(crate) leader: ReplicaId,
    pub(crate) stage: Stage,
    /// Ticks since the leader was heard, while anything is open here.
    pub(crate) silent: u8,
    /// How many writes it stored one tick ago.
    pub(crate) due: u32,
    /// When the leader was heard, by the own clock.
    pub(crate) heard_us: i64,
}

/// How far a follower has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Stage {
    /// It accepted the epoch.
    Joining,
    /// Its history is the leader's.
    Synced,
    /// The leader is in office: it may answer sessions.
    Serving,
}

/// It leads, or is about to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Leading {
    pub(crate) phase: Phase,
    /// All replicas by number; its own entry stays as it is.
    pub(crate) peers: Vec<Peer>,
    /// Ticks since it is about to lead.
    pub(crate) waited: u8,
    /// How many writes had been proposed one tick ago, and two.
    pub(crate) proposed: [u32; 2],
    /// The round in which it last said how far it is: it has to hear from a majority once more.
    pub(crate) asked: Option<u32>,
}

/// The phases of the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Phase {
    Discovery,
    Synchronisation,
    Broadcast,
}

/// A replica as its leader knows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Peer {
    /// It accepted the epoch, when so many of its writes stood.
    pub(crate) joined: Option<u32>,
    /// Its history is the leader's.
    pub(crate) synced: bool,
    /// It stores so many writes of that history.
    pub(crate) stored: u32,
    /// Ticks since it was heard, while a majority is needed.
    pub(crate) silent: u8,
    /// The round of the last ping that it answered.
    pub(crate) round: u32,
}

impl Leading {
    pub(crate) fn new(cx: &Context<'_>, phase: Phase) -> Self {
        let in_office = phase == Phase::Broadcast;
        let peer = Peer { joined: in_office.then_some(0), synced: in_office, ..Peer::default() };
        Self { phase, peers: vec![peer; cx.cluster.n.into()], waited: 0, proposed: [0; 2], asked: None }
    }

    /// Whether a follower stores so many writes of the leader's history.
    pub(crate) fn has(&self, id: ReplicaId, length: u32) -> bool {
        self.peers.get(id.index()).is_some_and(|peer| peer.synced && peer.stored >= length)
    }

    /// How many others are so.
    pub(crate) fn count(&self, cx: &Context<'_>, is: impl Fn(&Peer) -> bool) -> u8 {
        others(cx).filter(|id| self.peers.get(id.index()).is_some_and(&is)).count() as u8
    }

    /// How many writes a majority stores, of its own history of so many.
    pub(crate) fn stored_by_majority(&self, cx: &Context<'_>, own: u32) -> u32 {
        let mut lengths = [0; scenario::limits::REPLICAS_MAX as usize];
        for (length, id) in lengths.iter_mut().zip(cx.replicas()) {
            let peer = self.peers.get(id.index()).filter(|peer| peer.synced);
            *length = if cx.me == NodeId::Replica(id) { own } else { peer.map_or(0, |peer| peer.stored.min(own)) };
        }
        lengths.sort_unstable_by(|a, b| b.cmp(a));
        lengths[usize::from(cx.cluster.n / 2)]
    }
}

/// All replicas but this one.
pub(crate) fn others(cx: &Context<'_>) -> impl Iterator<Item = ReplicaId> + use<> {
    let me = cx.me;
    cx.replicas().filter(move |id| me != NodeId::Replica(*id))
}

/// The least number of replicas that are a majority.
pub(crate) fn majority(cx: &Context<'_>) -> u8 {
    cx.cluster.n / 2 + 1
}

#[cfg(test)]
mod tests {
    use scenario::Scenario;
    use sim::Cluster;

    use super::*;

    #[test]
    fn a_majority_stores_the_longest_history_that_more_than_half_have() {
        for n in 1..=9_u8 {
            let mut scenario = Scenario::default();
            scenario.strategy.protocol = "total_order".to_owned();
            (scenario.cluster.n, scenario.cluster.w, scenario.cluster.r) = (n, 1, 1);
            let valid = scenario.validate([&crate::total_order::INFO]).expect("the default of so many");
            let cluster = Cluster::of(&valid);
            let cx = Context { me: NodeId::Replica(ReplicaId(0)), clock_us: 0, cluster: &cluster };
            for draw in 0..200_u32 {
                let mut leading = Leading::new(&cx, Phase::Broadcast);
                let stored = |id: u8| (draw.wrapping_mul(2_654_435_761) >> (3 * u32::from(id))) % 8;
                for (id, peer) in (0..).zip(&mut leading.peers) {
                    (peer.stored, peer.synced) = (stored(id), stored(id) != 5);
                }
                // What is not in line with the leader counts for nothing, and no one has more than it.
                let of = |id: u8| {
                    if id == 0 {
                        6
                    } else if stored(id) == 5 {
                        0
                    } else {
                        stored(id).min(6)
                    }
                };
                let have = |length: &u32| (0..n).filter(|id| of(*id) >= *length).count() > usize::from(n) / 2;
                let longest = (0..=6).filter(have).max();
                assert_eq!(Some(leading.stored_by_majority(&cx, 6)), longest, "{n} {draw}");
            }
        }
    }
}
