//! Writes follow reads: whoever sees a write sees what its writer had read before.
//!
//! Terry et al., *Session guarantees for weakly consistent replicated data* (1994), as the anomaly
//! that a client can observe. Somebody read `a` and then wrote; somebody may have read that and
//! then written, and so on. A session, neither the writer of `a` nor the last one, read the last of
//! these writes and then something older than `a`, or `a` itself although the last write had
//! overwritten it.

use history::ModelId;

use crate::causality::clash::Words;
use crate::causality::{self, Finding};
use crate::dependencies::Dependencies;
use crate::index::NONE;
use crate::observed::{INITIAL, Observed};
use crate::prepared::Prepared;
use crate::{Anomaly, Budget, Family, Model, Verdict, Witness};

pub(crate) const MODEL: Model = Model {
    id: ModelId::WritesFollowReads,
    family: Family::Session,
    source: || "Terry et al. 1994",
    promise: "Whoever sees a write sees what its writer had read before.",
    lead: "Effect before its cause",
    check,
};

fn check(prepared: &Prepared<'_>, budget: &mut Budget) -> Verdict {
    causality::check(prepared, budget, decide, &WORDS)
}

fn decide(observed: &Observed<'_>, budget: &mut Budget) -> Result<Witness, Finding> {
    // It takes a session that read a write before it wrote.
    let has_read = |place: u32| observed.write_read(place).is_some();
    let writes_after_reads = |session: usize| {
        let mut places = observed.places(session).skip_while(|place| !has_read(*place));
        places.any(|place| observed.is_write(place))
    };
    if !(0..observed.sessions()).any(writes_after_reads) {
        return causality::untested(|| examine(observed, budget));
    }
    examine(observed, budget)
}

fn examine(observed: &Observed<'_>, budget: &mut Budget) -> Result<Witness, Finding> {
    let Some(dependencies) = Dependencies::new(observed, budget) else { return Err(Finding::OutOfSteps) };
    let mut worst: Option<u32> = None;
    let mut examined = 0;
    let runs = observed.writers.runs();
    // By session and run: the last of its writes that the session has read, as one past its place.
    let mut seen = vec![0_u32; observed.sessions() * runs];
    // In order of time, so that what is looked up for one read is at hand for the next.
    for read in observed.by_start() {
        let source = observed.source(read);
        if source == NONE || source == read {
            continue;
        }
        let seen = &mut seen[observed.session(read) * runs..][..runs];
        let (tested, missed) = look(observed, &dependencies, seen, read);
        examined += u32::from(tested);
        if missed && worst.is_none_or(|known| observed.over(read) < observed.over(known)) {
            worst = Some(read);
        }
        if source != INITIAL {
            let run = observed.writers.run_of(source);
            seen[run] = seen[run].max(source + 1);
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
    let runs = observed.writers.of_key(observed.key(read)).filter(|(_, run)| run.session as usize != session);
    // What the session has read depends on a write of the run.
    let known = |run: usize| dependencies.first_sight(run, session) < read;
    if source == INITIAL {
        let known = runs.into_iter().any(|(run, _)| known(run));
        return (known, known);
    }
    let (later, known_from) = dependencies.of(source);
    let by_others = !observed.places(session).contains(&source);
    let (mut tested, mut missed) = (false, by_others && later[session] < read);
    for (number, run) in runs {
        tested = tested || known(number);
        // Or what it reads now was written over.
        let overwriting = seen[number].saturating_sub(1);
        missed |= by_others && overwriting != source && known_from[run.session as usize] < overwriting;
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
