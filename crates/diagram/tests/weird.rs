//! Runs that hardly happen still have a picture.

mod runs;

use diagram::{Annotation, Orientation, Scene, Size, Story, Theme, Viewport, export, scrubber, timeline};
use history::{Event, FaultKind, Happening, Instant, NodeId, OperationId, ReplicaId, SessionId, Stop, Trace, Value};
use runs::Script;

fn views() -> impl Iterator<Item = Viewport> {
    [Size::Desktop, Size::Phone, Size::Embed].into_iter().flat_map(|size| {
        [Orientation::Down, Orientation::Across].into_iter().flat_map(move |orientation| {
            [(800.0, 600.0), (320.0, 200.0), (0.0, 0.0), (-5.0, f64::MAX.sqrt())].map(|(width, height)| Viewport {
                width,
                height,
                orientation,
                size,
                window: None,
            })
        })
    })
}

/// Draws a trace in every way; the last picture is returned.
fn check(trace: &Trace) -> Scene {
    let story = Story::of(trace);
    let note = Annotation { numbered: vec![OperationId(0), OperationId(99)], ..Annotation::default() };
    let focus = Annotation { focus: Some(OperationId(0)), ring: true, ..Annotation::default() };
    let mut last = None;
    for view in views() {
        for note in [&note, &focus, &Annotation::default()] {
            let scene = timeline::layout(&story, note, &view);
            let svg = export::svg(&scene, Theme::Dark);
            assert!(!svg.contains("NaN") && !svg.contains("inf"), "{view:?}");
            last = Some(scene);
        }
    }
    let _ = scrubber::layout(&story, &note, 10.0);
    assert!(export::mermaid(&story, Some("fine")).starts_with("sequenceDiagram"));
    last.expect("there are views")
}

fn empty() -> Trace {
    Trace {
        sessions: Vec::new(),
        replicas: Vec::new(),
        services: false,
        keys: Vec::new(),
        initial: Value::Nil,
        contents: Vec::new(),
        holdings: Vec::new(),
        faults: Vec::new(),
        events: Vec::new(),
        end: Instant::ZERO,
        stop: Stop::Finished,
        steps: 0,
    }
}

#[test]
fn a_run_of_nobody_has_a_picture() {
    check(&empty());
}

#[test]
fn a_run_without_operations_has_a_picture() {
    let mut script = Script::picture();
    script.operations.clear();
    let scene = check(&script.play());
    assert_eq!(scene.columns.len(), 8);
}

#[test]
fn a_run_of_one_replica_and_no_session_has_a_picture() {
    let mut script = Script::picture();
    script.operations.clear();
    (script.sessions, script.replicas) = (Vec::new(), vec!["Tokyo"]);
    check(&script.play());
}

#[test]
fn nine_replicas_and_eight_sessions_have_a_picture() {
    let mut script = Script::picture();
    (script.sessions, script.replicas) = (vec!["Tokyo"; 8], vec!["Sydney"; 9]);
    script.operations = (0..64).map(|n| (n % 8, u64::from(n) * 9_000, 0, n % 3 == 0)).collect();
    check(&script.play());
}

#[test]
fn a_run_of_one_instant_has_a_picture() {
    let mut trace = Script::picture().play();
    trace.events.iter_mut().for_each(|event| event.at = Instant::from_us(5));
    trace.end = Instant::from_us(5);
    check(&trace);
}

#[test]
fn a_run_that_ends_before_its_messages_arrive_has_a_picture() {
    let mut trace = Script::picture().play();
    trace.events.retain(|event| !matches!(event.what, Happening::Deliver { .. } | Happening::Return { .. }));
    trace.stop = Stop::OutOfSteps;
    check(&trace);
}

#[test]
fn a_run_of_years_has_a_picture() {
    let mut trace = Script::picture().play();
    let year = 31_557_600_000_000;
    trace.events.last_mut().expect("there are events").at = Instant::from_us(100 * year);
    trace.end = Instant::from_us(100 * year);
    check(&trace);
}

#[test]
fn events_about_nobody_are_passed_over() {
    let mut trace = Script::picture().play();
    (trace.sessions, trace.replicas, trace.keys) = (Vec::new(), Vec::new(), Vec::new());
    check(&trace);
}

#[test]
fn a_fault_for_nobody_or_for_all_is_passed_over() {
    let mut script = Script::picture();
    let cut = |nodes| FaultKind::Partition { nodes, outward_passes: false, inward_passes: true };
    let all = (0..3).map(|n| NodeId::Session(SessionId(n))).chain((0..5).map(|n| NodeId::Replica(ReplicaId(n))));
    script.faults = vec![
        (cut(Vec::new()), 0, None),
        (cut(all.collect()), 0, Some(90_000)),
        (FaultKind::Slow { node: NodeId::Replica(ReplicaId(200)) }, 0, None),
        (FaultKind::Crash { replica: ReplicaId(77), disk_lost: true }, 5, Some(4)),
        (FaultKind::ClockStep { node: NodeId::Replica(ReplicaId(0)), by_us: i64::MIN }, 9, Some(20_000)),
    ];
    check(&script.play());
}

#[test]
fn many_changes_of_one_replica_become_dots() {
    let mut trace = Script::picture().play();
    let end = trace.end.as_us();
    let apply = |n: u64| Event {
        at: Instant::from_us(end * n / 200),
        what: Happening::Apply {
            replica: ReplicaId(0),
            key: history::Key(0),
            value: Value::Int(n as i64 + 100),
            version: history::Version::INITIAL,
        },
    };
    trace.events.extend((0..200).map(apply));
    trace.events.sort_by_key(|event| event.at);
    let scene = check(&trace);
    assert!(scene.omitted.chips >= 200, "{:?}", scene.omitted);
}

#[test]
fn a_run_without_anything_says_so() {
    let mut trace = empty();
    trace.replicas = Script::picture().play().replicas;
    check(&trace);
    let view =
        Viewport { width: 800.0, height: 600.0, orientation: Orientation::Down, size: Size::Desktop, window: None };
    let svg = export::svg(&timeline::layout(&Story::of(&trace), &Annotation::default(), &view), Theme::Light);
    assert!(svg.contains("Nobody asks for anything in this run."));
}
