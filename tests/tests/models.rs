//! The literate suites: `suite/models/*.md`, one for each model, to be read as a textbook and run
//! as tests; and `suite/anomalies.md`, which tells every kind of anomaly.
//!
//! A block of `history` is followed by a block of `verdicts`: a line for each model that the text
//! speaks of (its name, `holds`, `violated`, `measured`, `unknown` or `not_applicable`, and the
//! anomaly, measure or reason), and below it, indented, any of what the checker says: sentences,
//! orders, what was allowed.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use check::{Anomaly, Budget, KeyOrder, Source, Verdict, View, Witness, judge};
use history::{Action, History, ModelId, OperationId, parse_history};
use serde_json::Value as Json;
use tests::root;

/// A history with what is expected of it.
struct Case {
    line: usize,
    history: String,
    verdicts: Vec<Expected>,
}

/// What one model says.
struct Expected {
    headline: String,
    details: Vec<String>,
}

#[test]
fn every_suite_says_what_the_checkers_say() {
    let folder = root().join("tests/suite/models");
    let entries = fs::read_dir(&folder).expect("the suites can be listed");
    let mut models: Vec<String> = Vec::new();
    let mut wrong: Vec<String> = Vec::new();
    for entry in entries {
        let path = entry.expect("an entry can be read").path();
        let name = path.file_stem().and_then(|stem| stem.to_str()).expect("a suite has a name").to_owned();
        let cases = read_suite(&path);
        wrong.extend(cases.iter().flat_map(run).map(|problem| format!("{name}.md, {problem}")));
        wrong.extend(too_thin(&name, &cases));
        models.push(name);
    }
    let with_a_suite = |id: &ModelId| *id != ModelId::Weak && !models.iter().any(|name| name == id.key());
    let judged = check::models().iter().map(|model| model.id);
    wrong.extend(judged.filter(with_a_suite).map(|id| format!("{id} has no suite")));
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// Every kind of anomaly explains itself on three histories at least, with names, values and times.
#[test]
fn every_anomaly_is_pinned_on_three_histories() {
    let path = root().join("tests/suite/anomalies.md");
    let cases = read_suite(&path);
    let mut wrong: Vec<String> = cases.iter().flat_map(run).map(|problem| format!("anomalies.md, {problem}")).collect();
    for anomaly in anomalies() {
        let of_kind = |verdict: &Expected| verdict.headline.ends_with(&format!(" violated {anomaly}"));
        let pinned = |case: &&Case| case.verdicts.iter().any(|verdict| of_kind(verdict) && tells(case, verdict));
        let histories: BTreeSet<&str> = cases.iter().filter(pinned).map(|case| case.history.as_str()).collect();
        if histories.len() < 3 {
            wrong.push(format!("anomalies.md tells `{anomaly}` on {} histories", histories.len()));
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// The names of all kinds, as the reader of JSON knows them.
fn anomalies() -> Vec<String> {
    let refused = serde_json::from_str::<Anomaly>("\"no such kind\"").expect_err("it is none").to_string();
    let (_, known) = refused.split_once("expected one of").expect("the kinds are listed");
    let names: Vec<String> = known.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    assert!(names.contains(&word(serde_json::to_value(Anomaly::ThinAir))), "{refused}");
    names
}

/// Whether a sentence of the verdict names a session, a value and a time of its history, and
/// another says what was allowed.
fn tells(case: &Case, verdict: &Expected) -> bool {
    let history = parse_history(&case.history).expect("it was judged");
    let numbered = |detail: &&String| detail.contains('①');
    let told = verdict.details.iter().find(numbered).is_some_and(|sentence| {
        let named = history.sessions.iter().any(|session| sentence.contains(&format!(" {session} ")));
        let valued = history.keys.iter().any(|key| sentence.contains(&format!(" {key}=")));
        named && valued && (sentence.contains(" ms") || sentence.contains(" µs"))
    });
    told && verdict.details.iter().any(|detail| detail.starts_with("Allowed: "))
}

/// A suite shows its model kept at least twice and broken at least twice. A scale is kept at its best.
fn too_thin(model: &str, cases: &[Case]) -> Vec<String> {
    let count = |word: &str| {
        let headline = format!("{model} {word}");
        cases
            .iter()
            .filter(|case| {
                case.verdicts.iter().any(|v| v.headline == headline || v.headline.starts_with(&format!("{headline} ")))
            })
            .count()
    };
    let kept = count("holds") + count("measured k = 1") + count("measured never stale");
    [("kept", kept), ("broken", count("violated"))]
        .iter()
        .filter(|(_, count)| *count < 2)
        .map(|(what, _)| format!("{model}.md shows less than twice that it is {what}"))
        .collect()
}

fn run(case: &Case) -> Vec<String> {
    let history = match parse_history(&case.history) {
        Ok(history) => history,
        Err(errors) => return errors.iter().map(|error| format!("history at {}: {error}", case.line)).collect(),
    };
    let judgement = judge(&history, Budget::default());
    let mut wrong = Vec::new();
    for expected in &case.verdicts {
        let key = expected.headline.split(' ').next().unwrap_or_default();
        let found = judgement.0.iter().find(|(model, _)| model.key() == key);
        let Some((model, verdict)) = found else {
            wrong.push(format!("history at {}: no model is called `{key}`", case.line));
            continue;
        };
        let (headline, details) = describe(&history, *model, verdict);
        let unsaid = expected.details.iter().filter(|detail| !details.contains(detail));
        if headline != expected.headline || unsaid.count() > 0 {
            let said = details.join("\n  ");
            wrong
                .push(format!("history at {}: expected {}, found\n{headline}\n  {said}", case.line, expected.headline));
        }
    }
    wrong
}

/// All that a verdict says, as lines.
fn describe(history: &History, model: ModelId, verdict: &Verdict) -> (String, Vec<String>) {
    let lead = check::model(model).map_or("", |model| model.lead);
    let (kind, details) = match verdict {
        Verdict::Holds(witness) => (None, witnessed(history, witness)),
        Verdict::Violated(violation) => {
            let sentences = vec![format!("{lead}: {}", violation.plain()), format!("Allowed: {}", violation.allowed)];
            (Some(word(serde_json::to_value(violation.anomaly))), sentences)
        }
        Verdict::Measured(measured) => {
            let mut lines = witnessed(history, &measured.witness);
            if let Some(reason) = &measured.reason {
                lines.extend([reason.plain(), format!("Allowed: {}", reason.allowed)]);
            }
            (Some(measured.least.to_string().replace('\u{a0}', " ")), lines)
        }
        Verdict::Unknown(why) | Verdict::NotApplicable(why) => {
            (Some(word(serde_json::to_value(why.reason))), vec![why.sentence.clone()])
        }
    };
    let headline = [Some(model.key().to_owned()), Some(verdict.word().to_owned()), kind];
    let headline = headline.into_iter().flatten().collect::<Vec<_>>().join(" ");
    // In the suites number and unit are joined by a common space.
    (headline, details.iter().map(|detail| detail.replace('\u{a0}', " ")).collect())
}

fn witnessed(history: &History, witness: &Witness) -> Vec<String> {
    let call = |id: &OperationId| {
        let operation = history.operation(*id).expect("a witness names operations of the history");
        let (who, key) = (history.session_name(operation.session), history.key_name(operation.key));
        match operation.action {
            Action::Write(value) => format!("{who} w({key},{value})"),
            Action::Read(value) => format!("{who} r({key})={value}"),
        }
    };
    let calls = |ids: &[OperationId]| ids.iter().map(call).collect::<Vec<_>>().join(", ");
    let view = |view: &View| {
        let own = history.operations.iter().find(|operation| operation.process == view.process);
        let who = history.session_name(own.expect("a view belongs to a process of the history").session);
        format!("{who} saw: {}", calls(&view.order))
    };
    match witness {
        Witness::Order(orders) => {
            let line = |of_key: &KeyOrder| format!("{}: {}", history.key_name(of_key.key), calls(&of_key.order));
            orders.iter().map(line).collect()
        }
        Witness::Sources(sources) => {
            let write = |source: &Source| source.write.map_or_else(|| "the start".to_owned(), |write| call(&write));
            sources.iter().map(|source| format!("{} from {}", call(&source.read), write(source))).collect()
        }
        Witness::Sequence(order) => vec![calls(order)],
        Witness::Examined { reads: 1 } => vec!["1 read examined".to_owned()],
        Witness::Examined { reads } => vec![format!("{reads} reads examined")],
        Witness::Causes { order } => vec![format!("causes first: {}", calls(order))],
        Witness::Arbitration { order } => vec![format!("writes: {}", calls(order))],
        Witness::Views(views) => views.iter().map(view).collect(),
        Witness::Agreement { reads } => vec![format!("{} reads agree: {}", reads.len(), calls(reads))],
        Witness::Always => Vec::new(),
    }
}

/// The stable name of an anomaly or reason.
fn word(kind: serde_json::Result<Json>) -> String {
    match kind {
        Ok(Json::String(word)) => word,
        other => panic!("{other:?} is no word"),
    }
}

/// The cases of a suite.
fn read_suite(path: &Path) -> Vec<Case> {
    let text = fs::read_to_string(path).expect("the suite can be read");
    let mut cases: Vec<Case> = Vec::new();
    let mut block: Option<(&str, usize, Vec<&str>)> = None;
    for (line, content) in (1..).zip(text.lines()) {
        match (content.strip_prefix("```"), &mut block) {
            (Some(kind), None) => block = Some((kind, line, Vec::new())),
            (Some(_), Some((kind, begun, lines))) => {
                add(&mut cases, kind, *begun, lines);
                block = None;
            }
            (None, Some((_, _, lines))) => lines.push(content),
            (None, None) => {}
        }
    }
    assert!(block.is_none(), "{}: a block is not closed", path.display());
    let silent = cases.iter().find(|case| case.verdicts.is_empty());
    assert!(silent.is_none(), "{}: a history without verdicts", path.display());
    cases
}

fn add(cases: &mut Vec<Case>, kind: &str, line: usize, lines: &[&str]) {
    match kind {
        "history" => cases.push(Case { line, history: lines.join("\n"), verdicts: Vec::new() }),
        "verdicts" => {
            let case = cases.last_mut().expect("a history stands before its verdicts");
            assert!(case.verdicts.is_empty(), "line {line}: two blocks of verdicts for one history");
            for content in lines {
                match (content.strip_prefix("  "), case.verdicts.last_mut()) {
                    (Some(detail), Some(expected)) => expected.details.push(detail.to_owned()),
                    _ => case.verdicts.push(Expected { headline: (*content).to_owned(), details: Vec::new() }),
                }
            }
        }
        other => panic!("line {line}: `{other}` is neither history nor verdicts"),
    }
}
