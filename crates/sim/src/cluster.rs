//! What a machine may know of the world: its own name, its own clock, and the settings.

use history::{NodeId, ReplicaId};
use scenario::{Knobs, Leg, Object, ValidScenario};

/// The settings that every node of a run knows.
#[derive(Clone, Debug)]
pub struct Cluster {
    /// The number of replicas.
    pub n: u8,
    /// The number of spare nodes, which come after the replicas.
    pub spares: u8,
    /// The acknowledgements a write waits for.
    pub w: u8,
    /// The answers a read waits for.
    pub r: u8,
    /// How many keys there are.
    pub keys: u8,
    /// The protocol's own knobs.
    pub knobs: Knobs,
    /// What each key is to the clients.
    pub object: Object,
    /// What each key holds at the start, where that is a number.
    pub initial: i64,
    /// For each region, the replicas from near to far, and the spare nodes.
    nearest: Vec<Vec<ReplicaId>>,
    nearest_spares: Vec<Vec<ReplicaId>>,
    /// Of replicas, spares and sessions, in this order.
    regions: Vec<u8>,
}

/// What a machine may know while it handles an event.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Who it is.
    pub me: NodeId,
    /// What its own clock shows, in microseconds; possibly wrong.
    pub clock_us: i64,
    /// The settings.
    pub cluster: &'a Cluster,
}

impl Cluster {
    /// The settings of a scenario.
    #[must_use]
    pub fn of(valid: &ValidScenario) -> Self {
        let scenario = valid.scenario();
        let place = |id: ReplicaId| valid.region(NodeId::Replica(id));
        let count = u8::try_from(valid.links().regions().len()).unwrap_or(u8::MAX);
        let nearest = |ids: std::ops::Range<u8>| {
            let near = |from| {
                let mut near: Vec<ReplicaId> = ids.clone().map(ReplicaId).collect();
                let distance_us = |id: &ReplicaId| valid.links().delay(from, place(*id), Leg::Read).at_us(0.5);
                near.sort_by_key(|id| (distance_us(id), *id));
                near
            };
            (0..count).map(near).collect()
        };
        let sessions = (0..).map(history::SessionId).take(scenario.sessions.len());
        Self {
            n: scenario.cluster.n,
            spares: scenario.cluster.spares,
            w: scenario.cluster.w,
            r: scenario.cluster.r,
            keys: scenario.workload.key_count(),
            initial: scenario.workload.initial,
            knobs: valid.knobs().clone(),
            object: scenario.workload.object,
            nearest: nearest(0..scenario.cluster.n),
            nearest_spares: nearest(scenario.cluster.n..scenario.cluster.nodes()),
            regions: (0..scenario.cluster.nodes())
                .map(|id| place(ReplicaId(id)))
                .chain(sessions.map(|id| valid.region(NodeId::Session(id))))
                .collect(),
        }
    }

    /// Whether this is a spare node: one that stands in for replicas, and is none.
    #[must_use]
    pub const fn is_spare(&self, id: ReplicaId) -> bool {
        id.0 >= self.n
    }

    /// The region of a node.
    #[must_use]
    pub fn region(&self, node: NodeId) -> u8 {
        match node {
            NodeId::Replica(id) => self.regions[id.index()],
            NodeId::Session(id) => self.regions[usize::from(self.n + self.spares) + id.index()],
        }
    }
}

impl Context<'_> {
    /// The replicas by number.
    pub fn replicas(&self) -> impl Iterator<Item = ReplicaId> + use<> {
        (0..self.cluster.n).map(ReplicaId)
    }

    /// The spare nodes by number.
    pub fn spares(&self) -> impl Iterator<Item = ReplicaId> + use<> {
        (self.cluster.n..self.cluster.n + self.cluster.spares).map(ReplicaId)
    }

    /// The replicas from near to far, as seen from this node.
    #[must_use]
    pub fn nearest(&self) -> &[ReplicaId] {
        &self.cluster.nearest[usize::from(self.cluster.region(self.me))]
    }

    /// The spare nodes from near to far.
    #[must_use]
    pub fn nearest_spares(&self) -> &[ReplicaId] {
        &self.cluster.nearest_spares[usize::from(self.cluster.region(self.me))]
    }
}
