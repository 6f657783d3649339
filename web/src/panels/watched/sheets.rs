//! The same figures as rows, to read and to take along.

use measure::{GroupLatencies, Latencies, Percentiles, ReplicaLag};
use pipeline::Report;

use super::super::chart_files::{Cell, Sheet};
use super::tables::stale;
use crate::words;

fn ms(us: u64) -> f64 {
    us as f64 / 1_000.0
}

/// Lag: a row a window of time, a column a replica.
pub(super) fn lag_sheet(window_us: u64, end_us: u64, lag: &[ReplicaLag]) -> Sheet {
    let windows = lag.first().map_or(0, |one| one.windows_us.len());
    let row = |window: usize| {
        let from_us = window as u64 * window_us;
        let times = [from_us, (from_us + window_us).min(end_us)].map(|us| Cell::Number(ms(us)));
        times.into_iter().chain(lag.iter().map(|one| one.windows_us.get(window).map(|us| ms(*us)).into())).collect()
    };
    let begun = |window: &usize| (*window as u64) * window_us < end_us.max(1);
    let names = lag.iter().map(|one| format!("{}_ms", one.replica).into());
    Sheet {
        name: words::files::LAG,
        caption: words::watched::LAG_SHEET,
        heads: ["from_ms", "to_ms"].map(Into::into).into_iter().chain(names).collect(),
        rows: (0..windows).filter(begun).map(row).collect(),
    }
}

/// Every response time of the run, and how many operations took it.
pub(super) fn all_times_sheet(summary: &measure::Summary) -> Sheet {
    let kinds = [(words::shared::READS, &summary.reads), (words::shared::WRITES, &summary.writes)];
    let rows = kinds.into_iter().flat_map(|(kind, times)| {
        let alike = times.sorted_us.chunk_by(|one, next| one == next);
        alike.map(move |alike| vec![Cell::Words(kind.into()), ms(alike[0]).into(), (alike.len() as f64).into()])
    });
    Sheet {
        name: words::files::RUN_TIMES,
        caption: words::watched::ALL_TIMES_SHEET,
        heads: ["kind", "took_ms", "operations"].map(Into::into).to_vec(),
        rows: rows.collect(),
    }
}

/// Response times: a row a group and kind.
pub(super) fn times_sheet(latencies: &Latencies) -> Sheet {
    let groups = [(words::watched::EVERYBODY, &latencies.all)].into_iter();
    let meant = latencies.intended.iter().map(|group| (words::watched::EVERYBODY_FROM_WHEN_MEANT, group));
    let regions = latencies.regions.iter().map(|group| ("region", group));
    let sessions = latencies.sessions.iter().map(|group| ("session", group));
    let rows = |(of, group): (&'static str, &GroupLatencies)| {
        let name = group.of.clone();
        let row = move |(kind, told): (&'static str, Option<Percentiles>)| {
            let told = told?;
            let figures =
                [told.p50_us, told.p90_us, told.p95_us, told.p99_us, told.p99_9_us, told.p99_99_us, told.max_us];
            let words = [of.into(), name.clone().into(), kind.into()].map(Cell::Words);
            let numbers = [f64::from(told.count)].into_iter().chain(figures.map(ms)).map(Cell::Number);
            Some(words.into_iter().chain(numbers).collect::<Vec<Cell>>())
        };
        [("reads", group.reads), ("writes", group.writes)].into_iter().filter_map(row).collect::<Vec<_>>()
    };
    let heads =
        ["of", "name", "kind", "count", "p50_ms", "p90_ms", "p95_ms", "p99_ms", "p99.9_ms", "p99.99_ms", "longest_ms"];
    Sheet {
        name: words::files::RESPONSE_TIMES_BY,
        caption: words::watched::TIMES_SHEET,
        heads: heads.map(Into::into).to_vec(),
        rows: groups.chain(meant).chain(regions).chain(sessions).flat_map(rows).collect(),
    }
}

/// The stale reads, in order of time.
pub(super) fn stale_sheet(report: &Report) -> Sheet {
    let row = |(told, read): (&measure::StaleRead, &history::Operation)| {
        let name = |list: &[String], place: usize| Cell::Words(list.get(place).cloned().unwrap_or_default().into());
        let sessions: Vec<String> = report.trace.sessions.iter().map(|one| one.name.clone()).collect();
        let numbers = [ms(read.invoked.as_us()), ms(told.by_us), f64::from(told.versions)].map(Cell::Number);
        let words = [name(&sessions, read.session.index()), name(&report.trace.keys, read.key.index())];
        words.into_iter().chain(numbers).collect()
    };
    Sheet {
        name: words::files::STALE_READS,
        caption: words::watched::STALE_SHEET,
        heads: ["session", "key", "begun_ms", "older_by_ms", "versions_missed"].map(Into::into).to_vec(),
        rows: stale(report).map(row).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_that_has_a_response_time_is_in_a_row() {
        let scenario = scenario::Scenario::default();
        let report = pipeline::evaluate(&scenario, pipeline::Recording::Full).expect("it runs");
        let sheet = all_times_sheet(&report.summary);
        let counted = |kind: &str| -> f64 {
            let rows = sheet.rows.iter().filter(|row| row[0] == Cell::Words(kind.to_owned().into()));
            let count = |row: &Vec<Cell>| if let Cell::Number(count) = row[2] { count } else { f64::NAN };
            rows.map(count).sum()
        };
        let (reads, writes) = (report.summary.reads.count, report.summary.writes.count);
        assert!(reads > 0 && writes > 0);
        assert_eq!((counted("reads"), counted("writes")), (f64::from(reads), f64::from(writes)));
    }
}
