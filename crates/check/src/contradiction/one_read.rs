//! Contradictions of which one read is at fault.

use history::{Action, OperationId, Outcome, Role};

use crate::index::{Index, NONE};
use crate::radix::{Record, sort};
use crate::telling::Telling;
use crate::{Anomaly, Violation};

/// A read that cannot be, with the entry that shows it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fault {
    anomaly: Anomaly,
    read: u32,
    /// The newer write, or the earlier read that saw it.
    evidence: u32,
}

/// The fault that is easiest to tell: of one read alone before two reads, then the first to show.
pub(super) fn find(index: &Index<'_>) -> Option<Fault> {
    let mut best = None;
    for (place, entry) in (0..).zip(&index.entries) {
        let class = &index.classes[entry.class as usize];
        if entry.write || class.ambiguous || class.initial {
            continue;
        }
        if class.write == NONE {
            keep(index, &mut best, Anomaly::ThinAir, place, NONE);
        } else if entry.end < index.entry(class.write).start {
            keep(index, &mut best, Anomaly::FutureRead, place, class.write);
        }
    }
    sweep(index, &mut best);
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
fn sweep(index: &Index<'_>, best: &mut Option<Fault>) {
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
        if !entry.write {
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
        } else if replaces(index, seen, read.item) {
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
    pub(super) fn tell(&self, index: &Index<'_>) -> Violation {
        match self.anomaly {
            Anomaly::ThinAir => self.thin_air(index),
            Anomaly::FutureRead => self.future_read(index),
            Anomaly::StaleRead => self.stale_read(index),
            _ => self.inversion(index),
        }
    }

    /// The operation that wrote the value of an entry, unless it is the initial one.
    fn source(index: &Index<'_>, entry: u32) -> Option<OperationId> {
        let write = index.class_of(entry).write;
        (write != NONE).then(|| index.entry(write).id)
    }

    fn thin_air(&self, index: &Index<'_>) -> Violation {
        let history = index.history;
        let read = index.entry(self.read).id;
        let seen = index.operation(self.read);
        let failed = (0..).zip(&history.operations).find(|(_, operation)| {
            operation.outcome == Outcome::Fail
                && operation.role == Role::Client
                && operation.key == seen.key
                && operation.action == Action::Write(seen.value())
        });
        let initial = history.initial.to_string();
        let allowed = [
            "Only a value that somebody wrote may be read, or the initial ",
            history.key_name(seen.key),
            "=",
            &initial,
            ".",
        ];
        let Some((place, write)) = failed else {
            let mut telling = Telling::new(history, &[read]);
            let (who, what, at) = (telling.who(read), telling.what(read), telling.ended(read));
            telling.show(read, &[who, " read ", &what]).say(&[" at ", &at, ", but nobody ever wrote it."]);
            return telling.end(Anomaly::ThinAir, &allowed);
        };
        let id = OperationId(place);
        let mut telling = Telling::new(history, &[id, read]);
        let (who, what, at) = (telling.who(read), telling.what(read), telling.ended(read));
        telling
            .show(read, &[who, " read ", &what])
            .say(&[" at ", &at, ", but "])
            .show(id, &["the write of it"])
            .say(&[" failed"]);
        if write.returned.is_some() {
            let (writer, when) = (telling.who(id), telling.ended(id));
            telling.say(&[", as ", writer, " learnt at ", &when]);
        }
        telling.say(&["."]).read_from(id, read);
        telling.end(Anomaly::ThinAir, &allowed)
    }

    fn future_read(&self, index: &Index<'_>) -> Violation {
        let (read, write) = (index.entry(self.read).id, index.entry(self.evidence).id);
        let mut telling = Telling::new(index.history, &[read, write]);
        let (who, what, at) = (telling.who(read), telling.what(read), telling.ended(read));
        let (writer, began) = (telling.who(write), telling.began(write));
        telling
            .show(read, &[who, " read ", &what])
            .say(&[" at ", &at, ", but "])
            .show(write, &[writer, " began to write it"])
            .say(&[" only at ", &began, "."])
            .before(read, write)
            .read_from(write, read);
        let allowed = [who, " may read a value whose write had begun by ", &at, "."];
        telling.end(Anomaly::FutureRead, &allowed)
    }

    fn stale_read(&self, index: &Index<'_>) -> Violation {
        let (read, newer) = (index.entry(self.read).id, index.entry(self.evidence).id);
        let older = Self::source(index, self.read);
        let mut operations = vec![newer, read];
        operations.extend(older);
        let mut telling = Telling::new(index.history, &operations);
        let (who, what, at) = (telling.who(read), telling.what(read), telling.ended(read));
        let (writer, new) = (telling.who(newer), telling.what(newer));
        let acknowledged = telling.ended(newer);
        let itself = if who == writer { " itself" } else { "" };
        telling
            .show(read, &[who, " read ", &what])
            .say(&[" at ", &at, ", but "])
            .show(newer, &[&new])
            .say(&[" had been acknowledged to ", writer, itself, " at ", &acknowledged])
            .before(newer, read);
        if let Some(older) = older {
            telling.say(&[", replacing "]).show(older, &[&what]).before(older, newer).read_from(older, read);
        }
        telling.say(&["."]);
        let allowed = [who, " may read ", &new, " or a value that replaced it."];
        telling.end(Anomaly::StaleRead, &allowed)
    }

    fn inversion(&self, index: &Index<'_>) -> Violation {
        let (read, first) = (index.entry(self.read).id, index.entry(self.evidence).id);
        let newer = index.entry(index.class_of(self.evidence).write).id;
        let older = Self::source(index, self.read);
        let mut operations = vec![newer, first, read];
        operations.extend(older);
        let mut telling = Telling::new(index.history, &operations);
        let (who, what, at) = (telling.who(read), telling.what(read), telling.ended(read));
        let (reader, new, seen) = (telling.who(first), telling.what(newer), telling.ended(first));
        let writer = telling.who(newer);
        let itself = if reader == who { " itself" } else { "" };
        telling
            .show(read, &[who, " read ", &what])
            .say(&[" at ", &at, ", but "])
            .show(first, &[reader, itself, " had already read ", &new])
            .say(&[" at ", &seen, ", while "])
            .show(newer, &[writer, " was still writing it"])
            .before(first, read)
            .read_from(newer, first);
        if let Some(older) = older {
            telling.say(&[" over "]).show(older, &[&what]).before(older, newer).read_from(older, read);
        }
        telling.say(&["."]);
        let allowed = ["Once ", reader, " had read ", &new, ", ", who, " may read it or a value that replaced it."];
        telling.end(Anomaly::NewOldInversion, &allowed)
    }
}
