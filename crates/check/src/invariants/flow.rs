//! More taken than there can have been.
//!
//! The order that leaves most at every moment lets each supply take effect when it begins and each
//! taking when it is over, and what was never answered to be taken never. If that order runs into
//! the red, every order does.

use history::{Instant, Outcome};

use super::{Deed, Log};

/// More was taken by a moment than can have been supplied.
pub(super) struct Overdraft {
    pub(super) at: Instant,
    /// What was taken: none can be spared.
    pub(super) taken: Vec<u32>,
    pub(super) supplied: Vec<u32>,
    pub(super) sum_taken: u128,
    pub(super) sum_supplied: u128,
}

/// The first moment at which more of a subject, given by its notes, was taken than supplied.
pub(super) fn overdraft(log: &Log, subject: &[u32]) -> Option<Overdraft> {
    // At one moment supplies come first: they overlap the taking.
    let mut flow: Vec<(Instant, bool, u32, u128)> = Vec::new();
    let notes = subject.iter().map(|place| (*place, &log.notes[*place as usize]));
    for (place, note) in notes.filter(|(_, note)| note.outcome != Outcome::Fail) {
        match note.deed {
            Deed::Supply(amount) => flow.push((note.began, false, place, amount.into())),
            Deed::Take(amount) if note.happened() => flow.push((note.end(), true, place, amount.into())),
            _ => {}
        }
    }
    history::order::sort_by_key(&mut flow, |(at, takes, place, _)| (*at, *takes, *place));
    let (mut sum_taken, mut sum_supplied) = (0_u128, 0_u128);
    for (count, (at, takes, _, amount)) in (1..).zip(&flow) {
        if *takes {
            sum_taken += amount;
        } else {
            sum_supplied += amount;
        }
        if sum_taken > sum_supplied {
            let known = &flow[..count];
            let part = |wanted: bool| known.iter().filter(move |(_, takes, ..)| *takes == wanted);
            let mut taken: Vec<(u32, u128)> = Vec::new();
            for (_, _, place, amount) in part(true) {
                // Spared, if the others are too much without it.
                if sum_taken - amount > sum_supplied {
                    sum_taken -= amount;
                } else {
                    taken.push((*place, *amount));
                }
            }
            return Some(Overdraft {
                at: *at,
                taken: taken.iter().map(|(place, _)| *place).collect(),
                supplied: part(false).map(|(_, _, place, _)| *place).collect(),
                sum_taken,
                sum_supplied,
            });
        }
    }
    None
}

/// "A 80, B 60".
pub(super) fn parts(log: &Log, places: &[u32]) -> String {
    let part = |place: &u32| match log.notes[*place as usize].deed {
        Deed::Supply(amount) | Deed::Take(amount) => [log.who(*place), " ", &amount.to_string()].concat(),
        _ => String::new(),
    };
    places.iter().map(part).collect::<Vec<_>>().join(", ")
}
