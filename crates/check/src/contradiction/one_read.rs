//! Contradictions of which one read is at fault.

use history::{Action, OperationId, Outcome, Role};

use crate::index::{Entry, Index, NONE};
use crate::radix::{Record, sort};
use crate::telling::{Story, tell};
use crate::{Anomaly, Violation};

/// A read that cannot be, with the entry that shows it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fault {
    anomaly: Anomaly,
    read: u32,
    /// The newer write, or the earlier read that saw it.
    evidence: u32,
}

/// What may show that a read is at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Evidence {
    /// That its value was not there yet: it keeps no promise at all.
    Itself,
    /// That, or a newer write that had been acknowledged.
    Acknowledged,
    /// That, or a newer write that had been acknowledged or seen.
    Seen,
}

/// The fault that is easiest to tell: of one read alone before two reads, then the first to show.
pub(crate) fn find(index: &Index<'_>, evidence: Evidence) -> Option<Fault> {
    find_among(index, evidence, &|_| true)
}

/// The same among some of the reads.
pub(crate) fn find_among(index: &Index<'_>, evidence: Evidence, bound: &dyn Fn(&Entry) -> bool) -> Option<Fault> {
    let mut best = None;
    for (place, entry) in (0..).zip(&index.entries) {
        let class = &index.classes[entry.class as usize];
        if entry.write || class.ambiguous || class.initial || !bound(entry) {
            continue;
        }
        if class.write == NONE {
            keep(index, &mut best, Anomaly::ThinAir, place, NONE);
        } else if entry.end < index.entry(class.write).start {
            keep(index, &mut best, Anomaly::FutureRead, place, class.write);
        }
    }
    if evidence != Evidence::Itself {
        sweep(index, evidence, bound, &mut best);
    }
    best
}

/// The first read of a value that nobody wrote.
pub(super) fn thin_air(index: &Index<'_>) -> Option<Fault> {
    let mut best = None;
    for (place, entry) in (0..).zip(&index.entries) {
        if !entry.write && index.classes[entry.class as usize].thin_air() {
            keep(index, &mut best, Anomaly::ThinAir, place, NONE);
        }
    }
    best
}

fn keep(index: &Index<'_>, best: &mut Option<Fault>, anomaly: Anomaly, read: u32, evidence: u32) {
    let rank = |anomaly, read| {
        let entry = index.entry(read);
        (anomaly == Anomaly::NewOldInversion, entry.end, entry.id)
    };
    if best.is_none_or(|known| rank(anomaly, read) < rank(known.anomaly, known.read)) {
        *best = Some(Fault { anomaly, read, evidence });
    }
}

/// For each read, key by key in order of start: the newest write acknowledged before it began, and
/// the newest write acknowledged or seen before it began. If that one began after the read's own
/// value was written, the read is too old.
fn sweep(index: &Index<'_>, evidence: Evidence, bound: &dyn Fn(&Entry) -> bool, best: &mut Option<Fault>) {
    let (mut starts, mut ends) = (Vec::new(), Vec::new());
    for (item, entry) in (0..).zip(&index.entries) {
        let class = &index.classes[entry.class as usize];
        if !class.certain() {
            continue;
        }
        let group = u32::from(class.key.0);
        let record = |rank| Record { group, item, rank };
        if !class.initial {
            ends.push(record(entry.end));
        }
        if !entry.write && bound(entry) {
            starts.push(record(entry.start));
        }
    }
    sort(&mut starts);
    sort(&mut ends);
    let mut ends = ends.into_iter().peekable();
    let mut key = NONE;
    let (mut acknowledged, mut seen) = (NONE, NONE);
    for read in starts {
        if read.group != key {
            key = read.group;
            (acknowledged, seen) = (NONE, NONE);
            while ends.next_if(|end| end.group < key).is_some() {}
        }
        while let Some(end) = ends.next_if(|end| end.group == key && end.rank < read.rank) {
            if index.entry(end.item).write {
                acknowledged = newest(index, acknowledged, end.item);
            }
            seen = newest(index, seen, end.item);
        }
        if replaces(index, acknowledged, read.item) {
            keep(index, best, Anomaly::StaleRead, read.item, acknowledged);
        } else if evidence == Evidence::Seen && replaces(index, seen, read.item) {
            keep(index, best, Anomaly::NewOldInversion, read.item, seen);
        }
    }
}

/// Of two operations the one whose value was written later.
fn newest(index: &Index<'_>, known: u32, next: u32) -> u32 {
    let began = |entry| index.entry(index.class_of(entry).write).start;
    if known == NONE || began(next) > began(known) { next } else { known }
}

/// Whether the value of `newer` began to be written after that of `read` had been.
fn replaces(index: &Index<'_>, newer: u32, read: u32) -> bool {
    if newer == NONE {
        return false;
    }
    let class = index.class_of(read);
    class.initial || index.entry(index.class_of(newer).write).start > index.entry(class.write).end
}

impl Fault {
    pub(crate) fn tell(&self, index: &Index<'_>) -> Violation {
        let id = |entry: u32| (entry != NONE).then(|| index.entry(entry).id);
        let source = |entry: u32| if entry == NONE { None } else { id(index.class_of(entry).write) };
        let failed = if self.anomaly == Anomaly::ThinAir { failed_write(index, self.read) } else { None };
        let learnt = failed.filter(|id| index.history.operations[id.index()].returned.is_some());
        let cast = [
            (b'r', id(self.read)),
            (b'o', source(self.read)),
            (b's', id(self.evidence)),
            (b'n', source(self.evidence)),
            (b'f', failed),
            (b'g', learnt),
        ];
        let story = match self.anomaly {
            Anomaly::ThinAir => &THIN_AIR,
            Anomaly::FutureRead => &FUTURE_READ,
            Anomaly::StaleRead => &STALE_READ,
            _ => &NEW_OLD_INVERSION,
        };
        tell(index.history, story, &cast)
    }
}

/// A failed write of the value that was read.
fn failed_write(index: &Index<'_>, read: u32) -> Option<OperationId> {
    let seen = index.operation(read);
    let failed = (0..).map(OperationId).zip(&index.history.operations).find(|(_, operation)| {
        operation.outcome == Outcome::Fail
            && operation.role == Role::Client
            && operation.key == seen.key
            && operation.action == Action::Write(seen.value())
    });
    failed.map(|(id, _)| id)
}

// `r` is the read at fault and `o` the write of its value; `n` is the newer write and `s` the
// operation that shows it, the same or a read of it; `f` is a failed write of the value, `g` the
// same if it was answered.

const THIN_AIR: Story<'_> = Story {
    anomaly: Anomaly::ThinAir,
    sentence: "[r {who r} read {what r}] at {ended r}, but ([f the write of it] failed, as {who g} learnt at \
               {ended g}|[f the write of it] failed|nobody ever wrote it).",
    allowed: "Only a value that somebody wrote may be read, or the initial {initial r}.",
    before: &[],
    read_from: &["fr"],
};

const FUTURE_READ: Story<'_> = Story {
    anomaly: Anomaly::FutureRead,
    sentence: "[r {who r} read {what r}] at {ended r}, but [o {who o} began to write it] only at {began o}.",
    allowed: "{who r} may read a value whose write had begun by {ended r}.",
    before: &["ro"],
    read_from: &["or"],
};

const STALE_READ: Story<'_> = Story {
    anomaly: Anomaly::StaleRead,
    sentence: "[r {who r} read {what r}] at {ended r}, but [n {what n}] had been acknowledged to \
               {who n}{itself n r} at {ended n}(, replacing [o {what o}]).",
    allowed: "{who r} may read {what n} or a value that replaced it.",
    before: &["nr", "on"],
    read_from: &["or"],
};

const NEW_OLD_INVERSION: Story<'_> = Story {
    anomaly: Anomaly::NewOldInversion,
    sentence: "[r {who r} read {what r}] at {ended r}, but [s {who s}{itself s r} had already read {what n}] at \
               {ended s}, while [n {who n} was still writing it]( over [o {what o}]).",
    allowed: "Once {who s} had read {what n}, {who r} may read it or a value that replaced it.",
    before: &["sr", "on"],
    read_from: &["ns", "or"],
};
