//! Causality: the models that ask whether what a session read fits with what led to it.
//!
//! The causal order is the smallest that holds session order and reads-from (Ahamad et al. 1995).
//! Each model of the family is a function from what was [observed](observed::Observed) to a witness
//! or to a [clash](clash::Clash) of claims; here is what they share: preparing the history, making
//! the clash as small as it can be, and telling it.

pub(crate) mod clash;
pub(crate) mod evidence;
mod knowledge;
mod minimal;
pub(crate) mod past;
pub(crate) mod schedule;
mod teller;
pub(crate) mod views;

use clash::{Clash, Words};
use history::{History, OperationId};

use crate::observed::Observed;
use crate::prepared::Prepared;
use crate::{Budget, Verdict, Witness, contradiction, why};

/// Why a model does not hold, or is not decided.
pub(crate) enum Finding {
    /// The budget ran out.
    OutOfSteps,
    /// Claims that contradict each other.
    Clash(Clash),
}

/// Decides a model.
pub(crate) type Decide = fn(&Observed<'_>, &mut Budget) -> Result<Witness, Finding>;

/// What is said where nothing can be tested; in debug builds the long way is taken as well, and has to agree.
pub(crate) fn untested(examine: impl FnOnce() -> Result<Witness, Finding>) -> Result<Witness, Finding> {
    debug_assert!(matches!(examine(), Ok(Witness::Examined { reads: 0 }) | Err(Finding::OutOfSteps)));
    Ok(Witness::Examined { reads: 0 })
}

/// Runs a model on a history.
pub(crate) fn check(prepared: &Prepared<'_>, budget: &mut Budget, decide: Decide, words: &Words) -> Verdict {
    let (history, whole) = (prepared.history, *budget);
    // Each operation is looked at for the index, for the session order, and to be observed.
    let observed = match prepared.observed(3, budget) {
        Ok(observed) => observed,
        Err(verdict) => return verdict,
    };
    if words.values
        && let Some(violation) = contradiction::thin_air(observed.index)
    {
        return Verdict::Violated(violation);
    }
    match decide(&observed, budget) {
        Ok(witness) => match observed.index.ambiguous_read() {
            Some(read) => why::repeated_value(history, read.id),
            None => Verdict::Holds(witness),
        },
        Err(Finding::OutOfSteps) => why::out_of_steps(whole),
        Err(Finding::Clash(clash)) => Verdict::Violated(smallest(history, clash, decide).tell(history, words)),
    }
}

/// The clash that is left when all is gone that can be spared.
fn smallest(history: &History, clash: Clash, decide: Decide) -> Clash {
    let breaks = |part: &History| alone(part, decide).is_some();
    let (names, part) = minimal::minimal(history, clash.operations(), &breaks);
    alone(&part, decide).map_or(clash, |clash| clash.renamed(&names))
}

/// The clash of a small history by itself.
fn alone(part: &History, decide: Decide) -> Option<Clash> {
    let prepared = Prepared::new(part);
    let mut unlimited = Budget::UNLIMITED;
    match decide(&prepared.observed(0, &mut unlimited).ok()?, &mut unlimited) {
        Err(Finding::Clash(clash)) => Some(clash),
        _ => None,
    }
}

/// The operations in these places.
pub(crate) fn ids<'p>(observed: &Observed<'_>, places: impl IntoIterator<Item = &'p u32>) -> Vec<OperationId> {
    places.into_iter().map(|place| observed.id(*place)).collect()
}
