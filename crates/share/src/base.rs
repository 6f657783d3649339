//! The scenario that readable links of version 1 differ from.
//!
//! It never changes: a link says only what differs from it, so changing it would change what every
//! link out there means. It is written out in full, and not taken from `Scenario::default()`, which
//! may move on.

use std::collections::BTreeMap;

use scenario::{Cluster, Distribution, Network, RandomWork, Scenario, Session, Strategy, Workload};

/// The base of readable links, version 1.
#[must_use]
pub fn base_of_version_1() -> Scenario {
    Scenario {
        strategy: Strategy { protocol: "quorum".to_owned(), knobs: BTreeMap::new() },
        cluster: Cluster { n: 5, w: 2, r: 2, placement: Vec::new() },
        network: Network {
            preset: "worldwide".to_owned(),
            stretch: 1.0,
            tail: None,
            loss: 0.0,
            duplication: 0.0,
            custom: None,
        },
        sessions: [0, 3, 4].map(|region| Session { region }).to_vec(),
        workload: Workload {
            random: RandomWork {
                operations: 3,
                write_percent: 40,
                keys: 1,
                think: Distribution::Exponential { mean_ms: 20.0 },
            },
            script: Vec::new(),
        },
        timeout_ms: 1_000,
        settle_ms: 1_000,
        faults: Vec::new(),
        seed: 16,
    }
}
