//! Sequential consistency: one order of all operations, which keeps what every session did in
//! turn, explains every answer.
//!
//! Lamport, *How to make a multiprocessor computer that correctly executes multiprocess programs*
//! (1979). Linearizability without the clock: a read may be stale, if everyone can agree that it
//! came earlier. Unlike linearizability it is not local: keys that are sequential each for itself
//! need not be so together.

use history::ModelId;

use crate::index::Index;
use crate::one_order::{self, Answer};
use crate::prepared::Prepared;
use crate::sessions::Sessions;
use crate::{Budget, Family, Model, Verdict, Witness, contradiction, why};

pub(crate) const MODEL: Model = Model {
    id: ModelId::Sequential,
    family: Family::Order,
    source: || "Lamport 1979",
    promise: "All sessions agree on one order of all operations, in which each session's own are in turn.",
    lead: "Not sequential",
    check,
};

fn check(prepared: &Prepared<'_>, budget: &mut Budget) -> Verdict {
    let whole = *budget;
    match lined_up(prepared, budget) {
        Ok((index, sessions)) => match one_order::decide(index, &sessions.line, budget) {
            Answer::Order(order) => Verdict::Holds(Witness::Sequence(order)),
            Answer::Broken(violation) => Verdict::Violated(violation),
            Answer::OutOfSteps => why::out_of_steps(whole),
        },
        Err(verdict) => verdict,
    }
}

/// A history laid out by sessions; or the verdict, where no order has to be looked for.
pub(crate) fn lined_up<'p>(
    prepared: &'p Prepared<'_>,
    budget: &mut Budget,
) -> Result<(&'p Index<'p>, &'p Sessions), Verdict> {
    // Each operation is looked at for the index and for the session order.
    let index = prepared.index(2, budget)?;
    let sessions = prepared.sessions(index)?;
    match contradiction::thin_air(index) {
        Some(violation) => Err(Verdict::Violated(violation)),
        None => Ok((index, sessions)),
    }
}
