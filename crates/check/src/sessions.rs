//! Sessions: each process's operations in the order in which it issued them, and which of two
//! values a session could have known to be the older.
//!
//! A value is *older* than another if it is the initial one, or if one session wrote both to the
//! same key, this one first. A client that sees only operations can know no more: the guarantees
//! of Terry et al. (1994) are judged here by what they forbid it to see.

use history::OperationId;

use crate::index::{Index, NONE};
use crate::radix::{Record, sort};
use crate::{Budget, Verdict, Violation, why};

/// The operations of all processes, one process after the other.
pub(crate) struct Sessions {
    /// The entries by process and start. The group is the process.
    pub(crate) line: Vec<Record>,
    /// The place of each entry in the line, or [`NONE`].
    place: Vec<u32>,
}

impl Sessions {
    /// Lines up the sessions.
    ///
    /// # Errors
    /// The verdict where a process does two things at once.
    pub(crate) fn new(index: &Index<'_>) -> Result<Self, Verdict> {
        let mut line: Vec<Record> = (0..)
            .zip(&index.entries)
            .filter(|(_, entry)| !index.unseen(entry))
            .map(|(item, entry)| Record {
                group: index.history.operations[entry.id.index()].process.0,
                item,
                rank: entry.start,
            })
            .collect();
        sort(&mut line);
        for pair in line.windows(2) {
            let (before, after) = (index.entry(pair[0].item), index.entry(pair[1].item));
            if pair[0].group == pair[1].group && before.end >= after.start {
                return Err(why::overlapping(index.history, before.id, after.id));
            }
        }
        let mut place = vec![NONE; index.entries.len()];
        for (position, record) in (0..).zip(&line) {
            place[record.item as usize] = position;
        }
        Ok(Self { line, place })
    }

    /// The place of an entry: comparable between entries of one process.
    pub(crate) fn place(&self, entry: u32) -> u32 {
        self.place[entry as usize]
    }

    /// The process of an entry.
    pub(crate) fn process(&self, entry: u32) -> u32 {
        self.line[self.place(entry) as usize].group
    }

    /// Whether one process issued both, `a` first.
    pub(crate) fn in_order(&self, a: u32, b: u32) -> bool {
        self.process(a) == self.process(b) && self.place(a) < self.place(b)
    }
}

/// A per-process note, void once another process is looked at.
#[derive(Clone, Copy)]
pub(crate) struct Note<T> {
    process: u32,
    pub(crate) value: T,
}

/// Notes by number, for the process that is being looked at.
pub(crate) struct Notes<T>(Vec<Option<Note<T>>>);

impl<T: Copy> Notes<T> {
    pub(crate) fn new(count: usize) -> Self {
        Self(vec![None; count])
    }

    pub(crate) fn get(&self, number: u32, process: u32) -> Option<T> {
        self.0[number as usize].filter(|note| note.process == process).map(|note| note.value)
    }

    pub(crate) fn set(&mut self, number: u32, process: u32, value: T) {
        self.0[number as usize] = Some(Note { process, value });
    }
}

/// The first violation to show, by the return of the read that shows it.
pub(crate) struct Earliest<T>(Option<(u64, OperationId, T)>);

impl<T> Earliest<T> {
    pub(crate) const fn new() -> Self {
        Self(None)
    }

    pub(crate) fn keep(&mut self, index: &Index<'_>, read: u32, found: T) {
        let entry = index.entry(read);
        let sooner = |(end, id, _): &(u64, OperationId, T)| (entry.end, entry.id) < (*end, *id);
        if self.0.as_ref().is_none_or(sooner) {
            self.0 = Some((entry.end, entry.id, found));
        }
    }

    pub(crate) fn take(self) -> Option<T> {
        self.0.map(|(_, _, found)| found)
    }
}

/// The number of notes needed to have one for each key of the history.
pub(crate) fn keys(index: &Index<'_>) -> usize {
    let last = index.classes.iter().map(|class| class.key.index()).max();
    last.map_or(0, |last| last + 1)
}

/// Runs a guarantee's one pass: prepares the history, and turns what was found into a verdict.
pub(crate) fn check(
    history: &history::History,
    budget: &mut Budget,
    pass: fn(&Index<'_>, &Sessions) -> Result<u32, Violation>,
) -> Verdict {
    let whole = *budget;
    // Each operation is looked at for the index, for the session order, and in the pass itself.
    if !budget.spend(3 * history.operations.len()) {
        return why::out_of_steps(whole);
    }
    let index = match Index::new(history) {
        Ok(index) => index,
        Err(why) => return Verdict::NotApplicable(why),
    };
    let sessions = match Sessions::new(&index) {
        Ok(sessions) => sessions,
        Err(verdict) => return verdict,
    };
    match (pass(&index, &sessions), index.ambiguous_read()) {
        (Err(violation), _) => Verdict::Violated(violation),
        (Ok(_), Some(read)) => why::repeated_value(history, read.id),
        (Ok(reads), None) => Verdict::Holds(crate::Witness::Examined { reads }),
    }
}
