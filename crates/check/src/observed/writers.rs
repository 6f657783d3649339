//! Who wrote a key, and when: the writes by key and session.

use crate::index::NONE;

/// All writes, by key, session and order of issue.
pub(crate) struct Writers {
    writes: Vec<u32>,
    runs: Vec<Run>,
    /// By place: the number of the run of a write, or [`NONE`].
    run_of: Vec<u32>,
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
    /// The writes among some places; for each place its key and its session.
    pub(super) fn new(writes: impl Iterator<Item = u32> + Clone, key: &[u32], session: &[u32]) -> Self {
        let keys = key.iter().max().map_or(0, |last| *last as usize + 1);
        // Places are in order of session and issue, so that it is enough to count by key.
        let mut next = vec![0_u32; keys + 1];
        for place in writes.clone() {
            next[key[place as usize] as usize + 1] += 1;
        }
        for key in 1..=keys {
            next[key] += next[key - 1];
        }
        let ends = next[1..].to_vec();
        let mut by_key = vec![0; next[keys] as usize];
        for place in writes {
            let next = &mut next[key[place as usize] as usize];
            by_key[*next as usize] = place;
            *next += 1;
        }
        let mut runs: Vec<Run> = Vec::new();
        let mut run_of = vec![NONE; key.len()];
        let mut of_key = vec![0];
        let mut start = 0;
        for end in ends {
            for (number, place) in (start..).zip(&by_key[start as usize..end as usize]) {
                let session = session[*place as usize];
                match runs.last_mut() {
                    Some(run) if number > start && run.session == session => run.end += 1,
                    _ => runs.push(Run { session, start: number, end: number + 1 }),
                }
                run_of[*place as usize] = runs.len() as u32 - 1;
            }
            of_key.push(runs.len() as u32);
            start = end;
        }
        Self { writes: by_key, runs, run_of, of_key }
    }

    /// How many writes there are.
    pub(crate) fn count(&self) -> usize {
        self.writes.len()
    }

    /// How many keys there may be.
    pub(crate) fn keys(&self) -> usize {
        self.of_key.len() - 1
    }

    /// How many runs there are.
    pub(crate) fn runs(&self) -> usize {
        self.runs.len()
    }

    /// The number of a write's run.
    pub(crate) fn run_of(&self, write: u32) -> usize {
        self.run_of[write as usize] as usize
    }

    /// The runs of a key with their numbers, by session.
    pub(crate) fn of_key(&self, key: u32) -> impl Iterator<Item = (usize, &Run)> {
        let numbers = self.of_key[key as usize] as usize..self.of_key[key as usize + 1] as usize;
        numbers.clone().zip(&self.runs[numbers])
    }

    /// The run of that number.
    pub(crate) fn run(&self, number: usize) -> &Run {
        &self.runs[number]
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
