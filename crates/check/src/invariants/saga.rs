//! A saga ends all-done or all-undone: no step stands while another was taken back or failed.
//!
//! A step that was never answered may have been taken or not, so that the saga is broken only if
//! one step certainly stands and another one certainly does not. The last thing certainly done to a
//! step, if nothing can have undone it since, shows the one by itself, or the other.

use history::Outcome;

use super::{Broken, Deed, Invariant, Log, Note};

pub(super) const INVARIANT: Invariant = Invariant {
    key: "saga_all_or_nothing",
    name: "A saga ends all-done or all-undone",
    promise: "In the end every step of a saga stands, or none does.",
    source: "Garcia-Molina and Salem 1987",
    check,
};

fn check(log: &Log) -> Option<Broken> {
    log.subjects().into_iter().find_map(|saga| {
        let steps = || log.notes.iter().filter(|note| note.of == saga).filter_map(step);
        let stands = steps().find_map(|step| stands(log, saga, step))?;
        let gone = steps().find_map(|step| gone(log, saga, step))?;
        Some(tell(log, stands, gone))
    })
}

const fn step(note: &Note) -> Option<u32> {
    match note.deed {
        Deed::Do(step) | Deed::Undo(step) => Some(step),
        _ => None,
    }
}

/// The last taking of a step, if the step certainly stands.
fn stands(log: &Log, saga: u32, step: u32) -> Option<u32> {
    last(log, saga, &Deed::Do(step), &Deed::Undo(step))
}

/// What shows that a step certainly does not stand.
fn gone(log: &Log, saga: u32, step: u32) -> Option<u32> {
    last(log, saga, &Deed::Undo(step), &Deed::Do(step)).or_else(|| {
        let of_step = |note: &Note| note.of == saga && note.deed == Deed::Do(step);
        let failed = log.notes.iter().position(|note| of_step(note) && note.outcome == Outcome::Fail);
        let taken = log.notes.iter().any(|note| of_step(note) && note.outcome != Outcome::Fail);
        failed.filter(|_| !taken).map(|place| place as u32)
    })
}

/// The last certain deed of one kind, if all of the other kind was over before it.
fn last(log: &Log, saga: u32, deed: &Deed, other: &Deed) -> Option<u32> {
    let of = |place: &usize, deed: &Deed| log.notes[*place].of == saga && log.notes[*place].deed == *deed;
    let all = 0..log.notes.len();
    let certain = all.clone().filter(|place| of(place, deed) && log.notes[*place].happened());
    let last = certain.max_by_key(|place| (log.notes[*place].began, *place))?;
    let before = |place: usize| {
        let note = &log.notes[place];
        note.outcome == Outcome::Fail || note.precedes(&log.notes[last])
    };
    all.filter(|place| of(place, other)).all(before).then_some(last as u32)
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
