//! Monotonic writes: whoever sees a write of a session sees what that session wrote before it.
//!
//! Terry et al., *Session guarantees for weakly consistent replicated data* (1994), as the anomaly
//! that a client can observe. A session wrote `a` and then, to another key, `b`; another one read
//! `b` and then, from the key of `a`, something older than `a`. (On one key this is a matter of
//! monotonic reads.)

use history::ModelId;

use crate::causality::clash::Words;
use crate::causality::evidence::Evidence;
use crate::causality::{self, Finding};
use crate::index::NONE;
use crate::observed::{INITIAL, Observed, Run};
use crate::prepared::Prepared;
use crate::{Anomaly, Budget, Family, Model, Verdict, Witness};

pub(crate) const MODEL: Model = Model {
    id: ModelId::MonotonicWrites,
    family: Family::Session,
    source: || "Terry et al. 1994",
    promise: "Whoever sees a write of a session sees what that session wrote before it.",
    lead: "Writes out of order",
    check,
};

fn check(prepared: &Prepared<'_>, budget: &mut Budget) -> Verdict {
    causality::check(prepared, budget, decide, &WORDS)
}

/// A write of another session that was seen.
#[derive(Clone, Copy)]
struct Seen {
    write: u32,
    read: u32,
    key: u32,
}

/// The latest writes of one session that were seen: the latest of all, and the latest to any other
/// key than that one's.
#[derive(Clone, Copy, Default)]
struct Latest {
    first: Option<Seen>,
    second: Option<Seen>,
}

impl Latest {
    /// The latest to another key.
    fn beside(&self, key: u32) -> Option<Seen> {
        self.first.filter(|seen| seen.key != key).or(self.second)
    }

    fn add(&mut self, seen: Seen) {
        let later = |known: Option<Seen>| known.is_none_or(|known| seen.write > known.write);
        let same = |known: Option<Seen>| known.is_none_or(|known| known.key == seen.key);
        if later(self.first) {
            if !same(self.first) {
                self.second = self.first;
            }
            self.first = Some(seen);
        } else if !same(self.first) && later(self.second) {
            self.second = Some(seen);
        }
    }
}

/// A read of something older than what came before a write that was seen.
struct Missed {
    read: u32,
    /// What it should have seen.
    newer: u32,
    later: Seen,
}

fn decide(observed: &Observed<'_>, budget: &mut Budget) -> Result<Witness, Finding> {
    // It takes a session that wrote to two keys.
    if observed.writers.runs() < 2 {
        return causality::untested(|| examine(observed, budget));
    }
    examine(observed, budget)
}

fn examine(observed: &Observed<'_>, budget: &mut Budget) -> Result<Witness, Finding> {
    // Each read is held against each writer of its key.
    if !budget.spend(observed.len() * observed.sessions()) {
        return Err(Finding::OutOfSteps);
    }
    let mut worst: Option<Missed> = None;
    let mut examined = 0;
    let mut latest = vec![Latest::default(); observed.sessions()];
    let mut passed = vec![0_u32; observed.writers.runs()];
    for session in 0..observed.sessions() {
        latest.fill(Latest::default());
        passed.fill(0);
        for read in observed.places(session) {
            let source = observed.source(read);
            if source == NONE || source == read {
                continue;
            }
            let (tested, missed) = look(observed, &latest, &mut passed, read);
            examined += u32::from(tested);
            let sooner = |known: &Missed| observed.over(read) < observed.over(known.read);
            if missed.is_some() && worst.as_ref().is_none_or(sooner) {
                worst = missed;
            }
            if source != INITIAL && !observed.places(session).contains(&source) {
                let writer = observed.writers.run(observed.writers.run_of(source)).session;
                latest[writer as usize].add(Seen { write: source, read, key: observed.key(read) });
            }
        }
    }
    match worst {
        Some(missed) => Err(missed.explain(observed)),
        None => Ok(Witness::Examined { reads: examined }),
    }
}

/// Whether a read had something to miss, and whether it did. `passed` counts by run the writes
/// before the latest that was seen beside its key, which only grow.
fn look(observed: &Observed<'_>, latest: &[Latest], passed: &mut [u32], read: u32) -> (bool, Option<Missed>) {
    let (source, key) = (observed.source(read), observed.key(read));
    let writers = observed.writers;
    let mut newest = |number: usize, run: &Run| {
        let later = latest[run.session as usize].beside(key)?;
        let writes = writers.writes(run);
        let passed = &mut passed[number];
        while writes.get(*passed as usize).is_some_and(|write| *write < later.write) {
            *passed += 1;
        }
        passed.checked_sub(1).map(|last| Missed { read, newer: writes[last as usize], later })
    };
    let mut runs = writers.of_key(key);
    if source == INITIAL {
        let missed = runs.find_map(|(number, run)| newest(number, run));
        return (missed.is_some(), missed);
    }
    let own = writers.run_of(source);
    let missed = newest(own, writers.run(own)).filter(|missed| source < missed.newer);
    (missed.is_some() || runs.any(|(number, run)| newest(number, run).is_some()), missed)
}

impl Missed {
    fn explain(&self, observed: &Observed<'_>) -> Finding {
        let mut evidence = Evidence::new(observed);
        let source = observed.source(self.read);
        if source != INITIAL {
            evidence.chain(&[source, self.newer]);
        }
        evidence.chain(&[self.newer, self.later.write, self.later.read, self.read]);
        evidence.clash()
    }
}

const WORDS: Words = Words {
    missed: Anomaly::MissedEarlierWrite,
    orders: Anomaly::MissedEarlierWrite,
    allowed: "",
    own: false,
    values: false,
};
