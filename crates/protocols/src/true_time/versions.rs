//! What a replica stores: of each key all versions by timestamp, so that it can tell what was.

use history::{Key, OperationId, Value, Version};

use crate::store::{INITIAL, Versioned};

/// Old versions are kept for good: no run is long enough to need the room.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Versions(Vec<Vec<Versioned>>);

/// The place of a transaction in the version order.
pub(crate) const fn version(at_us: i64, operation: OperationId) -> Version {
    Version { stamp: at_us, counter: operation.0, writer: 0 }
}

impl Versions {
    fn of(&self, key: Key) -> &[Versioned] {
        self.0.get(key.index()).map_or(&[], Vec::as_slice)
    }

    /// The newest version.
    pub(crate) fn newest(&self, key: Key) -> Versioned {
        self.of(key).last().copied().unwrap_or(INITIAL)
    }

    /// The newest version up to a moment.
    pub(crate) fn at(&self, key: Key, at_us: i64) -> Versioned {
        let list = self.of(key);
        let after = list.partition_point(|held| held.version.stamp <= at_us);
        after.checked_sub(1).map_or(INITIAL, |place| list[place])
    }

    /// Keeps a version. Whether it is the newest.
    pub(crate) fn put(&mut self, key: Key, held: Versioned) -> bool {
        if self.0.len() <= key.index() {
            self.0.resize(key.index() + 1, Vec::new());
        }
        let list = &mut self.0[key.index()];
        let place = list.partition_point(|other| other.version < held.version);
        if list.get(place).is_none_or(|other| other.version != held.version) {
            list.insert(place, held);
        }
        place + 1 == list.len()
    }
}

/// A value as an account holds it.
pub(crate) const fn balance(value: Value, initial: i64) -> i64 {
    match value {
        Value::Int(balance) => balance,
        Value::Nil => initial,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_sees_what_was_written_up_to_then_in_whatever_order_it_came() {
        let mut versions = Versions::default();
        let held = |at_us: i64, operation| Versioned {
            value: Value::Int(at_us),
            version: version(at_us, OperationId(operation)),
        };
        let newest = [30, 10, 20, 30].map(|at_us| versions.put(Key(1), held(at_us, at_us as u32)));
        assert_eq!(newest, [true, false, false, true]);
        for (at_us, seen) in [(9, Value::Nil), (10, Value::Int(10)), (29, Value::Int(20)), (99, Value::Int(30))] {
            assert_eq!(versions.at(Key(1), at_us).value, seen, "{at_us}");
        }
        assert_eq!((versions.newest(Key(1)).value, versions.newest(Key(7)).value), (Value::Int(30), Value::Nil));
    }
}
