//! Two runs beside each other: which operations were answered differently or took another time, and
//! which verdicts changed.
//!
//! Chance is a function of the seed and of what it is for, so that two runs of one seed draw the same
//! for everything that both have: what differs between them comes of what differs in their settings.
//! Operations are matched by session and by their place within it.

mod settings;
mod steps;
mod verdicts;

use diagram::{Contrast, Story};
use history::{Duration, Instant, OperationId, order};
use serde::Serialize;

use crate::Report;
use steps::{Step, steps};

pub use settings::{Setting, settings};
pub use verdicts::{Turn, VerdictChange};

/// A run that is compared.
#[derive(Clone, Copy, Debug)]
pub struct Compared<'a> {
    /// What it shows.
    pub report: &'a Report,
    /// The same as a drawing has it, with the words of its operations.
    pub story: &'a Story,
}

/// What differs between run A and run B.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// The verdicts that differ, strongest model first, and after them what applications take for granted.
    pub verdicts: Vec<VerdictChange>,
    /// The operations that differ: first those that were answered differently, each kind in order of time.
    pub operations: Vec<OperationChange>,
    /// How many operations both have and show alike.
    pub alike: u32,
    /// Which operation of B stands in the place of which of A.
    #[serde(skip)]
    pub matched: Vec<(OperationId, OperationId)>,
}

/// An operation that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OperationChange {
    /// Whose it is, and which of its operations: "Session C, read 2".
    pub name: String,
    /// What differs.
    pub what: Difference,
    /// What it did in A; nothing where it is not there.
    pub a: Option<Seen>,
    /// What it did in B.
    pub b: Option<Seen>,
}

/// What differs about an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Difference {
    /// It was answered differently, or only one of the two was answered.
    Answer,
    /// At its place the other run does something else.
    Asked,
    /// It has no counterpart.
    Alone,
    /// The same answer took another time.
    Time,
}

/// An operation as one run shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// The operation; of a call the one that decided it.
    pub operation: OperationId,
    /// What came of it, in words: "x=2", "acknowledged", "withdraw 800 refused".
    pub words: String,
    /// When it began.
    pub begun: Instant,
    /// How long it took; nothing where it was not answered.
    pub took: Option<Duration>,
}

/// Compares two runs.
#[must_use]
pub fn compare(a: Compared<'_>, b: Compared<'_>) -> Changes {
    let mut changes = Changes { verdicts: verdicts::changed(a.report, b.report), ..Changes::default() };
    let (of_a, of_b) = (steps(a), steps(b));
    let longest = of_a.len().max(of_b.len());
    for session in 0..longest {
        let (a, b) = (of_session(&of_a, session), of_session(&of_b, session));
        for place in 0..a.len().max(b.len()) {
            changes.matched.extend(a.get(place).zip(b.get(place)).map(|(a, b)| (a.operation, b.operation)));
            match change(a.get(place), b.get(place)) {
                Some(change) => changes.operations.push(change),
                None => changes.alike += 1,
            }
        }
    }
    order::sort_by_key(&mut changes.operations, |change| (change.what, change.begun(), change.name.clone()));
    changes
}

fn of_session(steps: &[Vec<Step>], session: usize) -> &[Step] {
    steps.get(session).map_or(&[], Vec::as_slice)
}

/// What differs between an operation and its counterpart, if anything does.
fn change(a: Option<&Step>, b: Option<&Step>) -> Option<OperationChange> {
    let (what, name) = match (a, b) {
        (Some(a), Some(b)) => {
            let what = a.difference(b)?;
            (what, if a.name == b.name { a.name.clone() } else { a.place.clone() })
        }
        (one, other) => (Difference::Alone, one.or(other)?.name.clone()),
    };
    let seen = |step: Option<&Step>| step.map(|step| step.seen(what));
    Some(OperationChange { name, what, a: seen(a), b: seen(b) })
}

impl Changes {
    /// Whether the two show the same.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.verdicts.is_empty() && self.operations.is_empty()
    }

    /// What the drawing of A points out, and that of B.
    #[must_use]
    pub fn contrasts(&self) -> [Vec<(OperationId, Contrast)>; 2] {
        let mut both = [Vec::new(), Vec::new()];
        for change in &self.operations {
            let sides = [(&change.a, &change.b), (&change.b, &change.a)];
            for (list, (own, other)) in both.iter_mut().zip(sides) {
                let Some(own) = own else { continue };
                list.push((own.operation, change.contrast(own, other.as_ref())));
            }
        }
        both
    }

    /// The operation of B in the place of one of A, or the other way round.
    #[must_use]
    pub fn counterpart(&self, of_a: bool, operation: OperationId) -> Option<OperationId> {
        let mut sides = self.matched.iter().map(|(a, b)| if of_a { (a, b) } else { (b, a) });
        sides.find(|(own, _)| **own == operation).map(|(_, other)| *other)
    }
}

impl OperationChange {
    fn begun(&self) -> Instant {
        self.a.iter().chain(&self.b).map(|seen| seen.begun).min().unwrap_or_default()
    }

    fn contrast(&self, own: &Seen, other: Option<&Seen>) -> Contrast {
        let took = own.took.zip(other.and_then(|other| other.took));
        // What people read alike is alike.
        let took = took.filter(|(own, other)| own.to_string() != other.to_string());
        Contrast {
            differs: self.what != Difference::Time,
            longer: took.filter(|(own, other)| own > other).map(|(own, other)| own - other),
            shorter: took.filter(|(own, other)| own < other).map(|(own, other)| other - own),
        }
    }

    /// The change as a sentence: "Session C, read 2: x=1 in A, x=2 in B; 41 ms in A, 163 ms in B".
    #[must_use]
    pub fn sentence(&self) -> String {
        let Self { name, what, a, b } = self;
        let (Some(a), Some(b)) = (a, b) else {
            let (seen, run) = if a.is_some() { (a, "A") } else { (b, "B") };
            let words = seen.as_ref().map_or("", |seen| seen.words.as_str());
            return format!("{name}: {words}, only in {run}");
        };
        let times = match (a.took, b.took) {
            (Some(in_a), Some(in_b)) if in_a.to_string() != in_b.to_string() => format!("{in_a} in A, {in_b} in B"),
            _ => String::new(),
        };
        match (what, times.is_empty()) {
            (Difference::Time, _) => format!("{name}: {times}"),
            (_, true) => format!("{name}: {} in A, {} in B", a.words, b.words),
            (_, false) => format!("{name}: {} in A, {} in B; {times}", a.words, b.words),
        }
    }
}

#[cfg(test)]
mod tests;
