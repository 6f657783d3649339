//! Puts the operations of all sessions in one order in which each comes after what it needs, or
//! finds the circle of needs that forbids it.
//!
//! A topological sort by sessions: each goes on until its next operation needs one that is not in
//! the order yet. Where all are stuck, following the needs from session to session leads round.

use crate::index::NONE;
use crate::observed::Observed;

/// An order in the making.
pub(crate) struct Schedule {
    /// By session: its first operation that is not in the order yet.
    pub(crate) next: Vec<u32>,
    /// By session: what its next operation needs.
    waits_for: Vec<u32>,
    /// What is in the order.
    pub(crate) order: Vec<u32>,
}

/// What an operation needs, given the next of each session: one that is not in the order yet.
pub(crate) type Needs<'n> = &'n dyn Fn(u32, &[u32]) -> Option<u32>;

/// An operation that had to come before another.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link {
    pub(crate) from: u32,
    pub(crate) to: u32,
}

impl Schedule {
    pub(crate) fn new(observed: &Observed<'_>) -> Self {
        let next = observed.starts().to_vec();
        Self { waits_for: vec![NONE; next.len()], next, order: Vec::with_capacity(observed.len()) }
    }

    /// Takes all operations before the place `until` of each session into the order.
    ///
    /// # Errors
    /// Links of which each ends where the next begins, or sooner in its session, all around.
    pub(crate) fn advance(
        &mut self,
        observed: &Observed<'_>,
        until: &[u32],
        needs: Needs<'_>,
    ) -> Result<(), Vec<Link>> {
        let mut moved = true;
        while std::mem::take(&mut moved) {
            for (session, until) in until.iter().enumerate() {
                while self.next[session] < *until {
                    let needed = self.waits_for[session];
                    if needed != NONE && needed >= self.next[observed.session(needed)] {
                        break;
                    }
                    let place = self.next[session];
                    self.waits_for[session] = needs(place, &self.next).unwrap_or(NONE);
                    if self.waits_for[session] != NONE {
                        break;
                    }
                    self.order.push(place);
                    self.next[session] += 1;
                    moved = true;
                }
            }
        }
        let stuck = (0..self.next.len()).find(|session| self.next[*session] < until[*session]);
        stuck.map_or(Ok(()), |session| Err(self.circle(observed, session)))
    }

    /// Follows what a stuck session waits for until a session comes back.
    fn circle(&self, observed: &Observed<'_>, mut session: usize) -> Vec<Link> {
        let mut links: Vec<Link> = Vec::new();
        let mut met: Vec<usize> = Vec::new();
        loop {
            if let Some(known) = met.iter().position(|other| *other == session) {
                links.drain(..known);
                links.reverse();
                return links;
            }
            let needed = self.waits_for[session];
            if needed == NONE {
                return Vec::new();
            }
            met.push(session);
            links.push(Link { from: needed, to: self.next[session] });
            session = observed.session(needed);
        }
    }
}
