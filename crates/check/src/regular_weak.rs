//! Weak regularity: every read, taken alone, returns the last write that was over before it began,
//! or one that was under way meanwhile.
//!
//! Lamport, *On interprocess communication* (1986), for many writers as MWR1 of Shao, Welch, Pierce
//! and Lee, *Multiwriter consistency conditions for shared memory registers* (2011): for each read
//! some order of the key's writes and that read extends real time and is legal. So a read of `w` is
//! at fault exactly if it was over before `w` began, or if some write began after `w` was over and
//! was itself over before the read began. A write that nobody acknowledged and nobody saw counts,
//! here as everywhere, as never begun.

use history::ModelId;

use crate::contradiction::one_read::{self, Evidence};
use crate::index::{Entry, Index, NONE};
use crate::prepared::Prepared;
use crate::{Budget, Family, Model, Source, Verdict, Witness, why};

pub(crate) const MODEL: Model = Model {
    id: ModelId::RegularWeak,
    family: Family::Freshness,
    source: || "Lamport 1986; Shao et al. 2011 (MWR1)",
    promise: "A read returns the last write that was over before it began, or one still under way.",
    lead: "Not regular",
    check,
};

fn check(prepared: &Prepared<'_>, budget: &mut Budget) -> Verdict {
    one_by_one(prepared, budget, |_| Box::new(|_| true))
}

/// Which reads a promise binds.
pub(crate) type Bound = Box<dyn Fn(&Entry) -> bool>;

/// Judges the reads that are bound, each alone.
pub(crate) fn one_by_one(prepared: &Prepared<'_>, budget: &mut Budget, bound: fn(&Index<'_>) -> Bound) -> Verdict {
    // Each operation is looked at for the index, for who is bound, and in the sweep.
    let index = match prepared.index(3, budget) {
        Ok(index) => index,
        Err(verdict) => return verdict,
    };
    let bound = bound(index);
    match (one_read::find_among(index, Evidence::Acknowledged, &bound), index.ambiguous_read()) {
        (Some(fault), _) => Verdict::Violated(fault.tell(index)),
        (None, Some(read)) => why::repeated_value(prepared.history, read.id),
        (None, None) => Verdict::Holds(Witness::Sources(sources(index, &bound))),
    }
}

/// What each bound read returned.
fn sources(index: &Index<'_>, bound: &Bound) -> Vec<Source> {
    let reads = index.entries.iter().filter(|entry| !entry.write && bound(entry));
    reads
        .map(|entry| {
            let write = index.classes[entry.class as usize].write;
            Source { read: entry.id, write: (write != NONE).then(|| index.entry(write).id) }
        })
        .collect()
}
