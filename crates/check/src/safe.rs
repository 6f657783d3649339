//! Safe registers: a read that overlaps no write of its key returns the last write before it. One
//! that does may return anything.
//!
//! Lamport, *On interprocess communication* (1986): the least that hardware can be asked for. For
//! many writers, a read that overlaps none of them has to be as [weakly regular](crate::regular_weak)
//! ones are.

use history::ModelId;

use crate::index::{Entry, Index};
use crate::prepared::Prepared;
use crate::radix::{Record, sort};
use crate::regular_weak::one_by_one;
use crate::{Budget, Family, Model, Verdict};

pub(crate) const MODEL: Model = Model {
    id: ModelId::Safe,
    family: Family::Freshness,
    source: || "Lamport 1986",
    promise: "A read that overlaps no write returns the last write before it; any other may return anything.",
    lead: "Not safe",
    check,
};

fn check(prepared: &Prepared<'_>, budget: &mut Budget) -> Verdict {
    one_by_one(prepared, budget, |index| Box::new(undisturbed(index)))
}

/// Whether a read overlaps no write of its key: as many of the writes that began before it ended
/// were over before it began.
fn undisturbed(index: &Index<'_>) -> impl Fn(&Entry) -> bool + 'static {
    let key = |entry: &Entry| u32::from(index.classes[entry.class as usize].key.0);
    let (mut starts, mut ends) = (Vec::new(), Vec::new());
    for entry in index.entries.iter().filter(|entry| entry.write && !index.unseen(entry)) {
        starts.push(Record { group: key(entry), item: 0, rank: entry.start });
        ends.push(Record { group: key(entry), item: 0, rank: entry.end });
    }
    sort(&mut starts);
    sort(&mut ends);
    let keys: Vec<u32> = index.classes.iter().map(|class| u32::from(class.key.0)).collect();
    move |read| {
        let key = keys[read.class as usize];
        // Of other keys each write counts twice, or not at all.
        let begun = starts.partition_point(|write| (write.group, write.rank) <= (key, read.end));
        let over = ends.partition_point(|write| (write.group, write.rank) < (key, read.start));
        begun == over
    }
}
