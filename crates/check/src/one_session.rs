//! Guarantees to one session: one pass over its operations, with notes on what it did before.
//!
//! A value is *older* than another if it is the initial one, or if one session wrote both to the
//! same key, this one first. A client that sees only operations can know no more: the guarantees
//! of Terry et al. (1994) are judged here by what they forbid it to see.

use history::OperationId;

use crate::observed::Observed;
use crate::prepared::Prepared;
use crate::{Budget, Verdict, Violation, Witness, why};

/// Runs a guarantee's one pass, which tells how many reads it had to examine, and turns what was
/// found into a verdict.
pub(crate) fn check(
    prepared: &Prepared<'_>,
    budget: &mut Budget,
    pass: fn(&Observed<'_>) -> Result<u32, Violation>,
) -> Verdict {
    // Each operation is looked at for the index, for the session order, and in the pass itself.
    let observed = match prepared.observed(3, budget) {
        Ok(observed) => observed,
        Err(verdict) => return verdict,
    };
    match (pass(&observed), observed.index.ambiguous_read()) {
        (Err(violation), _) => Verdict::Violated(violation),
        (Ok(_), Some(read)) => why::repeated_value(prepared.history, read.id),
        (Ok(reads), None) => Verdict::Holds(Witness::Examined { reads }),
    }
}

/// By number: the place that was noted last. Void once another session is looked at.
pub(crate) struct Notes(Vec<u32>);

impl Notes {
    pub(crate) fn new(count: usize) -> Self {
        Self(vec![0; count])
    }

    /// What was noted in the session that starts at a place.
    pub(crate) fn get(&self, number: u32, start: u32) -> Option<u32> {
        self.0[number as usize].checked_sub(1).filter(|place| *place >= start)
    }

    pub(crate) fn set(&mut self, number: u32, place: u32) {
        self.0[number as usize] = place + 1;
    }
}

/// The first violation to show, by the return of the read that shows it.
pub(crate) struct Earliest<T>(Option<((u64, OperationId), T)>);

impl<T> Earliest<T> {
    pub(crate) const fn new() -> Self {
        Self(None)
    }

    pub(crate) fn keep(&mut self, observed: &Observed<'_>, read: u32, found: T) {
        let over = observed.over(read);
        if self.0.as_ref().is_none_or(|(known, _)| over < *known) {
            self.0 = Some((over, found));
        }
    }

    pub(crate) fn take(self) -> Option<T> {
        self.0.map(|(_, found)| found)
    }
}
