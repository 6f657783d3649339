//! What is agreed on: the state of a key after a write, and the ballots under which it is proposed.

use std::rc::Rc;

use history::{NodeId, OperationId, Value, Version};

use crate::store::{INITIAL, Versioned};

/// The name of an attempt to agree on something; of two the higher counts. No two attempts share one:
/// each operation has one proposer, which counts on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Ballot {
    pub(crate) counter: i64,
    pub(crate) operation: OperationId,
}

impl Ballot {
    /// The version of what is proposed first under it. What is chosen has versions in the order in
    /// which it was chosen.
    pub(crate) const fn version(self) -> Version {
        Version { stamp: self.counter, counter: self.operation.0, writer: 0 }
    }
}

/// What a key holds after a write.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct State {
    pub(crate) held: Versioned,
    /// The latest write of each session that came to be, and its version: the one whose proposal
    /// another finished must know that it happened.
    done: Vec<(NodeId, OperationId, Version)>,
}

impl State {
    /// The state after one more write.
    pub(crate) fn after(
        before: Option<&Self>,
        session: NodeId,
        operation: OperationId,
        value: Value,
        version: Version,
    ) -> Self {
        let mut done = before.map_or_else(Vec::new, |state| state.done.clone());
        match done.iter_mut().find(|(known, ..)| *known == session) {
            Some(latest) => *latest = (session, operation, version),
            None => done.push((session, operation, version)),
        }
        Self { held: Versioned { value, version }, done }
    }

    /// The version of a write, if it is the latest of its session that came to be.
    pub(crate) fn version_of(&self, session: NodeId, operation: OperationId) -> Option<Version> {
        let is = |(known, latest, _): &&(NodeId, OperationId, Version)| *known == session && *latest == operation;
        self.done.iter().find(is).map(|(.., version)| *version)
    }
}

/// A state under a ballot: accepted by a replica, or known to be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Proposal {
    pub(crate) ballot: Ballot,
    pub(crate) state: Rc<State>,
}

/// Of a proposal that there may be.
pub(crate) fn ballot_of(proposal: Option<&Proposal>) -> Option<Ballot> {
    proposal.map(|proposal| proposal.ballot)
}

/// What a key holds once that is chosen; before any, the initial value.
pub(crate) fn held_in(proposal: Option<&Proposal>) -> Versioned {
    proposal.map_or(INITIAL, |proposal| proposal.state.held)
}

/// Keeps the one with the higher ballot; says whether that changed anything.
pub(crate) fn keep_higher(mine: &mut Option<Proposal>, other: Option<Proposal>) -> bool {
    let higher = ballot_of(other.as_ref()) > ballot_of(mine.as_ref());
    if higher {
        *mine = other;
    }
    higher
}

#[cfg(test)]
mod tests {
    use history::SessionId;

    use super::*;

    #[test]
    fn a_state_knows_the_latest_write_of_each_session() {
        let session = |id| NodeId::Session(SessionId(id));
        let write = |before: Option<&State>, id: u8, operation: u32| {
            let version = Ballot { counter: i64::from(operation) * 10, operation: OperationId(operation) }.version();
            State::after(before, session(id), OperationId(operation), Value::Int(operation.into()), version)
        };
        let first = write(None, 0, 1);
        let second = write(Some(&first), 1, 2);
        let third = write(Some(&second), 0, 3);
        let stamp = |state: &State, id, operation| {
            state.version_of(session(id), OperationId(operation)).map(|version| version.stamp)
        };
        assert_eq!((stamp(&second, 0, 1), stamp(&second, 1, 2)), (Some(10), Some(20)));
        assert_eq!((stamp(&third, 0, 1), stamp(&third, 0, 3), stamp(&third, 1, 2)), (None, Some(30), Some(20)));
        assert_eq!(third.held.value, Value::Int(3));
    }
}
