//! `quorate quorums`: what W + R > N gives, and what it does not.
//!
//! Overlapping quorums make reads regular, not linearizable: a read can see a write in progress
//! that a later read misses. Write-back repairs it while clocks are in order, a stepped clock
//! breaks it again, and logical versions hold. The table shows all of it over the same seeds, and
//! the command fails where a row does not show what it should.

use serde::Serialize;

use crate::answer::{Answer, Outcome, json};
use crate::arguments::Arguments;
use crate::quorums_runs::{SETTINGS, Tally, Variant, tally};
use crate::source;
use crate::table::table;

const REPLICAS: u8 = 5;
const SEEDS: u32 = 200;
const SEEDS_MAX: u32 = 100_000;

/// One setting of W and R.
#[derive(Debug, Serialize)]
struct Row {
    w: u8,
    r: u8,
    /// How many replicas any two quorums have in common.
    overlap: u8,
    runs: Vec<(Variant, Tally)>,
    /// What the row should have shown and did not.
    missing: Vec<String>,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let seeds = arguments.count("seeds", SEEDS_MAX).map_err(|problem| vec![problem])?.unwrap_or(SEEDS);
    let mut rows = Vec::new();
    for (w, r) in SETTINGS {
        let mut runs = Vec::new();
        for variant in Variant::ALL {
            runs.push((variant, tally(w, r, variant, seeds).map_err(|problems| source::lines(&problems))?));
        }
        let overlap = theory::Overlap::new(REPLICAS, w, r).map_or(0, |overlap| overlap.guaranteed);
        let missing = missing(w, r, overlap, &runs);
        rows.push(Row { w, r, overlap, runs, missing });
    }
    let broken = rows.iter().any(|row| !row.missing.is_empty());
    let text = if arguments.has("json") { json(&rows)? } else { write_table(&rows, seeds) };
    Ok(Answer { text, broken })
}

/// What a row should show and does not.
fn missing(w: u8, r: u8, overlap: u8, runs: &[(Variant, Tally)]) -> Vec<String> {
    let tally = |variant| runs.iter().find(|(known, _)| *known == variant).map(|(_, tally)| tally);
    let [Some(plain), Some(write_back), Some(stepped), Some(logical)] = Variant::ALL.map(tally) else {
        return vec!["a variant was not run".to_owned()];
    };
    // A read that waits for every replica sees whatever any earlier read saw: it needs no write-back.
    let inverts = overlap > 0 && r < REPLICAS;
    let expectations = [
        (plain.racing_reads > 0, "no read races a write"),
        (plain.following_reads > 0, "no read follows a write"),
        (overlap == 0 || plain.stale_reads == 0, "a read is stale though the quorums overlap"),
        (overlap > 0 || plain.stale_reads > 0, "no read is stale though the quorums need not overlap"),
        (
            overlap > 0 || write_back.not_linearizable > 0,
            "every run is linearizable though the quorums need not overlap",
        ),
        (!inverts || plain.not_linearizable > 0, "every run is linearizable without write-back"),
        (overlap == 0 || write_back.not_linearizable == 0, "a run is not linearizable in spite of write-back"),
        (overlap == 0 || stepped.not_linearizable > 0, "every run is linearizable in spite of the stepped clock"),
        (overlap == 0 || logical.not_linearizable == 0, "a run is not linearizable in spite of logical versions"),
        (runs.iter().all(|(_, tally)| tally.undecided == 0), "a run has no verdict"),
    ];
    let failed = expectations.iter().filter(|(met, _)| !met);
    failed.map(|(_, sentence)| format!("W={w} R={r}: {sentence}")).collect()
}

fn write_table(rows: &[Row], seeds: u32) -> String {
    let mut text = format!(
        "N={REPLICAS}, network lnkd-disk, 5 sessions on one key, seeds 1 to {seeds}, no faults but the stepped clock.\n\
         The last four columns: runs that are not linearizable, of {seeds}.\n\n"
    );
    let mut cells = vec![["W, R", "overlap", "reads", "racing", "following", "stale"].map(str::to_owned).to_vec()];
    cells[0].extend(Variant::ALL.map(|variant| variant.name().to_owned()));
    for row in rows {
        let Some((_, plain)) = row.runs.first() else { continue };
        let counts = [plain.reads, plain.racing_reads, plain.following_reads, plain.stale_reads];
        let mut line = vec![format!("{}, {}", row.w, row.r), row.overlap.to_string()];
        line.extend(counts.map(|count| count.to_string()));
        line.extend(row.runs.iter().map(|(_, tally)| tally.not_linearizable.to_string()));
        cells.push(line);
    }
    text.push_str(&table(&cells));
    text.push_str(
        "\nracing: reads during which a write was under way. following: reads that met none and began after an\n\
         acknowledged write. stepped clock: with write-back, A's clock 500 ms ahead from 30 ms on. logical: the\n\
         same stepped clock, with versions read from a quorum first.\n",
    );
    for sentence in rows.iter().flat_map(|row| &row.missing) {
        text.push_str(&format!("\nFAILED  {sentence}"));
    }
    if rows.iter().any(|row| !row.missing.is_empty()) {
        text.push('\n');
    }
    text
}
