//! Weak consistency: no promise at all. The ground line under the lattice, so that every history
//! has a place on it.

use history::ModelId;

use crate::prepared::Prepared;
use crate::{Budget, Family, Model, Verdict, Witness};

pub(crate) const MODEL: Model = Model {
    id: ModelId::Weak,
    family: Family::Convergence,
    source: || "the absence of a promise; every history satisfies it",
    promise: "Anything may be read.",
    lead: "Not weak",
    check,
};

fn check(_prepared: &Prepared<'_>, _budget: &mut Budget) -> Verdict {
    Verdict::Holds(Witness::Always)
}
