//! Who wrote a key, and when: the writes by key and session.

use crate::radix::{Record, sort};

/// All writes, by key, session and order of issue.
pub(crate) struct Writers {
    writes: Vec<u32>,
    runs: Vec<Run>,
    /// Where the runs of each key begin, and behind them where the last ends.
    of_key: Vec<u32>,
}

/// The writes of one session to one key.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run {
    pub(crate) session: u32,
    start: u32,
    end: u32,
}

impl Writers {
    pub(super) fn new(writes: impl Iterator<Item = u32>, keys: usize, key: &[u32], session: &[u32]) -> Self {
        let record = |item: u32| Record { group: key[item as usize], item, rank: u64::from(item) };
        let mut records: Vec<Record> = writes.map(record).collect();
        sort(&mut records);
        let mut runs: Vec<Run> = Vec::new();
        let mut of_key = vec![0; keys + 1];
        let mut last = None;
        for (number, record) in (0..).zip(&records) {
            let session = session[record.item as usize];
            if last != Some((record.group, session)) {
                last = Some((record.group, session));
                runs.push(Run { session, start: number, end: number });
                of_key[record.group as usize + 1] = runs.len() as u32;
            }
            if let Some(run) = runs.last_mut() {
                run.end += 1;
            }
        }
        for key in 1..=keys {
            of_key[key] = of_key[key].max(of_key[key - 1]);
        }
        Self { writes: records.iter().map(|record| record.item).collect(), runs, of_key }
    }

    /// All writes: each has a slot, its place here.
    pub(crate) fn all(&self) -> &[u32] {
        &self.writes
    }

    /// All runs.
    pub(crate) fn each(&self) -> &[Run] {
        &self.runs
    }

    /// The slot of a run's write.
    pub(crate) fn slot(&self, run: &Run, number: usize) -> usize {
        run.start as usize + number
    }

    /// How many runs there are.
    pub(crate) fn runs(&self) -> usize {
        self.runs.len()
    }

    /// The numbers of a key's runs.
    fn numbers(&self, key: u32) -> std::ops::Range<usize> {
        self.of_key[key as usize] as usize..self.of_key[key as usize + 1] as usize
    }

    /// The runs of a key with their numbers, by session.
    pub(crate) fn of_key(&self, key: u32) -> impl Iterator<Item = (usize, &Run)> {
        self.numbers(key).map(|number| (number, &self.runs[number]))
    }

    /// The writes of a run, in order.
    pub(crate) fn writes(&self, run: &Run) -> &[u32] {
        &self.writes[run.start as usize..run.end as usize]
    }

    /// The last write of a run before a place.
    pub(crate) fn last_before(&self, run: &Run, place: u32) -> Option<u32> {
        let writes = self.writes(run);
        let count = writes.partition_point(|write| *write < place);
        Some(*writes.get(count.checked_sub(1)?)?)
    }
}
