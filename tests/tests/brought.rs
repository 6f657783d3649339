//! Histories that were recorded elsewhere: judged as the checkers judge them, and drawn.

use std::collections::BTreeMap;
use std::fs;

use check::Budget;
use diagram::{Annotation, Orientation, Size, Story, Viewport};
use history::calls::Calls;
use history::formats::{Recording, detect, write_edn};
use history::litmus::LitmusFile;
use history::{History, ModelId, Operation, OperationId};
use pipeline::{Report, judge_brought};
use tests::data_dir;

fn litmus() -> Vec<(String, History)> {
    let Some(folder) = data_dir().map(|data| data.join("litmus")) else { return Vec::new() };
    let entries =
        fs::read_dir(folder).expect("the folder can be listed").map(|entry| entry.expect("it can be read").path());
    let files = entries.filter(|path| path.extension().is_some_and(|ending| ending == "json"));
    files
        .map(|path| {
            let text = fs::read_to_string(&path).expect("the file can be read");
            let file: LitmusFile = serde_json::from_str(&text).expect("it has the shape of a litmus history");
            (path.display().to_string(), file.history().expect("nothing is wrong with it"))
        })
        .collect()
}

fn brought(history: &History) -> Report {
    judge_brought(&Recording::Registers(history.clone()), None).expect("registers can always be judged")
}

/// The marks of a drawing that points out what a model says, by how many.
fn drawn(report: &Report, annotation: &Annotation) -> usize {
    let (width, height) = (900.0, 600.0);
    let view = Viewport { width, height, orientation: Orientation::Across, size: Size::Desktop, window: None };
    let scene = diagram::timeline::layout(&Story::of(&report.trace), annotation, &view);
    assert!(scene.width.is_finite() && scene.height.is_finite());
    scene.layers.iter().map(|layer| layer.marks.len()).sum()
}

#[test]
fn a_history_is_judged_as_it_is_and_its_trace_shows_it_again() {
    for (name, history) in litmus() {
        let report = brought(&history);
        assert_eq!(report.judgement, check::judge(&history, Budget::default()), "{name}");
        let again = History::of(&report.trace);
        let told = |operation: &Operation| (operation.session, operation.key, operation.action, operation.outcome);
        assert_eq!(
            again.operations.iter().map(told).collect::<Vec<_>>(),
            history.operations.iter().map(told).collect::<Vec<_>>(),
            "{name}"
        );
        assert!(drawn(&report, &Annotation::default()) > 5, "{name}");
    }
}

#[test]
fn a_long_name_is_whole_in_the_picture_and_short_in_the_sentence() {
    let mut history =
        history::parse_history("A w(x,1) 0..10\nA w(x,2) 20..30\nB r(x)=1 40..50").expect("it is well formed");
    // Alike in all that a sentence says of them.
    let name = |middle: &str| format!("{}{middle}{}", "a".repeat(90), "z".repeat(90));
    history.sessions = vec![name("1"), name("2")];
    let report = brought(&history);
    assert_eq!(report.trace.sessions.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), [name("1"), name("2")]);
    let reason =
        report.judgement.get(ModelId::Linearizable).and_then(|verdict| verdict.reason()).expect("it is broken");
    let sentence = reason.plain();
    assert!(sentence.contains(&format!("{}…{} read", "a".repeat(42), "z".repeat(17))), "{sentence}");
    assert_eq!(report.history.operations.iter().map(|one| one.session.0).collect::<Vec<_>>(), [0, 0, 1]);
}

/// The operations that a model's reason is about, judged as a history of their own.
fn excerpt(report: &Report, model: ModelId) -> Option<Report> {
    let mut wanted = report.judgement.get(model)?.reason()?.operations.clone();
    wanted.sort_unstable();
    wanted.dedup();
    let operations = wanted.iter().enumerate().filter_map(|(place, id)| {
        let operation = report.history.operation(*id)?;
        Some(Operation { id: OperationId(u32::try_from(place).ok()?), ..*operation })
    });
    let alone = brought(&History { operations: operations.collect(), ..report.history.clone() });
    alone.judgement.get(model)?.reason().is_some().then_some(alone)
}

/// What a reason names is all that it needs: alone it breaks the same model.
#[test]
fn a_reason_stands_by_itself() {
    let mut broken = 0;
    for (name, history) in litmus() {
        let report = brought(&history);
        for (model, verdict) in &report.judgement.0 {
            if verdict.reason().is_none() {
                continue;
            }
            let Some(small) = excerpt(&report, *model) else { panic!("{name} {model}: {verdict:?}") };
            assert!(small.history.operations.len() <= history.operations.len(), "{name}");
            let verdict = small.judgement.get(*model).expect("it is judged");
            assert!(drawn(&small, &pipeline::annotate(verdict)) > 5, "{name}");
            broken += 1;
        }
    }
    assert!(broken > 100 || data_dir().is_none(), "only {broken} reasons");
}

#[test]
fn recorded_calls_are_judged_by_the_object_that_their_form_names() {
    let Some(folder) = data_dir().map(|data| data.join("porcupine")) else { return };
    let text = fs::read_to_string(folder.join("expected.json")).expect("the verdicts can be read");
    let expected: serde_json::Value = serde_json::from_str(&text).expect("they are JSON");
    let mut kinds = [0; 2];
    for (name, expected) in expected.as_object().expect("a verdict for each file") {
        let text = fs::read_to_string(folder.join(name)).expect("the file can be read");
        let format = detect(&text);
        let recording = (format.read)(&text).expect("nothing is wrong with it");
        let Recording::Calls(calls) = &recording else { panic!("{name} holds calls") };
        if calls.calls.len() > 1_000 {
            continue;
        }
        let report = judge_brought(&recording, format.object).expect("an object knows them");
        let application = report.application.as_ref().expect("they are calls");
        assert_eq!(Some(application.object.as_str()), format.object, "{name}");
        let linearizable = expected["linearizable"].as_bool().expect("yes or no");
        assert_eq!(application.linearizable.violation().is_none(), linearizable, "{name}");
        kinds[usize::from(linearizable)] += 1;
        assert!(drawn(&report, &Annotation::default()) > 5, "{name}");
    }
    assert!(kinds[0] > 0 && kinds[1] > 0, "{kinds:?}");
}

/// Links of runs with registers, with faults, and with objects.
const RUNS: [&str; 8] = [
    "w=1&r=1",
    "s=primary&n=3&net=zones&sessions=0,1,2&ops=8&think=exp:20&k.reads=nearest&timeout=30&loss=0.2",
    "s=raft&n=5&net=continent&crash=r1@200-900&ops=8",
    "s=causal&n=3&net=worldwide&sessions=0,1,2&keys=2&ops=8",
    "n=3&net=zones&object=account&initial=1000&ops=0&do=A.-800.x@0,B.-800.x@0",
    "s=multi_leader&n=3&net=zones&sessions=0,1,2&object=counter&ops=6&think=exp:20",
    "s=primary&n=3&net=zones&sessions=0,1,2&object=set&initial=0&amount=4&ops=8&think=exp:20",
    "s=raft&n=3&net=zones&sessions=0,1,2&object=cas_register&initial=0&amount=3&ops=8&think=exp:5",
];

fn run(link: &str, seed: u32) -> Report {
    let decoded = share::decode(link).unwrap_or_else(|error| panic!("{link}: {error}"));
    assert_eq!(decoded.problems, [], "{link}");
    let scenario = scenario::Scenario { seed, ..decoded.link.scenario };
    pipeline::evaluate(&scenario, pipeline::Recording::Full).expect("it can run")
}

#[test]
fn what_clients_saw_goes_out_as_edn_and_comes_back_with_the_same_verdicts() {
    let mut broken = 0;
    for link in RUNS {
        for seed in 1..20 {
            let report = run(link, seed);
            let calls = Calls::of_trace(&report.trace);
            let text = write_edn(&calls.unwrap_or_else(|| Calls::of(&report.history))).expect("all of it has a name");
            let format = detect(&text);
            let recording =
                (format.read)(&text).unwrap_or_else(|problems| panic!("{link} {seed}: {problems:?}\n{text}"));
            let object = report.application.as_ref().map(|application| application.object.as_str());
            let again = judge_brought(&recording, object).unwrap_or_else(|why| panic!("{link} {seed}: {why}\n{text}"));
            let word = |report: &Report| match &report.application {
                Some(application) => vec![(application.object.clone(), application.linearizable.word())],
                None => {
                    // Nobody recorded what replicas held in the end.
                    let told = report.judgement.0.iter().filter(|(model, _)| *model != ModelId::Converged);
                    told.map(|(model, verdict)| (model.key().to_owned(), verdict.word())).collect()
                }
            };
            assert_eq!(word(&again), word(&report), "{link} {seed}\n{text}");
            broken += word(&report).iter().filter(|(_, word)| *word == "violated").count();
        }
    }
    assert!(broken > 20, "only {broken} verdicts tell anything");
}

/// By event of a ShiViz log: its node, its clock, and its words.
fn events(log: &str) -> Vec<(String, BTreeMap<String, u32>, String)> {
    let lines: Vec<&str> = log.lines().collect();
    let event = |pair: &[&str]| {
        let (node, clock) = pair[0].split_once(' ').expect("a node and its clock");
        let clock: BTreeMap<String, u32> = serde_json::from_str(clock).expect("a clock is JSON");
        (node.to_owned(), clock, pair[1].to_owned())
    };
    lines.chunks_exact(2).map(event).collect()
}

#[test]
fn the_clocks_of_a_log_count_and_never_go_back() {
    for link in RUNS {
        let report = run(link, 3);
        let log = diagram::export::shiviz(&report.trace, &Story::of(&report.trace));
        let mut last: BTreeMap<String, BTreeMap<String, u32>> = BTreeMap::new();
        let mut heard = 0;
        for (node, clock, words) in events(&log) {
            let before = last.entry(node.clone()).or_default();
            assert_eq!(clock[&node], before.get(&node).copied().unwrap_or_default() + 1, "{link}: {words}");
            assert!(before.iter().all(|(other, count)| clock[other] >= *count), "{link}: {words}");
            let news = clock.iter().any(|(other, count)| *other != node && before.get(other) < Some(count));
            assert!(!news || words.starts_with("gets "), "{link}: {words} tells of other nodes");
            heard += usize::from(news);
            *before = clock;
        }
        assert!(heard > 5, "{link}: {heard}\n{log}");
    }
}
