//! The replicated state machine: what is stored, and what each session did last.

use history::{Key, OperationId, SessionId, Version};

use super::log::{Index, Write};
use crate::store::{Store, Versioned};

/// The state after a prefix of the log. It is in memory, and made again from the log after a crash.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct State {
    /// The last entry that was applied.
    pub(crate) applied: Index,
    store: Store,
    done: Vec<Option<Done>>,
}

/// The last write of a session, with its place in the version order; without one where the key did
/// not hold what it had to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Done {
    pub(crate) operation: OperationId,
    pub(crate) version: Option<Version>,
}

impl State {
    pub(crate) fn get(&self, key: Key) -> Versioned {
        self.store.get(key)
    }

    /// What a session did last.
    pub(crate) fn done(&self, session: SessionId) -> Option<Done> {
        self.done.get(session.index()).copied().flatten()
    }

    /// Applies a write, unless it or a later one of the same session was applied before: a command
    /// acts once, however often it is in the log (the thesis, section 6.3). Says whether it changed
    /// what is stored.
    pub(crate) fn apply(&mut self, index: Index, write: Write) -> bool {
        let place = write.session.index();
        if self.done.len() <= place {
            self.done.resize(place + 1, None);
        }
        if self.done[place].is_some_and(|done| done.operation >= write.operation) {
            return false;
        }
        let refused = write.only_if.is_some_and(|value| self.store.get(write.key).value != value);
        let version = Version { stamp: index.into(), counter: write.operation.0, writer: 0 };
        self.done[place] = Some(Done { operation: write.operation, version: (!refused).then_some(version) });
        if !refused {
            self.store.put(write.key, Versioned { value: write.value, version });
        }
        !refused
    }
}

#[cfg(test)]
mod tests {
    use history::Value;

    use super::*;

    fn write(session: u8, operation: u32, value: i64) -> Write {
        let (session, operation, value) = (SessionId(session), OperationId(operation), Value::Int(value));
        Write { session, operation, key: Key(0), value, only_if: None }
    }

    #[test]
    fn a_command_acts_once_however_often_it_is_logged() {
        let mut state = State::default();
        let logged = [write(0, 0, 2), write(1, 1, 3), write(0, 0, 2), write(0, 4, 4), write(0, 3, 5)];
        let acted: Vec<bool> = (1..).zip(logged).map(|(index, write)| state.apply(index, write)).collect();
        assert_eq!(acted, [true, true, false, true, false]);
        assert_eq!(state.get(Key(0)).value, Value::Int(4));
        let version = state.done(SessionId(0)).and_then(|done| done.version);
        assert_eq!(version.map(|version| version.stamp), Some(4));
        assert_eq!(state.done(SessionId(9)), None);
    }

    #[test]
    fn a_write_on_a_condition_is_refused_where_that_is_not_met_and_stays_so() {
        let mut state = State::default();
        let add = |session, operation| Write { only_if: Some(Value::Int(2)), ..write(session, operation, 3) };
        let logged = [write(0, 0, 2), add(1, 1), add(2, 2), write(0, 3, 2), add(2, 2)];
        let acted: Vec<bool> = (1..).zip(logged).map(|(index, write)| state.apply(index, write)).collect();
        assert_eq!(acted, [true, true, false, true, false]);
        let refused = Done { operation: OperationId(2), version: None };
        assert_eq!(state.done(SessionId(2)), Some(refused));
    }
}
