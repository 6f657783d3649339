//! Causal convergence: causal, and everyone settles conflicts in the same order.
//!
//! Bouajjani, Enea, Guerraoui and Hamza, *On verifying causal consistency* (2017). One order of all
//! writes extends the causal order, and every read returns the write to its key that is the last of
//! its causal past in it. A read of one write that knew of another puts the other before: the
//! history is convergent exactly if the causal order with all of these goes round nowhere.

use history::ModelId;

use crate::causality::clash::Words;
use crate::causality::evidence::{Evidence, circle};
use crate::causality::past::Past;
use crate::causality::schedule::{Link, Schedule};
use crate::causality::{self, Finding, ids};
use crate::observed::Observed;
use crate::prepared::Prepared;
use crate::{Anomaly, Budget, Family, Model, Verdict, Witness, causal};

pub(crate) const MODEL: Model = Model {
    id: ModelId::CausalConvergence,
    family: Family::Causality,
    source: || "Bouajjani et al. 2017; Burckhardt 2014",
    promise: "Whoever sees an effect sees its causes too, and everyone agrees which of two writes is the later.",
    lead: "Not causally convergent",
    check,
};

fn check(prepared: &Prepared<'_>, budget: &mut Budget) -> Verdict {
    causality::check(prepared, budget, decide, &WORDS)
}

fn decide(observed: &Observed<'_>, budget: &mut Budget) -> Result<Witness, Finding> {
    let width = observed.sessions();
    // Each operation is held once against what has to come before it.
    if !budget.spend(observed.len() * width) {
        return Err(Finding::OutOfSteps);
    }
    // By write and session: one past the last write that has to come before it.
    let mut after = vec![0_u32; observed.len() * width];
    let mut conflict = |read: u32, known: u32| {
        let place = &mut after[observed.source(read) as usize * width + observed.session(known)];
        *place = (*place).max(known + 1);
    };
    let past = causal::examined(observed, budget, &mut conflict)?;
    let needs = |place: u32, next: &[u32]| {
        if let Some(source) = observed.write_read(place) {
            return Some(source).filter(|source| *source >= next[observed.session(*source)]);
        }
        let after = &after[place as usize * width..][..width];
        let missing = (0..width).find(|session| after[*session] > next[*session]);
        missing.map(|session| after[session] - 1)
    };
    let mut schedule = Schedule::new(observed);
    if let Err(links) = schedule.advance(observed, observed.ends(), &needs) {
        return Err(circle(Evidence::new(observed), &links, &|link| proof(observed, &past, link)));
    }
    schedule.order.retain(|place| observed.is_write(*place));
    Ok(Witness::Arbitration { order: ids(observed, &schedule.order) })
}

/// The first read, by return, of the one write that knew of the other.
fn proof(observed: &Observed<'_>, past: &Past, link: Link) -> Option<u32> {
    if !observed.is_write(link.to) {
        return None;
    }
    let knew = |read: &u32| past.of(*read)[observed.session(link.from)] > link.from;
    observed.readers(link.to).filter(knew).min_by_key(|read| observed.over(*read))
}

const WORDS: Words = Words {
    missed: Anomaly::MissedCause,
    orders: Anomaly::NoCommonOrder,
    allowed: "Either order, but the same for everyone: ",
    own: false,
    values: true,
};
