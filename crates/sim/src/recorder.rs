//! Writes down what happens.

use history::{Event, Happening, Instant};

/// How much of a run is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recording {
    /// Everything.
    Full,
    /// What clients see, and the version order: enough to judge and to measure.
    HistoryOnly,
}

#[derive(Debug)]
pub(crate) struct Recorder {
    pub(crate) events: Vec<Event>,
    pub(crate) full: bool,
}

impl Recorder {
    pub(crate) const fn new(recording: Recording) -> Self {
        Self { events: Vec::new(), full: matches!(recording, Recording::Full) }
    }

    /// Writes down what every recording needs.
    pub(crate) fn note(&mut self, at: Instant, what: Happening) {
        self.events.push(Event { at, what });
    }

    /// Writes down what only a full recording needs; it is not even built otherwise.
    pub(crate) fn detail(&mut self, at: Instant, what: impl FnOnce() -> Happening) {
        if self.full {
            self.events.push(Event { at, what: what() });
        }
    }
}
