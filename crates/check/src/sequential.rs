//! Sequential consistency: one order of all operations, which keeps what every session did in
//! turn, explains every answer.
//!
//! Lamport, *How to make a multiprocessor computer that correctly executes multiprocess programs*
//! (1979). Linearizability without the clock: a read may be stale, if everyone can agree that it
//! came earlier. Unlike linearizability it is not local: keys that are sequential each for itself
//! need not be so together.

use history::{History, ModelId};

use crate::index::Index;
use crate::one_order::{self, Answer};
use crate::sessions::Sessions;
use crate::{Budget, Family, Model, Verdict, Witness, contradiction, why};

pub(crate) const MODEL: Model = Model {
    id: ModelId::Sequential,
    family: Family::Order,
    source: "Lamport 1979",
    promise: "All sessions agree on one order of all operations, in which each session's own are in turn.",
    lead: "Not sequential",
    check,
};

fn check(history: &History, budget: &mut Budget) -> Verdict {
    let whole = *budget;
    match prepare(history, budget) {
        Ok((index, sessions)) => match one_order::decide(&index, &sessions.line, budget) {
            Answer::Order(order) => Verdict::Holds(Witness::Sequence(order)),
            Answer::Broken(violation) => Verdict::Violated(violation),
            Answer::OutOfSteps => why::out_of_steps(whole),
        },
        Err(verdict) => verdict,
    }
}

/// A history laid out by sessions; or the verdict, where no order has to be looked for.
pub(crate) fn prepare<'h>(history: &'h History, budget: &mut Budget) -> Result<(Index<'h>, Sessions), Verdict> {
    let whole = *budget;
    // Each operation is looked at for the index and for the session order.
    if !budget.spend(2 * history.operations.len()) {
        return Err(why::out_of_steps(whole));
    }
    let index = Index::new(history).map_err(Verdict::NotApplicable)?;
    let sessions = Sessions::new(&index)?;
    match contradiction::thin_air(&index) {
        Some(violation) => Err(Verdict::Violated(violation)),
        None => Ok((index, sessions)),
    }
}
