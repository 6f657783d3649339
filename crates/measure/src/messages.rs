//! How much a run talks.

use history::{Happening, Trace};
use serde::{Deserialize, Serialize};

/// The messages of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Messages {
    /// How many were sent.
    pub sent: u32,
    /// How many arrivals there were; a doubled message arrives twice.
    pub delivered: u32,
    /// How many arrivals there were not: lost by chance, at a cut, or at a replica that was down.
    pub lost: u32,
}

impl Messages {
    /// Counts; nothing where the trace holds no message at all.
    #[must_use]
    pub fn of(trace: &Trace) -> Option<Self> {
        let mut messages = Self::default();
        for event in &trace.events {
            match event.what {
                Happening::Send { .. } => messages.sent += 1,
                Happening::Deliver { .. } => messages.delivered += 1,
                Happening::Drop { .. } => messages.lost += 1,
                _ => {}
            }
        }
        (messages.sent > 0).then_some(messages)
    }
}
