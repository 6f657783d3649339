//! What the nodes of shards with timestamps say to each other.

use std::borrow::Cow;
use std::rc::Rc;

use history::{Describe, Direction, Key, Label, Lane, OperationId, Purpose, Value};

use super::log::{Entries, Entry, Kind, Length};
use super::rules::Shard;
use super::transaction::{Change, Deed, Transaction};

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Message {
    /// Carry it out. With what the session's hybrid clock shows.
    Ask { transaction: Transaction, now_us: i64 },
    /// It is committed, at that moment, or was refused.
    Done { operation: OperationId, key: Key, at_us: Option<i64> },
    /// What was there at that moment?
    Read(Read),
    /// What a key held, as of that moment.
    Value { operation: OperationId, key: Key, value: Value, at_us: i64 },
    /// What the accounts of a shard held; and when something newer came that the reader may have to
    /// see.
    Balances { operation: OperationId, shard: Shard, balances: Rc<[i64]>, newer_us: Option<i64>, attempt: u8 },
    /// Lock your keys, and promise to commit.
    Prepare { transaction: Transaction, key: Key, attempt: u8 },
    /// I promise to commit, and no earlier than then; or I refuse.
    Prepared { operation: OperationId, key: Key, at_us: Option<i64>, attempt: u8 },
    /// It is committed, at that moment.
    Commit { operation: OperationId, key: Key, at_us: i64, attempt: u8 },
    /// I know.
    Committed { operation: OperationId, key: Key, attempt: u8 },
    /// Log what follows so many entries.
    Append(Append),
    /// My log has so many.
    Appended { have: Length, about: About },
}

/// A read of what was there at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Read {
    pub(crate) operation: OperationId,
    /// Of which key, or of all accounts of the shard.
    pub(crate) key: Option<Key>,
    pub(crate) at_us: i64,
    /// Up to when what it meets may be from before the read began.
    pub(crate) limit_us: i64,
    pub(crate) attempt: u8,
}

/// A leader tells its group what to log, how much of it to apply, and up to when it then has everything.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Append {
    pub(crate) from: Length,
    pub(crate) entries: Entries,
    pub(crate) applied: Length,
    pub(crate) safe_us: i64,
    pub(crate) about: About,
}

/// Why a leader speaks to its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum About {
    /// A new entry.
    New { operation: OperationId, key: Key, kind: Kind },
    /// The time: by now a log should have so many entries.
    Beat { round: u32, expects: Length },
    /// Entries that got lost.
    Behind { from: Length, attempt: u8 },
}

/// A moment in words: "@41.2", in ms.
fn moment(word: &str, at_us: i64) -> Cow<'static, str> {
    let tenths = at_us.div_euclid(100);
    let (sign, tenths) = if tenths < 0 { ("-", tenths.unsigned_abs()) } else { ("", tenths.unsigned_abs()) };
    format!("{word} @{sign}{}.{}", tenths / 10, tenths % 10).into()
}

fn moment_or_refusal(word: &'static str, at_us: Option<i64>) -> Cow<'static, str> {
    at_us.map_or("refused".into(), |at_us| moment(word, at_us))
}

impl Describe for Message {
    fn describe(&self) -> Label {
        use Direction::{Answer, Request};
        use Purpose::{Read as Reads, Write};
        let (purpose, direction, operation, words, key, value) = match *self {
            Self::Ask { transaction: Transaction { operation, first, second, .. }, .. } => {
                let (words, value) = asked(first, second);
                (Write, Request, operation, words.into(), Some(first.key), value)
            }
            Self::Done { operation, key, at_us } => {
                (Write, Answer, operation, moment_or_refusal("done", at_us), Some(key), None)
            }
            Self::Read(Read { operation, key, at_us, .. }) => {
                (Reads, Request, operation, moment("read", at_us), key, None)
            }
            Self::Value { operation, key, value, .. } => {
                (Reads, Answer, operation, "value".into(), Some(key), Some(value))
            }
            Self::Balances { operation, newer_us, .. } => {
                let words = if newer_us.is_some() { "newer" } else { "values" };
                (Reads, Answer, operation, words.into(), None, None)
            }
            Self::Prepare { transaction: Transaction { operation, .. }, key, .. } => {
                (Write, Request, operation, "prepare".into(), Some(key), None)
            }
            Self::Prepared { operation, key, at_us, .. } => {
                (Write, Answer, operation, moment_or_refusal("prepared", at_us), Some(key), None)
            }
            Self::Commit { operation, key, at_us, .. } => {
                (Purpose::Replicate, Request, operation, moment("commit", at_us), Some(key), None)
            }
            Self::Committed { operation, key, .. } => {
                (Purpose::Replicate, Answer, operation, "ack".into(), Some(key), None)
            }
            Self::Append(ref append) => return append.describe(),
            Self::Appended { about, .. } => return appended(about),
        };
        Label { purpose, direction, operation: Some(operation), words, key, value }
    }

    fn lane(&self) -> Lane {
        let (operation, phase, attempt) = match *self {
            Self::Ask { transaction: Transaction { operation, .. }, .. }
            | Self::Done { operation, .. }
            | Self::Value { operation, .. } => (operation, 0, 0),
            Self::Read(Read { operation, attempt, .. }) | Self::Balances { operation, attempt, .. } => {
                (operation, 0, attempt)
            }
            Self::Prepare { transaction: Transaction { operation, .. }, attempt, .. }
            | Self::Prepared { operation, attempt, .. } => (operation, 1, attempt),
            Self::Commit { operation, attempt, .. } | Self::Committed { operation, attempt, .. } => {
                (operation, 2, attempt)
            }
            Self::Append(Append { about, .. }) | Self::Appended { about, .. } => return about.lane(),
        };
        Lane { cause: operation.0, phase, attempt }
    }
}

/// What a session asks, and the value that it writes.
const fn asked(first: Change, second: Option<Change>) -> (&'static str, Option<Value>) {
    match (first.deed, second) {
        (Deed::Set { value, .. }, _) => ("write", Some(value)),
        (_, Some(_)) => ("transfer", None),
        _ => ("deposit", None),
    }
}

impl Append {
    fn describe(&self) -> Label {
        let held = if let Entries::One(Entry { writes, .. }) = self.entries { Some(writes.first) } else { None };
        let (purpose, operation, words) = match self.about {
            About::New { operation, kind: Kind::Prepare, .. } => (Purpose::Write, Some(operation), "log promise"),
            About::New { operation, .. } => (Purpose::Write, Some(operation), "log commit"),
            About::Beat { .. } => (Purpose::Control, None, "safe time"),
            About::Behind { .. } => (Purpose::Replicate, None, "log"),
        };
        let (key, value) = (held.map(|(key, _)| key), held.map(|(_, value)| value));
        Label { purpose, direction: Direction::Request, operation, words: words.into(), key, value }
    }
}

fn appended(about: About) -> Label {
    let (purpose, operation, key, words) = match about {
        About::New { operation, key, .. } => (Purpose::Write, Some(operation), Some(key), "ack"),
        About::Beat { .. } => (Purpose::Control, None, None, "heard"),
        About::Behind { .. } => (Purpose::Replicate, None, None, "ack"),
    };
    Label { purpose, direction: Direction::Answer, operation, words: words.into(), key, value: None }
}

impl About {
    const fn lane(self) -> Lane {
        match self {
            Self::New { operation, kind: Kind::Prepare, .. } => Lane { cause: operation.0, phase: 3, attempt: 0 },
            Self::New { operation, .. } => Lane { cause: operation.0, phase: 4, attempt: 0 },
            Self::Beat { round, .. } => Lane { cause: round, phase: 5, attempt: 0 },
            Self::Behind { from, attempt } => Lane { cause: from, phase: 6, attempt },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_told_in_milliseconds() {
        let told = [0, 41_260, 999_999, -150].map(|at_us| moment("done", at_us));
        assert_eq!(told, ["done @0.0", "done @41.2", "done @999.9", "done @-0.2"]);
    }
}
