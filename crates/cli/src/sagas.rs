//! `quorate sagas`: what becomes of orders that run as sagas, in both styles, whichever step fails
//! and whoever crashes in between; and what others saw of them.
//!
//! Each run places an order, looks at it from elsewhere while it is under way, and goes on long
//! enough for all of it to be over. The command fails where anything is left standing.

use history::{StepDeed, Trace};
use pipeline::{Recording, Saga, Sagas};
use serde::Serialize;

use crate::answer::{Answer, Outcome, json};
use crate::arguments::Arguments;
use crate::source;
use crate::table::{plain, table, time};

const SEEDS: u32 = 200;
const SEEDS_MAX: u32 = 10_000;

const STYLES: [&str; 2] = ["orchestrated", "choreographed"];
const REFUSERS: [&str; 4] = ["none", "stock", "payment", "shipping"];

/// Who crashes: nobody, the order service or payment, while orders are under way.
const CRASHES: [(&str, &str); 3] = [("nobody", ""), ("order", "crash=r1@70-470"), ("payment", "crash=r3@70-470")];
const CRASH_US: u64 = 70_000;

/// Three sessions place three orders each and look twice as often, on the network of a continent.
const WORK: &str = "s=saga&n=4&object=order&net=continent&sessions=0,1,2&ops=9&writes=33&keys=1&think=exp:20\
    &k.items=100&timeout=5000&settle=5000";

/// What one style comes to, with one who refuses and one who crashes.
#[derive(Debug, Serialize)]
struct Row {
    style: &'static str,
    refuses: &'static str,
    crashes: &'static str,
    sagas: u32,
    confirmed: u32,
    cancelled: u32,
    open: u32,
    /// Steps that stand in the end though their saga does not.
    standing: u32,
    /// Runs that broke an invariant.
    broken: u32,
    reads: u32,
    dirty: u32,
    misled: u32,
    /// Of the sagas that were over, half took no longer than this.
    median_us: Option<u64>,
    /// Sagas that were under way when somebody crashed, and how long half of them took at most.
    struck: u32,
    struck_median_us: Option<u64>,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let seeds = arguments.count("seeds", SEEDS_MAX).map_err(|problem| vec![problem])?.unwrap_or(SEEDS);
    let mut rows = Vec::new();
    for style in STYLES {
        for refuses in REFUSERS {
            for crashes in CRASHES {
                rows.push(row(style, refuses, crashes, seeds)?);
            }
        }
    }
    let failed = rows.iter().any(|row| !row.missing().is_empty());
    let text = if arguments.has("json") { json(&rows)? } else { write_rows(&rows, seeds) };
    Ok(Answer { text, broken: failed })
}

fn row(
    style: &'static str,
    refuses: &'static str,
    crash: (&'static str, &str),
    seeds: u32,
) -> Result<Row, Vec<String>> {
    let settings = format!("{WORK}&k.style={style}&k.refuses={refuses}");
    let mut scenario = source::valid_scenario(&scenario::overlaid(&settings, crash.1))?;
    let mut row = Row {
        style,
        refuses,
        crashes: crash.0,
        sagas: 0,
        confirmed: 0,
        cancelled: 0,
        open: 0,
        standing: 0,
        broken: 0,
        reads: 0,
        dirty: 0,
        misled: 0,
        median_us: None,
        struck: 0,
        struck_median_us: None,
    };
    let (mut times_us, mut struck_us) = (Vec::new(), Vec::new());
    for seed in 1..=seeds {
        scenario.seed = seed;
        let report =
            pipeline::evaluate(&scenario, Recording::HistoryOnly).map_err(|problems| source::lines(&problems))?;
        let Some(application) = report.application else { continue };
        let Sagas { begun, confirmed, cancelled, open, standing, reads, dirty, misled } =
            application.sagas.unwrap_or_default();
        row.sagas += begun;
        row.confirmed += confirmed;
        row.cancelled += cancelled;
        row.open += open;
        row.standing += standing;
        row.reads += reads;
        row.dirty += dirty;
        row.misled += misled;
        row.broken += u32::from(application.invariants.iter().any(|invariant| invariant.broken.is_some()));
        for saga in Saga::all(&report.trace) {
            let Some((over, _)) = saga.over else { continue };
            let took_us = over.since(saga.began).as_us();
            times_us.push(took_us);
            if !crash.1.is_empty() && saga.began.as_us() < CRASH_US && over.as_us() >= CRASH_US {
                struck_us.push(took_us);
            }
        }
    }
    row.struck = struck_us.len() as u32;
    (row.median_us, row.struck_median_us) = (median(times_us), median(struck_us));
    Ok(row)
}

/// The median by nearest rank.
fn median(mut times_us: Vec<u64>) -> Option<u64> {
    times_us.sort_unstable();
    times_us.get(times_us.len().saturating_sub(1) / 2).copied()
}

impl Row {
    /// What it should have shown and did not.
    fn missing(&self) -> Vec<&'static str> {
        let refused = self.refuses != "none";
        let expectations = [
            (self.sagas > 0, "no saga began"),
            (self.open == 0, "sagas are still open"),
            (self.standing == 0, "steps are left standing of sagas that do not stand"),
            (self.broken == 0, "runs broke an invariant"),
            (self.misled == 0, "readers were told that an order is confirmed, and it was cancelled"),
            (!refused || self.confirmed == 0, "orders were confirmed, though a step of them was refused"),
            (self.crashes == "nobody" || self.struck > 0, "the crash struck no saga"),
            (refused || self.cancelled == 0, "orders were cancelled, though nobody refused"),
        ];
        expectations.into_iter().filter(|(met, _)| !met).map(|(_, sentence)| sentence).collect()
    }
}

fn write_rows(rows: &[Row], seeds: u32) -> String {
    let heads = [
        "style",
        "refuses",
        "crashes",
        "confirmed",
        "cancelled",
        "open",
        "left standing",
        "dirty reads",
        "median",
        "struck",
        "their median",
    ];
    let mut cells = vec![heads.map(str::to_owned).to_vec()];
    for row in rows {
        let refuses = if row.refuses == "none" { "nobody" } else { row.refuses };
        cells.push(vec![
            row.style.to_owned(),
            refuses.to_owned(),
            row.crashes.to_owned(),
            row.confirmed.to_string(),
            row.cancelled.to_string(),
            row.open.to_string(),
            row.standing.to_string(),
            format!("{} of {}", row.dirty, row.reads),
            row.median_us.map_or_else(|| "-".to_owned(), time),
            row.struck.to_string(),
            row.struck_median_us.map_or_else(|| "-".to_owned(), time),
        ]);
    }
    let mut text = table(&cells);
    let misled: u32 = rows.iter().map(|row| row.misled).sum();
    text.push_str(&format!(
        "\nThree sessions that place orders of one thing and look at its latest order twice as often, on the network\n\
         of a continent; who crashes is down from 70 to 470 ms. Seeds 1 to {seeds}. left standing: steps that stand in\n\
         the end though their saga does not. dirty reads: they saw an order that was later cancelled, {misled} of them\n\
         as confirmed; a saga gives up isolation. struck: sagas that were under way when somebody crashed.\n"
    ));
    for row in rows {
        for sentence in row.missing() {
            text.push_str(&format!(
                "FAILED  {}, {} refuses, {} crashes: {sentence}\n",
                row.style, row.refuses, row.crashes
            ));
        }
    }
    text
}

/// More sagas than this are counted, and not told one by one.
const TOLD: usize = 12;

/// The sagas of one run, for its report.
pub(crate) fn write(sagas: Option<&Sagas>, trace: &Trace) -> String {
    let Some(Sagas { begun, confirmed, cancelled, open, standing, reads, dirty, misled }) = sagas else {
        return String::new();
    };
    let mut text = format!(
        "Sagas: {begun} begun, {confirmed} confirmed, {cancelled} cancelled, {open} still open; {standing} step(s) left \
         standing.\nReads of orders: {reads}; {dirty} saw what was later taken back, {misled} of them as confirmed.\n"
    );
    for saga in Saga::all(trace).iter().take(TOLD) {
        text.push_str(&format!("    {}\n", plain(&told(saga))));
    }
    if *begun as usize > TOLD {
        text.push_str(&format!("    and {} more\n", *begun as usize - TOLD));
    }
    text
}

/// A saga in a line: "#1 create 0.3 ms, reserve 1.2 ms, charge refused 2 ms, reserve undone 3 ms, …".
fn told(saga: &Saga) -> String {
    let deeds = saga.deeds.iter().map(|(at, step, deed)| {
        let word = match deed {
            StepDeed::Do => "",
            StepDeed::Refuse => " refused",
            StepDeed::Undo => " undone",
        };
        format!("{step}{word} {at}")
    });
    let end = match saga.over {
        Some((at, true)) => format!("confirmed {at}"),
        Some((at, false)) => format!("cancelled {at}"),
        None => "still open".to_owned(),
    };
    format!("#{} {}", saga.operation.0 + 1, deeds.chain([end]).collect::<Vec<_>>().join(", "))
}
