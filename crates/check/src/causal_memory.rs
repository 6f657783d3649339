//! Causal memory: each session has a view of its own, and all views keep the causal order.
//!
//! Ahamad, Neiger, Burns, Kohli and Hutto, *Causal memory: definitions, implementation, and
//! programming* (1995). For every process one order of its own operations and of all writes
//! extends the causal order and is legal for its reads. Unlike causal convergence it lets two
//! sessions settle a conflict differently; unlike plain causal consistency, none changes its mind.

use history::ModelId;

use crate::causality::clash::Words;
use crate::causality::{self, Finding, views};
use crate::observed::Observed;
use crate::prepared::Prepared;
use crate::{Anomaly, Budget, Family, Model, Verdict, Witness, causal};

pub(crate) const MODEL: Model = Model {
    id: ModelId::CausalMemory,
    family: Family::Causality,
    source: || "Ahamad et al. 1995; Bouajjani et al. 2017",
    promise: "Every session sees all writes in one order of its own, causes before effects.",
    lead: "Not causal memory",
    check,
};

fn check(prepared: &Prepared<'_>, budget: &mut Budget) -> Verdict {
    causality::check(prepared, budget, decide, &WORDS)
}

fn decide(observed: &Observed<'_>, budget: &mut Budget) -> Result<Witness, Finding> {
    // What breaks causality for one read alone is the easiest to tell.
    let past = causal::examined(observed, budget, &mut |_, _| {})?;
    views::all(observed, Some(&past), budget)
}

const WORDS: Words = Words {
    missed: Anomaly::MissedCause,
    orders: Anomaly::NoViewOfOneSession,
    allowed: views::ALLOWED,
    own: true,
    values: true,
};
