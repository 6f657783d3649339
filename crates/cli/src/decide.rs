//! `quorate decide`: which settings give what is needed, cheapest first, and why the others do not.

use pipeline::decide::{Advice, Advisor, Answer as Found, Candidate, Check, Known, Method, Part, Requirements, Spread};
use scenario::Scenario;
use serde::Serialize;

use crate::answer::{Answer, Outcome, json};
use crate::arguments::Arguments;
use crate::progress::Progress;
use crate::source;
use crate::table::{plain, table};
use history::decimal::five_digits as digits;

/// Answers in the text, unless all are asked for.
const SHOWN: usize = 12;
/// The flags whose names are those of requirements.
const SWITCHES: [&str; 1] = ["lose-region"];

#[derive(Debug, Serialize)]
struct Told {
    engine: u32,
    /// The requirements, by name.
    asked: Vec<(String, String)>,
    candidates: usize,
    answers: Vec<Setting>,
    rejected: Vec<Why>,
    /// What excludes what, where there is no answer.
    excluded: Option<String>,
}

#[derive(Debug, Serialize)]
struct Setting {
    protocol: &'static str,
    mode: &'static str,
    name: String,
    sizes: String,
    link: String,
    front: bool,
    write_ms: Figure,
    read_ms: Figure,
    times: &'static str,
    fresh: Figure,
    freshness: &'static str,
    runs: u32,
    survives_writes: u8,
    survives_reads: u8,
    survives_region: bool,
    messages: f64,
}

/// A figure with its interval; null where it is infinite.
#[derive(Debug, Serialize)]
struct Figure {
    value: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
}

#[derive(Debug, Serialize)]
struct Why {
    name: String,
    sizes: String,
    link: String,
    part: String,
    verdict: &'static str,
    why: String,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let requirements = asked(arguments)?;
    let mut advisor = Advisor::new(requirements, Known::default(), scenario)?;
    search(&mut advisor);
    let (advice, requirements) = (advisor.advice(), advisor.requirements());
    let text = if arguments.has("json") {
        json(&told(advice, requirements))?
    } else {
        text(advice, requirements, arguments.has("all"))
    };
    Ok(Answer { text, broken: advice.answers.is_empty() })
}

/// Takes all steps, and says how far it is: runs of many settings take minutes.
fn search(advisor: &mut Advisor) {
    let (_, count) = advisor.progress();
    let progress = Progress::new("settings", count, false);
    let mut looked_at = 0;
    let mut sifts = false;
    while advisor.step() {
        if advisor.progress().0 > looked_at {
            looked_at = advisor.progress().0;
            progress.step();
        } else if !sifts {
            sifts = true;
            progress.then("none meets everything; looking for what excludes what");
        }
    }
    if !sifts {
        progress.end();
    }
}

/// What the flags ask for, where the network, the placement and the sessions of a link or a file are
/// the base.
fn asked(arguments: &Arguments) -> Result<Requirements, Vec<String>> {
    let mut problems = Vec::new();
    let mut base = Requirements::default();
    if let [word, ..] = arguments.words() {
        match source::link(word) {
            Ok(link) => base = base.among(link.scenario),
            Err(found) => problems.extend(found),
        }
    }
    let mut pairs: Vec<(String, String)> =
        arguments.given().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let on = SWITCHES.into_iter().filter(|name| arguments.has(name));
    pairs.extend(on.map(|name| (name.to_owned(), "on".to_owned())));
    match base.read(&pairs) {
        Ok(requirements) => {
            problems.extend(requirements.problems());
            if problems.is_empty() { Ok(requirements) } else { Err(problems) }
        }
        Err(found) => {
            problems.extend(found);
            Err(problems)
        }
    }
}

/// Reads the link of a mode.
fn scenario(link: &str) -> Option<Scenario> {
    share::decode(link).ok().map(|decoded| decoded.link.scenario)
}

/// The link that opens a candidate in the playground, which holds its runs against what was asked.
fn link(candidate: &Candidate, requirements: &Requirements) -> String {
    let link = share::Link { level: Some(requirements.level()), ..share::Link::from(candidate.scenario.clone()) };
    share::join_fragment("/", &share::encode(&link).unwrap_or_default())
}

fn name(candidate: &Candidate) -> String {
    format!("{} · {}", candidate.protocol.name, candidate.mode.name)
}

fn told(advice: &Advice, requirements: &Requirements) -> Told {
    let answers = advice.answers.iter().map(|answer| setting(advice, requirements, answer));
    let rejected = advice.rejected.iter().map(|rejected| {
        let candidate = &advice.candidates[rejected.candidate];
        let (verdict, why) = words(&rejected.check);
        let part = rejected.part.words(requirements);
        Why { name: name(candidate), sizes: candidate.sizes(), link: link(candidate, requirements), part, verdict, why }
    });
    Told {
        engine: history::ENGINE_VERSION,
        asked: requirements.pairs(),
        candidates: advice.candidates.len(),
        answers: answers.collect(),
        rejected: rejected.collect(),
        excluded: advice.exclusion.as_ref().map(|exclusion| exclusion.sentence(requirements)),
    }
}

fn words(check: &Check) -> (&'static str, String) {
    match check {
        Check::Meets => ("meets", String::new()),
        Check::Fails(why) => ("fails", why.clone()),
        Check::Unsure(why) => ("unsure", why.clone()),
    }
}

fn setting(advice: &Advice, requirements: &Requirements, answer: &Found) -> Setting {
    let candidate = &advice.candidates[answer.candidate];
    let finite = |value: f64| value.is_finite().then_some(value);
    let figure =
        |spread: Spread| Figure { value: finite(spread.value), low: finite(spread.low), high: finite(spread.high) };
    let figures = &answer.figures;
    let runs = |method: Method| if let Method::Runs(runs) = method { runs } else { 0 };
    Setting {
        protocol: candidate.protocol.id,
        mode: candidate.mode.id,
        name: name(candidate),
        sizes: candidate.sizes(),
        link: link(candidate, requirements),
        front: answer.front,
        write_ms: figure(figures.write_ms),
        read_ms: figure(figures.read_ms),
        times: method(figures.times),
        fresh: figure(figures.fresh),
        freshness: method(figures.freshness),
        runs: runs(figures.times).max(runs(figures.freshness)),
        survives_writes: answer.survived.writes,
        survives_reads: answer.survived.reads,
        survives_region: answer.survived.region,
        messages: answer.messages,
    }
}

const fn method(method: Method) -> &'static str {
    match method {
        Method::Promised => "promised",
        Method::Exact => "exact",
        Method::AtLeast => "at_least",
        Method::Drawn(_) => "drawn",
        Method::Runs(_) => "runs",
    }
}

fn text(advice: &Advice, requirements: &Requirements, all: bool) -> String {
    let (answers, count) = (&advice.answers, advice.candidates.len());
    let front = answers.iter().filter(|answer| answer.front).count();
    let mut text = match answers.len() {
        0 => format!("None of {count} settings meets everything\n"),
        met => format!("{met} of {count} settings meet everything; no other beats {front} of them (★)\n"),
    };
    if let Some(exclusion) = &advice.exclusion {
        text.push_str(&format!("{}\n", plain(&exclusion.sentence(requirements))));
    }
    if !answers.is_empty() {
        text.push('\n');
        let shown: Vec<&Found> = answers.iter().take(if all { usize::MAX } else { SHOWN }).collect();
        text.push_str(&table(&rows(advice, &shown)));
        text.push_str(
            "ms at the quantile asked for; ≈ from seeded runs or trials, ≥ at least, otherwise worked out exactly or promised\n",
        );
        if shown.len() < answers.len() {
            text.push_str(&format!("{} more with --all\n", answers.len() - shown.len()));
        }
        text.push('\n');
        for (place, answer) in (1..).zip(shown) {
            let place: usize = place;
            text.push_str(&format!("{place:>3}  {}\n", link(&advice.candidates[answer.candidate], requirements)));
        }
    }
    if !advice.rejected.is_empty() {
        text.push_str("\nThe others\n");
        text.push_str(&others(advice, requirements));
    }
    text
}

fn rows(advice: &Advice, shown: &[&Found]) -> Vec<Vec<String>> {
    let head =
        ["", "", "writes", "reads", "fresh", "writes with", "reads with", "messages"].map(str::to_owned).to_vec();
    let rows = shown.iter().enumerate().map(|(place, answer)| {
        let (candidate, figures) = (&advice.candidates[answer.candidate], &answer.figures);
        let about = |spread: Spread, method: Method| match method {
            Method::AtLeast => "≥",
            // Of two times that came about in two ways, one may be exact.
            Method::Runs(_) | Method::Drawn(_) if spread.low < spread.high => "≈",
            _ => "",
        };
        let time = |spread: Spread| format!("{}{}", about(spread, figures.times), digits(spread.value));
        let fresh = (1e4 * figures.fresh.value).floor() / 100.0;
        vec![
            format!("{:>3}{} {}", place + 1, if answer.front { " ★" } else { "  " }, name(candidate)),
            candidate.sizes(),
            time(figures.write_ms),
            time(figures.read_ms),
            format!("{}{fresh} %", about(figures.fresh, figures.freshness)),
            format!("{} down", answer.survived.writes),
            format!("{} down", answer.survived.reads),
            history::decimal::fixed(answer.messages, 1),
        ]
    });
    [head].into_iter().chain(rows).collect()
}

/// Why the others are none: grouped by the part that they do not meet, with one of them.
fn others(advice: &Advice, requirements: &Requirements) -> String {
    let unsure = |check: &Check| matches!(check, Check::Unsure(_));
    let mut groups: Vec<((Part, bool), Vec<usize>)> = Vec::new();
    for (place, rejected) in advice.rejected.iter().enumerate() {
        let group = (rejected.part, unsure(&rejected.check));
        match groups.iter_mut().find(|(known, _)| *known == group) {
            Some((_, list)) => list.push(place),
            None => groups.push((group, vec![place])),
        }
    }
    let mut text = String::new();
    for ((part, unsure), list) in groups {
        let verdict = if unsure { "may not give" } else { "do not give" };
        text.push_str(&plain(&format!("{:>5}  {verdict} {}\n", list.len(), part.words(requirements))));
        if let Some(rejected) = list.first().map(|place| &advice.rejected[*place]) {
            let candidate = &advice.candidates[rejected.candidate];
            let why = plain(&words(&rejected.check).1);
            text.push_str(&format!("       {}, {}: {why}\n", name(candidate), candidate.sizes()));
        }
    }
    text
}
