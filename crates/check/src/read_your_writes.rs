//! Read your writes: a session that has written a key never reads something older from it.
//!
//! Terry et al., *Session guarantees for weakly consistent replicated data* (1994), as the anomaly
//! that a client can observe. A process wrote `a` and then reads `c`, and `c` is older than `a`;
//! or it had read `c` before, so that it knows `a` to have overwritten it.

use history::{History, ModelId, OperationId};

use crate::index::{Index, NONE};
use crate::sessions::{self, Earliest, Notes, Sessions};
use crate::telling::Telling;
use crate::{Anomaly, Budget, Family, Model, Verdict, Violation};

pub(crate) const MODEL: Model = Model {
    id: ModelId::ReadYourWrites,
    family: Family::Session,
    source: "Terry et al. 1994",
    promise: "A session that has written a value never reads an older one.",
    lead: "Own write missed",
    check,
};

fn check(history: &History, budget: Budget) -> Verdict {
    sessions::check(history, budget, pass)
}

/// A read that missed its session's own write, and what proves its value the older.
struct Missed {
    read: u32,
    own: u32,
    /// An earlier read of the same value, before the own write.
    before: Option<u32>,
}

/// Looks at every read once; how many had an own write to miss.
fn pass(index: &Index<'_>, sessions: &Sessions) -> Result<u32, Violation> {
    let mut own_write = Notes::new(sessions::keys(index));
    let mut first_read = Notes::new(index.classes.len());
    let mut earliest = Earliest::new();
    let mut examined = 0;
    for record in &sessions.line {
        let (process, entry) = (record.group, index.entry(record.item));
        let class = &index.classes[entry.class as usize];
        let key = u32::from(class.key.0);
        if entry.write {
            own_write.set(key, process, record.item);
            continue;
        }
        if class.ambiguous {
            continue;
        }
        let before: Option<u32> = first_read.get(entry.class, process);
        if before.is_none() {
            first_read.set(entry.class, process, record.item);
        }
        let Some(own) = own_write.get(key, process) else {
            continue;
        };
        examined += 1;
        if class.write == own {
            continue;
        }
        let older = class.initial || class.write != NONE && sessions.in_order(class.write, own);
        let before = before.filter(|before| sessions.in_order(*before, own));
        if older || before.is_some() {
            let missed = Missed { read: record.item, own, before: before.filter(|_| !older) };
            earliest.keep(index, record.item, missed);
        }
    }
    match earliest.take() {
        Some(missed) => Err(missed.tell(index)),
        None => Ok(examined),
    }
}

impl Missed {
    fn tell(&self, index: &Index<'_>) -> Violation {
        let id = |entry: u32| index.entry(entry).id;
        let source = index.class_of(self.read).write;
        let source = (source != NONE).then(|| id(source));
        match self.before {
            Some(before) => tell_overwritten(index, id(self.read), id(self.own), id(before), source),
            None => tell_older(index, id(self.read), id(self.own), source),
        }
    }
}

fn allowed(telling: &Telling<'_>, own: OperationId) -> [String; 3] {
    [telling.who(own).to_owned(), telling.what(own), " or a value that is not known to be older.".to_owned()]
}

fn tell_older(index: &Index<'_>, read: OperationId, own: OperationId, source: Option<OperationId>) -> Violation {
    let mut operations = vec![read, own];
    operations.extend(source);
    let mut telling = Telling::new(index.history, &operations);
    let (who, what, at) = (telling.who(read), telling.what(read), telling.ended(read));
    let (new, written) = (telling.what(own), telling.ended(own));
    telling
        .show(read, &[who, " read ", &what])
        .say(&[" at ", &at, ", but had itself written "])
        .show(own, &[&new])
        .before(own, read);
    if let Some(source) = source {
        telling.say(&[" over "]).show(source, &[&what]).before(source, own).read_from(source, read);
    }
    telling.say(&[" by ", &written, "."]);
    let [who, new, rest] = allowed(&telling, own);
    telling.end(Anomaly::MissedOwnWrite, &[&who, " may read ", &new, &rest])
}

fn tell_overwritten(
    index: &Index<'_>,
    read: OperationId,
    own: OperationId,
    before: OperationId,
    source: Option<OperationId>,
) -> Violation {
    let mut operations = vec![read, own, before];
    operations.extend(source);
    let mut telling = Telling::new(index.history, &operations);
    let (who, what, at) = (telling.who(read), telling.what(read), telling.ended(read));
    let (new, written, seen) = (telling.what(own), telling.ended(own), telling.ended(before));
    telling
        .show(read, &[who, " read ", &what, " again"])
        .say(&[" at ", &at, ", but after "])
        .show(before, &["its read of"])
        .say(&[" "]);
    match source {
        Some(source) => {
            telling.show(source, &[&what]).read_from(source, before).read_from(source, read);
        }
        None => {
            telling.say(&[&what]);
        }
    }
    telling
        .say(&[" at ", &seen, " it had itself written "])
        .show(own, &[&new])
        .say(&[" by ", &written, "."])
        .before(before, own)
        .before(own, read);
    let [who, new, rest] = allowed(&telling, own);
    telling.end(Anomaly::OverwrittenValueReturned, &[&who, " may read ", &new, &rest])
}
