//! A step of a saga is taken once and taken back once: no customer is charged twice.
//!
//! Takings and takings back alternate, beginning with a taking. Up to any moment there are at most
//! one more takings that were over than takings back that had begun, and no more takings back that
//! were over than takings that had begun. What was never answered may have happened.

use std::collections::BTreeMap;

use history::{Instant, Outcome};

use super::{Broken, Deed, Invariant, Log};

pub(super) const INVARIANT: Invariant = Invariant {
    key: "saga_once",
    name: "No step of a saga is done twice",
    promise: "A step of a saga is taken once, and taken back once if at all.",
    source: "Helland 2012; Richardson 2018, ch. 3",
    objects: &["saga"],
    at_stake: |log| log.subjects().iter().any(|saga| steps(log, saga).values().any(Step::was_repeated)),
    untested: "No step of a saga was asked for again, or taken back.",
    check,
};

/// What was done to a step, by kind.
#[derive(Default)]
struct Step {
    taken: Deeds,
    taken_back: Deeds,
}

/// All that may have happened of one kind: when each began, and of those that certainly happened
/// when they were over, with their places.
#[derive(Default)]
struct Deeds {
    began: Vec<Instant>,
    over: Vec<(Instant, u32)>,
}

impl Step {
    fn was_repeated(&self) -> bool {
        self.taken.began.len() + self.taken_back.began.len() > 1
    }

    /// The deeds that are too many: the last of them, and the one of its kind before it.
    fn too_many(&self) -> Option<(u32, Option<u32>)> {
        let taken = self.taken.beyond(&self.taken_back, 1);
        taken.or_else(|| self.taken_back.beyond(&self.taken, 0))
    }
}

impl Deeds {
    /// The first that was over when there had been no more than so many of it, but for `more`.
    fn beyond(&self, others: &Self, more: usize) -> Option<(u32, Option<u32>)> {
        let mut over = self.over.clone();
        over.sort_unstable();
        let mut began = others.began.clone();
        began.sort_unstable();
        let place = (0..over.len()).find(|place| {
            let others = began.partition_point(|began| *began <= over[*place].0);
            place + 1 > others + more
        })?;
        Some((over[place].1, place.checked_sub(1).map(|before| over[before].1)))
    }
}

fn steps(log: &Log, saga: &[u32]) -> BTreeMap<u32, Step> {
    let mut steps: BTreeMap<u32, Step> = BTreeMap::new();
    for place in saga {
        let note = &log.notes[*place as usize];
        let (step, back) = match note.deed {
            Deed::Do(step) => (step, false),
            Deed::Undo(step) => (step, true),
            _ => continue,
        };
        let step = steps.entry(step).or_default();
        let deeds = if back { &mut step.taken_back } else { &mut step.taken };
        if note.outcome != Outcome::Fail {
            deeds.began.push(note.began);
        }
        if note.happened() {
            deeds.over.push((note.end(), *place));
        }
    }
    steps
}

fn check(log: &Log) -> Option<Broken> {
    log.subjects().iter().find_map(|saga| {
        let too_many = |(step, deeds): (u32, Step)| Some((step, deeds.too_many()?));
        let (step, (last, before)) = steps(log, saga).into_iter().find_map(too_many)?;
        Some(tell(log, step, last, before))
    })
}

fn tell(log: &Log, step: u32, last: u32, before: Option<u32>) -> Broken {
    let (saga, step) = (log.called(log.notes[last as usize].of), log.called(step));
    let back = matches!(log.notes[last as usize].deed, Deed::Undo(_));
    let did = if back { " took back " } else { " took " };
    let earlier = before.map_or_else(
        || ", which had not been taken".to_owned(),
        |before| [", as ", log.who(before), " had by ", &log.ended(before)].concat(),
    );
    let words = ["In ", saga, ", ", log.who(last), did, step, " at ", &log.ended(last), &earlier, "."];
    let allowed = if back {
        [step, " is taken back once for each time that it was taken."].concat()
    } else {
        [step, " is taken once, or taken back in between."].concat()
    };
    let mut notes: Vec<u32> = before.into_iter().collect();
    notes.push(last);
    Broken { notes, sentence: words.concat(), allowed }
}
