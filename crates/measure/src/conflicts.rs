//! Conflicts: writes that met others which the store had taken elsewhere.
//!
//! A write conflicts if the first node to store it lacked the newest version of the key that any node had
//! stored before. Of a store with one place where writes are put in order there are none; where writes are
//! taken at several places, their number is what replication makes of concurrency.

use std::collections::BTreeMap;

use history::{Happening, Key, OperationId, ReplicaId, Trace, Version};
use serde::{Deserialize, Serialize};

/// The conflicts of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflicts {
    /// How many writes were stored anywhere.
    pub stored: u32,
    /// Those that conflicted, in the order in which they were stored.
    pub writes: Vec<OperationId>,
}

impl Conflicts {
    /// Finds them; nothing where the trace was recorded without what nodes store, of services, and where keys hold
    /// several things, which are merged instead.
    #[must_use]
    pub fn of(trace: &Trace) -> Option<Self> {
        let stores = trace.events.iter().any(|event| matches!(event.what, Happening::Apply { .. }));
        if !stores || trace.services || !trace.contents.is_empty() {
            return None;
        }
        let writes = writes(trace);
        let mut newest: BTreeMap<Key, Version> = BTreeMap::new();
        let mut held: BTreeMap<(ReplicaId, Key), Version> = BTreeMap::new();
        let mut seen: BTreeMap<(Key, Version), ()> = BTreeMap::new();
        let mut conflicts = Self::default();
        for event in &trace.events {
            let Happening::Apply { replica, key, version, .. } = event.what else { continue };
            let before = held.insert((replica, key), version).unwrap_or(Version::INITIAL);
            let Some(operation) = writes.get(&(key, version)) else { continue };
            if seen.insert((key, version), ()).is_some() {
                continue;
            }
            conflicts.stored += 1;
            let newest = newest.entry(key).or_insert(Version::INITIAL);
            if before < *newest {
                conflicts.writes.push(*operation);
            }
            *newest = (*newest).max(version);
        }
        Some(conflicts)
    }
}

/// The write that each version of a key is of.
fn writes(trace: &Trace) -> BTreeMap<(Key, Version), OperationId> {
    let mut keys: BTreeMap<OperationId, Key> = BTreeMap::new();
    let mut writes = BTreeMap::new();
    for event in &trace.events {
        match event.what {
            Happening::Invoke { operation, key, .. } => _ = keys.insert(operation, key),
            Happening::Stamp { operation, version } => {
                if let Some(key) = keys.get(&operation) {
                    writes.insert((*key, version), operation);
                }
            }
            _ => {}
        }
    }
    writes
}
