//! What a finished run shows in numbers: response times, stale reads, messages; and many runs together.
//!
//! [`summarize`] reads the trace, whose version order no client could see, beside the history,
//! which holds the operations. It counts and never judges: whether a model is kept is not known
//! here. Probes of the settled store are not counted anywhere. [`Monitoring`] is what an operator watches, for
//! whoever asks for it.

mod conflicts;
mod histogram;
mod interval;
mod lag;
mod latency;
mod lost;
mod messages;
mod monitoring;
mod overlap;
mod percentiles;
mod pooled;
mod staleness;

use history::{History, Trace};
use serde::{Deserialize, Serialize};

pub use conflicts::Conflicts;
pub use histogram::Histogram;
pub use interval::Interval;
pub use lag::ReplicaLag;
pub use latency::{Quantiles, ResponseTimes, quantile};
pub use lost::Lost;
pub use messages::Messages;
pub use monitoring::{Answered, Monitoring};
pub use overlap::Meetings;
pub use percentiles::{GroupLatencies, Latencies, Percentiles};
pub use pooled::{Freshness, Point, PooledTimes};
pub use staleness::{StaleRead, Staleness};

/// The numbers of one run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// The response times of reads.
    pub reads: ResponseTimes,
    /// The response times of writes.
    pub writes: ResponseTimes,
    /// Which reads returned old values, and how old.
    pub staleness: Staleness,
    /// How reads and writes met in time.
    pub meetings: Meetings,
    /// Messages; nothing where the trace was recorded without them.
    pub messages: Option<Messages>,
}

impl Summary {
    /// How many reads returned a value older than one acknowledged before they began.
    #[must_use]
    pub fn stale_reads(&self) -> u32 {
        u32::try_from(self.staleness.stale.len()).unwrap_or(u32::MAX)
    }

    /// Messages sent for each operation begun; nothing where either is missing.
    #[must_use]
    pub fn messages_per_operation(&self) -> Option<f64> {
        let operations = self.reads.begun() + self.writes.begun();
        let messages = self.messages.filter(|_| operations > 0)?;
        Some(f64::from(messages.sent) / f64::from(operations))
    }
}

/// Measures a run. The history must be that of the trace.
#[must_use]
pub fn summarize(trace: &Trace, history: &History) -> Summary {
    let operations = || history.work();
    Summary {
        reads: ResponseTimes::of(&mut operations().filter(|operation| operation.is_read())),
        writes: ResponseTimes::of(&mut operations().filter(|operation| operation.is_write())),
        staleness: Staleness::of(trace, history),
        meetings: Meetings::of(history),
        messages: Messages::of(trace),
    }
}

#[cfg(test)]
mod tests;
