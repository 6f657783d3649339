//! What an operator watches of a run, in a few lines.

use measure::{GroupLatencies, Latencies, Monitoring, Percentiles};

use crate::table::{table, time};

/// Of fewer operations from one region than this a table would say little; the JSON has them all.
const MANY: u32 = 100;

/// The lines.
pub(crate) fn text(watched: &Monitoring) -> String {
    let mut text = latencies(&watched.latencies);
    let begun: u32 = watched.availability.iter().map(|window| window.begun).sum();
    let answered: u32 = watched.availability.iter().map(|window| window.answered).sum();
    if answered < begun {
        let share = |window: &&measure::Answered| f64::from(window.answered) / f64::from(window.begun);
        let busy = watched.availability.iter().filter(|window| window.begun > 0);
        text.push_str(&format!("Answered: {answered} of {begun} operations"));
        if let Some(worst) = busy.min_by(|a, b| share(a).total_cmp(&share(b))) {
            let until_us = worst.from_us + watched.window_us;
            let (from, until) = (time(worst.from_us), time(until_us));
            text.push_str(&format!(
                "; least of those begun from {from} to {until}: {} of {}",
                worst.answered, worst.begun
            ));
        }
        text.push_str(".\n");
    }
    if let Some(lag) = &watched.lag {
        text.push_str(&lags(lag));
    }
    if let Some(conflicts) = watched.conflicts.as_ref().filter(|conflicts| conflicts.stored > 0) {
        let (met, stored) = (conflicts.writes.len(), conflicts.stored);
        text.push_str(&format!("Conflicts: {met} of {stored} writes came first to a node that lacked the newest.\n"));
    }
    text
}

/// A table by region, where there are several, and from intended times.
fn latencies(latencies: &Latencies) -> String {
    let heads = ["", "p50", "p90", "p95", "p99", "p99.9", "p99.99", "longest"];
    let mut rows = vec![heads.map(str::to_owned).to_vec()];
    let mut add = |of: &str, group: &GroupLatencies, least: u32| {
        for (kind, told) in [("reads", &group.reads), ("writes", &group.writes)] {
            let told = told.as_ref().filter(|told| told.count >= least);
            rows.extend(told.map(|told| row(&format!("{kind}{of}"), told)));
        }
    };
    if let Some(intended) = &latencies.intended {
        add("", &latencies.all, 1);
        add(", from when they were meant to begin", intended, 1);
    }
    if latencies.regions.len() > 1 {
        latencies.regions.iter().for_each(|region| add(&format!(" from {}", region.of), region, MANY));
    }
    if rows.len() > 1 { format!("\n{}\n", table(&rows)) } else { String::new() }
}

fn row(name: &str, told: &Percentiles) -> Vec<String> {
    let times =
        [told.p50_us, told.p90_us, told.p95_us, told.p99_us, told.p99_9_us, told.p99_99_us, told.max_us].map(time);
    [vec![name.to_owned()], times.to_vec()].concat()
}

fn lags(lags: &[measure::ReplicaLag]) -> String {
    let behind = lags.iter().filter(|lag| lag.worst_us > 0).map(|lag| {
        let missing = if lag.missing > 0 { format!(" and still lacks {}", lag.missing) } else { String::new() };
        format!("{} up to {}{missing}", lag.replica, time(lag.worst_us))
    });
    let behind: Vec<String> = behind.collect();
    match behind.is_empty() {
        true => "Replication lag: no replica lacked an acknowledged write.\n".to_owned(),
        false => format!("Replication lag: {}.\n", behind.join(", ")),
    }
}
