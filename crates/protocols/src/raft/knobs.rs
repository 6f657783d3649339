//! The knobs of Raft, what does not go together, and how a node keeps them.

use history::{NodeId, ReplicaId};
use scenario::{Knob, KnobChoice, KnobKind, Knobs, Scenario};
use sim::Context;

pub(crate) const KNOBS: &[Knob] = &[
    Knob {
        id: "reads",
        label: "Reads",
        help: "Who answers a read, and how it makes sure that it missed nothing.",
        kind: KnobKind::Choice {
            choices: &[
                KnobChoice { id: "read_index", label: "The leader, after asking a majority" },
                KnobChoice { id: "lease", label: "The leader, by its lease" },
                KnobChoice { id: "follower", label: "The nearest replica, at once" },
                KnobChoice { id: "follower_read_index", label: "The nearest replica, after asking the leader" },
            ],
        },
    },
    ms(
        "election_min_ms",
        "Election timeout, least",
        400,
        "The shortest time without a leader after which a replica asks for votes.",
    ),
    ms("election_max_ms", "Election timeout, most", 800, "The longest such time; each wait is drawn between the two."),
    ms("heartbeat_ms", "Heartbeat every", 100, "How often the leader tells the others that it is there."),
    ms(
        "lease_ms",
        "Lease",
        350,
        "For how long after a heartbeat that reached a majority the leader answers reads alone.",
    ),
    Knob {
        id: "drift_percent",
        label: "Clock drift, at most",
        help: "By how much clocks are taken to differ in speed. The leader's lease ends that much sooner.",
        kind: KnobKind::Number { min: 0, max: 100, default: 10, unit: "%" },
    },
    ms("retry_ms", "Ask another after", 400, "How long a client waits for an answer before it asks another replica."),
    Knob {
        id: "without",
        label: "Leave out",
        help: "Takes a rule away, to show what it is for.",
        kind: KnobKind::Choice {
            choices: &[
                KnobChoice { id: "none", label: "Nothing" },
                KnobChoice { id: "persistence", label: "Term and vote on disk" },
                KnobChoice { id: "own_term", label: "Counting only entries of the own term" },
                KnobChoice { id: "up_to_date", label: "Votes only for logs as long as one's own" },
                KnobChoice { id: "leader_check", label: "Asking a majority before a read" },
                KnobChoice { id: "one_replica", label: "Reading from one replica only" },
            ],
        },
    },
];

const fn ms(id: &'static str, label: &'static str, default: i64, help: &'static str) -> Knob {
    Knob { id, label, help, kind: KnobKind::Number { min: 1, max: 60_000, default, unit: "ms" } }
}

pub(crate) fn clashes(_: &Scenario, knobs: &Knobs) -> Vec<String> {
    let (least, most) = (knobs.number("election_min_ms"), knobs.number("election_max_ms"));
    let (heartbeat, lease) = (knobs.number("heartbeat_ms"), knobs.number("lease_ms"));
    let mut clashes = Vec::new();
    if least > most {
        clashes.push(format!("the least election timeout, {least} ms, is longer than the most, {most} ms"));
    }
    if heartbeat >= least {
        clashes.push(format!(
            "a heartbeat every {heartbeat} ms does not come within the election timeout of {least} ms, so replicas \
             would depose a leader that is well"
        ));
    }
    if knobs.choice("reads") == "lease" && lease > least {
        clashes.push(format!(
            "a lease of {lease} ms outlasts the election timeout of {least} ms, after which there may be another leader"
        ));
    }
    clashes
}

/// Who answers reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Reads {
    ReadIndex,
    Lease,
    Follower,
    FollowerReadIndex,
}

/// The rule that is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Without {
    Nothing,
    Persistence,
    OwnTerm,
    UpToDate,
    LeaderCheck,
    OneReplica,
}

/// The knobs, as a node asks for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Rules {
    /// The replica that it is; meaningless to a client.
    pub(crate) me: ReplicaId,
    pub(crate) n: u8,
    pub(crate) reads: Reads,
    pub(crate) without: Without,
    pub(crate) election_least_us: u64,
    /// How much longer an election timeout may be.
    pub(crate) election_spread_us: u64,
    pub(crate) heartbeat_us: u64,
    pub(crate) retry_us: u64,
    /// How long a lease lasts on a clock that may be slow.
    pub(crate) lease_us: i64,
}

impl Rules {
    pub(crate) fn of(cx: &Context<'_>) -> Self {
        let knobs = &cx.cluster.knobs;
        let us = |id| u64::try_from(knobs.number(id)).unwrap_or(1) * 1_000;
        let least_us = us("election_min_ms");
        Self {
            me: cx.me.replica().unwrap_or_default(),
            n: cx.cluster.n,
            reads: match knobs.choice("reads") {
                "lease" => Reads::Lease,
                "follower" => Reads::Follower,
                "follower_read_index" => Reads::FollowerReadIndex,
                _ => Reads::ReadIndex,
            },
            without: match knobs.choice("without") {
                "persistence" => Without::Persistence,
                "own_term" => Without::OwnTerm,
                "up_to_date" => Without::UpToDate,
                "leader_check" => Without::LeaderCheck,
                "one_replica" => Without::OneReplica,
                _ => Without::Nothing,
            },
            election_least_us: least_us,
            election_spread_us: us("election_max_ms").saturating_sub(least_us),
            heartbeat_us: us("heartbeat_ms"),
            retry_us: us("retry_ms"),
            lease_us: knobs.number("lease_ms") * 100_000 / (100 + knobs.number("drift_percent")),
        }
    }

    /// More than half of the replicas.
    pub(crate) const fn majority(self) -> u8 {
        self.n / 2 + 1
    }

    /// All replicas but this one.
    pub(crate) fn others(self) -> impl Iterator<Item = ReplicaId> {
        (0..self.n).map(ReplicaId).filter(move |id| *id != self.me)
    }

    /// Whether the replica is one of this cluster.
    pub(crate) fn replica(self, node: NodeId) -> Option<ReplicaId> {
        node.replica().filter(|id| id.0 < self.n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clashes_of(set: &[(&str, &str)]) -> usize {
        let mut scenario = Scenario::default();
        "raft".clone_into(&mut scenario.strategy.protocol);
        scenario.strategy.knobs = set.iter().map(|(id, value)| ((*id).to_owned(), (*value).to_owned())).collect();
        scenario.validate([&crate::raft::INFO]).map_or_else(|problems| problems.len(), |_| 0)
    }

    #[test]
    fn settings_that_cannot_work_together_are_named() {
        assert_eq!(clashes_of(&[]), 0);
        assert_eq!(clashes_of(&[("election_min_ms", "801")]), 1);
        assert_eq!(clashes_of(&[("heartbeat_ms", "400")]), 1);
        assert_eq!(clashes_of(&[("lease_ms", "401")]), 0, "there is none");
        assert_eq!(clashes_of(&[("lease_ms", "401"), ("reads", "lease")]), 1);
        assert_eq!(clashes_of(&[("election_min_ms", "900"), ("heartbeat_ms", "900")]), 2);
    }
}
