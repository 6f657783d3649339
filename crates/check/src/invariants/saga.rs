//! A saga ends all-done or all-undone: no step stands while another was taken back or failed.
//!
//! A step that was never answered may have been taken or not, so that the saga is broken only if
//! one step certainly stands and another one certainly does not. The last thing certainly done to a
//! step, if nothing can have undone it since, shows the one by itself, or the other.

use std::collections::BTreeSet;

use history::Outcome;

use super::{Broken, Deed, Invariant, Log, Note};

pub(super) const INVARIANT: Invariant = Invariant {
    key: "saga_all_or_nothing",
    name: "A saga ends all-done or all-undone",
    promise: "In the end every step of a saga stands, or none does.",
    source: "Garcia-Molina and Salem 1987",
    objects: &["saga"],
    at_stake: |log| log.subjects().iter().any(|saga| steps(log, saga).len() > 1),
    untested: "No saga has more than one step.",
    check,
};

fn check(log: &Log) -> Option<Broken> {
    log.subjects().iter().find_map(|saga| {
        let steps = steps(log, saga);
        let stands = steps.iter().find_map(|step| stands(log, saga, *step))?;
        let gone = steps.iter().find_map(|step| gone(log, saga, *step))?;
        Some(tell(log, stands, gone))
    })
}

/// The steps of a saga, which is given by its notes.
fn steps(log: &Log, saga: &[u32]) -> BTreeSet<u32> {
    saga.iter().filter_map(|place| step(&log.notes[*place as usize])).collect()
}

const fn step(note: &Note) -> Option<u32> {
    match note.deed {
        Deed::Do(step) | Deed::Undo(step) => Some(step),
        _ => None,
    }
}

/// The last taking of a step, if the step certainly stands.
fn stands(log: &Log, saga: &[u32], step: u32) -> Option<u32> {
    last(log, saga, &Deed::Do(step), &Deed::Undo(step))
}

/// What shows that a step certainly does not stand.
fn gone(log: &Log, saga: &[u32], step: u32) -> Option<u32> {
    last(log, saga, &Deed::Undo(step), &Deed::Do(step)).or_else(|| {
        let mut tries = saga.iter().filter(|place| log.notes[**place as usize].deed == Deed::Do(step)).peekable();
        let first = tries.peek().map(|place| **place);
        let failed = tries.all(|place| log.notes[*place as usize].outcome == Outcome::Fail);
        first.filter(|_| failed)
    })
}

/// The last certain deed of one kind, if all of the other kind was over before it.
fn last(log: &Log, saga: &[u32], deed: &Deed, other: &Deed) -> Option<u32> {
    let note = |place: &u32| &log.notes[*place as usize];
    let certain = saga.iter().filter(|place| note(place).deed == *deed && note(place).happened());
    let last = certain.max_by_key(|place| (note(place).began, **place))?;
    let before = |other: &Note| other.outcome == Outcome::Fail || other.precedes(note(last));
    let mut others = saga.iter().map(note).filter(|note| note.deed == *other);
    others.all(before).then_some(*last)
}

fn tell(log: &Log, stands: u32, gone: u32) -> Broken {
    let name = |place: u32| step(&log.notes[place as usize]).map_or("?", |step| log.called(step));
    let saga = log.called(log.notes[stands as usize].of);
    let what = if matches!(log.notes[gone as usize].deed, Deed::Do(_)) { " failed to take " } else { " took back " };
    let when = log.notes[gone as usize].ended.map_or_else(String::new, |at| [" at ", &log.moment(at)].concat());
    let sentence = [
        saga,
        " ended in halves: ",
        name(stands),
        ", which ",
        log.who(stands),
        " took by ",
        &log.ended(stands),
        ", stands, but ",
        log.who(gone),
        what,
        name(gone),
        &when,
        ".",
    ];
    let mut notes = vec![stands, gone];
    notes.sort_by_key(|place| (log.notes[*place as usize].began, *place));
    let allowed =
        ["Either ", name(gone), " stands too in the end, or ", name(stands), " is taken back as well."].concat();
    Broken { notes, sentence: sentence.concat(), allowed }
}
