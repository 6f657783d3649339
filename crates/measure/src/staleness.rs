//! Stale reads: a newer write of the key, by the version order of the trace, had been acknowledged
//! before the read began.
//!
//! This is the staleness of Bailis et al., "Probabilistically Bounded Staleness", VLDB 2012, in
//! both of its measures: by time and by versions. It looks at the order in which the store itself
//! puts versions, so a write that lost to a faster clock can make no read stale.

use history::{Duration, Happening, History, Instant, Operation, OperationId, Outcome, Trace, Value, Version, order};
use serde::{Deserialize, Serialize};

/// Which reads of a run were stale.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staleness {
    /// The stale reads, in order of invocation.
    pub stale: Vec<StaleRead>,
    /// Answered reads that were not stale.
    pub fresh: u32,
    /// Answered reads of a value that has no place in the version order.
    pub unknown: u32,
}

/// A read that returned an old value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaleRead {
    /// The read.
    pub read: OperationId,
    /// Of the newer writes that had been acknowledged when it began, the one acknowledged first.
    pub newer: OperationId,
    /// How long before the read began that was, in microseconds.
    pub by_us: u64,
    /// How many newer writes had been acknowledged when it began.
    pub versions: u32,
}

impl Staleness {
    /// Finds the stale reads.
    #[must_use]
    pub fn of(trace: &Trace, history: &History) -> Self {
        let mut staleness = Self::default();
        for key in keys(trace, history) {
            key.measure(&mut staleness);
        }
        order::sort_by_key(&mut staleness.stale, |stale| stale.read);
        staleness
    }
}

/// Calls back for every answered read of a value that has a place in the version order, with how long before
/// the read began the newest of the writes had been acknowledged that were; nothing where none was.
pub(crate) fn each_read(trace: &Trace, history: &History, found: &mut dyn FnMut(OperationId, Option<Duration>)) {
    for mut key in keys(trace, history) {
        order::sort_by_key(&mut key.versions, |(value, _)| *value);
        order::sort_by_key(&mut key.acknowledged, |(_, at, _)| *at);
        order::sort_by_key(&mut key.reads, |read| *read);
        let mut writes = key.acknowledged.iter().peekable();
        let mut newest: Option<(Version, Instant)> = None;
        for (invoked, read, value) in &key.reads {
            while let Some((version, at, _)) = writes.next_if(|(_, at, _)| at < invoked) {
                newest = newest.max(Some((*version, *at)));
            }
            if key.version_of(*value).is_some() {
                found(*read, newest.map(|(_, at)| invoked.since(at)));
            }
        }
    }
}

/// What happened, key by key.
fn keys(trace: &Trace, history: &History) -> Vec<OneKey> {
    let stamps = stamps(trace, history);
    let mut keys: Vec<OneKey> = Vec::new();
    for operation in history.client_operations() {
        let key = operation.key.index();
        if keys.len() <= key {
            keys.resize_with(key + 1, || OneKey::new(history.initial));
        }
        keys[key].add(operation, stamps.get(operation.id.index()).copied().flatten());
    }
    keys
}

/// The place of each write, by operation. One that was handled twice has the later of its places.
pub(crate) fn stamps(trace: &Trace, history: &History) -> Vec<Option<Version>> {
    let mut stamps = vec![None; history.operations.len()];
    for event in &trace.events {
        if let Happening::Stamp { operation, version } = event.what
            && let Some(known) = stamps.get_mut(operation.index())
        {
            *known = Some(version).max(*known);
        }
    }
    stamps
}

/// What happened to one key.
struct OneKey {
    /// The place of each written value; of two for one value, the later entry holds.
    versions: Vec<(Value, Version)>,
    /// Acknowledged writes: version, return, operation.
    acknowledged: Vec<(Version, Instant, OperationId)>,
    /// Answered reads: invocation, operation, value.
    reads: Vec<(Instant, OperationId, Value)>,
}

impl OneKey {
    fn new(initial: Value) -> Self {
        Self { versions: vec![(initial, Version::INITIAL)], acknowledged: Vec::new(), reads: Vec::new() }
    }

    fn add(&mut self, operation: &Operation, stamp: Option<Version>) {
        if operation.is_read() {
            if operation.outcome == Outcome::Ok {
                self.reads.push((operation.invoked, operation.id, operation.value()));
            }
            return;
        }
        let Some(version) = stamp else { return };
        self.versions.push((operation.value(), version));
        if operation.outcome == Outcome::Ok {
            self.acknowledged.push((version, operation.end(), operation.id));
        }
    }

    fn measure(mut self, staleness: &mut Staleness) {
        order::sort_by_key(&mut self.versions, |(value, _)| *value);
        order::sort_by_key(&mut self.acknowledged, |write| *write);
        order::sort_by_key(&mut self.reads, |read| *read);
        let first_of_newer = self.first_of_newer();
        let mut by_return: Vec<usize> = (0..self.acknowledged.len()).collect();
        order::sort_by_key(&mut by_return, |index| self.acknowledged[*index].1);
        let mut arrivals = by_return.into_iter().peekable();
        let mut returned = Counter::new(self.acknowledged.len());
        for (invoked, read, value) in &self.reads {
            while let Some(index) = arrivals.next_if(|index| self.acknowledged[*index].1 < *invoked) {
                returned.add(index);
            }
            let Some(version) = self.version_of(*value) else {
                staleness.unknown += 1;
                continue;
            };
            let newer_from = self.acknowledged.partition_point(|(known, _, _)| *known <= version);
            match first_of_newer.get(newer_from) {
                Some((at, newer)) if at < invoked => staleness.stale.push(StaleRead {
                    read: *read,
                    newer: *newer,
                    by_us: invoked.since(*at).as_us(),
                    versions: returned.from(newer_from),
                }),
                _ => staleness.fresh += 1,
            }
        }
    }

    fn version_of(&self, value: Value) -> Option<Version> {
        let after = self.versions.partition_point(|(known, _)| *known <= value);
        let (known, version) = self.versions.get(after.checked_sub(1)?)?;
        (*known == value).then_some(*version)
    }

    /// For each place in the version order: of the writes from there on, the first acknowledged.
    fn first_of_newer(&self) -> Vec<(Instant, OperationId)> {
        let mut first = (Instant::NEVER, OperationId(u32::MAX));
        let mut list: Vec<_> = self
            .acknowledged
            .iter()
            .rev()
            .map(|&(_, at, id)| {
                first = first.min((at, id));
                first
            })
            .collect();
        list.reverse();
        list
    }
}

/// Counts what has been added at or after a place, in logarithmic time: a binary indexed tree
/// (P. Fenwick, "A New Data Structure for Cumulative Frequency Tables", 1994).
struct Counter {
    tree: Vec<u32>,
    total: u32,
}

impl Counter {
    fn new(places: usize) -> Self {
        Self { tree: vec![0; places + 1], total: 0 }
    }

    fn add(&mut self, place: usize) {
        self.total += 1;
        let mut node = place + 1;
        while let Some(count) = self.tree.get_mut(node) {
            *count += 1;
            node += node & node.wrapping_neg();
        }
    }

    fn from(&self, place: usize) -> u32 {
        let (mut before, mut node) = (0, place);
        while node > 0 {
            before += self.tree[node];
            node &= node - 1;
        }
        self.total - before
    }
}
