//! The knobs, as a coordinator asks for them.

use history::{NodeId, ReplicaId};
use sim::Context;

use super::message::Phase;

/// What a coordinator goes by. Read once: knobs are text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Rules {
    pub(super) read_repair: bool,
    pub(super) write_back: bool,
    pub(super) logical: bool,
    pub(super) only_quorum: bool,
    pub(super) sloppy: bool,
    /// Takes the rule away that a read returns the newest of the answers.
    pub(super) takes_first: bool,
    n: u8,
    w: u8,
    r: u8,
    /// How many replicas have a vote.
    votes: u8,
    /// Who has a vote, one bit each: everyone, or the replicas of one region.
    voters: u16,
    stand_in_ms: u32,
}

impl Rules {
    pub(super) fn of(cx: &Context<'_>) -> Self {
        let knobs = &cx.cluster.knobs;
        let (w, r, votes, voters) = if knobs.choice("quorum_scope") == "local" {
            let voters = local(cx);
            let votes = voters.count_ones() as u8;
            (votes / 2 + 1, votes / 2 + 1, votes, voters)
        } else {
            (cx.cluster.w, cx.cluster.r, cx.cluster.n, u16::MAX)
        };
        Self {
            read_repair: knobs.on("read_repair"),
            write_back: knobs.on("write_back"),
            logical: knobs.choice("versions") == "logical",
            only_quorum: knobs.choice("requests") == "quorum",
            sloppy: knobs.on("sloppy"),
            takes_first: knobs.choice("without") == "highest_version",
            n: cx.cluster.n,
            w,
            r,
            votes,
            voters,
            stand_in_ms: u32::try_from(knobs.number("stand_in_ms")).unwrap_or(1),
        }
    }

    /// Whether the answer of a node counts.
    pub(super) const fn has_vote(&self, id: ReplicaId) -> bool {
        self.voters >> (id.0 & 15) & 1 == 1
    }

    /// Whether a node is to be brought up to date: a spare holds nothing of its own.
    pub(super) const fn is_replica(&self, id: ReplicaId) -> bool {
        id.0 < self.n
    }

    /// How many answers a phase waits for.
    pub(super) const fn needed(&self, phase: Phase) -> u8 {
        match phase {
            Phase::Read | Phase::Version => self.r,
            Phase::Write | Phase::WriteBack | Phase::Repair => self.w,
        }
    }

    /// How many answers a phase can have from replicas that were asked and have a vote.
    pub(super) const fn most(&self, phase: Phase) -> u8 {
        if self.only_quorum { self.needed(phase) } else { self.votes }
    }

    /// The replicas that a phase asks, nearest first: all, or as many as it needs. Where only one
    /// region votes, a write goes to the others too, and a question does not.
    pub(super) fn asked<'a>(&'a self, cx: &'a Context<'_>, phase: Phase) -> impl Iterator<Item = ReplicaId> + 'a {
        let count = if self.only_quorum { self.needed(phase) } else { self.n };
        let nearest = cx.nearest()[..usize::from(count)].iter().copied();
        nearest.filter(move |id| !phase.is_question() || self.has_vote(*id))
    }

    pub(super) const fn stand_in_us(&self) -> u64 {
        self.stand_in_ms as u64 * 1_000
    }
}

/// The replicas in the region of this node, or where there are none, in that of the nearest.
fn local(cx: &Context<'_>) -> u16 {
    let region = |id: ReplicaId| cx.cluster.region(NodeId::Replica(id));
    let home = region(cx.nearest()[0]);
    cx.replicas().filter(|id| region(*id) == home).fold(0, |voters, id| voters | 1 << id.0)
}
