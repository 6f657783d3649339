//! What a leader holds: for each key the newest write, and what that rests on.

use history::{Key, Version};

use crate::session_layer::{Token, line_of};
use crate::store::{INITIAL, Versioned};

/// A write as it is stored and travels. What it rests on is empty unless sessions are tracked.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Record {
    pub(super) held: Versioned,
    /// All that its session had written or seen, as far as that matters, and all that this rests on.
    pub(super) after: Token,
}

static NOTHING: Record = Record { held: INITIAL, after: Token::NONE };

/// The newest write of each key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Records(Vec<Record>);

impl Records {
    pub(super) fn get(&self, key: Key) -> &Record {
        self.0.get(key.index()).unwrap_or(&NOTHING)
    }

    pub(super) fn version(&self, key: Key) -> Version {
        self.get(key).held.version
    }

    /// Keeps the newer of what is there and what comes, or what comes whatever it is; says whether that
    /// changed anything.
    pub(super) fn keep(&mut self, key: Key, incoming: Record, if_newer: bool) -> bool {
        if self.0.len() <= key.index() {
            self.0.resize(key.index() + 1, NOTHING.clone());
        }
        let record = &mut self.0[key.index()];
        let changes = if if_newer { incoming.held.version > record.held.version } else { incoming.held != record.held };
        if changes {
            *record = incoming;
        }
        changes
    }

    /// Whether nothing of that is missing here: of each key a version at least as new.
    pub(super) fn covers(&self, needs: &Token) -> bool {
        needs.is_covered_by(|line| self.version(Key(line)))
    }

    /// What was ever written, by key.
    pub(super) fn written(&self) -> impl Iterator<Item = (Key, &Record)> + '_ {
        (0..).map(Key).zip(&self.0).filter(|(_, record)| record.held != INITIAL)
    }
}

impl Record {
    /// A write that rests on that. Of its own key it is the newest, so that nothing older is missed.
    pub(super) fn new(key: Key, held: Versioned, after: Token) -> Self {
        Self { held, after: after.beside(line_of(key)) }
    }
}
