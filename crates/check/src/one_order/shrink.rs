//! Makes a reason smaller: leaves operations out as long as the rest fits no order either.
//!
//! Left out are single reads, and writes together with all that read their value: what remains
//! then still holds the write of every read, and would fit an order if the whole did. So each
//! needs to be tried once more only after the last one that could go, and nothing smaller remains.

use super::must_before::OutOfSteps;
use super::part::Part;
use super::{Finding, examine};
use crate::Budget;
use crate::index::Index;
use crate::radix::Record;

/// The entries of these nodes with the writes of all values that they read.
pub(super) fn closed(index: &Index<'_>, entries: &[Record], part: &Part, nodes: &[u32]) -> Vec<Record> {
    let mut classes = vec![false; index.classes.len()];
    let mut kept = vec![false; entries.len()];
    for node in nodes {
        kept[*node as usize] = true;
        let entry = index.entry(part.node(*node).entry);
        classes[entry.class as usize] |= !entry.write;
    }
    for (keep, record) in kept.iter_mut().zip(entries) {
        let entry = index.entry(record.item);
        *keep |= entry.write && classes[entry.class as usize];
    }
    entries.iter().zip(kept).filter(|(_, keep)| *keep).map(|(record, _)| *record).collect()
}

/// What is left out together.
#[derive(Clone, Copy)]
enum Unit {
    Read(u32),
    Class(u32),
}

/// A part of the entries that fits no order and of which nothing can be left out, or as small a
/// one as the allowance lets find.
pub(super) fn shrink(index: &Index<'_>, mut entries: Vec<Record>, allowance: &mut Budget) -> Vec<Record> {
    let mut width = entries.len().next_power_of_two();
    while width > 0 {
        for chunk in units(index, &entries).chunks(width) {
            let rest = without(index, &entries, chunk);
            if rest.len() == entries.len() || rest.is_empty() {
                continue;
            }
            match fits_no_order(index, &rest, allowance) {
                Ok(true) => entries = rest,
                Ok(false) => {}
                Err(OutOfSteps) => return entries,
            }
        }
        width /= 2;
    }
    entries
}

/// Whole classes first, then reads.
fn units(index: &Index<'_>, entries: &[Record]) -> Vec<Unit> {
    let mut known = vec![false; index.classes.len()];
    let (mut classes, mut reads) = (Vec::new(), Vec::new());
    for record in entries {
        let entry = index.entry(record.item);
        if !entry.write {
            reads.push(Unit::Read(record.item));
        } else if !std::mem::replace(&mut known[entry.class as usize], true) {
            classes.push(Unit::Class(entry.class));
        }
    }
    classes.append(&mut reads);
    classes
}

fn without(index: &Index<'_>, entries: &[Record], units: &[Unit]) -> Vec<Record> {
    let (mut classes, mut reads) = (vec![false; index.classes.len()], vec![false; index.entries.len()]);
    for unit in units {
        match unit {
            Unit::Read(read) => reads[*read as usize] = true,
            Unit::Class(class) => classes[*class as usize] = true,
        }
    }
    let kept = |record: &&Record| !reads[record.item as usize] && !classes[index.entry(record.item).class as usize];
    entries.iter().filter(kept).copied().collect()
}

fn fits_no_order(index: &Index<'_>, entries: &[Record], allowance: &mut Budget) -> Result<bool, OutOfSteps> {
    Ok(!matches!(examine(&Part::new(index, entries), allowance)?, Finding::Order(_)))
}
