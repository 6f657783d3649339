//! Zones: linearizability of registers with distinct values, in the time of one sort.
//!
//! Gibbons and Korach, *Testing shared memories* (1997). A write and the reads of its value form
//! a cluster, and clusters cannot interleave: in any legal order each stands in one piece. From
//! the earliest end `f` in a cluster to the latest start `s` its value was certainly current, if
//! `f < s` (a forward zone); otherwise the whole cluster fits at one moment between `s` and `f` (a
//! backward zone). Cluster A must stand before cluster B exactly if `A.f < B.s`. So two clusters
//! contradict each other exactly if `A.f < B.s` and `B.f < A.s`: two forward zones that overlap,
//! or a backward zone strictly inside a forward one. Keys are independent (Herlihy and Wing 1990).

use history::OperationId;

use crate::KeyOrder;
use crate::index::{Class, Index, NEVER, NONE};
use crate::radix::{Record, sort};

/// The zone of one class.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Zone {
    /// The earliest end.
    pub(crate) first_end: u64,
    /// The latest start.
    pub(crate) last_start: u64,
}

/// The zones of a history, and the line in which they stand if nothing contradicts it.
pub(crate) struct Zones {
    /// One for each class of the index.
    zones: Vec<Zone>,
    /// The classes with a known origin, by key and left end.
    line: Vec<Record>,
    /// Whether every read was over after its write began, and had one.
    pub(crate) sound_reads: bool,
}

impl Zones {
    pub(crate) fn new(index: &Index<'_>) -> Self {
        let mut zones = vec![Zone { first_end: NEVER, last_start: 0 }; index.classes.len()];
        let mut sound_reads = true;
        for entry in &index.entries {
            let zone = &mut zones[entry.class as usize];
            zone.first_end = zone.first_end.min(entry.end);
            zone.last_start = zone.last_start.max(entry.start);
        }
        for (class, zone) in index.classes.iter().zip(&zones) {
            sound_reads &= !class.thin_air();
            if class.certain() && class.write != NONE {
                sound_reads &= zone.first_end >= index.entry(class.write).start;
            }
        }
        let line = line_up(index, &zones);
        Self { zones, line, sound_reads }
    }

    /// The zones where every read began `delay_us` sooner. `latest_reads` has for each class the
    /// latest start of its reads.
    pub(crate) fn delayed(&self, index: &Index<'_>, latest_reads: &[u64], delay_us: u64) -> Self {
        let delayed = self.zones.iter().zip(&index.classes).zip(latest_reads).map(|((zone, class), latest)| {
            let write = if class.write == NONE { 0 } else { index.entry(class.write).start };
            Zone { last_start: write.max(latest.saturating_sub(delay_us)), ..*zone }
        });
        let zones: Vec<Zone> = delayed.collect();
        let line = line_up(index, &zones);
        Self { zones, line, sound_reads: self.sound_reads }
    }

    /// The classes with a known origin, by key and left end of their zone: the initial value first,
    /// and before another what has to stand before it because of real time alone.
    pub(crate) fn line(&self) -> &[Record] {
        &self.line
    }

    pub(crate) fn zone(&self, class: u32) -> &Zone {
        &self.zones[class as usize]
    }

    /// Two clusters that each had to stand before the other, if there are any.
    pub(crate) fn conflict(&self, index: &Index<'_>) -> Option<(u32, u32)> {
        let mut found = None;
        self.conflicts(index, |one, other| {
            found = Some((one, other));
            true
        });
        found
    }

    /// Pairs of clusters that each had to stand before the other, at least one if there are any,
    /// until `stop` says that it has seen enough.
    ///
    /// Sweeps the line with the forward zone that reaches farthest to the right: it began before
    /// whatever is met now, so that it contradicts it if it also reaches beyond its end.
    pub(crate) fn conflicts(&self, index: &Index<'_>, mut stop: impl FnMut(u32, u32) -> bool) {
        let mut farthest = (0, NONE);
        let mut group = NONE;
        for record in &self.line {
            if record.group != group {
                group = record.group;
                farthest = (0, NONE);
            }
            let zone = self.zone(record.item);
            let initial = index.classes[record.item as usize].initial;
            if farthest.1 != NONE && !initial && zone.first_end < farthest.0 && stop(farthest.1, record.item) {
                return;
            }
            let forward = initial || zone.first_end < zone.last_start;
            if forward && (farthest.1 == NONE || zone.last_start > farthest.0) {
                farthest = (zone.last_start, record.item);
            }
        }
    }

    /// The witness: clusters in line, in each the write first and then its reads by start.
    pub(crate) fn orders(&self, index: &Index<'_>) -> Vec<KeyOrder> {
        let mut orders: Vec<KeyOrder> = Vec::new();
        let mut group = NONE;
        let mut order: Vec<OperationId> = Vec::new();
        for record in &self.line {
            let class = &index.classes[record.item as usize];
            if record.group != group {
                group = record.group;
                if let Some(last) = orders.last_mut() {
                    last.order = std::mem::take(&mut order);
                }
                orders.push(KeyOrder { key: class.key, order: Vec::new() });
            }
            append(index, class, &mut order);
        }
        if let Some(last) = orders.last_mut() {
            last.order = order;
        }
        orders
    }
}

fn append(index: &Index<'_>, class: &Class, order: &mut Vec<OperationId>) {
    if class.write != NONE {
        let write = index.entry(class.write);
        if index.unseen(write) {
            return;
        }
        order.push(write.id);
    }
    for member in index.members(class) {
        if *member != class.write {
            order.push(index.entry(*member).id);
        }
    }
}

/// The classes by key and left end of their zone. Where two begin together, a backward zone comes
/// before a forward one: it is not strictly inside it. The initial value, there before the first
/// moment, comes before everything else of its key.
fn line_up(index: &Index<'_>, zones: &[Zone]) -> Vec<Record> {
    let mut line = Vec::with_capacity(zones.len());
    let mut backward = Vec::with_capacity(zones.len());
    let mut forward = Vec::with_capacity(zones.len());
    for (item, (class, zone)) in (0..).zip(index.classes.iter().zip(zones)) {
        let is_forward = zone.first_end < zone.last_start;
        let (part, rank) = match (class.initial, is_forward) {
            (true, _) => (&mut line, 0),
            (false, false) => (&mut backward, zone.last_start),
            (false, true) => (&mut forward, zone.first_end),
        };
        if class.certain() {
            part.push(Record { group: u32::from(class.key.0), item, rank });
        }
    }
    line.append(&mut backward);
    line.append(&mut forward);
    sort(&mut line);
    line
}
