//! The knobs, how the replicas form shards, and what a clock tells.

use history::{Key, NodeId, ReplicaId};
use scenario::{Knob, KnobChoice, KnobKind, Knobs, Scenario};
use sim::Context;

const fn choice(id: &'static str, label: &'static str) -> KnobChoice {
    KnobChoice { id, label }
}

pub(crate) const KNOBS: &[Knob] = &[
    Knob {
        id: "shards",
        label: "Shards",
        help: "Into how many groups the replicas are split. Keys are spread over them in turn.",
        kind: KnobKind::Number { min: 1, max: 3, default: 2, unit: "" },
    },
    Knob {
        id: "clock",
        label: "Timestamps from",
        help: "True time knows how far it may be off, and commits wait for it. Hybrid clocks do not wait; reads begin \
               anew at what may be newer.",
        kind: KnobKind::Choice {
            choices: &[choice("true_time", "True time, as in Spanner"), choice("hybrid", "Hybrid clocks")],
        },
    },
    Knob {
        id: "uncertainty_ms",
        label: "Clock uncertainty",
        help: "True time: how far any clock may be off, either way. Hybrid: how far two clocks may be apart.",
        kind: KnobKind::Number { min: 0, max: 60_000, default: 7, unit: "ms" },
    },
    Knob {
        id: "commit_wait",
        label: "Commit wait",
        help: "Nothing is shown before its timestamp has surely passed on every clock. Only with true time.",
        kind: KnobKind::Switch { default: true },
    },
    Knob {
        id: "reads",
        label: "Reads from",
        help: "Which replica of a shard answers. One that is behind waits until it has caught up.",
        kind: KnobKind::Choice { choices: &[choice("leader", "The leader"), choice("nearest", "The nearest")] },
    },
    Knob {
        id: "staleness_ms",
        label: "Reads are of",
        help: "How long ago the moment is that a read asks about. At 0 it misses nothing.",
        kind: KnobKind::Number { min: 0, max: 60_000, default: 0, unit: "ms ago" },
    },
    Knob {
        id: "heartbeat_ms",
        label: "Heartbeat every",
        help: "How often a leader tells its group up to when it has everything, and sends again what got lost.",
        kind: KnobKind::Number { min: 1, max: 60_000, default: 50, unit: "ms" },
    },
    Knob {
        id: "without",
        label: "Leave out",
        help: "Takes one rule away, to show what it is for.",
        kind: KnobKind::Choice {
            choices: &[
                choice("none", "Nothing"),
                choice("safe_time", "Reads wait for what they may miss"),
                choice("prepare_bound", "No commit before what was prepared"),
                choice("monotonic", "A leader's timestamps only grow"),
                choice("locks", "Locks"),
                choice("uncertainty", "Hybrid: reads begin anew"),
                choice("reads_forward", "A session's reads never go back"),
            ],
        },
    },
];

pub(crate) fn clashes(_: &Scenario, knobs: &Knobs) -> Vec<String> {
    let mut clashes = Vec::new();
    if knobs.choice("clock") == "true_time" && knobs.choice("without") == "uncertainty" {
        clashes.push("reads begin anew with hybrid clocks only, so with true time that cannot be left out".to_owned());
    }
    clashes
}

/// The number of a shard.
pub(crate) type Shard = u8;

/// The rule that is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Without {
    Nothing,
    SafeTime,
    PrepareBound,
    Monotonic,
    Locks,
    Uncertainty,
    ReadsForward,
}

/// The knobs, as a node asks for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Rules {
    /// The replica that it is; meaningless to a client.
    pub(crate) me: ReplicaId,
    /// The shard that it is of; meaningless to a client.
    pub(crate) shard: Shard,
    n: u8,
    pub(crate) shards: u8,
    pub(crate) keys: u8,
    /// What an account holds at the start.
    pub(crate) initial: i64,
    pub(crate) hybrid: bool,
    pub(crate) uncertainty_us: i64,
    pub(crate) commit_wait: bool,
    pub(crate) reads_nearest: bool,
    pub(crate) staleness_us: i64,
    pub(crate) heartbeat_us: u64,
    pub(crate) without: Without,
}

impl Rules {
    pub(crate) fn of(cx: &Context<'_>) -> Self {
        let knobs = &cx.cluster.knobs;
        let (n, hybrid) = (cx.cluster.n, knobs.choice("clock") == "hybrid");
        let mut rules = Self {
            me: cx.me.replica().unwrap_or_default(),
            shard: 0,
            n,
            shards: u8::try_from(knobs.number("shards")).unwrap_or(1).clamp(1, n.max(1)),
            keys: cx.cluster.keys,
            initial: cx.cluster.initial,
            hybrid,
            uncertainty_us: knobs.number("uncertainty_ms") * 1_000,
            commit_wait: !hybrid && knobs.on("commit_wait"),
            reads_nearest: knobs.choice("reads") == "nearest",
            staleness_us: knobs.number("staleness_ms") * 1_000,
            heartbeat_us: u64::try_from(knobs.number("heartbeat_ms")).unwrap_or(1) * 1_000,
            without: match knobs.choice("without") {
                "safe_time" => Without::SafeTime,
                "prepare_bound" => Without::PrepareBound,
                "monotonic" => Without::Monotonic,
                "locks" => Without::Locks,
                "uncertainty" => Without::Uncertainty,
                "reads_forward" => Without::ReadsForward,
                _ => Without::Nothing,
            },
        };
        rules.shard = (0..rules.shards).rev().find(|shard| rules.leader(*shard) <= rules.me).unwrap_or_default();
        rules
    }

    /// The shard of a key.
    pub(crate) fn shard_of(self, key: Key) -> Shard {
        (key.0 % u16::from(self.shards)) as Shard
    }

    /// The keys of a shard, as far as they are in use.
    pub(crate) fn keys_of(self, shard: Shard) -> impl Iterator<Item = Key> {
        (u16::from(shard)..self.keys.into()).step_by(self.shards.into()).map(Key)
    }

    /// The leader of a shard, which is the first of its replicas: groups are of consecutive replicas,
    /// the larger ones first.
    pub(crate) fn leader(self, shard: Shard) -> ReplicaId {
        let (n, shards) = (u16::from(self.n), u16::from(self.shards));
        ReplicaId((u16::from(shard) * n).div_ceil(shards) as u8)
    }

    pub(crate) fn leads(self) -> bool {
        self.me == self.leader(self.shard)
    }

    /// The replicas of a shard.
    pub(crate) fn members(self, shard: Shard) -> impl Iterator<Item = ReplicaId> {
        (self.leader(shard).0..self.leader(shard + 1).0).map(ReplicaId)
    }

    /// The replicas of the own shard but oneself.
    pub(crate) fn others(self) -> impl Iterator<Item = ReplicaId> {
        self.members(self.shard).filter(move |id| *id != self.me)
    }

    /// How many of the own shard are more than half.
    pub(crate) fn majority(self) -> usize {
        self.members(self.shard).count() / 2 + 1
    }

    /// A replica, if it is of the own shard.
    pub(crate) fn fellow(self, node: NodeId) -> Option<ReplicaId> {
        node.replica().filter(|id| self.members(self.shard).any(|member| member == *id))
    }

    /// TT.now().latest (section 3): the true time is surely no later. A hybrid clock says only what
    /// it shows.
    pub(crate) fn latest_us(self, clock_us: i64) -> i64 {
        if self.hybrid { clock_us } else { clock_us.saturating_add(self.uncertainty_us) }
    }

    /// How long until TT.after(at) is true (section 3): until the moment has surely passed, if the
    /// clock goes on so. Zero once it has.
    pub(crate) fn until_past_us(self, clock_us: i64, at_us: i64) -> u64 {
        let earliest_us = clock_us.saturating_sub(self.uncertainty_us);
        u64::try_from(at_us.saturating_sub(earliest_us).saturating_add(1)).unwrap_or(0)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use scenario::Scenario;
    use sim::Cluster;

    use super::*;

    /// A cluster of so many replicas, with these knobs.
    pub(crate) fn cluster(n: u8, knobs: &[(&str, &str)]) -> Cluster {
        let mut scenario = Scenario::default();
        "true_time".clone_into(&mut scenario.strategy.protocol);
        (scenario.cluster.n, scenario.cluster.w, scenario.cluster.r) = (n, 1, 1);
        scenario.workload.random.keys = 4;
        scenario.strategy.knobs = knobs.iter().map(|(id, value)| ((*id).to_owned(), (*value).to_owned())).collect();
        Cluster::of(&scenario.validate([&crate::true_time::INFO]).expect("valid"))
    }

    fn rules(n: u8, me: u8, shards: &str) -> Rules {
        let cluster = cluster(n, &[("shards", shards)]);
        Rules::of(&Context { me: NodeId::Replica(ReplicaId(me)), clock_us: 0, cluster: &cluster })
    }

    #[test]
    fn replicas_form_groups_of_nearly_the_same_size() {
        let sizes = |n, shards| {
            let rules = rules(n, 0, shards);
            (0..rules.shards).map(|shard| rules.members(shard).count()).collect::<Vec<_>>()
        };
        assert_eq!(sizes(6, "2"), [3, 3]);
        assert_eq!(sizes(5, "2"), [3, 2]);
        assert_eq!(sizes(9, "3"), [3, 3, 3]);
        assert_eq!(sizes(1, "3"), [1]);
        for me in 0..6 {
            let rules = rules(6, me, "2");
            assert_eq!((rules.shard, rules.leads(), rules.majority()), (me / 3, me % 3 == 0, 2), "r{}", me + 1);
        }
        assert_eq!(rules(6, 0, "2").keys_of(1).collect::<Vec<_>>(), [Key(1), Key(3)]);
    }

    #[test]
    fn a_moment_has_passed_once_the_earliest_that_it_may_be_is_later() {
        let rules = rules(6, 0, "2");
        assert_eq!(rules.latest_us(100), 7_100);
        assert_eq!(rules.until_past_us(100, 7_100), 14_001);
        assert_eq!(rules.until_past_us(14_100, 7_100), 1);
        assert_eq!(rules.until_past_us(14_101, 7_100), 0);
    }
}
