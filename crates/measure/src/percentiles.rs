//! Latencies far into the tail, of whom and from when: by kind, by session, by region, and from the moment an
//! operation was meant to begin.
//!
//! A session does one thing at a time, so an operation that was due while it still waited begins late. Measured
//! from its beginning, the wait that a slow store causes is left out of the figures: coordinated omission (G.
//! Tene, "How NOT to Measure Latency", 2013). Measured from the intended time it is not.

use history::{Happening, History, Instant, Operation, Outcome, SessionId, Trace, order};
use serde::{Deserialize, Serialize};

/// Quantiles of a list of times, in microseconds, by nearest rank: the smallest time that the share does not
/// exceed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Percentiles {
    /// How many times there are.
    pub count: u32,
    /// Of half of all.
    pub p50_us: u64,
    /// Of 90 in a hundred.
    pub p90_us: u64,
    /// Of 95.
    pub p95_us: u64,
    /// Of 99.
    pub p99_us: u64,
    /// Of 999 in a thousand.
    pub p99_9_us: u64,
    /// Of 9,999 in ten thousand.
    pub p99_99_us: u64,
    /// The longest.
    pub max_us: u64,
}

/// The latencies of one group of operations; nothing where none was answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupLatencies {
    /// Whose they are: the name of a session or a region, "" for everybody.
    pub of: String,
    /// Reads.
    pub reads: Option<Percentiles>,
    /// Writes.
    pub writes: Option<Percentiles>,
}

/// The latencies of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Latencies {
    /// Of everybody.
    pub all: GroupLatencies,
    /// The same from the intended times; nothing where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intended: Option<GroupLatencies>,
    /// By session.
    pub sessions: Vec<GroupLatencies>,
    /// By the sessions' regions, in order of first use.
    pub regions: Vec<GroupLatencies>,
}

impl Percentiles {
    /// The figures of a sorted list; nothing for an empty one.
    #[must_use]
    pub fn of(sorted_us: &[u64]) -> Option<Self> {
        let count = sorted_us.len() as u64;
        let at = |of_ten_thousand: u64| {
            let rank = (count * of_ten_thousand).div_ceil(10_000).max(1);
            sorted_us.get(usize::try_from(rank - 1).ok()?).copied()
        };
        Some(Self {
            count: u32::try_from(count).unwrap_or(u32::MAX),
            p50_us: at(5_000)?,
            p90_us: at(9_000)?,
            p95_us: at(9_500)?,
            p99_us: at(9_900)?,
            p99_9_us: at(9_990)?,
            p99_99_us: at(9_999)?,
            max_us: at(10_000)?,
        })
    }
}

impl Latencies {
    /// Measures a run. `intended` has, for each session, when its operations were meant to begin, in order. A call
    /// that a client carries out by several operations has one such time for all of them, so of runs with calls
    /// none is measured from it.
    #[must_use]
    pub fn of(trace: &Trace, history: &History, intended: Option<&[Vec<Instant>]>) -> Self {
        let calls = trace.events.iter().any(|event| matches!(event.what, Happening::Call { .. }));
        let from_begin = |operation: &Operation| Some(operation.invoked);
        let region = |session: SessionId| trace.sessions.get(session.index()).map_or("", |line| line.region.as_str());
        let mut regions: Vec<&str> = Vec::new();
        for line in &trace.sessions {
            if !regions.contains(&line.region.as_str()) {
                regions.push(&line.region);
            }
        }
        let sessions = (0..).map(SessionId).zip(&trace.sessions);
        Self {
            all: group("", history, |_| true, from_begin),
            intended: intended.filter(|_| !calls).map(|times| from_intended(history, times)),
            sessions: sessions
                .map(|(id, line)| group(&line.name, history, |operation| operation.session == id, from_begin))
                .collect(),
            regions: regions
                .into_iter()
                .map(|name| group(name, history, |operation| region(operation.session) == name, from_begin))
                .collect(),
        }
    }
}

fn from_intended(history: &History, times: &[Vec<Instant>]) -> GroupLatencies {
    let mut begun = vec![0; times.len()];
    let mut of_operation = vec![None; history.operations.len()];
    for operation in history.work() {
        let Some(count) = begun.get_mut(operation.session.index()) else { continue };
        of_operation[operation.id.index()] = times[operation.session.index()].get(*count).copied();
        *count += 1;
    }
    group("", history, |_| true, |operation| of_operation[operation.id.index()])
}

fn group(
    name: &str,
    history: &History,
    belongs: impl Fn(&Operation) -> bool,
    from: impl Fn(&Operation) -> Option<Instant>,
) -> GroupLatencies {
    let of_kind = |is: fn(&Operation) -> bool| {
        let mine = history.work().filter(|operation| is(operation) && belongs(operation));
        let mut times: Vec<u64> = mine
            .filter(|operation| operation.outcome == Outcome::Ok)
            .filter_map(|operation| Some(operation.returned?.since(from(operation)?).as_us()))
            .collect();
        order::sort_by_key(&mut times, |us| *us);
        Percentiles::of(&times)
    };
    GroupLatencies { of: name.to_owned(), reads: of_kind(Operation::is_read), writes: of_kind(Operation::is_write) }
}
