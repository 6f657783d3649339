//! `quorate sweep`: many scenarios, each over many seeds, on all cores and all machines there are.

mod axes;
mod kept;
mod merge;
mod output;
mod parquet_file;
mod plan;
mod scale;
mod summary;
mod table;
mod tally;

use std::collections::BTreeMap;
use std::sync::Mutex;

use rayon::prelude::*;
use scenario::Scenario;

use crate::answer::{Answer, Outcome};
use crate::arguments::Arguments;
use crate::asked::Asked;
use crate::progress::Progress;
use crate::{recorded_network, source};
use axes::Axis;
use kept::Kept;
pub(crate) use merge::run as merge;
use plan::{Plan, Random};
use table::{Column, Row, columns, model_ids};

/// Runs of a point, unless told otherwise.
const RUNS: u32 = 100;
/// More runs of a point than anyone waits for.
const RUNS_MAX: u32 = 1_000_000;
/// More shards than there are machines.
const SHARDS_MAX: u32 = 100_000;

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let mut problems = Vec::new();
    let plan = plan(arguments, &mut problems);
    let (own, of) = shard(arguments).unwrap_or_else(|problem| {
        problems.push(problem);
        (1, 1)
    });
    problems.extend(arguments.all("out").filter_map(output::problem));
    let plan = match plan {
        Some(plan) if problems.is_empty() => plan,
        _ => return Err(problems),
    };
    let columns = columns(&plan);
    let mine: Vec<u32> = (0..plan.points()).filter(|number| number % of == own - 1).collect();
    if arguments.has("strict") {
        strictly(&plan, &mine)?;
    }
    let (kept, mut rows) = match arguments.option("keep") {
        Some(path) => Kept::open(path, &plan).map(|(kept, rows)| (Some(kept), rows))?,
        None => (None, BTreeMap::new()),
    };
    rows.retain(|number, _| number % of == own - 1);
    let left: Vec<u32> = mine.iter().filter(|number| !rows.contains_key(number)).copied().collect();
    beginning(left.len(), rows.len(), arguments.option("keep"));
    let progress = Progress::new("points", left.len(), true);
    rows.extend(work(&plan, &columns, &left, kept, &progress)?.into_iter().map(|row| (row.point, row)));
    progress.end();
    let rows: Vec<Row> = rows.into_values().collect();
    told(arguments, &plan, &columns, &rows)
}

/// What was done before; and who keeps points in a file can stop at any time, and is told so before it is too late.
fn beginning(left: usize, before: usize, kept: Option<&str>) {
    if before > 0 {
        eprintln!("{before} points were done before; {left} are left");
    }
    if let Some(path) = kept.filter(|_| left > 0) {
        eprintln!("interrupt at any time: the same command goes on from {path}");
    }
}

/// Everything that is asked for.
fn plan(arguments: &Arguments, problems: &mut Vec<String>) -> Option<Plan> {
    let before = problems.len();
    let mut base = Scenario::default();
    if let Some(word) = arguments.words().first() {
        match source::link(word) {
            Ok(link) => base = link.scenario,
            Err(found) => problems.extend(found),
        }
    }
    if let Err(found) = recorded_network::put(arguments, &mut base) {
        problems.extend(found);
    }
    let points = arguments.count("random", 1_000_000).unwrap_or_else(|problem| {
        problems.push(problem);
        None
    });
    let mut over = Vec::new();
    for text in arguments.all("over") {
        match Axis::read(text, points.is_some()) {
            Ok(axis) => over.push(axis),
            Err(problem) => problems.push(problem),
        }
    }
    let seed = match arguments.option("random-seed").map(str::parse) {
        Some(Ok(seed)) if points.is_some() => seed,
        Some(Ok(_)) => {
            problems.push("--random-seed goes with --random".to_owned());
            1
        }
        Some(Err(_)) => {
            problems.push("--random-seed has to be a whole number from 0 to 4294967295".to_owned());
            1
        }
        None => 1,
    };
    let random = points.map(|points| Random { points, seed });
    let runs = arguments.count("runs", RUNS_MAX).unwrap_or_else(|problem| {
        problems.push(problem);
        None
    });
    let models = models(arguments).unwrap_or_else(|found| {
        problems.extend(found);
        Vec::new()
    });
    if problems.len() > before {
        return None;
    }
    Plan::new(&base, over, random, runs.unwrap_or(RUNS), models).map_err(|found| problems.extend(found)).ok()
}

/// The models that are judged, by name: all unless some are named.
fn models(arguments: &Arguments) -> Result<Vec<String>, Vec<String>> {
    let asked = Asked::of(arguments, "model")?;
    if let Some(invariant) = asked.invariants.first().filter(|_| !asked.any) {
        return Err(vec![format!("--model {}: a sweep judges models, and no invariants", invariant.key)]);
    }
    let wanted = |id: &history::ModelId| asked.models.is_empty() || asked.models.contains(id);
    Ok(check::models().iter().map(|model| model.id).filter(wanted).map(|id| id.key().to_owned()).collect())
}

/// Which shard this is, and of how many.
fn shard(arguments: &Arguments) -> Result<(u32, u32), String> {
    let Some(text) = arguments.option("shard") else { return Ok((1, 1)) };
    let read = text.split_once('/').and_then(|(own, of)| Some((own.parse().ok()?, of.parse().ok()?)));
    match read {
        Some((own, of)) if (1..=of).contains(&own) && of <= SHARDS_MAX => Ok((own, of)),
        _ => Err(format!("--shard is `{text}`; it has to be I/N, as in 2/8: which one, and of how many")),
    }
}

/// Refuses a sweep of which any point cannot run.
fn strictly(plan: &Plan, numbers: &[u32]) -> Result<(), Vec<String>> {
    let wrong = |number: &u32| {
        let point = plan.point(*number);
        point.scenario.as_ref().err().map(|reasons| {
            let reasons = reasons.join("; ");
            format!("point {number}, {}: {reasons}", summary::in_words(plan, &point.values))
        })
    };
    let problems: Vec<String> = numbers.par_iter().filter_map(wrong).collect();
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// Runs points on all cores, and keeps each as soon as it is done.
fn work(
    plan: &Plan,
    columns: &[Column],
    numbers: &[u32],
    kept: Option<Kept>,
    progress: &Progress,
) -> Result<Vec<Row>, Vec<String>> {
    let models = model_ids(&plan.models);
    let kept = Mutex::new(kept);
    let one = |number: &u32| {
        let point = plan.point(*number);
        let tally = match &point.scenario {
            Ok(valid) => Some(tally::run(valid, plan.runs, &models)?),
            Err(_) => None,
        };
        let row = Row::of(plan, columns, *number, &point, tally.as_ref());
        if let Ok(mut kept) = kept.lock()
            && let Some(kept) = kept.as_mut()
        {
            kept.add(&row, columns).map_err(|problem| vec![problem])?;
        }
        progress.step();
        Ok(row)
    };
    numbers.par_iter().map(one).collect()
}

/// Writes what was asked for, and says what was skipped.
fn told(arguments: &Arguments, plan: &Plan, columns: &[Column], rows: &[Row]) -> Outcome {
    for line in summary::skipped(plan, columns, rows) {
        eprintln!("{line}");
    }
    let problems: Vec<String> =
        arguments.all("out").filter_map(|path| output::write(path, columns, rows).err()).collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    if arguments.has("json") {
        let text = output::json_lines(columns, rows).map_err(|problem| vec![problem])?;
        return Ok(Answer::from(String::from_utf8_lossy(&text).into_owned()));
    }
    let paths: Vec<&str> = arguments.all("out").collect();
    Ok(Answer::from(match paths.is_empty() {
        true => summary::text(plan, columns, rows),
        false => summary::written(plan, rows, &paths),
    }))
}
