//! Replication lag: how long a replica has lacked a write that was acknowledged.
//!
//! At any moment a replica is as far behind as the oldest acknowledgement is old among the writes that it
//! lacks: it holds an older version of their key, by the version order of the trace. So the lag grows with time
//! until the write arrives, or a newer one of the same key, as "seconds behind" does in databases.

use std::collections::BTreeMap;

use history::{Happening, History, Instant, Key, Outcome, Trace, Version};
use serde::{Deserialize, Serialize};

use crate::staleness::stamps;

/// How far one replica was behind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplicaLag {
    /// Its name.
    pub replica: String,
    /// The longest that it was behind, in microseconds.
    pub worst_us: u64,
    /// For how long it was behind at all.
    pub behind_us: u64,
    /// How many acknowledged writes it lacked at the end.
    pub missing: u32,
    /// The longest that it was behind in each window of time.
    pub windows_us: Vec<u64>,
}

impl ReplicaLag {
    /// Measures, by replica; spares are none. Nothing where the trace was recorded without what replicas store, or
    /// where keys hold several things, so that a newer version need not hold an older one. What a replica has no
    /// part in, such as a key of another shard, it does not lack.
    #[must_use]
    pub fn of(trace: &Trace, history: &History, window_us: u64, windows: u32) -> Option<Vec<Self>> {
        let stores = trace.events.iter().any(|event| matches!(event.what, Happening::Apply { .. }));
        if !stores || trace.services || !trace.contents.is_empty() {
            return None;
        }
        let stamps = stamps(trace, history);
        let mut replicas: Vec<Behind> = (0..trace.replicas.len()).map(|place| Behind::new(trace, place)).collect();
        let mut acknowledged: BTreeMap<(Key, Version), Instant> = BTreeMap::new();
        for event in &trace.events {
            match event.what {
                Happening::Return { operation, outcome: Outcome::Ok, .. } => {
                    let Some(write) = history.operation(operation).filter(|one| one.is_write()) else { continue };
                    let Some(version) = stamps.get(operation.index()).copied().flatten() else { continue };
                    acknowledged.entry((write.key, version)).or_insert(event.at);
                    replicas.iter_mut().for_each(|replica| replica.acknowledged(write.key, version, event.at));
                }
                Happening::Apply { replica, key, version, .. } => {
                    if let Some(replica) = replicas.get_mut(replica.index()) {
                        replica.holds(key, version, &acknowledged, event.at);
                    }
                }
                _ => {}
            }
        }
        let told = replicas.into_iter().zip(&trace.replicas).filter(|(_, line)| !line.spare);
        Some(told.map(|(replica, line)| replica.told(&line.name, trace.end, window_us, windows)).collect())
    }
}

/// One replica on the way.
struct Behind {
    /// The keys that it has no part in.
    others: Vec<Key>,
    held: BTreeMap<Key, Version>,
    /// What it lacks, with when that was acknowledged.
    missing: BTreeMap<(Key, Version), Instant>,
    /// The oldest acknowledgement among them, and from when on it was that.
    since: Option<(Instant, Instant)>,
    /// From when to when it was behind, and since which acknowledgement.
    stretches: Vec<(Instant, Instant, Instant)>,
}

impl Behind {
    fn new(trace: &Trace, place: usize) -> Self {
        let keys = (0..).map(Key).take(trace.keys.len());
        // Of a run that was cut off nobody knows what is held, and every replica is taken to hold all.
        let has = |key: Key| trace.holdings.iter().any(|held| held.node.index() == place && held.key == key);
        let others = keys.filter(|key| !trace.holdings.is_empty() && !has(*key)).collect();
        Self { others, held: BTreeMap::new(), missing: BTreeMap::new(), since: None, stretches: Vec::new() }
    }

    fn acknowledged(&mut self, key: Key, version: Version, at: Instant) {
        let held = self.held.get(&key).copied().unwrap_or(Version::INITIAL);
        if held < version && !self.others.contains(&key) {
            self.missing.entry((key, version)).or_insert(at);
            self.changed(at);
        }
    }

    fn holds(&mut self, key: Key, version: Version, acknowledged: &BTreeMap<(Key, Version), Instant>, at: Instant) {
        let before = self.held.insert(key, version).unwrap_or(Version::INITIAL);
        if version < before {
            // It lost its disk, or what it had not put there yet.
            let lost = acknowledged.range((key, version)..=(key, before)).filter(|((_, lost), _)| *lost > version);
            self.missing.extend(lost.map(|(write, at)| (*write, *at)));
        } else {
            let arrived: Vec<(Key, Version)> =
                self.missing.range((key, Version::INITIAL)..=(key, version)).map(|(write, _)| *write).collect();
            arrived.iter().for_each(|write| _ = self.missing.remove(write));
        }
        self.changed(at);
    }

    fn changed(&mut self, at: Instant) {
        let oldest = self.missing.values().min().copied();
        if oldest == self.since.map(|(oldest, _)| oldest) {
            return;
        }
        if let Some((since, from)) = self.since.filter(|(_, from)| *from < at) {
            self.stretches.push((from, at, since));
        }
        self.since = oldest.map(|oldest| (oldest, at));
    }

    fn told(mut self, name: &str, end: Instant, window_us: u64, windows: u32) -> ReplicaLag {
        if let Some((since, from)) = self.since.filter(|(_, from)| *from < end) {
            self.stretches.push((from, end, since));
        }
        let missing = u32::try_from(self.missing.len()).unwrap_or(u32::MAX);
        let mut lag = ReplicaLag { replica: name.to_owned(), missing, ..ReplicaLag::default() };
        lag.windows_us = vec![0; usize::try_from(windows).unwrap_or(0)];
        for (from, until, since) in self.stretches {
            lag.behind_us += until.since(from).as_us();
            lag.worst_us = lag.worst_us.max(until.since(since).as_us());
            let [first, last] = [from.as_us(), until.as_us() - 1].map(|at_us| at_us / window_us);
            for window in first..=last {
                let at_most = until.as_us().min((window + 1) * window_us) - since.as_us();
                let place = usize::try_from(window).unwrap_or(usize::MAX);
                if let Some(worst) = lag.windows_us.get_mut(place) {
                    *worst = (*worst).max(at_most);
                }
            }
        }
        lag
    }
}
