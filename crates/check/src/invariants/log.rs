//! What clients did and saw, in the words of an application.

use std::collections::BTreeMap;

use history::calls::Clock;
use history::{Instant, Outcome};

/// Notes in any order, with the names that sentences use.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Log {
    /// The notes.
    pub notes: Vec<Note>,
    /// The names of clients, subjects, items, messages and steps, by number.
    pub names: Vec<String>,
    /// What the moments of the notes are.
    pub clock: Clock,
}

/// What one client did, to what, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The client.
    pub who: u32,
    /// The account, shelf, conversation, cart or saga.
    pub of: u32,
    /// What was asked, with what was seen.
    pub deed: Deed,
    /// When it was asked.
    pub began: Instant,
    /// When the answer came; `None` if it never did.
    pub ended: Option<Instant>,
    /// What the client knows of its effect.
    pub outcome: Outcome,
}

/// What is done. Items, messages and steps are names by number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// So much is paid in, or put on the shelf.
    Supply(u64),
    /// So much is paid out, or sold.
    Take(u64),
    /// So much is there, as a client saw it.
    Hold(i64),
    /// An item is put in, or a message posted.
    Add(u32),
    /// A message is posted that answers another.
    Answer {
        /// The message.
        item: u32,
        /// The one it answers.
        to: u32,
    },
    /// An item is taken out.
    Remove(u32),
    /// Everything that a client saw there.
    See(Vec<u32>),
    /// A step of a saga is taken.
    Do(u32),
    /// A step of a saga is taken back.
    Undo(u32),
}

impl Log {
    /// The number of a name.
    pub fn name(&mut self, name: &str) -> u32 {
        let known = self.names.iter().position(|known| known == name);
        let place = known.unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len() - 1
        });
        place as u32
    }

    /// What a number is called.
    #[must_use]
    pub fn called(&self, name: u32) -> &str {
        self.names.get(name as usize).map_or("?", String::as_str)
    }

    /// The places of what may have happened, by beginning.
    pub(super) fn in_order(&self) -> Vec<u32> {
        let fits = |place: &u32| {
            let note = &self.notes[*place as usize];
            note.outcome != Outcome::Fail && (note.outcome == Outcome::Ok || !note.only_looks())
        };
        let mut places: Vec<u32> = (0..self.notes.len() as u32).filter(fits).collect();
        history::order::sort_by_key(&mut places, |place| (self.notes[*place as usize].began, *place));
        places
    }

    /// The places of the notes on each subject.
    pub(super) fn subjects(&self) -> Vec<Vec<u32>> {
        let mut subjects: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (place, note) in (0..).zip(&self.notes) {
            subjects.entry(note.of).or_default().push(place);
        }
        subjects.into_values().collect()
    }

    /// What a subject is called, by the places of its notes.
    pub(super) fn subject(&self, places: &[u32]) -> &str {
        places.first().map_or("?", |place| self.called(self.notes[*place as usize].of))
    }

    /// Whether something was over on a subject before something else, which happened, began there.
    pub(super) fn followed(&self, first: fn(&Deed) -> bool, then: fn(&Deed) -> bool) -> bool {
        let mut over: BTreeMap<u32, Instant> = BTreeMap::new();
        for note in self.notes.iter().filter(|note| note.happened() && first(&note.deed)) {
            let earliest = over.entry(note.of).or_insert(Instant::NEVER);
            *earliest = note.end().min(*earliest);
        }
        let mut later = self.notes.iter().filter(|note| note.happened() && then(&note.deed));
        later.any(|note| over.get(&note.of).is_some_and(|over| *over < note.began))
    }

    /// Who did a thing.
    pub(super) fn who(&self, place: u32) -> &str {
        self.called(self.notes[place as usize].who)
    }

    /// When a thing was over, in words.
    pub(super) fn ended(&self, place: u32) -> String {
        self.moment(self.notes[place as usize].end())
    }

    /// A moment: a time, or a line of the record.
    pub(super) fn moment(&self, at: Instant) -> String {
        self.clock.moment(at)
    }
}

impl Note {
    /// When its effect is over: at its return if it happened, never if nobody knows.
    #[must_use]
    pub fn end(&self) -> Instant {
        match (self.outcome, self.ended) {
            (Outcome::Info, _) | (_, None) => Instant::NEVER,
            (_, Some(at)) => at,
        }
    }

    /// Real-time order: this was over before `other` began.
    #[must_use]
    pub fn precedes(&self, other: &Self) -> bool {
        self.end() < other.began
    }

    /// Whether it changes nothing.
    #[must_use]
    pub const fn only_looks(&self) -> bool {
        matches!(self.deed, Deed::See(_) | Deed::Hold(_))
    }

    /// Whether it is known to have happened.
    pub(super) fn happened(&self) -> bool {
        self.outcome == Outcome::Ok && self.ended.is_some()
    }
}
