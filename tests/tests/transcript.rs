//! Runs told in sentences: written down in `tests/golden/transcript`, and held to what every telling
//! must say. With `UPDATE_GOLDEN=1` the files are written anew; read them before they are kept.

use std::path::Path;

use check::Verdict;
use diagram::Story;
use diagram::transcript::Entry;
use history::{ModelId, Role};
use pipeline::{Recording, Report};
use scenario::Scenario;

fn run(scenario: &Scenario) -> Report {
    pipeline::evaluate(scenario, Recording::Full).expect("the scenario is valid")
}

fn linked(link: &str) -> Scenario {
    share::decode(link).expect("a link").link.scenario
}

/// The run in sentences, with the proof of the strongest model that it breaks.
fn told(report: &Report) -> Vec<Entry> {
    let mut judged = ModelId::ALL.iter().filter_map(|model| Some((*model, report.judgement.get(*model)?)));
    let broken: Option<(ModelId, &Verdict)> = judged.find(|(_, verdict)| verdict.violation().is_some());
    pipeline::transcript(&Story::of(&report.trace), broken)
}

fn golden(name: &str, entries: &[Entry]) {
    let text: String = entries.iter().map(|entry| entry.sentence().replace('\u{a0}', " ") + "\n").collect();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/transcript").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &text).expect("the golden file can be written");
    }
    let stored = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert!(stored == text, "{} differs; with UPDATE_GOLDEN=1 it is written anew", path.display());
}

/// Two answers each from five replicas; a region is cut off, a replica crashes, another is paused, and a
/// clock is wrong.
const FAULTS: &str = "w=2&r=2&net=worldwide&sessions=0,3,4&seed=16&ops=3\
    &cut=r5@30-150&crash=r3@60-170&pause=r4@90-240&loss=0.05&clock=B@120-40";

#[test]
fn the_opening_run_is_told_as_it_was_read() {
    golden("opening.txt", &told(&run(&Scenario::default())));
}

#[test]
fn a_run_with_faults_is_told_as_it_was_read() {
    golden("faults.txt", &told(&run(&linked(FAULTS))));
}

#[test]
fn a_saga_and_calls_are_told_as_they_were_read() {
    golden(
        "orders.txt",
        &told(&run(&linked(
            "s=saga&n=4&net=continent&place=0,1,2,2&object=order&k.refuses=payment&sessions=0,1&ops=0&do=A.+1.x@0,B.r.x@4",
        ))),
    );
    golden(
        "account.txt",
        &told(&run(&linked("n=3&net=zones&object=account&initial=1000&ops=0&do=A.-800.x@0,B.-800.x@0"))),
    );
}

#[test]
fn every_operation_is_told_once_when_it_begins_and_once_when_it_ends() {
    for info in pipeline::protocols() {
        for seed in 0..8 {
            let mut scenario = linked(&format!("n=4&ops=4&seed={seed}&loss=0.1&crash=r2@100-300"));
            scenario.strategy.protocol = info.id.to_owned();
            let Ok(report) = pipeline::evaluate(&scenario, Recording::Full) else { continue };
            let entries = told(&report);
            assert!(entries.is_sorted_by_key(|entry| entry.at), "{} seed {seed}", info.id);
            assert!(entries.iter().all(|entry| entry.words.ends_with('.') && !entry.words.contains("  ")));
            for operation in report.history.operations.iter().filter(|operation| operation.role != Role::Probe) {
                let of =
                    |at| entries.iter().filter(move |entry| (entry.operation, entry.at) == (Some(operation.id), at));
                let begins = of(operation.invoked).filter(|entry| entry.words.contains(" begins to ")).count();
                assert_eq!(begins, 1, "{} seed {seed}: {operation:?}", info.id);
                let ends = operation.returned.map_or(1, |at| {
                    let ending = ["is acknowledged", " returns ", " fails", "gives up", "has its answer"];
                    of(at).filter(|entry| ending.iter().any(|words| entry.words.contains(words))).count()
                });
                assert_eq!(ends, 1, "{} seed {seed}: {operation:?}", info.id);
            }
        }
    }
}

#[test]
fn what_is_wrong_is_said_at_the_last_operation_that_shows_it() {
    let report = run(&Scenario::default());
    let entries = told(&report);
    let wrong: Vec<&Entry> = entries.iter().filter(|entry| entry.wrong).collect();
    let [wrong] = wrong[..] else { panic!("one sentence: {wrong:?}") };
    let violation = report.judgement.get(ModelId::Linearizable).and_then(Verdict::violation).expect("it is stale");
    let ends = violation.operations.iter().filter_map(|id| report.history.operations[id.index()].returned);
    assert_eq!(Some(wrong.at), ends.max());
    assert!(wrong.words.starts_with("Not linearizable: "), "{wrong:?}");
}
