//! Monotonic reads: a session never reads something older than it has read before.
//!
//! Terry et al., *Session guarantees for weakly consistent replicated data* (1994), as the anomaly
//! that a client can observe. A process read `a` and then reads `c`, and `c` is older than `a`; or
//! it flickers: it reads `a`, then `b`, then `a` again.

use history::{History, ModelId};

use crate::index::{Index, NONE};
use crate::sessions::{self, Earliest, Notes, Sessions};
use crate::telling::{Story, tell};
use crate::{Anomaly, Budget, Family, Model, Verdict, Violation};

pub(crate) const MODEL: Model = Model {
    id: ModelId::MonotonicReads,
    family: Family::Session,
    source: "Terry et al. 1994",
    promise: "A session that has read a value never reads an older one.",
    lead: "Reads went back",
    check,
};

fn check(history: &History, budget: &mut Budget) -> Verdict {
    sessions::check(history, budget, pass)
}

/// A read that went back behind an earlier one.
struct Back {
    read: u32,
    /// The read of the newer value.
    newer: u32,
    /// The read of the same value before that.
    before: Option<u32>,
}

/// What a session remembers of its reads.
struct Memory {
    /// By key: its last read.
    last: Notes<u32>,
    /// By key: its last read of a value other than the initial one.
    last_written: Notes<u32>,
    /// By class: its last read.
    of_class: Notes<u32>,
    /// By writing session and key: its read of the newest value.
    newest: Notes<u32>,
}

/// Looks at every read once; how many followed another of the same key.
fn pass(index: &Index<'_>, sessions: &Sessions) -> Result<u32, Violation> {
    let slots = slots(index, sessions);
    let keys = sessions::keys(index);
    let mut memory = Memory {
        last: Notes::new(keys),
        last_written: Notes::new(keys),
        of_class: Notes::new(index.classes.len()),
        newest: Notes::new(index.entries.len()),
    };
    let mut earliest = Earliest::new();
    let mut examined = 0;
    for record in &sessions.line {
        let entry = index.entry(record.item);
        if entry.write || index.classes[entry.class as usize].ambiguous {
            continue;
        }
        let key = u32::from(index.classes[entry.class as usize].key.0);
        examined += u32::from(memory.last.get(key, record.group).is_some());
        if let Some(back) = memory.contradicted_by(index, sessions, &slots, record.item) {
            earliest.keep(index, record.item, back);
        }
        memory.add(index, sessions, &slots, record.item);
    }
    match earliest.take() {
        Some(back) => Err(back.tell(index)),
        None => Ok(examined),
    }
}

impl Memory {
    fn contradicted_by(&self, index: &Index<'_>, sessions: &Sessions, slots: &[u32], read: u32) -> Option<Back> {
        let process = sessions.process(read);
        let class_number = index.entry(read).class;
        let class = &index.classes[class_number as usize];
        let key = u32::from(class.key.0);
        let newer = if class.initial {
            self.last_written.get(key, process)
        } else if class.write != NONE {
            self.newest
                .get(slots[class.write as usize], process)
                .filter(|newer| sessions.in_order(class.write, index.class_of(*newer).write))
        } else {
            None
        };
        if let Some(newer) = newer {
            return Some(Back { read, newer, before: None });
        }
        let last = self.last.get(key, process)?;
        let before = self.of_class.get(class_number, process)?;
        // A session that wrote the value itself in between does not go back by reading it.
        let own = class.write != NONE && sessions.in_order(last, class.write) && sessions.in_order(class.write, read);
        let flickers = index.entry(last).class != class_number && !own;
        flickers.then_some(Back { read, newer: last, before: Some(before) })
    }

    fn add(&mut self, index: &Index<'_>, sessions: &Sessions, slots: &[u32], read: u32) {
        let process = sessions.process(read);
        let class_number = index.entry(read).class;
        let class = &index.classes[class_number as usize];
        let key = u32::from(class.key.0);
        self.last.set(key, process, read);
        self.of_class.set(class_number, process, read);
        if !class.initial {
            self.last_written.set(key, process, read);
        }
        if class.write == NONE {
            return;
        }
        let slot = slots[class.write as usize];
        let newest = self.newest.get(slot, process);
        let newer = |known| sessions.in_order(index.class_of(known).write, class.write);
        if newest.is_none_or(newer) {
            self.newest.set(slot, process, read);
        }
    }
}

/// For each write the first write of its session and key: the same for all that one session wrote
/// to one key.
fn slots(index: &Index<'_>, sessions: &Sessions) -> Vec<u32> {
    let mut slots = vec![NONE; index.entries.len()];
    let mut first_write: Notes<u32> = Notes::new(sessions::keys(index));
    for record in &sessions.line {
        if !index.entry(record.item).write {
            continue;
        }
        let key = u32::from(index.class_of(record.item).key.0);
        let slot = first_write.get(key, record.group).unwrap_or(record.item);
        first_write.set(key, record.group, slot);
        slots[record.item as usize] = slot;
    }
    slots
}

impl Back {
    fn tell(&self, index: &Index<'_>) -> Violation {
        let id = |entry: u32| index.entry(entry).id;
        let source = |entry: u32| {
            let write = index.class_of(entry).write;
            (write != NONE).then(|| id(write))
        };
        let cast = [
            (b'r', Some(id(self.read))),
            (b's', Some(id(self.newer))),
            (b'b', self.before.map(id)),
            (b'o', source(self.read)),
            (b'n', source(self.newer)),
        ];
        tell(index.history, if self.before.is_some() { &FLICKER } else { &WENT_BACK }, &cast)
    }
}

// `r` is the read that went back, `s` the read of the newer value, `b` the read of the same value
// before that; `o` and `n` are the writes of the old and the newer value.

const WENT_BACK: Story<'_> = Story {
    anomaly: Anomaly::WentBack,
    sentence: "[r {who r} read {what r}] at {ended r}, but [s {who s} had already read] ([n {what n}]|{what s}) at \
               {ended s}(, which {who n} wrote after [o {what o}]).",
    allowed: ALLOWED,
    before: &["sr", "on"],
    read_from: &["or", "ns"],
};

const FLICKER: Story<'_> = Story {
    anomaly: Anomaly::Flicker,
    sentence: "[b {who b} read {what b}] at {ended b}, [s then {what s}] at {ended s}, [r then {what r} again] at \
               {ended r}(, but [o {what o}] and [n {what n}] were each written only once|, but [o {what o}] was \
               written only once|, but [n {what n}] was written only once).",
    allowed: ALLOWED,
    before: &["bs", "sr"],
    read_from: &["or", "ns", "ob"],
};

const ALLOWED: &str = "After {what s}, {who r} may read it again or a newer value.";
