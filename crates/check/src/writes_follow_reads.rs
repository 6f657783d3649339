//! Writes follow reads: whoever sees a write sees what its writer had read before.
//!
//! Terry et al., *Session guarantees for weakly consistent replicated data* (1994), as the anomaly
//! that a client can observe. Somebody read `a` and then wrote; somebody may have read that and
//! then written, and so on. A session, neither the writer of `a` nor the last one, read the last of
//! these writes and then something older than `a`, or `a` itself although the last write had
//! overwritten it.

use history::{History, ModelId};

use crate::causality::clash::Words;
use crate::causality::observed::{INITIAL, Observed};
use crate::causality::{self, Finding};
use crate::dependencies::Dependencies;
use crate::index::NONE;
use crate::{Anomaly, Budget, Family, Model, Verdict, Witness};

pub(crate) const MODEL: Model = Model {
    id: ModelId::WritesFollowReads,
    family: Family::Session,
    source: "Terry et al. 1994",
    promise: "Whoever sees a write sees what its writer had read before.",
    lead: "Effect before its cause",
    check,
};

fn check(history: &History, budget: &mut Budget) -> Verdict {
    causality::check(history, budget, decide, &WORDS)
}

fn decide(observed: &Observed<'_>, budget: &mut Budget) -> Result<Witness, Finding> {
    let Some(dependencies) = Dependencies::new(observed, budget) else { return Err(Finding::OutOfSteps) };
    let mut worst: Option<u32> = None;
    let mut examined = 0;
    // By run: the last of its writes that the session has read, as one past its place.
    let mut seen = vec![0_u32; observed.writers.runs()];
    for session in 0..observed.sessions() {
        seen.fill(0);
        for read in observed.places(session) {
            let source = observed.source(read);
            if source == NONE || source == read {
                continue;
            }
            let (tested, missed) = look(observed, &dependencies, &seen, read);
            examined += u32::from(tested);
            if missed && worst.is_none_or(|known| observed.over(read) < observed.over(known)) {
                worst = Some(read);
            }
            for (number, run) in observed.writers.of_key(observed.key(read)) {
                if source != INITIAL && observed.session(source) == run.session as usize {
                    seen[number] = seen[number].max(source + 1);
                }
            }
        }
    }
    match worst {
        Some(read) => Err(crate::dependencies::explain(observed, read)),
        None => Ok(Witness::Examined { reads: examined }),
    }
}

/// Whether a read had something to miss, and whether it did.
fn look(observed: &Observed<'_>, dependencies: &Dependencies, seen: &[u32], read: u32) -> (bool, bool) {
    let (session, source) = (observed.session(read), observed.source(read));
    let writers = &observed.writers;
    let (mut tested, mut missed) = (false, false);
    for (number, run) in writers.of_key(observed.key(read)) {
        let writer = run.session as usize;
        if writer == session {
            continue;
        }
        let writes = writers.writes(run);
        // What the session has read depends on one of this run's writes.
        let known = dependencies.first_sight(writers.slot(run, 0), session) < read;
        tested |= known;
        if source == INITIAL {
            missed |= known;
        } else if observed.session(source) == writer {
            let after = writes.partition_point(|write| *write <= source);
            missed |= after < writes.len() && dependencies.first_sight(writers.slot(run, after), session) < read;
        }
        // Or was written over what it reads now.
        if source != INITIAL && observed.session(source) != session && seen[number] > 0 {
            let overwriting = seen[number] - 1;
            missed |= overwriting != source && dependencies.known_from(source, writer) < overwriting;
        }
    }
    (tested, missed)
}

const WORDS: Words = Words {
    missed: Anomaly::MissedCauseOfWrite,
    orders: Anomaly::MissedCauseOfWrite,
    allowed: "",
    own: false,
    values: false,
};
