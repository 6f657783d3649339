//! `quorate compare`: two runs beside each other, and what changed from one to the other.

use diagram::Story;
use measure::ResponseTimes;
use pipeline::{Changes, Compared, Recording, Report, Setting, Turn, VerdictChange, headline};
use scenario::Scenario;
use serde::Serialize;

use crate::answer::{Answer, Outcome, json};
use crate::arguments::Arguments;
use crate::asked::Asked;
use crate::source;
use crate::table::{plain, table, time};

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let mut problems = Vec::new();
    let mut keep = |found: Vec<String>| problems.extend(found);
    let watched = Asked::of(arguments, "fail-on").map_err(&mut keep).unwrap_or_default();
    let pair = pair(arguments).map_err(&mut keep);
    let (Ok([a, b]), true) = (pair, problems.is_empty()) else { return Err(problems) };
    let evaluate = |scenario| pipeline::evaluate(scenario, Recording::Full).map_err(|found| source::lines(&found));
    let (in_a, in_b) = (evaluate(&a)?, evaluate(&b)?);
    let [of_a, of_b] = [&in_a, &in_b].map(|report| Story::of(&report.trace));
    let side = |report, story| Compared { report, story };
    let changes = pipeline::compare(side(&in_a, &of_a), side(&in_b, &of_b));
    let settings = pipeline::settings(&a, &b);
    let broken = changes.verdicts.iter().any(|change| change.turn == Turn::Broken && is_watched(&watched, change));
    let text = if arguments.has("json") {
        json(&CompareJson::of([&a, &b], [&in_a, &in_b], &settings, &changes))?
    } else {
        told([&a, &b], [&in_a, &in_b], &settings, &changes)
    };
    Ok(Answer { text, broken })
}

/// The two scenarios: of two links or files, or of one link that holds both.
fn pair(arguments: &Arguments) -> Result<[Scenario; 2], Vec<String>> {
    match arguments.words() {
        [one] => {
            let link = source::link(one)?;
            let problem = "the link holds one run; name another one to compare it with, or a link with a. in it";
            let pinned = link.pinned.ok_or_else(|| vec![problem.to_owned()])?;
            valid([pinned, link.scenario])
        }
        words => {
            let read = words.iter().take(2).map(|word| source::valid_scenario(word));
            let (read, wrong): (Vec<_>, Vec<_>) = read.partition(Result::is_ok);
            let problems: Vec<String> = wrong.into_iter().filter_map(Result::err).flatten().collect();
            let scenarios: Vec<Scenario> = read.into_iter().flatten().collect();
            scenarios.try_into().map_err(|_| problems)
        }
    }
}

fn valid(pair: [Scenario; 2]) -> Result<[Scenario; 2], Vec<String>> {
    let wrong = |(run, scenario): (&str, &Scenario)| {
        let found = scenario.validate(pipeline::protocols()).err().unwrap_or_default();
        source::lines(&found).into_iter().map(|line| format!("{run}: {line}")).collect::<Vec<_>>()
    };
    let problems: Vec<String> = ["A", "B"].into_iter().zip(&pair).flat_map(wrong).collect();
    if problems.is_empty() { Ok(pair) } else { Err(problems) }
}

fn is_watched(watched: &Asked, change: &VerdictChange) -> bool {
    match change.model {
        Some(model) => watched.models.contains(&model),
        None => watched.any || watched.invariants.iter().any(|invariant| invariant.name == change.name),
    }
}

fn told(scenarios: [&Scenario; 2], [a, b]: [&Report; 2], settings: &[Setting], changes: &Changes) -> String {
    let mut text = format!("A  {}\nB  {}\n", headline(scenarios[0]), headline(scenarios[1]));
    let differ: Vec<String> = settings.iter().map(ToString::to_string).collect();
    text.push_str(&match differ.is_empty() {
        true => "\nThe two scenarios are the same.\n".to_owned(),
        false => format!("\n{}\n", plain(&differ.join("; "))),
    });
    text.push_str(&listed("Verdicts that changed", changes.verdicts.iter().map(VerdictChange::sentence).collect()));
    let operations = changes.operations.iter().map(pipeline::OperationChange::sentence).collect();
    text.push_str(&listed("Operations that changed", operations));
    text.push_str(&format!("\n{} operation(s) alike in both.\n\n", changes.alike));
    let heads = ["", "p50", "p95", "p99", "answered"].map(str::to_owned).to_vec();
    let (of_a, of_b) = (&a.summary, &b.summary);
    text.push_str(&table(&[
        heads,
        row("reads in A", &of_a.reads),
        row("reads in B", &of_b.reads),
        row("writes in A", &of_a.writes),
        row("writes in B", &of_b.writes),
    ]));
    let stale = |report: &Report| format!("{} of {}", report.summary.stale_reads(), report.summary.reads.count);
    text.push_str(&format!("\nStale reads: {} in A, {} in B.\n", stale(a), stale(b)));
    text
}

fn listed(head: &str, sentences: Vec<String>) -> String {
    if sentences.is_empty() {
        return format!("\n{head}: none\n");
    }
    let lines = sentences.iter().map(|sentence| format!("  {}\n", plain(sentence)));
    format!("\n{head}\n") + &lines.collect::<String>()
}

fn row(name: &str, times: &ResponseTimes) -> Vec<String> {
    let figures = times.quantiles.map_or_else(
        || vec!["-".to_owned(); 3],
        |quantiles| [quantiles.p50_us, quantiles.p95_us, quantiles.p99_us].map(time).to_vec(),
    );
    [vec![name.to_owned()], figures, vec![format!("{} of {}", times.count, times.begun())]].concat()
}

/// A comparison as JSON.
#[derive(Serialize)]
struct CompareJson<'a> {
    engine: u32,
    /// The link that opens both on the page.
    link: Option<String>,
    settings: &'a [Setting],
    verdicts: &'a [VerdictChange],
    operations: &'a [pipeline::OperationChange],
    /// The same in sentences, in the same order.
    sentences: Vec<String>,
    alike: u32,
    a: RunJson<'a>,
    b: RunJson<'a>,
}

/// One of the two runs.
#[derive(Serialize)]
struct RunJson<'a> {
    scenario: &'a Scenario,
    digest: String,
    summary: &'a measure::Summary,
}

impl<'a> CompareJson<'a> {
    fn of(
        scenarios: [&'a Scenario; 2],
        reports: [&'a Report; 2],
        settings: &'a [Setting],
        changes: &'a Changes,
    ) -> Self {
        let [a, b] = [0, 1].map(|index| RunJson {
            scenario: scenarios[index],
            digest: reports[index].digest.to_string(),
            summary: &reports[index].summary,
        });
        let link = share::Link { pinned: Some(a.scenario.clone()), ..share::Link::from(b.scenario.clone()) };
        let verdicts = changes.verdicts.iter().map(VerdictChange::sentence);
        let sentences = verdicts.chain(changes.operations.iter().map(pipeline::OperationChange::sentence));
        Self {
            engine: history::ENGINE_VERSION,
            link: share::encode(&link).ok().map(|tail| share::join_fragment("/", &tail)),
            settings,
            verdicts: &changes.verdicts,
            operations: &changes.operations,
            sentences: sentences.map(|sentence| plain(&sentence)).collect(),
            alike: changes.alike,
            a,
            b,
        }
    }
}
