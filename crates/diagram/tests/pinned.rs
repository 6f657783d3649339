//! Where the marks of a small run lie, to the tenth of a pixel.

use diagram::tokens::{Class, Hue, Part, Plain, Strength};
use diagram::{Aim, Annotation, EdgeKind, Mark, OrderEdge, Orientation, Scene, Size, Story, Text, Viewport, timeline};
use history::{
    Action, Direction, Event, Happening, Instant, Key, Label, MessageId, NodeId, OperationId, Outcome, Participant,
    ProcessId, Purpose, ReplicaId, Role, SessionId, Stop, Trace, Value, Version,
};

const A: NodeId = NodeId::Session(SessionId(0));
const R1: NodeId = NodeId::Replica(ReplicaId(0));

fn at(ms: u64, what: Happening) -> Event {
    Event { at: Instant::from_us(ms * 1000), what }
}

fn send(message: u32, from: NodeId, to: NodeId, operation: u32, words: &'static str) -> Happening {
    let direction = if from == A { Direction::Request } else { Direction::Answer };
    let purpose = if operation == 0 { Purpose::Write } else { Purpose::Read };
    let (key, value) = (Some(Key(0)), Some(Value::Int(2)).filter(|_| words == "set" || words == "is"));
    let label = Label { purpose, direction, operation: Some(OperationId(operation)), words: words.into(), key, value };
    Happening::Send { message: MessageId(message), from, to, label }
}

fn invoke(operation: u32, action: Action) -> Happening {
    Happening::Invoke {
        operation: OperationId(operation),
        process: ProcessId(0),
        session: SessionId(0),
        key: Key(0),
        action,
        role: Role::Client,
    }
}

fn done(operation: u32) -> Happening {
    Happening::Return { operation: OperationId(operation), outcome: Outcome::Ok, value: Value::Int(2) }
}

/// One session writes and reads at one replica: 100 ms in all.
fn trace() -> Trace {
    let participant = |name: &str, region: &str| Participant { name: name.into(), region: region.into(), spare: false };
    let deliver = |message| Happening::Deliver { message: MessageId(message) };
    let (replica, key, value) = (ReplicaId(0), Key(0), Value::Int(2));
    Trace {
        sessions: vec![participant("A", "Tokyo")],
        replicas: vec![participant("r1", "Sydney")],
        services: false,
        keys: vec!["x".into()],
        initial: Value::Int(1),
        contents: Vec::new(),
        holdings: Vec::new(),
        faults: Vec::new(),
        events: vec![
            at(0, invoke(0, Action::Write(value))),
            at(0, send(0, A, R1, 0, "set")),
            at(10, deliver(0)),
            at(10, Happening::Apply { replica, key, value, version: Version::INITIAL }),
            at(10, send(1, R1, A, 0, "ack")),
            at(40, deliver(1)),
            at(40, done(0)),
            at(50, invoke(1, Action::Read(Value::Nil))),
            at(50, send(2, A, R1, 1, "get")),
            at(80, deliver(2)),
            at(80, Happening::Observe { replica, operation: OperationId(1), key, value }),
            at(80, send(3, R1, A, 1, "is")),
            at(100, deliver(3)),
            at(100, done(1)),
        ],
        end: Instant::from_us(100_000),
        stop: Stop::Finished,
        steps: 0,
    }
}

const DOWN: Viewport =
    Viewport { width: 400.0, height: 596.0, orientation: Orientation::Down, size: Size::Desktop, window: None };

fn draw(note: &Annotation, view: &Viewport) -> Scene {
    timeline::layout(&Story::of(&trace()), note, view)
}

fn path(scene: &Scene, wanted: impl Into<Class>) -> String {
    let wanted = wanted.into();
    let marks = scene.layers.iter().flat_map(|layer| &layer.marks);
    let paths = marks.filter_map(|mark| match mark {
        Mark::Path { class, d } if *class == wanted => Some(d.clone()),
        _ => None,
    });
    paths.collect()
}

fn words<'a>(scene: &'a Scene, wanted: &str) -> &'a Text {
    let marks = scene.layers.iter().flat_map(|layer| &layer.marks);
    let mut texts = marks.filter_map(|mark| match mark {
        Mark::Text(text) => Some(text),
        Mark::Path { .. } => None,
    });
    texts.find(|text| text.text == wanted).unwrap_or_else(|| panic!("{wanted} is not in the picture"))
}

#[test]
fn a_small_run_fills_its_room_at_five_pixels_a_millisecond() {
    let scene = draw(&Annotation::default(), &DOWN);
    assert_eq!((scene.width, scene.height, scene.head), (400.0, 596.0, 72.0));
    assert_eq!(scene.axis.position(Instant::from_us(0)), 88.0);
    assert_eq!(scene.axis.position(Instant::from_us(100_000)), 588.0);
    let positions: Vec<f64> = scene.columns.iter().map(|column| column.position).collect();
    assert_eq!(positions, [134.0, 260.0]);
}

#[test]
fn messages_run_from_bar_to_lifeline_at_their_own_instants() {
    let scene = draw(&Annotation::default(), &DOWN);
    let lines = path(&scene, Class::Message(Hue::Write, Strength::Counted, Part::Line));
    assert!(lines.starts_with("M139 88L250.5 135.5M"), "{lines}");
    let heads = path(&scene, Class::Message(Hue::Write, Strength::Counted, Part::Head));
    assert!(heads.starts_with("M256.5 138L"), "{heads}");
    let answer = path(&scene, Class::Message(Hue::Read, Strength::Counted, Part::Dash));
    assert_eq!(answer, "M260 488L140 588");
}

#[test]
fn the_lifeline_is_thick_from_the_arrival_of_the_version_on() {
    let scene = draw(&Annotation::default(), &DOWN);
    assert_eq!(path(&scene, Plain::State), "M260 138L260 588");
    assert!(path(&scene, Plain::Lifeline).contains("M260 88L260 138"));
    assert!(path(&scene, Plain::Dot).starts_with("M256.5 138"));
    assert_eq!(
        path(&scene, Plain::Chip),
        "M270 130l26 0a3 3 0 0 1 3 3l0 10a3 3 0 0 1 -3 3l-26 0a3 3 0 0 1 -3 -3l0 -10a3 3 0 0 1 3 -3Z"
    );
}

#[test]
fn what_a_replica_holds_at_first_stands_above_the_first_moment() {
    let scene = draw(&Annotation::default(), &DOWN);
    let start = words(&scene, "x=1");
    assert_eq!((start.x, start.class), (260.0, Plain::WordsInitial.into()));
    let chip = path(&scene, Plain::ChipInitial);
    // 32 × 16 with corners of 3, from 69 to 85; the run begins at 88.
    assert!(chip.starts_with("M247 69l26 0") && chip.ends_with('Z'), "{chip}");
}

#[test]
fn labels_stand_left_of_their_bars() {
    let scene = draw(&Annotation::default(), &DOWN);
    let what = words(&scene, "write x=2");
    assert_eq!((what.x, what.y, what.size), (123.0, 100.0, 12.0));
    let length = words(&scene, "40\u{a0}ms");
    assert_eq!((length.x, length.y), (123.0, 115.0));
    assert_eq!(words(&scene, "read x → 2").y, 350.0);
}

#[test]
fn bars_are_targets_with_names() {
    let scene = draw(&Annotation::default(), &DOWN);
    let targets: Vec<_> = scene.targets.iter().map(|target| (target.aim, target.label.as_str())).collect();
    assert_eq!(
        targets,
        [
            (Aim::Operation(OperationId(0)), "write x=2 by A, 0\u{a0}ms to 40\u{a0}ms"),
            (Aim::Operation(OperationId(1)), "read x → 2 by A, 50\u{a0}ms to 100\u{a0}ms"),
        ]
    );
    let area = scene.targets[0].area;
    assert_eq!((area.x, area.y, area.width, area.height), (126.0, 88.0, 16.0, 200.0));
}

#[test]
fn a_violation_is_numbered_and_its_order_drawn_beside_the_lifeline() {
    let edge = OrderEdge {
        from: OperationId(0),
        to: OperationId(1),
        kind: EdgeKind::Session,
        words: String::from("10\u{a0}ms later"),
    };
    let numbered = vec![OperationId(1), OperationId(0)];
    let scene = draw(&Annotation { numbered, edges: vec![edge], ..Annotation::default() }, &DOWN);
    // The first begins with the run: its number stands in the room above that.
    assert!(path(&scene, Plain::Disc).starts_with("M125.5 76"), "{}", path(&scene, Plain::Disc));
    assert_eq!(words(&scene, "1").x, 134.0);
    assert_eq!(path(&scene, Plain::OrderEdge), "M126 288L126 331");
    assert_eq!(words(&scene, "read x → 2").class, Plain::WordsWrong.into());
    assert_eq!(words(&scene, "10\u{a0}ms later").class, Plain::WordsWrong.into());
}

#[test]
fn focus_puts_words_on_the_messages_of_its_operation() {
    let scene = draw(&Annotation { focus: Some(OperationId(1)), ring: true, ..Annotation::default() }, &DOWN);
    // 120 px across and 100 down are long enough for words.
    assert_eq!(words(&scene, "get x · 30\u{a0}ms").class, Plain::WordsReadMessage.into());
    assert!(words(&scene, "x=2 · 20\u{a0}ms").turn.is_some());
    assert_eq!(words(&scene, "write x=2").class, Plain::WordsDimmed.into());
    assert!(!path(&scene, Plain::FocusRing).is_empty());
}

#[test]
fn across_is_the_same_with_the_axes_exchanged() {
    let across = Viewport { width: 620.0, height: 200.0, orientation: Orientation::Across, ..DOWN };
    let scene = draw(&Annotation::default(), &across);
    let (start, stop) = (scene.axis.start(), scene.axis.stop());
    assert_eq!(stop, 608.0);
    let rows: Vec<f64> = scene.columns.iter().map(|column| column.position).collect();
    assert_eq!(rows[0], 53.0);
    let state = path(&scene, Plain::State);
    assert!(state.starts_with('M') && state.ends_with(&format!("L608 {}", diagram::number::coordinate(rows[1]))));
    let what = words(&scene, "write x=2");
    assert_eq!((what.x, what.y), (start, 42.0));
}
