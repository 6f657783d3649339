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
    /// The moment of the last thing that work had a part in.
    pub(crate) last_work: Instant,
    /// The operations of the whole run, and those begun so far.
    operations: u64,
    begun: u64,
}

impl Recorder {
    pub(crate) const fn new(recording: Recording, operations: u64) -> Self {
        Self {
            events: Vec::new(),
            full: matches!(recording, Recording::Full),
            last_work: Instant::ZERO,
            operations,
            begun: 0,
        }
    }

    /// An operation begins.
    pub(crate) const fn begin(&mut self) {
        self.begun += 1;
    }

    /// Writes down what every recording needs.
    pub(crate) fn note(&mut self, at: Instant, what: Happening) {
        self.last_work = at;
        self.aside(at, what);
    }

    fn aside(&mut self, at: Instant, what: Happening) {
        if self.events.len() == self.events.capacity() {
            self.make_room();
        }
        self.events.push(Event { at, what });
    }

    /// Writes down what only a full recording needs; it is not even built otherwise.
    pub(crate) fn detail(&mut self, at: Instant, what: impl FnOnce() -> Happening) {
        if self.full {
            self.note(at, what());
        }
    }

    /// The same of what goes on whether or not anyone works: a fault, a heartbeat.
    pub(crate) fn detail_aside(&mut self, at: Instant, what: impl FnOnce() -> Happening) {
        if self.full {
            self.aside(at, what());
        }
    }

    /// Makes the list as long as the run so far foretells. One that doubles is moved again and
    /// again, and takes three times its room while it moves: of millions of events, more than a
    /// page has, and a page never gives it back.
    #[cold]
    fn make_room(&mut self) {
        let length = self.events.len() as u64;
        let foretold = length * self.operations / self.begun.max(1);
        let least = length + (length / 4).max(64);
        let more = least.max(foretold + foretold / 16).min(length + ROOM_MAX) - length;
        self.events.reserve_exact(more as usize);
    }
}

/// The most events that room is made for at once, whatever is foretold.
const ROOM_MAX: u64 = 8_000_000;

#[cfg(test)]
mod tests {
    use super::*;
    use history::FaultId;

    #[test]
    fn a_steady_run_needs_little_more_room_than_its_events() {
        let (operations, each) = (10_000_u32, 20_u32);
        let mut recorder = Recorder::new(Recording::Full, operations.into());
        let mut moved = 0;
        for _ in 0..operations {
            recorder.begin();
            for _ in 0..each {
                let room = recorder.events.capacity();
                recorder.note(Instant::ZERO, Happening::FaultBegin { fault: FaultId(0) });
                moved += u32::from(recorder.events.capacity() != room);
            }
        }
        let (length, room) = (recorder.events.len(), recorder.events.capacity());
        assert_eq!(length, 200_000);
        assert!(room < length * 9 / 8 && moved < 8, "{moved} times, at last to {room}");
    }
}
