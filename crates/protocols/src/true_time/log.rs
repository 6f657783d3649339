//! The log of a group. Its leader never changes, so that every log is a beginning of the leader's.

use std::rc::Rc;

use history::{Key, OperationId};

use super::transaction::Writes;

/// How many entries a log has, or how far something has come in it.
pub(crate) type Length = u32;

/// An entry of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Entry {
    pub(crate) operation: OperationId,
    pub(crate) writes: Writes,
    pub(crate) at_us: i64,
    pub(crate) kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// It will commit if the other shard does, and no earlier than that.
    Prepare,
    /// It is committed at that moment.
    Commit,
    /// The same, and shown only once that moment has passed.
    CommitWait,
}

impl Entry {
    pub(crate) const fn key(self) -> Key {
        self.writes.first.0
    }
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

/// The log of one replica, and how much of it is applied.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Log {
    entries: Vec<Entry>,
    pub(crate) applied: Length,
}

impl Log {
    /// The most entries that one message carries.
    const BATCH: usize = 64;

    pub(crate) fn length(&self) -> Length {
        self.entries.len() as Length
    }

    pub(crate) fn get(&self, place: Length) -> Option<Entry> {
        self.entries.get(place as usize).copied()
    }

    pub(crate) fn push(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// As many entries from there on as one message carries.
    pub(crate) fn batch(&self, from: Length) -> Entries {
        let rest = self.entries.get(from as usize..).unwrap_or_default();
        match rest {
            [] => Entries::None,
            [entry] => Entries::One(*entry),
            _ => Entries::Many(rest[..rest.len().min(Self::BATCH)].into()),
        }
    }

    /// Takes over what follows what is there.
    pub(crate) fn accept(&mut self, from: Length, entries: &[Entry]) {
        if let Some(known) = self.length().checked_sub(from) {
            self.entries.extend(entries.iter().skip(known as usize));
        }
    }
}

#[cfg(test)]
mod tests {
    use history::Value;

    use super::*;

    #[test]
    fn only_what_follows_is_taken_over_and_once() {
        let entry = |number: u32| Entry {
            operation: OperationId(number),
            writes: Writes { first: (Key(0), Value::Int(number.into())), second: None },
            at_us: number.into(),
            kind: Kind::Commit,
        };
        let mut log = Log::default();
        for (from, numbers) in [(1, 1..3), (0, 0..2), (0, 0..1), (1, 1..4), (9, 9..10)] {
            log.accept(from, &numbers.map(entry).collect::<Vec<_>>());
        }
        assert_eq!(
            (0..5).map(|place| log.get(place)).collect::<Vec<_>>(),
            [Some(entry(0)), Some(entry(1)), Some(entry(2)), Some(entry(3)), None]
        );
        assert_eq!((log.batch(3), log.batch(7)), (Entries::One(entry(3)), Entries::None));
        assert_eq!(log.batch(1).as_slice().len(), 3);
    }
}
