//! Compensations run backwards: what was done last is taken back first.
//!
//! A step that was taken before another rests on nothing of it; the later one may rest on the
//! earlier. It is broken where a step was taken back while one that was taken after it stood, and
//! that one was taken back later.

use std::collections::BTreeMap;

use history::{Instant, Outcome};

use super::{Broken, Deed, Invariant, Log, Note};

pub(super) const INVARIANT: Invariant = Invariant {
    key: "saga_backwards",
    name: "Compensations run backwards",
    promise: "The steps of a saga are taken back in the reverse of the order in which they were taken.",
    source: "Garcia-Molina and Salem 1987",
    objects: &["saga"],
    at_stake: |log| log.subjects().iter().any(|saga| taken_back(log, saga).len() > 1),
    untested: "No saga had more than one step taken back.",
    check,
};

/// A step that was taken back.
#[derive(Clone, Copy)]
struct Step {
    /// When it was first asked for, and when all of it was over.
    began: Instant,
    done: Instant,
    /// Of its takings back, the one that was over first, and the one that began last.
    undone: u32,
    undone_last: u32,
}

/// What was done to a step so far.
#[derive(Default)]
struct Deeds {
    taken: Option<(Instant, Instant)>,
    undone: Option<(u32, u32)>,
}

impl Deeds {
    fn take(&mut self, note: &Note) {
        let (began, done) = self.taken.unwrap_or((note.began, note.end()));
        self.taken = Some((began.min(note.began), done.max(note.end())));
    }

    fn undo(&mut self, log: &Log, place: u32) {
        let note = |place: u32| &log.notes[place as usize];
        let (first, last) = self.undone.unwrap_or((place, place));
        let first = if note(place).end() < note(first).end() { place } else { first };
        let last = if note(place).began > note(last).began { place } else { last };
        self.undone = Some((first, last));
    }
}

/// The steps of a saga that certainly were taken back, after they may have been taken.
fn taken_back(log: &Log, saga: &[u32]) -> Vec<Step> {
    let mut steps: BTreeMap<u32, Deeds> = BTreeMap::new();
    for place in saga {
        let note = &log.notes[*place as usize];
        match note.deed {
            Deed::Do(step) if note.outcome != Outcome::Fail => steps.entry(step).or_default().take(note),
            Deed::Undo(step) if note.happened() => steps.entry(step).or_default().undo(log, *place),
            _ => {}
        }
    }
    let both = steps.into_values().filter_map(|deeds| Some((deeds.taken?, deeds.undone?)));
    both.map(|((began, done), (undone, undone_last))| Step { began, done, undone, undone_last }).collect()
}

fn check(log: &Log) -> Option<Broken> {
    let note = |place: u32| &log.notes[place as usize];
    log.subjects().iter().find_map(|saga| {
        let steps = taken_back(log, saga);
        steps.iter().find_map(|first| {
            let too_late = |second: &&Step| {
                first.done < second.began
                    && second.done < note(first.undone).began
                    && note(first.undone).precedes(note(second.undone_last))
                    && note(second.undone).began > note(first.undone).end()
            };
            steps.iter().find(too_late).map(|second| tell(log, first.undone, second.undone))
        })
    })
}

fn tell(log: &Log, first: u32, second: u32) -> Broken {
    let note = |place: u32| -> &Note { &log.notes[place as usize] };
    let name = |place: u32| match note(place).deed {
        Deed::Undo(step) => log.called(step),
        _ => "?",
    };
    let words = [
        log.called(note(first).of),
        " was not taken back backwards: ",
        log.who(first),
        " took back ",
        name(first),
        " by ",
        &log.ended(first),
        ", while ",
        name(second),
        ", which was taken after it, stood until ",
        &log.ended(second),
        ".",
    ];
    let allowed = [name(second), " is taken back before ", name(first), "."].concat();
    Broken { notes: vec![first, second], sentence: words.concat(), allowed }
}
