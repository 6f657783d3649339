//! The response times of many runs together.

use measure::PooledTimes;
use pipeline::Series;
use serde::Serialize;

use crate::table::{table, time};

/// The quantiles that are told, of ten thousand.
const QUANTILES: [(u32, &str); 5] =
    [(5_000, "p50"), (9_500, "p95"), (9_900, "p99"), (9_990, "p99.9"), (9_999, "p99.99")];

/// The operations of one kind as JSON.
#[derive(Serialize)]
pub(crate) struct TimesJson {
    kind: &'static str,
    answered: u64,
    failed: u64,
    timed_out: u64,
    unfinished: u64,
    mean_us: Option<u64>,
    /// Pairs of a quantile and its time in microseconds.
    quantiles: Vec<(f64, u64)>,
    most_us: u64,
}

impl TimesJson {
    pub(crate) fn of(kind: &'static str, times: &PooledTimes) -> Self {
        let PooledTimes { answered, failed, timed_out, unfinished } = times;
        let told = QUANTILES.iter().filter_map(|(of, _)| Some((f64::from(*of) / 10_000.0, answered.quantile_us(*of)?)));
        Self {
            kind,
            answered: answered.count(),
            failed: *failed,
            timed_out: *timed_out,
            unfinished: *unfinished,
            mean_us: answered.mean_us(),
            quantiles: told.collect(),
            most_us: answered.most_us(),
        }
    }
}

/// A table of both kinds.
pub(crate) fn pooled_times(series: &Series) -> String {
    let mut head = vec![String::new(), "answered".to_owned(), "mean".to_owned()];
    head.extend(QUANTILES.iter().map(|(_, name)| (*name).to_owned()));
    head.extend(["failed", "timed out"].map(str::to_owned));
    let row = |name: &str, times: &PooledTimes| {
        let told = |us: Option<u64>| us.map_or_else(|| "-".to_owned(), time);
        let mut row = vec![name.to_owned(), times.answered.count().to_string(), told(times.answered.mean_us())];
        row.extend(QUANTILES.iter().map(|(of, _)| told(times.answered.quantile_us(*of))));
        row.extend([times.failed, times.timed_out].map(|count| count.to_string()));
        row
    };
    table(&[head, row("reads", &series.read_times), row("writes", &series.write_times)])
}
