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

/// The last write of a session, with its place in the version order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Done {
    pub(crate) operation: OperationId,
    pub(crate) version: Version,
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
    /// acts once, however often it is in the log (Ongaro's thesis, section 6.3).
    pub(crate) fn apply(&mut self, index: Index, write: Write) -> bool {
        let place = write.session.index();
        if self.done.len() <= place {
            self.done.resize(place + 1, None);
        }
        if self.done[place].is_some_and(|done| done.operation >= write.operation) {
            return false;
        }
        let version = Version { stamp: index.into(), counter: write.operation.0, writer: 0 };
        self.done[place] = Some(Done { operation: write.operation, version });
        self.store.put(write.key, Versioned { value: write.value, version });
        true
    }
}

#[cfg(test)]
mod tests {
    use history::Value;

    use super::*;

    #[test]
    fn a_command_acts_once_however_often_it_is_logged() {
        let write = |session, operation, value| Write {
            session: SessionId(session),
            operation: OperationId(operation),
            key: Key(0),
            value: Value::Int(value),
        };
        let mut state = State::default();
        let acted = [(0, 0, 2), (1, 1, 3), (0, 0, 2), (0, 4, 4), (0, 3, 5)]
            .map(|(session, operation, value)| (session, write(session, operation, value)))
            .into_iter()
            .zip(1..)
            .map(|((_, write), index)| state.apply(index, write));
        assert_eq!(acted.collect::<Vec<_>>(), [true, true, false, true, false]);
        assert_eq!(state.get(Key(0)).value, Value::Int(4));
        assert_eq!(state.done(SessionId(0)).map(|done| done.version.stamp), Some(4));
        assert_eq!(state.done(SessionId(9)), None);
    }
}
