//! Linearizability and regularity at every answer.
//!
//! Gibbons and Korach's clusters (1997), as in the [zones](crate::zones): a write with the reads of
//! its value, `f` its earliest end, `l` its latest start; `s` and `e` are when the write itself
//! began and was over. One value has to come before another,
//! - in a linearizable history, if `f < l'`;
//! - in a strongly regular one, where reads need not agree with each other, if `e < l'` or `f < s'`.
//!
//! No value may have to come before itself, in any number of steps. What is over was over before
//! whatever begins now, so that only a read that is answered can close a circle, and only one
//! through its own value. Two steps are enough for linearizability. For regularity there can be
//! three: of two steps of one kind that do not share their middle, either makes the circle shorter,
//! and `f < s' ≤ f' < s''` is one step. So all that is asked are the extremes of lists in order of
//! time.

use std::collections::BTreeMap;

use history::Key;

use super::peaks::Peaks;
use super::registers::{Origin, Registers};
use crate::index::NONE;

/// What is known of the clusters.
#[derive(Debug, Default)]
pub(super) struct Freshness {
    /// By operation: the cluster of a write.
    clusters: Vec<Cluster>,
    lines: BTreeMap<Key, Line>,
}

/// A write with the reads of its value, or the reads of the initial value.
#[derive(Clone, Copy, Debug)]
struct Cluster {
    /// When the write began.
    began: u32,
    /// When the write was over, or [`NONE`].
    over: u32,
    first_end: u32,
    last_start: u32,
    /// Its place among the first ends of the key, if it has one.
    by_first_end: u32,
    /// Its place among the writes of the key that are over, if it is there.
    by_over: u32,
}

/// The clusters of one key.
#[derive(Debug)]
struct Line {
    initial: Cluster,
    /// The first ends, in order of time, and of each cluster there its latest start.
    first_ends: Vec<u32>,
    starts_by_first_end: Peaks,
    /// When writes were over, in order of time.
    overs: Vec<u32>,
    starts_by_over: Peaks,
    /// The latest beginning of a write among those and all before it.
    latest_began: Vec<u32>,
    /// Latest start and first end of clusters that were read, those of them that no other starts as
    /// late and ends as early as.
    seen: BTreeMap<u32, u32>,
    /// Beginning and end of writes, those of them that no other began as late and was over as early
    /// as.
    brief: Vec<(u32, u32)>,
}

impl Freshness {
    /// An operation is asked for.
    pub(super) fn invoked(&mut self, registers: &Registers, operation: u32) {
        let call = &registers.calls[operation as usize];
        // What is not a write has a cluster that is never looked at.
        self.clusters.push(Cluster::new(call.began));
        self.lines.entry(call.key).or_insert_with(Line::new);
    }

    /// A write is over, or given up.
    pub(super) fn written(&mut self, registers: &Registers, write: u32) {
        let call = &registers.calls[write as usize];
        let (Some(line), cluster) = (self.lines.get_mut(&call.key), &mut self.clusters[write as usize]) else {
            return;
        };
        if call.outcome == history::Outcome::Ok {
            line.ends(cluster, call.ended);
            line.is_over(cluster, call.ended);
        }
    }

    /// A read is answered; whether that breaks linearizability, strong and weak regularity.
    pub(super) fn read(&mut self, registers: &Registers, read: u32) -> [bool; 3] {
        let call = &registers.calls[read as usize];
        let (Some(origin), Some(line)) = (super::source(registers, read), self.lines.get_mut(&call.key)) else {
            return [true; 3];
        };
        let mut cluster = match origin {
            Origin::Initial => line.initial,
            Origin::Write(write) => self.clusters[write as usize],
        };
        line.ends(&mut cluster, call.ended);
        line.starts(&mut cluster, call.began);
        match origin {
            Origin::Initial => line.initial = cluster,
            Origin::Write(write) => self.clusters[write as usize] = cluster,
        }
        [
            line.breaks_linearizability(&cluster, call.began),
            line.breaks_strong_regularity(&cluster, call.began),
            line.breaks_weak_regularity(&cluster, call.began),
        ]
    }
}

impl Cluster {
    const fn new(began: u32) -> Self {
        Self { began, over: NONE, first_end: NONE, last_start: began, by_first_end: NONE, by_over: NONE }
    }
}

impl Line {
    fn new() -> Self {
        let mut line = Self {
            initial: Cluster::new(0),
            first_ends: Vec::new(),
            starts_by_first_end: Peaks::default(),
            overs: Vec::new(),
            starts_by_over: Peaks::default(),
            latest_began: Vec::new(),
            seen: BTreeMap::new(),
            brief: Vec::new(),
        };
        // It is there before the first event.
        let mut initial = Cluster::new(0);
        line.ends(&mut initial, 0);
        line.is_over(&mut initial, 0);
        line.initial = initial;
        line
    }

    /// Something of a cluster has ended now.
    fn ends(&mut self, cluster: &mut Cluster, now: u32) {
        if cluster.first_end == NONE {
            cluster.first_end = now;
            cluster.by_first_end = self.first_ends.len() as u32;
            self.first_ends.push(now);
            self.starts_by_first_end.push(cluster.last_start);
        }
    }

    /// A cluster's write is over now.
    fn is_over(&mut self, cluster: &mut Cluster, now: u32) {
        cluster.over = now;
        cluster.by_over = self.overs.len() as u32;
        self.overs.push(now);
        self.starts_by_over.push(cluster.last_start);
        let latest = self.latest_began.last().copied().unwrap_or_default();
        self.latest_began.push(latest.max(cluster.began));
        if self.brief.last().is_none_or(|(began, _)| *began < cluster.began) {
            self.brief.push((cluster.began, now));
        }
    }

    /// A read of a cluster started at `start`.
    fn starts(&mut self, cluster: &mut Cluster, start: u32) {
        if cluster.last_start < start {
            cluster.last_start = start;
            self.starts_by_first_end.rise(cluster.by_first_end as usize, start);
            if cluster.by_over != NONE {
                self.starts_by_over.rise(cluster.by_over as usize, start);
            }
        }
        self.sees(cluster.last_start, cluster.first_end);
    }

    fn sees(&mut self, last_start: u32, first_end: u32) {
        let later = self.seen.range(last_start..).next();
        if later.is_some_and(|(_, other)| *other <= first_end) {
            return;
        }
        while let Some((start, other)) = self.seen.range(..=last_start).next_back().map(|(start, end)| (*start, *end)) {
            if other < first_end {
                break;
            }
            self.seen.remove(&start);
        }
        self.seen.insert(last_start, first_end);
    }

    /// Whether another cluster has to come before this one, as of a read that started at `start`,
    /// and behind it.
    fn breaks_linearizability(&self, cluster: &Cluster, start: u32) -> bool {
        let before = self.first_ends.partition_point(|end| *end < start);
        self.starts_by_first_end.highest(before, Some(cluster.by_first_end as usize)) > cluster.first_end
    }

    /// Whether a write that was over when the read started began when this one was over.
    fn breaks_weak_regularity(&self, cluster: &Cluster, start: u32) -> bool {
        self.latest_over_before(start).is_some_and(|began| began > cluster.over)
    }

    /// Whether this value has to come before a write that was over when the read started, which has
    /// to come before this value.
    fn breaks_strong_regularity(&self, cluster: &Cluster, start: u32) -> bool {
        let before = self.overs.partition_point(|over| *over < start);
        let Some(latest) = self.latest_over_before(start) else { return false };
        let itself = (cluster.by_over != NONE).then_some(cluster.by_over as usize);
        let last_start = self.starts_by_over.highest(before, itself);
        // In two steps: that write began after an end of this cluster, or was read later than this
        // cluster's write was over.
        if latest > cluster.first_end || last_start > cluster.over {
            return true;
        }
        // In three: over a value that was read later than this cluster's write was over, and seen
        // before that write began; or over a write that began after an end of this cluster, and was
        // over before that write's value was read.
        let read_later = cluster.over.checked_add(1).and_then(|from| self.seen.range(from..).next());
        let written_later = self.brief.partition_point(|(began, _)| *began <= cluster.first_end);
        read_later.is_some_and(|(_, first_end)| *first_end < latest)
            || self.brief.get(written_later).is_some_and(|(_, over)| *over < last_start)
    }

    /// When the last to begin of the writes began that were over at `start`.
    fn latest_over_before(&self, start: u32) -> Option<u32> {
        let before = self.overs.partition_point(|over| *over < start);
        Some(self.latest_began[before.checked_sub(1)?])
    }
}
