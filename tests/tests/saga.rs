//! Sagas: whatever fails, every order ends confirmed in whole or cancelled in whole, its steps taken
//! once and taken back backwards; and without a rule, the same scenarios show what the rule is for.
#![cfg(not(target_arch = "wasm32"))]

mod random;

use history::calls::{OrderState, Reply};
use history::{Happening, StepDeed, Trace};
use pipeline::{Recording, Report, Saga, Sagas, evaluate, trial};
use proptest::prelude::*;
use proptest::sample::select;
use scenario::{Assumptions, Object, Scenario, ScriptedAction};

use random::{Mix, cases, run, scenario_of};

const STYLES: [&str; 2] = ["orchestrated", "choreographed"];

/// The services of both styles on one continent; the card is declined while B looks on.
const DECLINED: &str = "s=saga&n=4&net=continent&place=0,1,2,2&object=order&k.refuses=payment&sessions=0,1&ops=0\
    &do=A.+1.x@0,B.r.x@4,B.r.x@700&settle=2000";

fn scenario(link: &str) -> Scenario {
    let decoded = share::decode(link).unwrap_or_else(|error| panic!("{link}: {error}"));
    assert_eq!(decoded.problems, [], "{link}");
    decoded.link.scenario
}

fn report(link: &str) -> Report {
    evaluate(&scenario(link), Recording::Full).unwrap_or_else(|problems| panic!("{link}: {problems:?}"))
}

fn sagas(report: &Report) -> Sagas {
    report.application.as_ref().and_then(|application| application.sagas).expect("orders were placed")
}

const FINE: [&str; 0] = [];

/// What is wrong with the sagas of a settled run.
fn wrong(trace: Trace) -> Vec<String> {
    let report = Report::of(trace);
    let Some(application) = &report.application else { return Vec::new() };
    let sagas = sagas(&report);
    let broken = application.invariants.iter().filter_map(|invariant| invariant.broken.clone());
    let mut wrong: Vec<String> = broken.map(|(sentence, _)| sentence).collect();
    for saga in Saga::all(&report.trace) {
        let standing: Vec<_> = saga.standing().filter(|(_, count)| *count != 0).collect();
        match saga.over {
            None => wrong.push(format!("{saga:?} is open")),
            Some((_, true)) if standing != [("create", 1), ("reserve", 1), ("charge", 1), ("ship", 1)] => {
                wrong.push(format!("{saga:?} is confirmed, but {standing:?}"));
            }
            Some((_, false)) if !standing.is_empty() => wrong.push(format!("{saga:?} is cancelled, but {standing:?}")),
            Some(_) => {}
        }
    }
    if sagas.misled > 0 {
        wrong.push(format!("{} readers were told that an order is confirmed, which was cancelled", sagas.misled));
    }
    wrong
}

/// The words on the arrows between services, in order of sending, without those of reads and acknowledgements.
fn words(trace: &Trace) -> Vec<String> {
    let said = trace.events.iter().filter_map(|event| match &event.what {
        Happening::Send { from, to, label, .. } if label.words != "heard" => {
            let (from, to) = (from.replica()?, to.replica()?);
            Some(format!("{} {} {}", trace.replicas[from.index()].name, label.words, trace.replicas[to.index()].name))
        }
        _ => None,
    });
    said.collect()
}

#[test]
fn orchestrated_the_order_service_asks_and_takes_back() {
    let report = report(DECLINED);
    assert_eq!(
        words(&report.trace),
        [
            "order reserve stock",
            "stock reserved order",
            "order charge payment",
            "payment refused order",
            "order release stock",
            "stock released order",
        ]
    );
    assert_eq!(wrong(report.trace), FINE);
}

#[test]
fn choreographed_each_service_acts_on_its_neighbour() {
    let report = report(&format!("{DECLINED}&k.style=choreographed"));
    let chain = ["order created stock", "stock reserved payment", "payment refused stock", "stock released order"];
    assert_eq!(words(&report.trace), chain);
    assert_eq!(wrong(report.trace), FINE);
}

#[test]
fn a_declined_card_releases_the_stock_and_cancels_the_order_and_others_see_it_pending() {
    for style in STYLES {
        let report = report(&format!("{DECLINED}&k.style={style}"));
        let deeds: Vec<_> =
            Saga::all(&report.trace)[0].deeds.iter().map(|(_, step, deed)| (step.clone(), *deed)).collect();
        let step = |step: &str, deed| (step.to_owned(), deed);
        let expected = [
            step("create", StepDeed::Do),
            step("reserve", StepDeed::Do),
            step("charge", StepDeed::Refuse),
            step("reserve", StepDeed::Undo),
            step("create", StepDeed::Undo),
        ];
        assert_eq!(deeds, expected, "{style}");
        let answers: Vec<String> = report.trace.events.iter().filter_map(answered).collect();
        assert_eq!(answers, ["#1 pending", "false", "#1 cancelled"], "{style}");
        let Sagas { begun, cancelled, standing, reads, dirty, misled, .. } = sagas(&report);
        assert_eq!((begun, cancelled, standing, reads, dirty, misled), (1, 1, 0, 2, 1, 0), "{style}");
    }
}

fn answered(event: &history::Event) -> Option<String> {
    match &event.what {
        Happening::Answer { reply: Reply::Answer(answer), .. } => Some(answer.to_string()),
        Happening::Answer { reply: Reply::List(items), .. } => Some(OrderState::in_words(items)),
        _ => None,
    }
}

/// The order service is down while the payment refuses; it goes on where it was.
#[test]
fn a_crash_of_the_order_service_in_between_is_taken_up_again() {
    for style in STYLES {
        let link = format!("{DECLINED}&k.style={style}&crash=r1@12-400&timeout=3000");
        let report = report(&link);
        assert_eq!(Saga::all(&report.trace).len(), 1, "{style}");
        assert_eq!((sagas(&report).cancelled, sagas(&report).standing), (1, 0), "{style}");
        assert!(Saga::all(&report.trace)[0].over.is_some_and(|(at, _)| at.as_us() > 400_000), "{style}");
        assert_eq!(wrong(report.trace), FINE, "{style}");
    }
    let forgotten = report(&format!("{DECLINED}&crash=r1@12-400&timeout=3000&k.without=log"));
    assert_eq!((sagas(&forgotten).open, sagas(&forgotten).standing), (1, 2), "nobody goes on with it");
}

#[test]
fn goods_that_are_put_aside_for_an_order_that_is_cancelled_are_missing_to_others() {
    let link = "s=saga&n=4&net=continent&place=0,1,1,2&object=order&k.items=1&k.refuses=payment&k.reads=stock\
        &sessions=0,1&ops=0&do=A.+1.x@0,B.r.x@9,B.r.x@900&settle=2000";
    let report = report(link);
    let answers: Vec<String> = report.trace.events.iter().filter_map(answered).collect();
    assert_eq!(answers, ["0 left, #1 reserved", "false", "1 left"]);
    assert_eq!(sagas(&report).dirty, 1);
}

#[test]
fn the_picture_tells_the_story_on_arrows_and_lifelines() {
    let view = diagram::Viewport {
        width: 860.0,
        height: 900.0,
        orientation: diagram::Orientation::Down,
        size: diagram::Size::Desktop,
        window: None,
    };
    for (style, arrows) in [
        ("orchestrated", ["reserve", "reserved", "charge", "refused", "release", "released"].as_slice()),
        ("choreographed", ["created", "reserved", "refused", "released"].as_slice()),
    ] {
        let report = report(&format!("{DECLINED}&k.style={style}"));
        let story = diagram::Story::of(&report.trace);
        let scene = diagram::timeline::layout(&story, &diagram::Annotation::default(), &view);
        let marks = scene.layers.iter().flat_map(|layer| &layer.marks);
        let said: Vec<&str> = marks
            .filter_map(|mark| match mark {
                diagram::Mark::Text(text) => Some(text.text.as_str()),
                diagram::Mark::Path { .. } => None,
            })
            .collect();
        let states = ["x=#1 pending", "x=#1 reserved", "x=#1 refused", "x=#1 released", "x=#1 cancelled"];
        let ends = ["order", "cancelled", "order cancelled", "→ #1 pending", "Services, by region", "payment"];
        for words in arrows.iter().chain(&states).chain(&ends) {
            assert!(said.contains(words), "{style}: `{words}` is not among {said:?}");
        }
    }
}

/// What is wrong in trials in which everything fails but disks, and what their sagas came to.
fn trials(settings: &str, numbers: std::ops::Range<u32>) -> impl Iterator<Item = (Vec<String>, Sagas)> + use<> {
    let base =
        scenario(&format!("s=saga&n=4&object=order&k.items=50&k.refuses=chance&k.refused_percent=30&{settings}"));
    numbers.map(move |number| {
        let trial = trial(&base, Assumptions::HARSH, number).expect("it is valid");
        let trace = run(&trial, Recording::HistoryOnly);
        let sagas = Sagas::of(&trace);
        (wrong(trace), sagas)
    })
}

const TRIALS: u32 = 600;

#[test]
fn whatever_fails_every_saga_ends_in_whole() {
    for style in STYLES {
        let mut met = [0; 3];
        for (number, (wrong, sagas)) in (0..).zip(trials(&format!("k.style={style}"), 0..TRIALS)) {
            assert_eq!(wrong, FINE, "{style}, number {number}");
            met = [met[0] + sagas.confirmed, met[1] + sagas.cancelled, met[2] + sagas.dirty];
        }
        assert!(met.iter().all(|count| *count > TRIALS / 10), "{style}: {met:?} confirmed, cancelled, dirty reads");
    }
}

#[test]
fn without_a_rule_the_same_trials_go_wrong() {
    for style in STYLES {
        for rule in ["log", "retry", "idempotence", "order", "lock"] {
            let mut trials = trials(&format!("k.style={style}&k.without={rule}"), 0..TRIALS);
            assert!(trials.any(|(wrong, _)| !wrong.is_empty()), "{style} without {rule} is never caught");
        }
    }
}

#[test]
fn all_orders_end_when_nothing_fails() {
    for style in STYLES {
        let base = scenario(&format!("s=saga&n=4&object=order&k.style={style}"));
        for number in 0..30 {
            let mut trial = trial(&base, Assumptions::CALM, number).expect("it is valid");
            trial.timeout_ms = 60_000;
            let report = Report::of(run(&trial, Recording::HistoryOnly));
            let application = report.application.as_ref().expect("there are calls");
            assert_eq!(application.unanswered, 0, "{style}, number {number}: {application:?}");
        }
    }
}

proptest! {
    #![proptest_config(cases(400))]

    /// All faults at once, disks lost too: nothing panics, and nobody is confirmed who is not.
    #[test]
    fn nothing_panics(
        (style, without, reads) in (
            select(STYLES.to_vec()),
            select(vec!["none", "log", "retry", "idempotence", "order", "lock"]),
            select(vec!["order", "stock"]),
        ),
        mut scenario in scenario_of("saga", vec![], (4, 1, 1), Mix { faults: 6, disks_are_lost: true, messages_are_lost: true }),
    ) {
        scenario.workload.object = Object::Order;
        for operation in &mut scenario.workload.script {
            if operation.action == ScriptedAction::Write {
                operation.action = ScriptedAction::Add(1);
            }
        }
        let knobs = [("style", style), ("without", without), ("reads", reads), ("refuses", "chance"), ("resend_ms", "10")];
        scenario.strategy.knobs.extend(knobs.map(|(id, value)| (id.to_owned(), value.to_owned())));
        let report = Report::of(run(&scenario, Recording::Full));
        let _ = diagram::Story::of(&report.trace);
    }
}
