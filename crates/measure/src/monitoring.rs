//! What an operator watches: latencies, availability, replication lag, conflicts. Not part of
//! [`summarize`](crate::summarize): whoever shows it asks for it.

use history::{History, Instant, Outcome, Trace};
use serde::{Deserialize, Serialize};

use crate::{Conflicts, Latencies, ReplicaLag};

/// What is watched over one run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Monitoring {
    /// How long a window of what is told over time is, in microseconds.
    pub window_us: u64,
    /// How long operations took.
    pub latencies: Latencies,
    /// How many operations were answered, window by window.
    pub availability: Vec<Answered>,
    /// How far each replica was behind; nothing where the trace cannot tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lag: Option<Vec<ReplicaLag>>,
    /// Which writes met others; nothing where the trace cannot tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conflicts: Option<Conflicts>,
}

/// The operations that began in one window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// When the window begins, in microseconds.
    pub from_us: u64,
    /// How many began in it.
    pub begun: u32,
    /// How many of these were answered, whenever that was; a refusal is no answer.
    pub answered: u32,
}

impl Monitoring {
    /// Windows of time that a whole run is told in, unless there is a reason for others.
    pub const WINDOWS: u32 = 40;

    /// Measures a run, in so many windows of time of the same length. The history must be that of the trace;
    /// `intended` is as in [`Latencies::of`].
    #[must_use]
    pub fn of(trace: &Trace, history: &History, intended: Option<&[Vec<Instant>]>, windows: u32) -> Self {
        let windows = windows.max(1);
        let window_us = trace.end.as_us() / u64::from(windows) + 1;
        Self {
            window_us,
            latencies: Latencies::of(trace, history, intended),
            availability: availability(history, window_us, windows),
            lag: ReplicaLag::of(trace, history, window_us, windows),
            conflicts: Conflicts::of(trace),
        }
    }
}

fn availability(history: &History, window_us: u64, windows: u32) -> Vec<Answered> {
    let mut list: Vec<Answered> =
        (0..u64::from(windows)).map(|window| Answered { from_us: window * window_us, ..Answered::default() }).collect();
    for operation in history.work() {
        let window = usize::try_from(operation.invoked.as_us() / window_us).unwrap_or(usize::MAX);
        if let Some(answered) = list.get_mut(window) {
            answered.begun += 1;
            answered.answered += u32::from(operation.outcome == Outcome::Ok);
        }
    }
    list
}

#[cfg(test)]
#[path = "monitoring_tests.rs"]
mod tests;
