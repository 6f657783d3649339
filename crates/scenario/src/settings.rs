//! The scenario itself and its default: the one that the playground opens on.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Distribution, Fault, Network, RandomWork, Workload};

/// The complete input of a run. The same scenario gives the same run, byte for byte, everywhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Scenario {
    /// How the store replicates.
    pub strategy: Strategy,
    /// The replicas and their quorums.
    pub cluster: Cluster,
    /// How long messages take, and how many get lost.
    pub network: Network,
    /// The clients, each doing one operation at a time.
    pub sessions: Vec<Session>,
    /// What the clients do.
    pub workload: Workload,
    /// How long a client waits for an answer, in milliseconds.
    pub timeout_ms: u32,
    /// How long the replicas may settle after the last operation before they are asked what they
    /// hold, in milliseconds.
    pub settle_ms: u32,
    /// What goes wrong, and when.
    pub faults: Vec<Fault>,
    /// The seed of all chance.
    pub seed: u32,
}

/// Which protocol, and how its own knobs are set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Strategy {
    /// The protocol's id in the registry.
    pub protocol: String,
    /// The knobs that differ from the protocol's defaults.
    pub knobs: BTreeMap<String, String>,
}

/// The replicas: how many, how many of them answer for a write and a read, who may stand in for
/// them, and where they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Cluster {
    /// N, the number of replicas.
    pub n: u8,
    /// W, the acknowledgements a write waits for.
    pub w: u8,
    /// R, the answers a read waits for.
    pub r: u8,
    /// The nodes beside the replicas that may stand in for one that does not answer, or be proxies; they
    /// take the numbers after the replicas'. A protocol that has no use for them leaves them idle.
    pub spares: u8,
    /// The region of each replica and spare, by number; those not listed take the network's own order.
    pub placement: Vec<u8>,
}

impl Cluster {
    /// How many nodes store data: replicas and spares.
    #[must_use]
    pub const fn nodes(&self) -> u8 {
        self.n.saturating_add(self.spares)
    }
}

/// A client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Session {
    /// Its region, by number.
    pub region: u8,
}

impl Scenario {
    /// The operations of all sessions, random and scripted.
    #[must_use]
    pub fn operations(&self) -> u64 {
        let random = u64::from(self.workload.random.operations) * self.sessions.len() as u64;
        random + self.workload.script.len() as u64
    }
}

impl Default for Scenario {
    fn default() -> Self {
        Self {
            strategy: Strategy::default(),
            cluster: Cluster::default(),
            network: Network::default(),
            sessions: [0, 3, 4].map(|region| Session { region }).to_vec(),
            workload: Workload {
                random: RandomWork {
                    operations: 3,
                    write_percent: 40,
                    keys: 1,
                    think: Distribution::Exponential { mean_ms: 20.0 },
                    open_loop: false,
                },
                ..Workload::default()
            },
            timeout_ms: 1_000,
            settle_ms: 1_000,
            faults: Vec::new(),
            seed: 16,
        }
    }
}

impl Default for Strategy {
    fn default() -> Self {
        Self { protocol: "quorum".to_owned(), knobs: BTreeMap::new() }
    }
}

impl Default for Cluster {
    fn default() -> Self {
        Self { n: 5, w: 2, r: 2, spares: 0, placement: Vec::new() }
    }
}
