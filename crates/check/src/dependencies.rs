//! What writes depend on: on what their session had read before, and on what that depends on.
//!
//! Not the causal order: that a session wrote one thing after another ties them only if it read
//! something in between. Kept backwards: for each write where each session first comes to depend on
//! it, so that one table of operations times sessions is enough.

use std::collections::VecDeque;

use crate::Budget;
use crate::causality::Finding;
use crate::causality::evidence::Evidence;
use crate::causality::observed::{INITIAL, Observed};
use crate::causality::schedule::Schedule;
use crate::index::NONE;

/// For each write who depends on it, from where on.
pub(crate) struct Dependencies {
    width: usize,
    /// By write and session: the session's first read of a write of another one that depends on
    /// this write or on a later one of its run; or [`NONE`].
    sight: Vec<u32>,
    /// By write and session: the session's first read of this write or of one that depends on it.
    known: Vec<u32>,
    /// By place: the slot of a write.
    slots: Vec<u32>,
}

impl Dependencies {
    /// Nothing, if the budget runs out.
    pub(crate) fn new(observed: &Observed<'_>, budget: &mut Budget) -> Option<Self> {
        let width = observed.sessions();
        let order = backwards(observed);
        let mut slots = vec![NONE; observed.len()];
        for (slot, write) in (0..).zip(observed.writers.all()) {
            slots[*write as usize] = slot;
        }
        let cells = observed.writers.all().len() * width;
        let mut found = Self { width, sight: vec![NONE; cells], known: vec![NONE; cells], slots };
        // By operation and session: the session's first read that depends on a write from here on in
        // the operation's session.
        let mut onward = vec![NONE; observed.len() * width];
        let mut grows = true;
        while grows {
            if !budget.spend(2 * onward.len()) {
                return None;
            }
            grows = false;
            for place in &order.places {
                grows |= found.look(observed, &mut onward, *place);
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

    /// Looks at what follows an operation; whether that was more than was known.
    fn look(&mut self, observed: &Observed<'_>, onward: &mut [u32], place: u32) -> bool {
        let (width, session) = (self.width, observed.session(place));
        let row = |place: u32| place as usize * width..(place as usize + 1) * width;
        let mut grows = false;
        if place + 1 < observed.ends()[session] {
            let (here, next) = onward[row(place).start..row(place + 1).end].split_at_mut(width);
            grows |= lower(here, next);
        }
        if !observed.is_write(place) {
            return grows;
        }
        let slot = row(self.slots[place as usize]);
        let (sight, known) = (&mut self.sight[slot.clone()], &mut self.known[slot]);
        for reader in observed.readers(place) {
            let home = observed.session(reader);
            known[home] = known[home].min(reader);
            if reader + 1 < observed.ends()[home] {
                grows |= lower(sight, &onward[row(reader + 1)]);
            }
        }
        // Its own session's reads of it tell nobody else.
        let own = std::mem::replace(&mut known[session], NONE);
        lower(known, sight);
        grows |= lower(&mut onward[row(place)], known);
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
            let own = observed.readers(place).filter(|reader| observed.session(*reader) == session).min();
            let own = if observed.is_write(place) { own } else { None };
            first[place as usize] = own.map_or(later, |own| own.min(later));
        }
        for known in &mut self.known {
            while let Some(back) = first.get(*known as usize).filter(|back| **back < *known) {
                *known = *back;
            }
        }
    }

    /// Lets the sight of each write include that of the later ones of its run.
    fn accumulate(&mut self, observed: &Observed<'_>) {
        for run in observed.writers.each() {
            for later in (1..observed.writers.writes(run).len()).rev() {
                let later = observed.writers.slot(run, later) * self.width;
                for later in later..later + self.width {
                    self.sight[later - self.width] = self.sight[later - self.width].min(self.sight[later]);
                }
            }
        }
    }

    /// The first read of a session that depends on the write in a slot, or a later one of its run.
    pub(crate) fn first_sight(&self, slot: usize, session: usize) -> u32 {
        self.sight[slot * self.width + session]
    }

    /// From where on a session depends on a write.
    pub(crate) fn known_from(&self, write: u32, session: usize) -> u32 {
        self.known[self.slots[write as usize] as usize * self.width + session]
    }
}

/// Lowers each number of a row to that of another; whether that changed any.
fn lower(row: &mut [u32], to: &[u32]) -> bool {
    let mut changed = false;
    for (number, other) in row.iter_mut().zip(to) {
        changed |= *other < *number;
        *number = (*number).min(*other);
    }
    changed
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
