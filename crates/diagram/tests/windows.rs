//! What every window of a run shows, over random runs, windows and zooms: each event once, drawn or counted.

mod runs;

use diagram::tokens::{Class, Part, Plain};
use diagram::{
    Aim, Annotation, Index, Kind, Mark, Orientation, Scene, Size, Story, Viewport, number, timeline, window,
};
use history::{Duration, Happening, Instant, NodeId, Operation, OperationId, Role, SessionId, Trace};
use proptest::prelude::*;
use runs::{Dice, Script};

/// Some runs are short, some have hundreds of operations.
fn trace(seed: u64) -> Trace {
    let mut script = Script::random(seed);
    let mut dice = Dice(seed ^ 9);
    let sessions = script.sessions.len() as u64;
    for _ in 0..dice.below(3) * dice.below(120) {
        script.operations.push((dice.below(sessions) as u8, dice.below(1_500_000), 0, dice.below(2) == 0));
    }
    script.play()
}

fn view(dice: &mut Dice, story: &Story) -> Viewport {
    let orientation = if dice.below(2) == 0 { Orientation::Down } else { Orientation::Across };
    let (size, width) = if dice.below(2) == 0 { (Size::Desktop, 900.0) } else { (Size::Phone, 374.0) };
    // From all of the run down to some microseconds.
    let span = story.end.as_us() >> dice.below(20);
    let from = dice.below(story.end.as_us().saturating_sub(span) + 1);
    let window = (Instant::from_us(from), Instant::from_us(from + span));
    Viewport { width, height: 240.0 + dice.below(600) as f64, orientation, size, window: Some(window) }
}

fn note(dice: &mut Dice, story: &Story) -> Annotation {
    let count = story.operations.len() as u64;
    let some = if count == 0 { 0 } else { dice.below(4) };
    let numbered = (0..some).map(|_| OperationId(dice.below(count) as u32)).collect();
    Annotation { numbered, ..Annotation::default() }
}

/// Every event of a trace that has a moment and a lifeline of its own, as the trace tells it.
fn events(trace: &Trace, story: &Story) -> Vec<(NodeId, Instant)> {
    let is_work = |id: &OperationId| story.operations[id.index()].role != Role::Probe;
    let session = |id: &OperationId| NodeId::Session(story.operations[id.index()].session);
    let mut receivers = std::collections::BTreeMap::new();
    let mut events = Vec::new();
    for event in &trace.events {
        match &event.what {
            Happening::Invoke { operation, .. } | Happening::Return { operation, .. } if is_work(operation) => {
                events.push((session(operation), event.at));
            }
            Happening::Send { message, from, to, label } if label.operation.as_ref().is_none_or(is_work) => {
                receivers.insert(*message, *to);
                events.push((*from, event.at));
            }
            Happening::Deliver { message } | Happening::Drop { message, .. } => {
                events.extend(receivers.get(message).map(|to| (*to, event.at)));
            }
            _ => {}
        }
    }
    events.extend(story.changes.iter().map(|change| (NodeId::Replica(change.replica), change.at)));
    events
}

fn shapes(scene: &Scene, wanted: impl Fn(Class) -> bool) -> Vec<String> {
    let marks = scene.layers.iter().flat_map(|layer| &layer.marks);
    let paths = marks.filter_map(|mark| match mark {
        Mark::Path { class, d } if wanted(*class) => Some(d.split('M').skip(1).map(str::to_owned)),
        _ => None,
    });
    paths.flatten().collect()
}

/// The corners of a shape of level and upright sides: across the time axis, and along it.
fn corners(scene: &Scene, shape: &str) -> Vec<(f64, f64)> {
    let number = |text: &str| text.parse::<f64>().expect("a number");
    let sides = shape.trim_end_matches('Z');
    let (first, rest) = sides.split_at(sides.find(['H', 'V']).expect("a side"));
    let (x, y) = first.split_once(' ').expect("two numbers");
    let mut corners = vec![(number(x), number(y))];
    let mut letters = rest.char_indices().filter(|(_, letter)| "HV".contains(*letter)).peekable();
    while let Some((at, letter)) = letters.next() {
        let end = letters.peek().map_or(rest.len(), |(next, _)| *next);
        let (place, (x, y)) = (number(&rest[at + 1..end]), corners[corners.len() - 1]);
        corners.push(if letter == 'H' { (place, y) } else { (x, place) });
    }
    let down = scene.axis.orientation == Orientation::Down;
    corners.into_iter().map(|(x, y)| if down { (x, y) } else { (y, x) }).collect()
}

/// Every event lies within a bar that stands at its lifeline.
fn every_event_is_in_a_bar(scene: &Scene, seen: &[(NodeId, Instant)]) {
    let classes = [Plain::ChartWrite, Plain::ChartRead, Plain::WallHatch, Plain::Held].map(Class::from);
    let bars: Vec<Vec<(f64, f64)>> = shapes(scene, |class| classes.contains(&class))
        .iter()
        .filter(|d| d.contains('H'))
        .map(|d| corners(scene, d))
        .collect();
    for (node, at) in seen {
        let (across, along) = (scene.position_of(*node).expect("a lifeline"), scene.axis.position(*at));
        let holds = bars.iter().any(|bar| {
            let (from, to) = (bar[0], bar[bar.len() - 1]);
            // Places are rounded to a tenth; the last microsecond of a window has a width, too.
            (from.0 - across).abs() < 1.2 && from.1 <= along + 0.2 && along <= to.1 + 2.2
        });
        assert!(holds, "{node} at {at} is in no bar");
    }
}

/// Every operation, message and change that meets the window is drawn, and counted once.
fn everything_is_drawn(story: &Story, scene: &Scene, (begin, end): (Instant, Instant), operations: usize) {
    let bars = scene.targets.iter().filter(|target| matches!(target.aim, Aim::Operation(_))).count();
    assert_eq!(bars, operations);
    assert_eq!(scene.omitted.messages, 0);
    let dots = shapes(scene, |class| class == Plain::Dot.into()).len();
    assert_eq!(dots, story.changes.iter().filter(|change| begin <= change.at && change.at <= end).count());
    // Answers are dashed: each has one such line. What has no length is no line, and places are rounded to a
    // tenth: of an answer that was sent just before the window ends, nothing may be left.
    let place = |at: Instant| scene.axis.position(at.clamp(begin, end));
    let answers = story.messages.iter().filter(|message| !message.asks() && message.from != message.to);
    let ends = answers.flat_map(|message| {
        let arrivals = message.ends.iter().filter(|end| end.lost.is_none());
        arrivals.map(move |end| (message.sent, end.at))
    });
    let least = ends.filter(|(sent, at)| place(*at) - place(*sent) >= 0.1).count();
    let dashes = shapes(scene, |class| matches!(class, Class::Message(_, _, Part::Dash))).len();
    assert!(dashes >= least, "{dashes} of {least} answers");
}

/// Where an operation without an answer began before a window, and another one of its session too, a dashed line
/// still says that it may take effect.
fn every_open_end_is_drawn(story: &Story, scene: &Scene, begin: Instant) {
    let past = |session: SessionId| {
        let mine = || story.drawn().filter(move |it| it.session == session && it.invoked < begin);
        let last = mine().map(|it| (it.invoked, it.id)).max();
        mine().any(|it| it.end() == Instant::NEVER && Some((it.invoked, it.id)) < last)
    };
    let sessions = (0..story.sessions.len() as u8).map(SessionId).filter(|session| past(*session)).count();
    let open = [Plain::OpenRead, Plain::OpenWrite, Plain::OpenDimmed].map(Class::from);
    let lines = shapes(scene, |class| open.contains(&class)).len();
    assert!(lines >= sessions, "{lines} of {sessions} open ends");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_event_of_a_window_is_drawn_or_counted(seed in any::<u64>()) {
        let trace = trace(seed);
        let story = Story::of(&trace);
        let index = Index::of(&story);
        let mut dice = Dice(seed ^ 4);
        let (view, note) = (view(&mut dice, &story), note(&mut dice, &story));
        let (begin, end) = view.window.expect("a window");
        let (scene, shown) = timeline::windowed(&story, &index, &note, &view);
        let seen: Vec<_> = events(&trace, &story).into_iter().filter(|(_, at)| begin <= *at && *at <= end).collect();

        prop_assert_eq!(shown.events, seen.len());
        // What has no answer may take effect up to the end of the run.
        let meets = |it: &&Operation| it.invoked <= end && it.end().max(it.invoked) >= begin;
        prop_assert_eq!(shown.operations, story.drawn().filter(meets).count());
        let nodes = scene.columns.iter().map(|column| column.node);
        let stretches = 1 + dice.below(700) as usize;
        let counts = nodes.flat_map(|node| Kind::ALL.map(|kind| (node, kind)));
        let counted: usize = counts
            .flat_map(|(node, kind)| index.counts(node, kind, (begin, end), stretches))
            .map(|count| count as usize)
            .sum();
        prop_assert_eq!(counted, seen.len());
        prop_assert!(scene.description.contains(&number::grouped(seen.len() as u64)), "{}", scene.description);
        prop_assert_eq!((scene.axis.begin(), scene.axis.end()), (begin, end));
        if shown.dense {
            every_event_is_in_a_bar(&scene, &seen);
        } else {
            everything_is_drawn(&story, &scene, (begin, end), shown.operations - shown.open);
            every_open_end_is_drawn(&story, &scene, begin);
        }
    }

    #[test]
    fn a_window_around_a_proof_holds_all_of_it(seed in any::<u64>()) {
        let story = Story::of(&trace(seed));
        let mut dice = Dice(seed ^ 5);
        let note = note(&mut dice, &story);
        let proof: Vec<_> = note.numbered.iter().map(|id| &story.operations[id.index()]).collect();
        prop_assume!(!proof.is_empty());
        let from = proof.iter().map(|operation| operation.invoked).min().expect("an operation");
        let to = proof.iter().map(|operation| operation.returned.unwrap_or(operation.invoked)).max().expect("one");
        let shown = window::around((from, to), story.end, Duration::from_us(1_000));
        let view = Viewport { window: shown, ..view(&mut dice, &story) };
        let view = Viewport { window: Some(view.window.unwrap_or((Instant::ZERO, story.end))), ..view };
        let (scene, _) = timeline::windowed(&story, &Index::of(&story), &note, &view);
        // As the whole run is drawn, where it is drawn as a whole.
        let whole = (!story.is_large()).then(|| timeline::layout(&story, &note, &Viewport { window: None, ..view }));
        for operation in proof.iter().filter(|operation| operation.role != Role::Probe) {
            let named = |scene: &Scene| {
                let own = scene.targets.iter().filter(|target| target.aim == Aim::Operation(operation.id));
                own.map(|target| target.label.clone()).collect::<Vec<_>>()
            };
            prop_assert_eq!(named(&scene).len(), 1, "{:?}", operation);
            if let Some(whole) = &whole {
                prop_assert_eq!(named(&scene), named(whole));
            }
        }
    }
}

/// A hundred thousand events in a day, most of them in a few seconds of it.
#[test]
fn a_day_can_be_looked_at_whole_and_to_the_microsecond() {
    let mut script = Script::picture();
    script.operations = (0..4_000_u64)
        .map(|number| {
            ((number % 3) as u8, if number < 40 { number * 2_100_000_000 } else { number * 60_000 }, 0, number % 2 == 0)
        })
        .collect();
    script.faults = Vec::new();
    let story = Story::of(&script.play());
    let index = Index::of(&story);
    assert!(story.is_large() && story.end.as_us() > 80_000_000_000, "{}", story.end);
    let whole = index.in_view(Instant::ZERO, story.end);
    assert_eq!(whole.operations, story.operations.len());
    assert_eq!(whole.messages, story.messages.len());
    let end = story.end;
    let at = story.operations[1_500].invoked;
    let mut shown = Some((Instant::ZERO, end));
    let mut closest = (Instant::ZERO, end);
    for _ in 0..40 {
        let Some(now) = shown else { break };
        let view = Viewport {
            width: 800.0,
            height: 600.0,
            orientation: Orientation::Down,
            size: Size::Desktop,
            window: shown,
        };
        let (scene, seen) = timeline::windowed(&story, &index, &Annotation::default(), &view);
        assert_eq!(seen.events, index.in_view(now.0, now.1).events);
        assert!(scene.marks() < 900, "{} marks in {now:?}", scene.marks());
        closest = now;
        shown = window::zoom(now, end, 0.5, at);
    }
    assert_eq!(closest.1.since(closest.0), Duration::from_us(10));
    assert!(closest.0 <= at && at <= closest.1);
    let first = story.drawn().filter(|operation| operation.session == SessionId(0)).count();
    assert!(first > 1_000);
}
