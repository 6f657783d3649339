//! What a spare node keeps for replicas that did not answer: hinted handoff (G. DeCandia et al.,
//! "Dynamo", SOSP 2007, section 4.6).

use history::{Key, ReplicaId};

use crate::store::{INITIAL, Versioned};

/// For each replica and key the newest version that is to be handed over; on disk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Hints(Vec<Hint>);

/// A version, and whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Hint {
    pub(super) owner: ReplicaId,
    pub(super) key: Key,
    pub(super) held: Versioned,
}

impl Hints {
    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Hint> + '_ {
        self.0.iter().copied()
    }

    /// Keeps the newer of what is kept for a replica and what comes.
    pub(super) fn keep(&mut self, hint: Hint) {
        match self.0.iter_mut().find(|kept| (kept.owner, kept.key) == (hint.owner, hint.key)) {
            Some(kept) if hint.held.version > kept.held.version => *kept = hint,
            Some(_) => {}
            None => self.0.push(hint),
        }
    }

    /// The newest version of a key that is kept for anyone.
    pub(super) fn newest(&self, key: Key) -> Versioned {
        let held = self.0.iter().filter(|hint| hint.key == key).map(|hint| hint.held);
        held.max_by_key(|held| held.version).unwrap_or(INITIAL)
    }

    /// Drops what is kept for a replica, unless that is newer than what it has now.
    pub(super) fn handed_over(&mut self, owner: ReplicaId, key: Key, now: Versioned) {
        self.0.retain(|hint| (hint.owner, hint.key) != (owner, key) || hint.held.version > now.version);
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use history::{Value, Version};

    use super::*;

    fn hint(owner: u8, key: u16, stamp: i64) -> Hint {
        let version = Version { stamp, counter: 0, writer: 0 };
        Hint { owner: ReplicaId(owner), key: Key(key), held: Versioned { value: Value::Int(stamp), version } }
    }

    #[test]
    fn the_newest_of_each_replica_and_key_is_kept_until_that_replica_has_it() {
        let mut hints = Hints::default();
        for kept in [hint(0, 0, 5), hint(0, 0, 7), hint(0, 0, 6), hint(1, 0, 9), hint(0, 1, 3)] {
            hints.keep(kept);
        }
        assert_eq!(hints.0, [hint(0, 0, 7), hint(1, 0, 9), hint(0, 1, 3)]);
        assert_eq!((hints.newest(Key(0)), hints.newest(Key(2))), (hint(1, 0, 9).held, INITIAL));
        hints.handed_over(ReplicaId(0), Key(0), hint(0, 0, 5).held);
        assert_eq!(hints.0.len(), 3, "an old acknowledgement does not drop a newer hint");
        hints.handed_over(ReplicaId(0), Key(0), hint(0, 0, 7).held);
        assert_eq!(hints.0, [hint(1, 0, 9), hint(0, 1, 3)]);
    }
}
