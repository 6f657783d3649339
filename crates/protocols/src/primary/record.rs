//! What a replica has of each key: the newest value, what it comes after, and whose writes it has
//! taken up. It travels as one, so that whoever has a write knows that it has it.

use history::{Key, NodeId, OperationId, Version};

use crate::session_layer::{Token, line_of};
use crate::store::{Arrival, INITIAL, Versioned};

/// What is known of one key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Record {
    pub(super) held: Versioned,
    /// What has to be seen with it, and with all that it has overwritten.
    pub(super) after: Token,
    pub(super) done: Done,
}

/// The latest write of each session to a key. A session that asks again, here or of the next primary,
/// is answered as before and does not write twice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Done(Vec<(NodeId, OperationId, Turn)>);

/// What became of a write when its turn came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Turn {
    /// Its place, also if it was refused.
    pub(super) version: Version,
    /// The key held something else than the write had named.
    pub(super) refused: bool,
}

impl Done {
    pub(super) fn arrival(&self, from: NodeId, operation: OperationId) -> Arrival {
        match self.0.iter().find(|(session, ..)| *session == from) {
            Some((_, latest, _)) if *latest == operation => Arrival::Again,
            Some((_, latest, _)) if *latest > operation => Arrival::Outdated,
            _ => Arrival::New,
        }
    }

    pub(super) fn turn(&self, from: NodeId, operation: OperationId) -> Option<Turn> {
        let of = |(session, latest, _): &&(NodeId, OperationId, Turn)| *session == from && *latest == operation;
        self.0.iter().find(of).map(|(.., turn)| *turn)
    }

    fn note(&mut self, from: NodeId, operation: OperationId, turn: Turn) {
        match self.0.iter_mut().find(|(session, ..)| *session == from) {
            Some(known) => *known = (from, operation, turn),
            None => self.0.push((from, operation, turn)),
        }
    }
}

impl Default for Record {
    fn default() -> Self {
        Self { held: INITIAL, after: Token::default(), done: Done::default() }
    }
}

impl Record {
    /// Takes up a write: its place is behind all that there was.
    pub(super) fn order(
        &mut self,
        key: Key,
        (from, operation): (NodeId, OperationId),
        write: Versioned,
        needs: &Token,
    ) {
        self.held = write;
        if *needs != Token::default() {
            self.after.join(needs);
            self.after = std::mem::take(&mut self.after).beside(line_of(key));
        }
        self.done.note(from, operation, Turn { version: write.version, refused: false });
    }

    /// Refuses a write. With a place that is a new version of what was there: so it travels as a write
    /// does, and is refused by whoever takes office later, too.
    pub(super) fn refuse(&mut self, (from, operation): (NodeId, OperationId), place: Option<Version>) {
        self.held.version = place.unwrap_or(self.held.version);
        self.done.note(from, operation, Turn { version: place.unwrap_or(Version::INITIAL), refused: true });
    }
}

/// The records of all keys that were written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Records(pub(super) Vec<Record>);

impl Records {
    pub(super) fn held(&self, key: Key) -> Versioned {
        self.0.get(key.index()).map_or(INITIAL, |record| record.held)
    }

    pub(super) fn get(&self, key: Key) -> Option<&Record> {
        self.0.get(key.index())
    }

    pub(super) fn place(&mut self, key: Key) -> &mut Record {
        if self.0.len() <= key.index() {
            self.0.resize_with(key.index() + 1, Record::default);
        }
        &mut self.0[key.index()]
    }

    /// Those that were written, with their keys.
    pub(super) fn keys(&self) -> impl Iterator<Item = Key> + use<> {
        (0..).take(self.0.len()).map(Key)
    }

    /// Keeps the newer of what is there and what comes, key by key.
    pub(super) fn merge(&mut self, others: Vec<Record>) {
        for (key, other) in (0..).map(Key).zip(others) {
            let mine = self.place(key);
            if other.held.version > mine.held.version {
                *mine = other;
            }
        }
    }

    pub(super) fn covers(&self, needs: &Token) -> bool {
        needs.is_covered_by(|line| self.held(Key(line)).version)
    }
}

#[cfg(test)]
mod tests {
    use history::{SessionId, Value};

    use super::*;

    const A: NodeId = NodeId::Session(SessionId(0));
    const X: Key = Key(0);
    const Y: Key = Key(1);

    fn version(stamp: i64) -> Version {
        Version { stamp, counter: 0, writer: 0 }
    }

    fn write(stamp: i64) -> Versioned {
        Versioned { value: Value::Int(stamp), version: version(stamp) }
    }

    fn after(key: Key, stamp: i64) -> Token {
        let mut token = Token::default();
        token.add(line_of(key), version(stamp));
        token
    }

    #[test]
    fn a_write_comes_after_what_those_that_it_overwrites_came_after() {
        let mut record = Record::default();
        record.order(X, (A, OperationId(1)), write(5), &after(Y, 4));
        record.order(X, (A, OperationId(2)), write(6), &after(X, 5));
        assert_eq!(record.after, after(Y, 4), "and not after its own key, of which it is the newest");
        let mut records = Records::default();
        assert!(!records.covers(&record.after));
        records.place(Y).held = write(4);
        assert!(records.covers(&record.after));
    }

    #[test]
    fn a_session_that_asks_again_finds_its_write_done() {
        let mut record = Record::default();
        record.order(X, (A, OperationId(3)), write(1), &Token::default());
        let done = record.done;
        assert_eq!(done.arrival(A, OperationId(3)), Arrival::Again);
        assert_eq!(done.turn(A, OperationId(3)), Some(Turn { version: version(1), refused: false }));
        assert_eq!(done.arrival(A, OperationId(2)), Arrival::Outdated);
        assert_eq!(done.arrival(A, OperationId(4)), Arrival::New);
        assert_eq!(done.arrival(NodeId::Session(SessionId(1)), OperationId(3)), Arrival::New);
    }

    #[test]
    fn a_write_that_was_refused_stays_refused_and_leaves_the_value() {
        let mut record = Record::default();
        record.order(X, (A, OperationId(3)), write(1), &Token::default());
        record.refuse((A, OperationId(4)), Some(version(2)));
        assert_eq!(record.held, Versioned { value: Value::Int(1), version: version(2) });
        assert_eq!(record.done.arrival(A, OperationId(4)), Arrival::Again);
        assert_eq!(record.done.turn(A, OperationId(4)), Some(Turn { version: version(2), refused: true }));
        record.refuse((A, OperationId(5)), None);
        assert_eq!(record.held.version, version(2), "without failover no one else needs to know");
        assert_eq!(record.done.turn(A, OperationId(5)), Some(Turn { version: Version::INITIAL, refused: true }));
    }

    #[test]
    fn of_two_states_the_newer_record_of_each_key_is_kept() {
        let state = |x, y| {
            let mut records = Records::default();
            records.place(X).held = write(x);
            records.place(Y).held = write(y);
            records
        };
        let mut mine = state(3, 1);
        mine.merge(state(2, 7).0);
        assert_eq!(mine, state(3, 7));
    }
}
