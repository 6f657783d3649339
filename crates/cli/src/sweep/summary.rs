//! A sweep for a terminal: a row a point, with the figures that people look at first.

use super::plan::Plan;
use super::scale::Scale;
use super::table::{Cell, Column, Row};
use crate::table::table;
use history::decimal::five_digits as digits;

/// Models that are shown where all are judged.
const SHOWN: [&str; 4] = ["linearizable", "sequential", "causal_CC", "read_your_writes"];
/// So many skipped points are told by name.
const NAMED: usize = 10;

/// The table.
pub(crate) fn text(plan: &Plan, columns: &[Column], rows: &[Row]) -> String {
    let few = plan.models.len() <= SHOWN.len();
    let shown: Vec<&String> = plan.models.iter().filter(|model| few || SHOWN.contains(&model.as_str())).collect();
    let mut head = vec!["point".to_owned()];
    head.extend(plan.over.iter().map(|axis| axis.key.clone()));
    head.extend(shown.iter().map(|model| match Scale::of(model) {
        Some(scale) => format!("most {}{}", short(model), scale.unit().replace('_', " ")),
        None => format!("not {}", short(model)),
    }));
    head.extend(["stale", "read p50", "p99", "write p50", "p99", "answered", "messages"].map(str::to_owned));
    let mut lines = vec![head];
    for row in rows.iter().filter(|row| row.skipped(columns).is_none()) {
        let cell = |name: &str| row.cell(columns, name).unwrap_or(&Cell::Absent);
        let mut line = vec![row.point.to_string()];
        line.extend(plan.over.iter().map(|axis| cell(&axis.key).to_string()));
        line.extend(shown.iter().map(|model| match Scale::of(model) {
            Some(scale) => number(cell(&format!("{model}_most{}", scale.unit()))),
            None => share(cell(&format!("{model}_share"))),
        }));
        line.push(share(cell("stale_share")));
        line.extend(["read_p50_ms", "read_p99_ms", "write_p50_ms", "write_p99_ms"].map(|name| time(cell(name))));
        line.push(share(cell("answered_share")));
        line.push(match cell("messages_per_operation") {
            Cell::Real(number) => format!("{number:.1}"),
            _ => "-".to_owned(),
        });
        lines.push(line);
    }
    format!("{}; times in ms\n\n{}", size(plan, rows), table(&lines))
}

/// What was written to files, in a line: whoever asks for a file has the table there.
pub(crate) fn written(plan: &Plan, rows: &[Row], paths: &[&str]) -> String {
    format!("{}, written to {}\n", size(plan, rows), paths.join(", "))
}

fn size(plan: &Plan, rows: &[Row]) -> String {
    format!("{} points, {} runs each", rows.len(), plan.runs)
}

/// Which points cannot run, and why.
pub(crate) fn skipped(plan: &Plan, columns: &[Column], rows: &[Row]) -> Vec<String> {
    let all: Vec<(&Row, &str)> = rows.iter().filter_map(|row| row.skipped(columns).map(|why| (row, why))).collect();
    let mut lines = Vec::new();
    if !all.is_empty() {
        lines.push(format!("{} of {} points cannot run and are skipped:", all.len(), rows.len()));
    }
    lines.extend(all.iter().take(NAMED).map(|(row, why)| {
        let values: Vec<String> = row.cells.iter().skip(1).take(plan.over.len()).map(ToString::to_string).collect();
        format!("  {}: {why}", in_words(plan, &values))
    }));
    if all.len() > NAMED {
        lines.push(format!("  and {} more; the column `skipped` tells of all", all.len() - NAMED));
    }
    lines
}

/// A point by its values.
pub(crate) fn in_words(plan: &Plan, values: &[String]) -> String {
    let named = plan.over.iter().zip(values).map(|(axis, value)| format!("{}={value}", axis.key));
    named.collect::<Vec<_>>().join(" ")
}

fn short(model: &str) -> &str {
    history::ModelId::ALL.iter().find(|id| id.key() == model).map_or(model, |id| id.short())
}

fn share(cell: &Cell) -> String {
    match cell {
        Cell::Real(share) => format!("{:.1} %", 100.0 * share),
        _ => "-".to_owned(),
    }
}

fn number(cell: &Cell) -> String {
    match cell {
        Cell::Whole(number) => number.to_string(),
        other => time(other),
    }
}

fn time(cell: &Cell) -> String {
    match cell {
        Cell::Real(ms) => digits(*ms),
        _ => "-".to_owned(),
    }
}
