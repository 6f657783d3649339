//! What the two charts show, as rows.

use diagram::chart;
use pipeline::Prospect;

use super::super::chart_files::{Cell, Sheet};
use super::seen::Seen;
use crate::words;

/// Response times: by share, what is expected, and what runs show.
pub(super) fn times(prospect: &Prospect, seen: &Seen) -> Sheet {
    let expected = prospect.reads.curve.iter().zip(&prospect.writes.curve);
    let rows = expected.map(|((read_ms, share), (write_ms, _))| {
        let [read, written] = [&seen.reads, &seen.writes].map(|steps| steps.quantile(*share));
        vec![(*share).into(), (*read_ms).into(), read.into(), (*write_ms).into(), written.into()]
    });
    Sheet {
        name: words::files::RESPONSE_TIMES,
        caption: words::numbers::EXPECTED_SHEET,
        heads: ["share", "read_ms", "read_ms_runs", "write_ms", "write_ms_runs"].map(Into::into).to_vec(),
        rows: rows.collect(),
    }
}

/// Freshness by time after the answer of a write: what is expected, and what runs show around a time,
/// with an interval of 95 %.
pub(super) fn freshness(prospect: &Prospect, seen: &Seen) -> Sheet {
    let expected = prospect.p_consistent.iter().map(|(t_ms, p)| (*t_ms, [Some(*p), None, None, None, None]));
    let seen = seen.points.iter().map(|point| {
        let chart::Seen { t_ms, reads, share, low, high } = *point;
        (t_ms, [None, Some(share), Some(low), Some(high), Some(reads as f64)])
    });
    let mut rows: Vec<(f64, [Option<f64>; 5])> = expected.chain(seen).collect();
    rows.sort_by(|one, next| one.0.total_cmp(&next.0));
    let row = |(t_ms, rest): (f64, [Option<f64>; 5])| [Some(t_ms)].into_iter().chain(rest).map(Cell::from).collect();
    Sheet {
        name: words::files::STALENESS,
        caption: words::numbers::FRESH_SHEET,
        heads: ["t_ms", "fresh", "fresh_runs", "low_runs", "high_runs", "reads_runs"].map(Into::into).to_vec(),
        rows: rows.into_iter().map(row).collect(),
    }
}
