//! What one session knows, operation by operation, and the view that follows from it.
//!
//! If it reads one write and knew of another to the same key, the other came before; so where it
//! had known the one already, it had known the other too, and its knowledge grows until nothing
//! changes. This is the happened-before saturation of Bouajjani et al. (2017), but only along the
//! session's own operations: a view depends on nothing else. What remains is to order the writes
//! that became known between two operations. If that goes round, there is no view; otherwise that
//! order is the view.

use super::evidence::Derived;
use super::past::{Past, raise};
use super::schedule::{Link, Schedule};
use crate::Budget;
use crate::index::NONE;
use crate::observed::{INITIAL, Observed};

/// One session's knowledge.
pub(super) struct Knowledge<'o> {
    observed: &'o Observed<'o>,
    /// The causal past of every operation, if causes count.
    past: Option<&'o Past>,
    session: usize,
    /// The first place of the session.
    start: u32,
    /// By own operation and session: one past the last place that has to come before it.
    rows: Vec<u32>,
    /// The last own read of each write.
    last_reader: Vec<u32>,
    /// What made knowledge grow, in order.
    pub(super) derived: Vec<Derived>,
}

/// Why there is no view.
pub(super) struct Trouble {
    /// The own read that shows it.
    pub(super) at: u32,
    pub(super) what: What,
}

/// What kind of trouble there is.
pub(super) enum What {
    /// It returned the initial value, and a write was known.
    Replaced { known: u32 },
    /// It returned one write and knew of another, which so came before; but came after it too.
    Both { known: u32 },
    /// Orders go round.
    Round(Vec<Link>),
}

impl<'o> Knowledge<'o> {
    pub(super) fn new(observed: &'o Observed<'o>, past: Option<&'o Past>, session: usize) -> Self {
        let places = observed.places(session);
        let mut last_reader = vec![NONE; observed.len()];
        for read in places.clone() {
            if let Some(source) = observed.write_read(read) {
                last_reader[source as usize] = read;
            }
        }
        let rows = vec![0; places.len() * observed.sessions()];
        Self { observed, past, session, start: places.start, rows, last_reader, derived: Vec::new() }
    }

    /// The view; nothing, if the budget runs out.
    pub(super) fn view(&mut self, budget: &mut Budget) -> Option<Result<Vec<u32>, Trouble>> {
        let own = self.observed.places(self.session);
        let mut from = own.start;
        while from < own.end {
            if !budget.spend((own.end - from) as usize * self.observed.sessions()) {
                return None;
            }
            match self.sweep(from) {
                Ok(restart) => from = restart,
                Err(trouble) => return Some(Err(trouble)),
            }
        }
        budget.spend(self.observed.len()).then(|| self.order())
    }

    /// What is known at an own operation.
    fn row(&self, own: u32) -> &[u32] {
        let width = self.observed.sessions();
        &self.rows[(own - self.start) as usize * width..][..width]
    }

    /// Lets an own operation know of another operation, with its past.
    fn know(&mut self, own: u32, other: u32) {
        let width = self.observed.sessions();
        let row = &mut self.rows[(own - self.start) as usize * width..][..width];
        let known = &mut row[self.observed.session(other)];
        *known = (*known).max(other + 1);
        if let Some(past) = self.past {
            raise(row, past.of(other));
        }
    }

    /// Goes along the own operations once. Where to begin again, as knowledge has grown there.
    fn sweep(&mut self, from: u32) -> Result<u32, Trouble> {
        let width = self.observed.sessions();
        let own = self.observed.places(self.session);
        let mut restart = own.end;
        for place in from..own.end {
            if place > own.start {
                let row = (place - own.start) as usize * width;
                let (before, row) = self.rows[row - width..row + width].split_at_mut(width);
                raise(row, before);
            }
            self.know(place, place);
            let source = self.observed.source(place);
            if source == INITIAL {
                self.unreplaced(place)?;
            } else if source != place && source != NONE {
                if self.past.is_none() && own.contains(&source) && source > place {
                    let link = Link { from: source, to: place };
                    return Err(Trouble { at: place, what: What::Round(vec![link]) });
                }
                let before = place > own.start && self.row(place - 1)[self.observed.session(source)] > source;
                self.know(place, source);
                if before {
                    restart = restart.min(self.catch_up(place, source)?);
                }
            }
        }
        Ok(restart)
    }

    /// A read of the initial value knows of no write.
    fn unreplaced(&self, read: u32) -> Result<(), Trouble> {
        for (_, run) in self.observed.writers.of_key(self.observed.key(read)) {
            let first = self.observed.writers.writes(run)[0];
            if first < self.row(read)[run.session as usize] {
                return Err(Trouble { at: read, what: What::Replaced { known: first } });
            }
        }
        Ok(())
    }

    /// The other writes that a read knew of came before the one that it read, so they were known
    /// where that one was known first. Where knowledge has grown, or the end.
    fn catch_up(&mut self, read: u32, source: u32) -> Result<u32, Trouble> {
        let observed = self.observed;
        let first = self.first_knowing(source, read);
        let mut grown = observed.places(self.session).end;
        for (_, run) in observed.writers.of_key(observed.key(read)) {
            let session = run.session as usize;
            let (until, since) = (self.row(read)[session], self.row(first)[session]);
            if session != self.session && until <= since {
                continue;
            }
            let Some(known) = observed.writers.last_before(run, until) else { continue };
            if known == source || session != self.session && known < since {
                continue;
            }
            let too_late = if session == self.session {
                known >= first
            } else {
                self.past.is_some_and(|past| past.of(known)[self.session] > first)
            };
            if too_late {
                return Err(Trouble { at: read, what: What::Both { known } });
            }
            if session != self.session {
                self.derived.push(Derived { from: known, by: read });
                self.know(first, known);
                grown = grown.min(first);
            }
        }
        Ok(grown)
    }

    /// The first own operation that knows of a write, up to `last`, which does.
    fn first_knowing(&self, write: u32, last: u32) -> u32 {
        let session = self.observed.session(write);
        let (mut low, mut high) = (self.start, last);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.row(middle)[session] > write {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    }

    /// Orders what became known between two own operations, and these.
    fn order(&self) -> Result<Vec<u32>, Trouble> {
        let observed = self.observed;
        let mut schedule = Schedule::new(observed);
        let needs = |place: u32, next: &[u32]| self.needs(place, next);
        for own in observed.places(self.session) {
            let mut until: Vec<u32> = self.row(own).to_vec();
            until[self.session] = own;
            schedule
                .advance(observed, &until, &needs)
                .map_err(|links| Trouble { at: own, what: What::Round(links) })?;
            schedule.order.push(own);
            schedule.next[self.session] = own + 1;
        }
        let last = observed.places(self.session).end - 1;
        schedule
            .advance(observed, observed.ends(), &needs)
            .map_err(|links| Trouble { at: last, what: What::Round(links) })?;
        let seen = |place: &u32| observed.is_write(*place) || observed.session(*place) == self.session;
        schedule.order.retain(seen);
        Ok(schedule.order)
    }

    /// What has to come before an operation of another session and is not in the order yet.
    fn needs(&self, place: u32, next: &[u32]) -> Option<u32> {
        let observed = self.observed;
        let missing = |other: u32| other >= next[observed.session(other)];
        if !observed.is_write(place) {
            return observed.write_read(place).filter(|source| self.past.is_some() && missing(*source));
        }
        let read = self.last_reader[place as usize];
        if read == NONE {
            return None;
        }
        let row = self.row(read);
        observed.writers.of_key(observed.key(place)).find_map(|(_, run)| {
            let until = row[run.session as usize];
            // Whatever was known of that session is in the order already.
            let until = Some(until).filter(|until| *until > next[run.session as usize])?;
            let known = observed.writers.last_before(run, until)?;
            (known != place && missing(known)).then_some(known)
        })
    }
}
