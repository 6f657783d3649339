//! The replicated log: entries by index from 1, each with the term of the leader that made it.

use std::rc::Rc;

use history::{Key, OperationId, SessionId, Value};

/// The number of a term. There is one leader in it at most.
pub(crate) type Term = u32;

/// The place of an entry in the log; 0 is before the first.
pub(crate) type Index = u32;

/// The term in which every run begins, and that of the place before the first entry.
pub(crate) const FIRST_TERM: Term = 1;

/// An entry of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Entry {
    pub(crate) term: Term,
    pub(crate) command: Command,
}

/// What an entry does to the state machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Command {
    /// Nothing: a new leader's first entry, which commits all before it.
    Nothing,
    Write(Write),
}

/// A write, with the session and its operation, so that it acts once however often it is logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Write {
    pub(crate) session: SessionId,
    pub(crate) operation: OperationId,
    pub(crate) key: Key,
    pub(crate) value: Value,
    /// What the key has to hold still when it is applied.
    pub(crate) only_if: Option<Value>,
}

/// Entries on their way. One is the usual number, and is carried without allocating.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Entries {
    None,
    One(Entry),
    Many(Rc<[Entry]>),
}

impl Entries {
    pub(crate) fn as_slice(&self) -> &[Entry] {
        match self {
            Self::None => &[],
            Self::One(entry) => std::slice::from_ref(entry),
            Self::Many(entries) => entries,
        }
    }
}

/// The log of one replica.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Log(Vec<Entry>);

impl Log {
    /// The most entries that one message carries.
    pub(crate) const BATCH: usize = 64;

    /// The index of the last entry.
    pub(crate) fn last(&self) -> Index {
        self.0.len() as Index
    }

    pub(crate) fn last_term(&self) -> Term {
        self.0.last().map_or(FIRST_TERM, |entry| entry.term)
    }

    pub(crate) fn get(&self, index: Index) -> Option<Entry> {
        self.0.get(index.checked_sub(1)? as usize).copied()
    }

    /// The term of an entry, if it is there.
    pub(crate) fn term(&self, index: Index) -> Option<Term> {
        if index == 0 { Some(FIRST_TERM) } else { self.get(index).map(|entry| entry.term) }
    }

    pub(crate) fn push(&mut self, entry: Entry) -> Index {
        self.0.push(entry);
        self.last()
    }

    /// As many entries from there on as one message carries.
    pub(crate) fn batch(&self, from: Index) -> Entries {
        let rest = self.0.get(from.saturating_sub(1) as usize..).unwrap_or_default();
        match rest {
            [] => Entries::None,
            [entry] => Entries::One(*entry),
            _ => Entries::Many(rest[..rest.len().min(Self::BATCH)].into()),
        }
    }

    /// Takes entries over that follow `prev`, and says up to where the log is now the leader's.
    /// Only a conflict deletes what is there (section 5.3): an old message must not.
    pub(crate) fn accept(&mut self, prev: Index, entries: &[Entry]) -> Index {
        let mut index = prev;
        for entry in entries {
            index += 1;
            if self.term(index) != Some(entry.term) {
                self.0.truncate(index as usize - 1);
                self.0.push(*entry);
            }
        }
        index
    }

    /// From where a leader should send again whose entry after `prev` does not fit: after the end,
    /// or from the first entry of the term in conflict (end of section 5.3). Terms never fall along
    /// a log, so that a binary search finds it.
    pub(crate) fn conflict(&self, prev: Index) -> Index {
        match self.term(prev) {
            None => self.last() + 1,
            Some(term) => self.0.partition_point(|entry| entry.term < term) as Index + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(term: Term) -> Entry {
        Entry { term, command: Command::Nothing }
    }

    fn log(terms: &[Term]) -> Log {
        Log(terms.iter().copied().map(entry).collect())
    }

    #[test]
    fn entries_that_are_there_stay_and_a_conflict_deletes_what_follows() {
        let mut followed = log(&[1, 1, 2, 2]);
        assert_eq!(followed.accept(1, &[entry(1), entry(2)]), 3);
        assert_eq!(followed, log(&[1, 1, 2, 2]), "an old message takes nothing away");
        assert_eq!(followed.accept(2, &[entry(3)]), 3);
        assert_eq!(followed, log(&[1, 1, 3]));
        assert_eq!(followed.accept(3, &[]), 3);
    }

    #[test]
    fn a_conflict_skips_the_whole_term() {
        let followed = log(&[1, 1, 2, 2, 2, 4]);
        for (prev, from) in [(9, 7), (6, 6), (5, 3), (3, 3), (2, 1)] {
            assert_eq!(followed.conflict(prev), from, "{prev}");
        }
    }

    #[test]
    fn a_batch_is_never_longer_than_a_message_carries() {
        let long = log(&[1; 100]);
        assert_eq!(long.batch(1).as_slice().len(), Log::BATCH);
        assert_eq!(long.batch(100), Entries::One(entry(1)));
        assert_eq!((long.batch(101), long.batch(500)), (Entries::None, Entries::None));
    }
}
