//! Linearizability: every operation takes effect at one moment between its start and its end.
//!
//! Herlihy and Wing, *Linearizability: a correctness condition for concurrent objects* (1990).
//! One order of all operations of a key exists that respects real time (what was over before
//! another began comes before it) and in which every read returns the write before it. Decided by
//! [zones](crate::zones), where the values that are read were written once, and by a
//! [search](crate::search) where they repeat.

use history::ModelId;

use crate::prepared::Prepared;
use crate::{Budget, Family, Model, Verdict, Witness, contradiction, repeated};

pub(crate) const MODEL: Model = Model {
    id: ModelId::Linearizable,
    family: Family::Freshness,
    source: || "Herlihy and Wing 1990",
    promise: "Every operation takes effect at one moment between its start and its end, so that a \
              read sees the newest write.",
    lead: "Not linearizable",
    check,
};

pub(crate) fn check(prepared: &Prepared<'_>, budget: &mut Budget) -> Verdict {
    let whole = *budget;
    // Each operation is looked at once for the index and once for its zone.
    let index = match prepared.index(2, budget) {
        Ok(index) => index,
        Err(verdict) => return verdict,
    };
    let zones = prepared.zones(index);
    let conflict = zones.conflict(index);
    let broken = conflict.is_some() || !zones.sound_reads;
    if let Some(violation) = broken.then(|| contradiction::explain(index, conflict)).flatten() {
        return Verdict::Violated(violation);
    }
    match index.ambiguous_read() {
        Some(_) => repeated::decide(index, zones.orders(index), budget, whole),
        None => Verdict::Holds(Witness::Order(zones.orders(index))),
    }
}
