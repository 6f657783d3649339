//! A cache: it knows what sessions put into it, and forgets when told to or when time is up.

use history::{Key, NodeId, OperationId, Value};
use sim::{Context, Outbox};

use super::CacheAside;
use super::message::{Lease, Message};
use crate::store::Versioned;

/// How long the others wait for a reader with a lease, in microseconds: it may have given up. Ten
/// seconds in the paper, whose readers are in the same building as the store.
const LEASE_US: u64 = 500_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Timer {
    /// The value that was filled in as the so manieth has lived its time.
    Expired(Key, u32),
    /// Whoever has this lease has had it for long.
    LeaseOver(Key, Lease),
}

/// All in memory; only how many leases and values it has counted survives a crash, so that no
/// number is given twice.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Cache {
    entries: Vec<Entry>,
    count: u32,
    leases: bool,
    ttl_us: u64,
}

/// One key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Entry {
    /// What is cached, and as the how manieth it came.
    cached: Option<(Versioned, u32)>,
    lease: Option<Lease>,
    /// Readers that wait for what the lease will bring, at most one a session.
    waiting: Vec<(NodeId, OperationId)>,
}

impl Cache {
    pub(crate) fn new(cx: &Context<'_>) -> Self {
        let knobs = &cx.cluster.knobs;
        let ttl_ms = u64::try_from(knobs.number("ttl_ms")).unwrap_or(1);
        Self { entries: Vec::new(), count: 0, leases: knobs.on("leases"), ttl_us: ttl_ms * 1000 }
    }

    /// The cache after a crash.
    pub(crate) fn emptied(self) -> Self {
        Self { entries: Vec::new(), ..self }
    }

    pub(crate) fn holds(&self, key: Key) -> Option<Value> {
        self.entries.get(key.index())?.cached.map(|(held, _)| held.value)
    }

    #[cfg(test)]
    pub(crate) fn waiting(&mut self, key: Key) -> usize {
        self.entry(key).waiting.len()
    }

    /// A hit, or a miss; with leases a miss may have to wait.
    pub(crate) fn get(&mut self, from: NodeId, operation: OperationId, key: Key, out: &mut Outbox<CacheAside>) {
        let leases = self.leases;
        let entry = self.entry(key);
        if let Some((held, _)) = entry.cached {
            hit(from, operation, key, held, out);
        } else if !leases {
            out.send(from, Message::Miss { operation, key, lease: None });
        } else {
            entry.waiting.retain(|(reader, _)| *reader != from);
            entry.waiting.push((from, operation));
            self.grant(key, out);
        }
    }

    /// Gives the lease, if it is free, to the first who waits.
    fn grant(&mut self, key: Key, out: &mut Outbox<CacheAside>) {
        let lease = self.count.wrapping_add(1);
        let entry = self.entry(key);
        if entry.lease.is_none() && !entry.waiting.is_empty() {
            let (reader, operation) = entry.waiting.remove(0);
            entry.lease = Some(lease);
            self.count = lease;
            out.send(reader, Message::Miss { operation, key, lease: Some(lease) });
            out.wake(LEASE_US, Timer::LeaseOver(key, lease));
        }
    }

    /// Takes a value in. With leases only from the reader that has the one that is valid.
    pub(crate) fn fill(&mut self, key: Key, held: Versioned, lease: Option<Lease>, out: &mut Outbox<CacheAside>) {
        if self.leases && (lease.is_none() || self.entry(key).lease != lease) {
            return;
        }
        self.count = self.count.wrapping_add(1);
        let (count, ttl_us) = (self.count, self.ttl_us);
        let entry = self.entry(key);
        entry.lease = None;
        entry.cached = Some((held, count));
        out.apply(key, held.value, held.version);
        out.wake(ttl_us, Timer::Expired(key, count));
        for (reader, operation) in std::mem::take(&mut entry.waiting) {
            hit(reader, operation, key, held, out);
        }
    }

    /// Forgets a key, and makes the lease for it void.
    pub(crate) fn delete(&mut self, key: Key, out: &mut Outbox<CacheAside>) {
        let entry = self.entry(key);
        entry.cached = None;
        entry.lease = None;
        self.grant(key, out);
    }

    pub(crate) fn on_timer(&mut self, timer: Timer, out: &mut Outbox<CacheAside>) {
        match timer {
            Timer::Expired(key, count) => {
                let entry = self.entry(key);
                if entry.cached.is_some_and(|(_, filled)| filled == count) {
                    entry.cached = None;
                }
            }
            Timer::LeaseOver(key, lease) => {
                let entry = self.entry(key);
                if entry.lease == Some(lease) {
                    entry.lease = None;
                    self.grant(key, out);
                }
            }
        }
    }

    fn entry(&mut self, key: Key) -> &mut Entry {
        if self.entries.len() <= key.index() {
            self.entries.resize(key.index() + 1, Entry { cached: None, lease: None, waiting: Vec::new() });
        }
        &mut self.entries[key.index()]
    }
}

fn hit(reader: NodeId, operation: OperationId, key: Key, held: Versioned, out: &mut Outbox<CacheAside>) {
    out.observe(operation, key, held.value);
    out.send(reader, Message::Hit { operation, key, value: held.value });
}
