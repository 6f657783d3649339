//! Read your writes: a session that has written a key never reads something older from it.
//!
//! Terry et al., *Session guarantees for weakly consistent replicated data* (1994), as the anomaly
//! that a client can observe. A process wrote `a` and then reads `c`, and `c` is older than `a`;
//! or it had read `c` before, so that it knows `a` to have overwritten it.

use history::ModelId;

use crate::observed::{INITIAL, Observed};
use crate::one_session::{self, Earliest, Notes};
use crate::prepared::Prepared;
use crate::telling::{Story, tell};
use crate::{Anomaly, Budget, Family, Model, Verdict, Violation};

pub(crate) const MODEL: Model = Model {
    id: ModelId::ReadYourWrites,
    family: Family::Session,
    source: || "Terry et al. 1994",
    promise: "A session that has written a value never reads an older one.",
    lead: "Own write missed",
    check,
};

fn check(prepared: &Prepared<'_>, budget: &mut Budget) -> Verdict {
    one_session::check(prepared, budget, pass)
}

/// A read that missed its session's own write, and what proves its value the older.
struct Missed {
    read: u32,
    own: u32,
    /// An earlier read of the same value, before the own write.
    before: Option<u32>,
}

/// Looks at every read once; how many had an own write to miss.
fn pass(observed: &Observed<'_>) -> Result<u32, Violation> {
    let mut earliest = Earliest::new();
    let mut examined = 0;
    let mut own_write = Notes::new(observed.writers.keys());
    let mut first_read = Notes::new(observed.index.classes.len());
    for session in 0..observed.sessions() {
        let places = observed.places(session);
        let start = places.start;
        for place in places {
            let (key, class, source) = (observed.key(place), observed.class(place), observed.source(place));
            if source == place {
                own_write.set(key, place);
                continue;
            }
            if observed.is_ambiguous(place) {
                continue;
            }
            let before = first_read.get(class, start);
            if before.is_none() {
                first_read.set(class, place);
            }
            let Some(own) = own_write.get(key, start) else { continue };
            examined += 1;
            if source == own {
                continue;
            }
            let older = source == INITIAL || (start..own).contains(&source);
            let before = before.filter(|before| *before < own);
            if older || before.is_some() {
                earliest.keep(observed, place, Missed { read: place, own, before: before.filter(|_| !older) });
            }
        }
    }
    match earliest.take() {
        Some(missed) => Err(missed.tell(observed)),
        None => Ok(examined),
    }
}

impl Missed {
    fn tell(&self, observed: &Observed<'_>) -> Violation {
        let id = |place: u32| observed.id(place);
        let cast = [
            (b'r', Some(id(self.read))),
            (b'n', Some(id(self.own))),
            (b'o', observed.write_read(self.read).map(id)),
            (b'b', self.before.map(id)),
        ];
        let story = if self.before.is_some() { &OVERWRITTEN_VALUE_RETURNED } else { &MISSED_OWN_WRITE };
        tell(observed.index.history, story, &cast)
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
