//! Read your writes: a session that has written a key never reads something older from it.
//!
//! Terry et al., *Session guarantees for weakly consistent replicated data* (1994), as the anomaly
//! that a client can observe. A process wrote `a` and then reads `c`, and `c` is older than `a`;
//! or it had read `c` before, so that it knows `a` to have overwritten it.

use history::{History, ModelId};

use crate::index::{Index, NONE};
use crate::sessions::{self, Earliest, Notes, Sessions};
use crate::telling::{Story, tell};
use crate::{Anomaly, Budget, Family, Model, Verdict, Violation};

pub(crate) const MODEL: Model = Model {
    id: ModelId::ReadYourWrites,
    family: Family::Session,
    source: "Terry et al. 1994",
    promise: "A session that has written a value never reads an older one.",
    lead: "Own write missed",
    check,
};

fn check(history: &History, budget: &mut Budget) -> Verdict {
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
        let cast = [
            (b'r', Some(id(self.read))),
            (b'n', Some(id(self.own))),
            (b'o', (source != NONE).then(|| id(source))),
            (b'b', self.before.map(id)),
        ];
        let story = if self.before.is_some() { &OVERWRITTEN_VALUE_RETURNED } else { &MISSED_OWN_WRITE };
        tell(index.history, story, &cast)
    }
}

// `r` is the read, `n` the session's own write, `o` the write of what was read, `b` an earlier read
// of the same.

const MISSED_OWN_WRITE: Story<'_> = Story {
    anomaly: Anomaly::MissedOwnWrite,
    sentence: "[r {who r} read {what r}] at {ended r}, but had itself written [n {what n}]( over [o {what o}]) by \
               {ended n}.",
    allowed: ALLOWED,
    before: &["nr", "on"],
    read_from: &["or"],
};

const OVERWRITTEN_VALUE_RETURNED: Story<'_> = Story {
    anomaly: Anomaly::OverwrittenValueReturned,
    sentence: "[r {who r} read {what r} again] at {ended r}, but after [b its read of] ([o {what o}]|{what r}) at \
               {ended b} it had itself written [n {what n}] by {ended n}.",
    allowed: ALLOWED,
    before: &["bn", "nr"],
    read_from: &["ob", "or"],
};

const ALLOWED: &str = "{who r} may read {what n} or a value that is not known to be older.";
