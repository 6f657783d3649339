//! What arrived and may not be seen yet, and who asked too early.

use history::{NodeId, OperationId, Version};

use super::token::Token;

/// Replicated writes that arrived before what they rest on: the newest of each line.
///
/// After the dependency checks of W. Lloyd et al., "Don't Settle for Eventual", SOSP 2011; but only
/// the newest version of a line is sent again, and that may rest on one that rests on its
/// predecessor. So they are released together: the largest set that rests on nothing outside of the
/// store and itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct HeldBack<T>(Vec<Held<T>>);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Held<T> {
    line: u16,
    version: Version,
    after: Token,
    what: T,
}

impl<T> Default for HeldBack<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> HeldBack<T> {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Keeps a write that rests on `after`, in place of an older one of its line.
    pub(crate) fn hold(&mut self, line: u16, version: Version, after: Token, what: T) {
        let held = Held { line, version, after, what };
        match self.0.iter_mut().find(|known| known.line == line) {
            Some(known) if known.version > version => {}
            Some(known) => *known = held,
            None => self.0.push(held),
        }
    }

    /// Takes out what may be seen now, given the newest version of each line in the store.
    pub(crate) fn release(&mut self, newest: impl Fn(u16) -> Version) -> Vec<T> {
        let mut free: Vec<bool> = vec![true; self.0.len()];
        loop {
            let with = |line: u16| {
                let freed = self.0.iter().zip(&free).filter(|(held, free)| **free && held.line == line);
                freed.map(|(held, _)| held.version).fold(newest(line), Version::max)
            };
            let bound = |place: &usize| free[*place] && !self.0[*place].after.is_covered_by(with);
            let Some(place) = (0..free.len()).find(bound) else { break };
            free[place] = false;
        }
        let mut free = free.into_iter();
        let (released, kept) = std::mem::take(&mut self.0).into_iter().partition(|_| free.next() == Some(true));
        self.0 = kept;
        Vec::into_iter(released).map(|held| held.what).collect()
    }
}

/// Requests that a replica keeps until it can answer them: one a session, which asks no more before
/// it has its answer or has given up.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Waiting<T>(Vec<(NodeId, OperationId, T)>);

impl<T> Default for Waiting<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Waiting<T> {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many sessions wait.
    pub(crate) const fn len(&self) -> usize {
        self.0.len()
    }

    /// Keeps a request in place of what its session asked before.
    pub(crate) fn keep(&mut self, from: NodeId, operation: OperationId, what: T) {
        match self.0.iter_mut().find(|(known, ..)| *known == from) {
            Some((_, known, _)) if *known > operation => {}
            Some(place) => *place = (from, operation, what),
            None => self.0.push((from, operation, what)),
        }
    }

    /// Takes all out, to try them again.
    pub(crate) fn take(&mut self) -> Vec<(NodeId, OperationId, T)> {
        std::mem::take(&mut self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(stamp: i64) -> Version {
        Version { stamp, counter: 0, writer: 0 }
    }

    fn after(line: u16, stamp: i64) -> Token {
        let mut token = Token::default();
        token.add(line, version(stamp));
        token
    }

    #[test]
    fn a_write_is_released_once_what_it_rests_on_is_there() {
        let mut held = HeldBack::default();
        held.hold(1, version(5), after(0, 4), "y");
        assert_eq!(held.release(|_| Version::INITIAL), [""; 0]);
        assert_eq!(held.release(|line| if line == 0 { version(4) } else { Version::INITIAL }), ["y"]);
        assert!(held.is_empty());
    }

    #[test]
    fn writes_that_rest_on_each_other_are_released_together() {
        let mut held = HeldBack::default();
        held.hold(0, version(8), after(1, 5), "x");
        held.hold(2, version(7), after(3, 1), "z");
        assert_eq!(held.release(|_| Version::INITIAL), [""; 0]);
        held.hold(1, version(9), after(0, 8), "y");
        held.hold(1, version(5), Token::default(), "an older y");
        assert_eq!(held.release(|_| Version::INITIAL), ["x", "y"]);
        assert!(!held.is_empty());
    }

    #[test]
    fn a_session_waits_for_its_latest_request_alone() {
        let session = NodeId::Session(history::SessionId(0));
        let mut waiting = Waiting::default();
        waiting.keep(session, OperationId(2), 'b');
        waiting.keep(session, OperationId(1), 'a');
        assert_eq!(waiting.take(), [(session, OperationId(2), 'b')]);
        assert!(waiting.is_empty());
    }
}
