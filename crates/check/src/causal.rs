//! Causal consistency: what a session reads fits with the causes of the read.
//!
//! Perrin, Mostéfaoui and Jard, *Causal consistency: beyond memory* (2016). For every read alone,
//! some order of its causal past ends in the value that it returned. That fails in four ways only
//! (Bouajjani, Enea, Guerraoui and Hamza, *On verifying causal consistency*, 2017): causes that go
//! round, a value from nowhere, or a read of what a write in its past had replaced, be it another
//! value or the initial one.

use history::ModelId;

use crate::causality::clash::Words;
use crate::causality::past::Past;
use crate::causality::{self, Finding, ids};
use crate::observed::Observed;
use crate::prepared::Prepared;
use crate::{Anomaly, Budget, Family, Model, Verdict, Witness};

pub(crate) const MODEL: Model = Model {
    id: ModelId::Causal,
    family: Family::Causality,
    source: || "Perrin, Mostéfaoui and Jard 2016; Bouajjani et al. 2017",
    promise: "Whoever sees an effect sees its causes too.",
    lead: "Not causal",
    check,
};

fn check(prepared: &Prepared<'_>, budget: &mut Budget) -> Verdict {
    causality::check(prepared, budget, decide, &WORDS)
}

fn decide(observed: &Observed<'_>, budget: &mut Budget) -> Result<Witness, Finding> {
    let past = examined(observed, budget, &mut |_, _| {})?;
    Ok(Witness::Causes { order: ids(observed, &past.order) })
}

/// The pasts of all operations, with every read examined.
pub(crate) fn examined(
    observed: &Observed<'_>,
    budget: &mut Budget,
    conflict: &mut dyn FnMut(u32, u32),
) -> Result<Past, Finding> {
    let past = Past::new(observed, budget)?;
    past.examine(observed, conflict)?;
    Ok(past)
}

/// Told only of one read at a time, so there are no orders that could clash.
const WORDS: Words =
    Words { missed: Anomaly::MissedCause, orders: Anomaly::MissedCause, allowed: "", own: false, values: true };
