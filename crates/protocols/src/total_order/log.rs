//! The order of all writes, as far as a replica knows it.

use std::rc::Rc;

use history::{Key, NodeId, OperationId, Value};

/// A write with its place in the order. An epoch and a place name it: the zxid of the paper, but
/// that places are counted on from epoch to epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Entry {
    /// The epoch in which it was first proposed.
    pub(crate) epoch: u32,
    pub(crate) operation: OperationId,
    pub(crate) session: NodeId,
    pub(crate) key: Key,
    pub(crate) value: Value,
    /// What the key has to hold when it is this write's turn, or nothing happens.
    pub(crate) only_if: Option<Value>,
}

/// The history of proposals, on disk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Log {
    entries: Vec<Entry>,
    /// The latest write of each session, and its place: a session does one thing at a time, so an
    /// older one that comes now is a copy that the network kept.
    latest: Vec<(NodeId, OperationId, u32)>,
}

impl Log {
    pub(crate) const fn len(&self) -> u32 {
        self.entries.len() as u32
    }

    pub(crate) fn get(&self, place: u32) -> Option<Entry> {
        self.entries.get(place as usize).copied()
    }

    pub(crate) fn last_epoch(&self) -> u32 {
        self.entries.last().map_or(0, |entry| entry.epoch)
    }

    pub(crate) fn push(&mut self, entry: Entry) {
        let place = self.len();
        self.entries.push(entry);
        self.note(entry, place);
    }

    fn note(&mut self, entry: Entry, place: u32) {
        match self.latest.iter_mut().find(|(session, ..)| *session == entry.session) {
            Some(latest) => *latest = (entry.session, entry.operation, place),
            None => self.latest.push((entry.session, entry.operation, place)),
        }
    }

    /// Drops what stands behind so many entries.
    pub(crate) fn truncate(&mut self, length: u32) {
        if length < self.len() {
            self.entries.truncate(length as usize);
            self.latest.clear();
            for place in 0..length {
                self.note(self.entries[place as usize], place);
            }
        }
    }

    /// What stands from a place on.
    pub(crate) fn from(&self, place: u32) -> Rc<[Entry]> {
        self.entries.get(place as usize..).unwrap_or_default().into()
    }

    /// The latest write of a session, and its place.
    pub(crate) fn latest(&self, session: NodeId) -> Option<(OperationId, u32)> {
        self.latest.iter().find(|(known, ..)| *known == session).map(|(_, operation, place)| (*operation, *place))
    }
}

/// How far a history reaches. Of two, the one that is greater holds whatever a majority had stored
/// before either of them ended: first by the epoch whose leader it was last brought in line with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Reach {
    pub(crate) current: u32,
    pub(crate) last_epoch: u32,
    pub(crate) length: u32,
}

#[cfg(test)]
mod tests {
    use history::SessionId;

    use super::*;

    fn entry(session: u8, operation: u32) -> Entry {
        let session = NodeId::Session(SessionId(session));
        Entry { epoch: 1, operation: OperationId(operation), session, key: Key(0), value: Value::Int(2), only_if: None }
    }

    #[test]
    fn what_is_dropped_is_no_longer_the_latest_of_its_session() {
        let mut log = Log::default();
        [entry(0, 1), entry(1, 2), entry(0, 3)].into_iter().for_each(|entry| log.push(entry));
        let a = NodeId::Session(SessionId(0));
        assert_eq!(log.latest(a), Some((OperationId(3), 2)));
        log.truncate(2);
        assert_eq!(log.latest(a), Some((OperationId(1), 0)));
        log.truncate(7);
        assert_eq!((log.len(), log.from(1).len(), log.from(9).len()), (2, 1, 0));
    }
}
