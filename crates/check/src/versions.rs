//! How many versions behind the reads of one key are: bounds, and the order that attains one.
//!
//! In an order of the writes every read is best placed as early as it may be: behind its own write
//! and behind all that was over, or had been read, before it began. So each write counts as an
//! interval from its start to the earliest end of itself and its reads; what was over before another
//! began comes first; and of the reads of one value only the one that begins last matters. It is
//! `k` versions behind if the last of the writes over by then stands `k - 1` places behind its own.

use history::OperationId;

use crate::KeyOrder;
use crate::counter::Counter;
use crate::index::Index;
use crate::radix::{Record, sort};
use crate::zones::Zones;

/// One key's values, in an order that real time allows.
pub(crate) struct Versions {
    pub(crate) values: Vec<Version>,
    /// Whether the first of them is the initial one, which cannot stand elsewhere.
    pub(crate) initial: bool,
}

/// A value: its write and its reads.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Version {
    pub(crate) class: u32,
    /// When its write began.
    pub(crate) start: u64,
    /// When the first of its operations was over.
    pub(crate) first_end: u64,
    /// When the last of its reads began; zero if there is none.
    pub(crate) last_read: u64,
}

impl Versions {
    /// The values of every key, in the order of their zones.
    pub(crate) fn of(index: &Index<'_>, zones: &Zones, last_reads: &[u64]) -> Vec<Self> {
        let keys = zones.line().chunk_by(|a, b| a.group == b.group);
        let of_key = |records: &[Record]| {
            let mut values = Vec::with_capacity(records.len());
            let mut initial = false;
            for record in records {
                let class = &index.classes[record.item as usize];
                let (mut start, mut first_end) = (0, zones.zone(record.item).first_end);
                if class.initial {
                    (initial, first_end) = (true, 0);
                } else if index.unseen(index.entry(class.write)) {
                    continue;
                } else {
                    start = index.entry(class.write).start;
                }
                let last_read = last_reads[record.item as usize];
                values.push(Version { class: record.item, start, first_end, last_read });
            }
            Self { values, initial }
        };
        keys.map(of_key).collect()
    }

    /// The least number of versions that any order needs, and the value that shows it: so many
    /// values began after it was over and were over before its last read began.
    pub(crate) fn lower(&self) -> (u32, usize) {
        let ranked = |rank: fn(&Version) -> u64| {
            let values = (0..).zip(&self.values).skip(usize::from(self.initial));
            let mut records: Vec<Record> =
                values.map(|(item, value)| Record { group: 0, item, rank: rank(value) }).collect();
            sort(&mut records);
            records
        };
        let (by_start, by_end) = (ranked(|value| value.start), ranked(|value| value.first_end));
        let mut by_read: Vec<Record> = (0..)
            .zip(&self.values)
            .filter(|(_, value)| value.last_read > value.first_end)
            .map(|(item, value)| Record { group: 0, item, rank: value.last_read })
            .collect();
        sort(&mut by_read);
        let mut place = vec![0_u32; self.values.len()];
        for (rank, record) in (0..).zip(&by_start) {
            place[record.item as usize] = rank;
        }
        let mut over = Counter::new(by_start.len());
        let mut ends = by_end.iter().peekable();
        let mut most = (1, 0);
        for read in by_read {
            while let Some(end) = ends.next_if(|end| end.rank < read.rank) {
                over.add(place[end.item as usize] as usize);
            }
            let value = &self.values[read.item as usize];
            let is_initial = self.initial && read.item == 0;
            let begun_later = |start: &Record| !is_initial && start.rank <= value.first_end;
            let behind = 1 + over.from(by_start.partition_point(begun_later));
            if behind > most.0 {
                most = (behind, read.item as usize);
            }
        }
        most
    }

    /// The values that began after one was over and were over before its last read began.
    pub(crate) fn between(&self, value: usize) -> impl Iterator<Item = &Version> {
        let old = self.values[value];
        let is_initial = self.initial && value == 0;
        let others = self.values.iter().skip(usize::from(self.initial));
        others.filter(move |new| (is_initial || old.first_end < new.start) && new.first_end < old.last_read)
    }

    /// How many versions behind the reads are in the order as it stands.
    pub(crate) fn behind(&self) -> u32 {
        let over = Over::new(&self.values);
        let behind = |(place, value): (u32, &Version)| over.last(value.last_read).saturating_sub(place) + 1;
        (0..).zip(&self.values).map(behind).max().unwrap_or(1)
    }

    /// Puts the values in another order.
    pub(crate) fn reorder(&mut self, order: &[u32]) {
        self.values = order.iter().map(|value| self.values[*value as usize]).collect();
    }

    /// The operations in this order, each read as early as it may stand.
    pub(crate) fn order(&self, index: &Index<'_>) -> Option<KeyOrder> {
        let key = index.classes[self.values.first()?.class as usize].key;
        let over = Over::new(&self.values);
        let mut places: Vec<Record> = Vec::new();
        for (place, value) in (0..).zip(&self.values) {
            let class = &index.classes[value.class as usize];
            for member in index.members(class) {
                let entry = index.entry(*member);
                let behind = if entry.write { place } else { over.last(entry.start).max(place) };
                // Of those that stand together the write is the first.
                let group = behind << 1 | u32::from(!entry.write);
                places.push(Record { group, item: entry.id.0, rank: entry.start });
            }
        }
        sort(&mut places);
        Some(KeyOrder { key, order: places.iter().map(|record| OperationId(record.item)).collect() })
    }
}

/// For any moment the last place in an order of those that were over before it.
struct Over(Vec<Record>);

impl Over {
    fn new(values: &[Version]) -> Self {
        let places = (0..).zip(values);
        let mut over: Vec<Record> =
            places.map(|(item, value)| Record { group: 0, item, rank: value.first_end }).collect();
        sort(&mut over);
        let mut last = 0;
        for record in &mut over {
            last = last.max(record.item);
            record.item = last;
        }
        Self(over)
    }

    /// Zero if none was.
    fn last(&self, before: u64) -> u32 {
        let over = self.0.partition_point(|record| record.rank < before);
        over.checked_sub(1).map_or(0, |last| self.0[last].item)
    }
}

/// For each class the latest start of its reads; zero if there is none.
pub(crate) fn last_reads(index: &Index<'_>) -> Vec<u64> {
    let mut last = vec![0; index.classes.len()];
    for entry in index.entries.iter().filter(|entry| !entry.write) {
        let known = &mut last[entry.class as usize];
        *known = entry.start.max(*known);
    }
    last
}
