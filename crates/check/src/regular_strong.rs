//! Strong regularity: all reads agree on one order of the writes, and each read, taken alone, fits
//! into it.
//!
//! Lamport's regular registers (1986) for many writers who share an order: Shao, Welch, Pierce and
//! Lee (2011). Two reads need not agree on *when* a write under way took effect, so that a new value
//! may be followed by the old one; but they agree on which of two writes is the newer.

use history::ModelId;

use crate::contradiction::one_read::{self, Evidence};
use crate::prepared::Prepared;
use crate::write_order::WriteOrder;
use crate::{Budget, Family, Model, Verdict, Witness, why};

pub(crate) const MODEL: Model = Model {
    id: ModelId::RegularStrong,
    family: Family::Freshness,
    source: || "Lamport 1986; Shao et al. 2011",
    promise: "All reads agree on one order of the writes, and each returns the last write over before it began, or \
              one still under way.",
    lead: "Not regular",
    check,
};

fn check(prepared: &Prepared<'_>, budget: &mut Budget) -> Verdict {
    // Each operation is looked at for the index, in the sweep, for its zone and for the order.
    let index = match prepared.index(4, budget) {
        Ok(index) => index,
        Err(verdict) => return verdict,
    };
    if let Some(fault) = one_read::find(index, Evidence::Acknowledged) {
        return Verdict::Violated(fault.tell(index));
    }
    match (WriteOrder::find(index, prepared.zones(index)), index.ambiguous_read()) {
        (Err(knot), _) => Verdict::Violated(knot.tell(index)),
        (Ok(_), Some(read)) => why::repeated_value(prepared.history, read.id),
        (Ok(order), None) => Verdict::Holds(Witness::Order(order.by_key(index))),
    }
}
