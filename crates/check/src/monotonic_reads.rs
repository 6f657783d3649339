//! Monotonic reads: a session never reads something older than it has read before.
//!
//! Terry et al., *Session guarantees for weakly consistent replicated data* (1994), as the anomaly
//! that a client can observe. A process read `a` and then reads `c`, and `c` is older than `a`; or
//! it flickers: it reads `a`, then `b`, then `a` again.

use history::ModelId;

use crate::index::NONE;
use crate::observed::{INITIAL, Observed};
use crate::one_session::{self, Earliest, Notes};
use crate::prepared::Prepared;
use crate::telling::{Story, tell};
use crate::{Anomaly, Budget, Family, Model, Verdict, Violation};

pub(crate) const MODEL: Model = Model {
    id: ModelId::MonotonicReads,
    family: Family::Session,
    source: || "Terry et al. 1994",
    promise: "A session that has read a value never reads an older one.",
    lead: "Reads went back",
    check,
};

fn check(prepared: &Prepared<'_>, budget: &mut Budget) -> Verdict {
    one_session::check(prepared, budget, pass)
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
    last: Notes,
    /// By key: its last read of a value other than the initial one.
    last_written: Notes,
    /// By class: its last read.
    of_class: Notes,
    /// By run of writes: its read of the newest of them.
    newest: Notes,
}

/// Looks at every read once; how many followed another of the same key.
fn pass(observed: &Observed<'_>) -> Result<u32, Violation> {
    let mut memory = Memory {
        last: Notes::new(observed.writers.keys()),
        last_written: Notes::new(observed.writers.keys()),
        of_class: Notes::new(observed.index.classes.len()),
        newest: Notes::new(observed.writers.runs()),
    };
    let mut earliest = Earliest::new();
    let mut examined = 0;
    for session in 0..observed.sessions() {
        let places = observed.places(session);
        let start = places.start;
        for place in places {
            if observed.is_write(place) || observed.is_ambiguous(place) {
                continue;
            }
            examined += u32::from(memory.last.get(observed.key(place), start).is_some());
            if let Some(back) = memory.contradicted_by(observed, start, place) {
                earliest.keep(observed, place, back);
            }
            memory.add(observed, start, place);
        }
    }
    match earliest.take() {
        Some(back) => Err(back.tell(observed)),
        None => Ok(examined),
    }
}

impl Memory {
    /// What a read of the session that starts at a place went back behind, if it did.
    fn contradicted_by(&self, observed: &Observed<'_>, start: u32, read: u32) -> Option<Back> {
        let (key, class, source) = (observed.key(read), observed.class(read), observed.source(read));
        let newer = match source {
            INITIAL => self.last_written.get(key, start),
            NONE => None,
            _ => self.newest_of_run(observed, start, source).filter(|newer| source < observed.source(*newer)),
        };
        if let Some(newer) = newer {
            return Some(Back { read, newer, before: None });
        }
        let last = self.last.get(key, start)?;
        let before = self.of_class.get(class, start)?;
        // A session that wrote the value itself in between does not go back by reading it.
        let own = (last..read).contains(&source);
        let flickers = observed.class(last) != class && !own;
        flickers.then_some(Back { read, newer: last, before: Some(before) })
    }

    fn add(&mut self, observed: &Observed<'_>, start: u32, read: u32) {
        let (key, source) = (observed.key(read), observed.source(read));
        self.last.set(key, read);
        self.of_class.set(observed.class(read), read);
        if source != INITIAL {
            self.last_written.set(key, read);
        }
        if source >= INITIAL {
            return;
        }
        let newest = self.newest_of_run(observed, start, source);
        if newest.is_none_or(|known| observed.source(known) < source) {
            self.newest.set(observed.writers.run_of(source) as u32, read);
        }
    }

    /// The session's read of the newest of what was written in the run of a write.
    fn newest_of_run(&self, observed: &Observed<'_>, start: u32, write: u32) -> Option<u32> {
        self.newest.get(observed.writers.run_of(write) as u32, start)
    }
}

impl Back {
    fn tell(&self, observed: &Observed<'_>) -> Violation {
        let id = |place: u32| observed.id(place);
        let source = |read: u32| observed.write_read(read).map(id);
        let cast = [
            (b'r', Some(id(self.read))),
            (b's', Some(id(self.newer))),
            (b'b', self.before.map(id)),
            (b'o', source(self.read)),
            (b'n', source(self.newer)),
        ];
        tell(observed.index.history, if self.before.is_some() { &FLICKER } else { &WENT_BACK }, &cast)
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
