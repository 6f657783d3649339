//! What writes depend on: on what their session had read before, and on what that depends on.
//!
//! Not the causal order: that a session wrote one thing after another ties them only if it read
//! something in between. Kept backwards: for each write where each session first comes to depend on
//! it, so that one table of operations times sessions is enough.

use std::collections::VecDeque;

use crate::Budget;
use crate::causality::Finding;
use crate::causality::evidence::Evidence;
use crate::causality::schedule::Schedule;
use crate::index::NONE;
use crate::observed::{INITIAL, Observed};

/// For each write who depends on it, from where on.
pub(crate) struct Dependencies {
    width: usize,
    /// By place: how many writes come before it. Of a write that is its number.
    number: Vec<u32>,
    /// By number of a write, one behind the other, as they are asked for together:
    /// - by session: its first read of a write of another one that depends on a later write of this
    ///   one's run; or [`NONE`];
    /// - by session: its first read of this write or of one that depends on it.
    rows: Vec<u32>,
    /// By run and session: its first read of a write of another one that depends on a write of the run.
    first: Vec<u32>,
}

impl Dependencies {
    /// Nothing, if the budget runs out.
    pub(crate) fn new(observed: &Observed<'_>, budget: &mut Budget) -> Option<Self> {
        let width = observed.sessions();
        let order = backwards(observed);
        let number = numbers(observed);
        let rows = vec![NONE; 2 * observed.writers.count() * width];
        let mut found = Self { width, number, rows, first: Vec::new() };
        // By number of a write and session: its first read that depends on that write or on a later
        // one of the same writer.
        let mut onward = vec![NONE; observed.writers.count() * width];
        let mut grows = true;
        while grows {
            if !budget.spend(2 * observed.len() * width) {
                return None;
            }
            grows = false;
            for place in &order.places {
                if observed.is_write(*place) {
                    grows |= found.look(observed, &mut onward, *place);
                }
            }
            // Where causes do not go round, one look at each is enough.
            grows &= order.goes_round;
        }
        if order.goes_round {
            found.look_back(observed);
        }
        found.accumulate(observed);
        Some(found)
    }

    /// Looks at what follows a write; whether that was more than was known. Until all have been
    /// looked at, the first half of its row is about the write itself.
    fn look(&mut self, observed: &Observed<'_>, onward: &mut [u32], write: u32) -> bool {
        let (width, session) = (self.width, observed.session(write));
        let number = self.number[write as usize] as usize;
        let (sight, known) = self.rows[2 * width * number..][..2 * width].split_at_mut(width);
        let mut grows = false;
        for reader in observed.readers(write) {
            let home = observed.session(reader);
            known[home] = known[home].min(reader);
            let (next, end) = (self.number[reader as usize], self.number[observed.ends()[home] as usize]);
            if next < end {
                grows |= lower(sight, &onward[width * next as usize..][..width]);
            }
        }
        // Its own session's reads of it tell nobody else.
        let own = std::mem::replace(&mut known[session], NONE);
        lower(known, sight);
        let (here, next) = onward[width * number..].split_at_mut(width);
        grows |= lower(here, known);
        if number + 1 < self.number[observed.ends()[session] as usize] as usize {
            grows |= lower(here, &next[..width]);
        }
        known[session] = known[session].min(own);
        grows
    }

    /// Where causes go round, a session that depends on a write may have read one of its own before
    /// it wrote that: it depends on the write from there on.
    fn look_back(&mut self, observed: &Observed<'_>) {
        // By place: the session's first read of one of its own writes from here on.
        let mut first = vec![NONE; observed.len() + 1];
        for place in (0..observed.len() as u32).rev() {
            let session = observed.session(place);
            let later = if place + 1 < observed.ends()[session] { first[place as usize + 1] } else { NONE };
            let by_itself = |reader: &u32| observed.session(*reader) == session;
            let own = if observed.is_write(place) { observed.readers(place).filter(by_itself).min() } else { None };
            first[place as usize] = own.map_or(later, |own| own.min(later));
        }
        for row in self.rows.chunks_exact_mut(2 * self.width.max(1)) {
            for known in &mut row[self.width..] {
                while let Some(back) = first.get(*known as usize).filter(|back| **back < *known) {
                    *known = *back;
                }
            }
        }
    }

    /// Turns what is known of each write alone into what is known of the later ones of its run.
    fn accumulate(&mut self, observed: &Observed<'_>) {
        self.first = vec![NONE; observed.writers.runs() * self.width];
        let writes = (0..observed.len() as u32).filter(|place| observed.is_write(*place));
        for (write, row) in writes.rev().zip(self.rows.chunks_exact_mut(2 * self.width.max(1)).rev()) {
            let later = &mut self.first[observed.writers.run_of(write) * self.width..];
            for (alone, later) in row[..self.width].iter_mut().zip(later) {
                (*alone, *later) = (*later, (*later).min(*alone));
            }
        }
    }

    /// The first read of a session that depends on a write of a run.
    pub(crate) fn first_sight(&self, run: usize, session: usize) -> u32 {
        self.first[self.width * run + session]
    }

    /// The first read of each session that depends on a later write of the same run, and from where
    /// on it depends on this one.
    pub(crate) fn of(&self, write: u32) -> (&[u32], &[u32]) {
        let number = self.number[write as usize] as usize;
        self.rows[2 * self.width * number..][..2 * self.width].split_at(self.width)
    }
}

/// By place, and behind them: how many writes come before.
fn numbers(observed: &Observed<'_>) -> Vec<u32> {
    let mut numbers = Vec::with_capacity(observed.len() + 1);
    let mut next = 0;
    numbers.push(next);
    for place in 0..observed.len() as u32 {
        next += u32::from(observed.is_write(place));
        numbers.push(next);
    }
    numbers
}

/// Lowers each number of a row to that of another; whether that changed any.
fn lower(row: &mut [u32], to: &[u32]) -> bool {
    let mut changes = 0;
    for (number, other) in row.iter_mut().zip(to) {
        let least = (*number).min(*other);
        changes |= *number ^ least;
        *number = least;
    }
    changes != 0
}

/// All places, effects before causes.
struct Backwards {
    places: Vec<u32>,
    /// Whether causes go round, so that there is no such order.
    goes_round: bool,
}

fn backwards(observed: &Observed<'_>) -> Backwards {
    let mut schedule = Schedule::new(observed);
    let needs = |place: u32, next: &[u32]| {
        observed.write_read(place).filter(|source| *source >= next[observed.session(*source)])
    };
    let goes_round = schedule.advance(observed, observed.ends(), &needs).is_err();
    let places = if goes_round { (0..observed.len() as u32).rev().collect() } else { reversed(schedule.order) };
    Backwards { places, goes_round }
}

fn reversed(mut places: Vec<u32>) -> Vec<u32> {
    places.reverse();
    places
}

/// Tells the shortest chain from a write to the write that was seen before `read`, which missed it.
pub(crate) fn explain(observed: &Observed<'_>, read: u32) -> Finding {
    let source = observed.source(read);
    let older = chain(observed, read, &|_| true, &|write| {
        let by_reader = observed.session(write) == observed.session(read);
        let newer = source == INITIAL || observed.session(source) == observed.session(write) && source < write;
        !by_reader && newer
    });
    let mut evidence = Evidence::new(observed);
    if older.is_empty() {
        // It read what the last write of the chain had overwritten.
        let overwriting = |write: u32| observed.key(write) == observed.key(read);
        let over = chain(observed, read, &overwriting, &|write| write == source);
        if let [before @ .., overwriting, _, _] = over.as_slice() {
            evidence.chain(&over[..=before.len()]);
            evidence.chain(&over[before.len()..]);
            debug_assert_eq!(observed.key(*overwriting), observed.key(read));
        }
    } else {
        if source != INITIAL {
            evidence.chain(&[source, older[0]]);
        }
        evidence.chain(&older);
    }
    evidence.clash()
}

/// From a write to the key of `read` that fits `begins`, by reads and writes in turn, to a write
/// that fits `ends` and was read before `read`. Nothing, if there is no such chain.
fn chain(observed: &Observed<'_>, read: u32, ends: &dyn Fn(u32) -> bool, begins: &dyn Fn(u32) -> bool) -> Vec<u32> {
    let session = observed.session(read);
    // By write: its read, and what follows in that session.
    let mut onward: Vec<Option<(u32, u32)>> = vec![None; observed.len()];
    let mut swept = observed.starts().to_vec();
    let mut queue = VecDeque::new();
    for seen in (swept[session]..read).rev() {
        let write = observed.write_read(seen).filter(|write| observed.session(*write) != session && ends(*write));
        if let Some(write) = write.filter(|write| onward[*write as usize].is_none()) {
            onward[write as usize] = Some((seen, read));
            queue.push_back(write);
        }
    }
    while let Some(write) = queue.pop_front() {
        let home = observed.session(write);
        for seen in (swept[home]..write).rev() {
            let Some(cause) = observed.write_read(seen) else { continue };
            if observed.key(cause) == observed.key(read) && begins(cause) {
                return [&[cause, seen], follow(&onward, write, read).as_slice()].concat();
            }
            if onward[cause as usize].is_none() {
                onward[cause as usize] = Some((seen, write));
                queue.push_back(cause);
            }
        }
        swept[home] = swept[home].max(write);
    }
    Vec::new()
}

fn follow(onward: &[Option<(u32, u32)>], mut write: u32, read: u32) -> Vec<u32> {
    let mut chain = vec![write];
    while let Some((seen, next)) = onward[write as usize] {
        chain.extend([seen, next]);
        if next == read {
            break;
        }
        write = next;
    }
    chain
}
