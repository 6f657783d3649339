//! `quorate money`: what becomes of money and goods under each strategy.
//!
//! Two withdrawals of 800 from an account of 1,000, and a hundred purchases of the last item. A call
//! reads, decides and writes. Where a store can write on a condition, the second withdrawal is
//! refused and one item is sold; where it cannot, calls decide on what is no longer there. The
//! command fails where a strategy does not show what it should.

use pipeline::{Application, Recording};
use serde::Serialize;

use crate::answer::{Answer, Outcome, json};
use crate::arguments::Arguments;
use crate::source;
use crate::table::table;

const SEEDS: u32 = 20;
const SEEDS_MAX: u32 = 10_000;

/// Two sessions far from each other withdraw at once.
const WITHDRAWALS: &str = "net=zones&sessions=0,1&object=account&initial=1000&ops=0&do=A.-800.x@0,B.-800.x@0.1";
/// Twenty-five sessions buy four times each.
const PURCHASES: &str = "net=zones&sessions=0,1,2,0,1,2,0,1,2,0,1,2,0,1,2,0,1,2,0,1,2,0,1,2,0\
    &object=stock&initial=1&amount=1&ops=4&writes=100&think=exp:2&timeout=60000";

/// What one mode of a protocol comes to.
#[derive(Debug, Serialize)]
struct Row {
    protocol: &'static str,
    mode: &'static str,
    name: &'static str,
    /// Whether a call on it is one atomic step.
    conditional: bool,
    /// Runs of the two withdrawals in which both were paid, of `seeds`.
    overdrawn: u32,
    /// The most that was paid out of 1,000.
    paid_max: i64,
    /// The fewest and the most items sold of one.
    sold_min: i64,
    sold_max: i64,
    /// Purchases that got no answer, over all runs.
    unanswered: u32,
    seeds: u32,
    /// What it should have shown and did not.
    missing: Vec<&'static str>,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let seeds = arguments.count("seeds", SEEDS_MAX).map_err(|problem| vec![problem])?.unwrap_or(SEEDS);
    let mut rows = Vec::new();
    // Services that carry out sagas keep neither accounts nor shelves for others.
    for row in pipeline::guarantees().into_iter().filter(|row| row.protocol.services.is_empty()) {
        let link = row.mode.link(row.protocol.id);
        let withdrawals = applications(&link, WITHDRAWALS, seeds)?;
        let purchases = applications(&link, PURCHASES, seeds)?;
        let sold = || purchases.iter().map(|run| run.taken);
        let mut row = Row {
            protocol: row.protocol.id,
            mode: row.mode.id,
            name: row.mode.name,
            conditional: row.protocol.conditional,
            overdrawn: withdrawals.iter().filter(|run| run.taken > 1_000).count() as u32,
            paid_max: withdrawals.iter().map(|run| run.taken).max().unwrap_or(0),
            sold_min: sold().min().unwrap_or(0),
            sold_max: sold().max().unwrap_or(0),
            unanswered: purchases.iter().map(|run| run.unanswered).sum(),
            seeds,
            missing: Vec::new(),
        };
        row.missing = row.missing();
        rows.push(row);
    }
    let broken = rows.iter().any(|row| !row.missing.is_empty());
    let text = if arguments.has("json") { json(&rows)? } else { write(&rows, seeds) };
    Ok(Answer { text, broken })
}

/// The same work under the settings of a link, with seeds from 1 on.
fn applications(settings: &str, work: &str, seeds: u32) -> Result<Vec<Application>, Vec<String>> {
    let mut scenario = source::valid_scenario(&scenario::overlaid(settings, work))?;
    let mut runs = Vec::new();
    for seed in 1..=seeds {
        scenario.seed = seed;
        let report =
            pipeline::evaluate(&scenario, Recording::HistoryOnly).map_err(|problems| source::lines(&problems))?;
        runs.extend(report.application);
    }
    Ok(runs)
}

impl Row {
    fn missing(&self) -> Vec<&'static str> {
        let expectations = [
            (!self.conditional || self.overdrawn == 0, "both withdrawals were paid, though it writes on a condition"),
            (!self.conditional || self.sold_max <= 1, "more than one item was sold, though it writes on a condition"),
            (
                self.conditional || self.overdrawn > 0 || self.sold_max > 1,
                "no account was overdrawn and no item sold twice, though nothing prevents it",
            ),
            (self.paid_max > 0 && self.sold_max > 0, "nothing was paid or sold at all"),
        ];
        expectations.into_iter().filter(|(met, _)| !met).map(|(_, sentence)| sentence).collect()
    }
}

fn write(rows: &[Row], seeds: u32) -> String {
    let heads = ["", "one step", "paid of 1,000, at most", "overdrawn runs", "sold of 1", "unanswered"];
    let mut cells = vec![heads.map(str::to_owned).to_vec()];
    for row in rows {
        let sold = if row.sold_min == row.sold_max {
            row.sold_max.to_string()
        } else {
            format!("{} to {}", row.sold_min, row.sold_max)
        };
        cells.push(vec![
            format!("{} · {}", row.protocol, row.name),
            if row.conditional { "yes" } else { "no" }.to_owned(),
            row.paid_max.to_string(),
            format!("{} of {seeds}", row.overdrawn),
            sold,
            row.unanswered.to_string(),
        ]);
    }
    let mut text = table(&cells);
    text.push_str(&format!(
        "\nTwo withdrawals of 800 from 1,000 at once; 25 sessions that buy the last item 4 times each. Seeds 1 to {seeds}.\n\
         All on the network of three zones. one step: the store writes on the condition that what was read is\n\
         still there. Where it does not, no figure here is a promise: other times lose money elsewhere.\n"
    ));
    for row in rows {
        for sentence in &row.missing {
            text.push_str(&format!("FAILED  {} · {}: {sentence}\n", row.protocol, row.name));
        }
    }
    text
}
