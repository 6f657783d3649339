//! Sessions: each process's operations in the order in which it issued them.

use crate::index::{Index, NONE};
use crate::radix::{Record, sort};
use crate::{Verdict, why};

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

    /// All places, in order of the entries.
    pub(crate) fn places(&self) -> impl Iterator<Item = u32> {
        self.place.iter().copied().filter(|place| *place != NONE)
    }

    /// The process of an entry.
    pub(crate) fn process(&self, entry: u32) -> u32 {
        self.line[self.place(entry) as usize].group
    }
}
