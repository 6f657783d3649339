//! The scenario that readable links of version 1 differ from.
//!
//! It never changes: a link says only what differs from it, so changing it would change what every
//! link out there means. It is written out in full, and not taken from `Scenario::default()`, which
//! may move on.

use std::collections::BTreeMap;

use scenario::{
    Cluster, Distribution, Network, NetworkPreset, Object, RandomWork, Scenario, Session, Strategy, Workload,
};

/// The base of readable links, version 1.
#[must_use]
pub fn base_of_version_1() -> Scenario {
    Scenario {
        strategy: Strategy { protocol: "quorum".to_owned(), knobs: BTreeMap::new() },
        cluster: Cluster { n: 5, w: 2, r: 2, spares: 0, placement: Vec::new() },
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
                open_loop: false,
            },
            script: Vec::new(),
            object: Object::Register,
            initial: 1,
            amount: 1,
        },
        timeout_ms: 1_000,
        settle_ms: 1_000,
        faults: Vec::new(),
        seed: 16,
    }
}

/// The sessions of a link of version 1 that does not say where they are: those of the base, round
/// the regions that its network has. So `net=rack` alone is a link that can run.
pub(crate) fn sessions_of_version_1(network: &Network) -> Vec<Session> {
    let regions = match (NetworkPreset::find(&network.preset), &network.custom) {
        (Some(preset), _) => preset.regions().len(),
        (None, Some(custom)) => custom.regions.len(),
        (None, None) => 0,
    };
    let mut sessions = base_of_version_1().sessions;
    if let Some(regions) = u8::try_from(regions).ok().filter(|regions| *regions > 0) {
        for session in &mut sessions {
            session.region %= regions;
        }
    }
    sessions
}
