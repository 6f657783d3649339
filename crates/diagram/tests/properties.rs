//! What every picture keeps, over random runs.

mod runs;

use diagram::tokens::{Class, Plain};
use diagram::{
    Aim, Annotation, Contrast, EdgeKind, HEAD, Mark, OrderEdge, Orientation, Scene, Size, Story, Text, Theme, Viewport,
    export, scrubber, timeline,
};
use history::{Duration, FaultKind, Instant, OperationId, Trace};
use proptest::prelude::*;
use runs::{Dice, Script};

fn view(dice: &mut Dice) -> Viewport {
    let orientation = if dice.below(2) == 0 { Orientation::Down } else { Orientation::Across };
    let (size, width) = match dice.below(3) {
        0 => (Size::Desktop, 700.0 + dice.below(600) as f64),
        1 => (Size::Phone, 320.0 + dice.below(110) as f64),
        _ => (Size::Embed, 480.0 + dice.below(300) as f64),
    };
    Viewport { width, height: 240.0 + dice.below(600) as f64, orientation, size, window: None }
}

fn note(dice: &mut Dice, story: &Story) -> Annotation {
    let count = story.operations.len() as u64;
    if count == 0 || dice.below(3) == 0 {
        return Annotation::default();
    }
    let skipped = dice.below(3) as usize;
    let mut some = || OperationId(dice.below(count) as u32);
    let numbered = vec![some(), some(), some()];
    let kinds = [EdgeKind::RealTime, EdgeKind::Session, EdgeKind::ReadsFrom, EdgeKind::Deduced];
    let kinds = kinds.into_iter().skip(skipped);
    let edges = numbered.windows(2).zip(kinds).map(|(pair, kind)| OrderEdge {
        from: pair[0],
        to: pair[1],
        kind,
        words: String::from("20\u{a0}ms later"),
    });
    let (edges, focus) = (edges.collect(), some());
    let focus = (dice.below(2) == 0).then_some(focus);
    let contrasts = (0..dice.below(4)).map(|_| (OperationId(dice.below(20) as u32), contrast(dice))).collect();
    Annotation { numbered, edges, focus, ring: dice.below(2) == 0, contrasts }
}

fn contrast(dice: &mut Dice) -> Contrast {
    let by = Some(Duration::from_ms(1 + dice.below(200)));
    match dice.below(3) {
        0 => Contrast { differs: true, longer: None, shorter: by },
        1 => Contrast { differs: dice.below(2) == 0, longer: by, shorter: None },
        _ => Contrast { differs: true, longer: None, shorter: None },
    }
}

fn texts(scene: &Scene) -> impl Iterator<Item = (&'static str, &Text)> {
    scene.layers.iter().flat_map(|layer| {
        layer.marks.iter().filter_map(|mark| match mark {
            Mark::Text(text) => Some((layer.name, text)),
            Mark::Path { .. } => None,
        })
    })
}

/// How many shapes a class has gathered.
fn shapes(scene: &Scene, wanted: impl Fn(Class) -> bool) -> usize {
    let marks = scene.layers.iter().flat_map(|layer| &layer.marks);
    let paths = marks.filter_map(|mark| match mark {
        Mark::Path { class, d } if wanted(*class) => Some(d.matches('M').count()),
        _ => None,
    });
    paths.sum()
}

/// The middle line of a level label: where letters are, without their side bearings.
fn overlap(a: &Text, b: &Text) -> bool {
    let (a, b) = (timeline::bounds(a), timeline::bounds(b));
    a.x + a.width > b.x && b.x + b.width > a.x && a.y + a.height > b.y && b.y + b.height > a.y
}

fn no_words_meet(scene: &Scene) {
    // Slanted words are checked by their corners where they are placed; their bounds may meet.
    let level: Vec<&Text> = texts(scene)
        .filter(|(layer, text)| matches!(*layer, "labels" | "chips") && text.turn.is_none())
        .map(|(_, text)| text)
        .collect();
    for (index, a) in level.iter().enumerate() {
        for b in &level[index + 1..] {
            assert!(!overlap(a, b), "{a:?} meets {b:?}");
        }
    }
}

fn all_words_are_within(scene: &Scene) {
    for (layer, text) in texts(scene) {
        let area = timeline::bounds(text);
        let within = area.x >= -0.6
            && area.y >= -0.6
            && area.x + area.width <= scene.width + 0.6
            && area.y + area.height <= scene.height + 0.6;
        assert!(within, "{layer}: {text:?} leaves {} × {}", scene.width, scene.height);
    }
}

fn everything_is_drawn_or_counted(story: &Story, scene: &Scene) {
    let bars = scene.targets.iter().filter(|target| matches!(target.aim, Aim::Operation(_))).count();
    assert_eq!(bars, story.drawn().count());
    assert_eq!(scene.omitted.outside, 0);
    assert_eq!(shapes(scene, |class| class == Plain::Dot.into()), story.changes.len());
    let ends = || story.messages.iter().flat_map(|message| &message.ends);
    if scene.omitted.messages == 0 {
        let drawn = shapes(scene, |class| matches!(class, Class::Message(..)));
        let unfinished = story.messages.iter().filter(|message| message.ends.is_empty()).count();
        let heads = ends().filter(|end| end.lost.is_none()).count();
        assert_eq!(drawn, ends().count() + heads + unfinished);
        let crosses = shapes(scene, |class| [Plain::Lost.into(), Plain::LostDimmed.into()].contains(&class));
        // A cross is two strokes.
        assert_eq!(crosses, 2 * ends().filter(|end| end.lost.is_some()).count());
    }
    for mark in story.faults.iter().filter(|mark| mark.begin <= story.end) {
        let aims = [Aim::Fault(mark.id), Aim::FaultBegin(mark.id)];
        let shown = scene.targets.iter().any(|target| aims.contains(&target.aim));
        let clock = matches!(mark.kind, FaultKind::ClockStep { .. } | FaultKind::ClockDrift { .. });
        let under_the_name = clock && mark.begin == Instant::ZERO && mark.end.is_none();
        // A cut that holds all or nobody has no boundary.
        let everybody = match &mark.kind {
            FaultKind::Partition { nodes, .. } => scene.columns.iter().all(|column| nodes.contains(&column.node)),
            _ => false,
        };
        assert!(shown || under_the_name || everybody, "{mark:?} is not shown");
    }
}

/// Names that nobody measured before: of two hundred letters, of emoji, from right to left, of one sign
/// with many accents, of none.
fn hard(dice: &mut Dice) -> String {
    match dice.below(9) {
        0 => "long ".repeat(40),
        1 => "W".repeat(200),
        2 => String::from("\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467}\u{1f3f3}\u{fe0f}\u{200d}\u{1f308}").repeat(12),
        3 => "\u{645}\u{631}\u{643}\u{632} \u{627}\u{644}\u{628}\u{64a}\u{627}\u{646}\u{627}\u{62a} ".repeat(9),
        4 => "\u{202e}\u{5e9}\u{5dc}\u{5d5}\u{5dd} abc".repeat(5),
        5 => "\u{6771}\u{4eac}".repeat(60),
        6 => ["e", &"\u{301}".repeat(90)].concat(),
        7 => String::from("<b>&\"'\u{0}\n\t]]>"),
        _ => String::new(),
    }
}

/// A random run of up to nine replicas and forty sessions, with some of its names hard.
fn hard_trace(seed: u64) -> Trace {
    let mut dice = Dice(seed ^ 4);
    let mut script = Script::random(seed);
    if dice.below(4) == 0 {
        script.sessions = vec!["Tokyo"; 40];
        script.operations.iter_mut().for_each(|operation| operation.0 = dice.below(40) as u8);
    }
    let mut trace = script.play();
    let (names, keys) = (dice.below(2) == 0, dice.below(2) == 0);
    for participant in trace.sessions.iter_mut().chain(&mut trace.replicas) {
        if names && dice.below(2) == 0 {
            participant.name = hard(&mut dice);
        }
        if dice.below(2) == 0 {
            participant.region = hard(&mut dice);
        }
    }
    if keys {
        trace.keys.iter_mut().for_each(|key| *key = hard(&mut dice));
        trace.contents = (0..40).map(|_| hard(&mut dice)).collect();
    }
    trace
}

/// Words of the head stand in lines that are read as a whole: none lies on another.
fn no_heads_meet(scene: &Scene) {
    let heads: Vec<&Text> = texts(scene).filter(|(layer, _)| *layer == HEAD).map(|(_, text)| text).collect();
    for (index, a) in heads.iter().enumerate() {
        for b in &heads[index + 1..] {
            assert!(!overlap(a, b), "{a:?} meets {b:?}");
        }
    }
}

/// What was cut says so, and can be had in whole: in its mark, or in the name of what it is about.
fn nothing_is_cut_for_good(story: &Story, scene: &Scene) {
    for (_, text) in texts(scene).filter(|(_, text)| text.whole.is_some()) {
        let whole = text.whole.as_deref().unwrap_or_default();
        assert!(text.text.ends_with(['.', '…']) || text.text.chars().count() < 8, "{text:?}");
        assert!(whole.chars().count() >= text.text.chars().count() - 1, "{text:?}");
    }
    for column in &scene.columns {
        let said = |name: &str| {
            name.is_empty()
                || texts(scene).any(|(layer, text)| layer == HEAD && text.whole.as_ref().unwrap_or(&text.text) == name)
        };
        assert!(said(&column.name), "{} is nowhere said in whole", column.name);
        assert!(said(&column.region), "{} is nowhere said in whole", column.region);
    }
    let labels = |id| scene.targets.iter().filter(move |target| target.aim == Aim::Operation(id));
    for operation in story.drawn() {
        let key = story.key_name(operation.key);
        assert!(labels(operation.id).all(|target| target.label.contains(key)), "{key} is nowhere said in whole");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn hard_names_never_meet_nor_leave_and_can_be_read_in_whole(seed in prop_oneof![
        // The name of the last column of a phone was wider than what is left beside it.
        1 => Just(11_802_916_594_576_004_873),
        999 => any::<u64>(),
    ]) {
        let story = Story::of(&hard_trace(seed));
        let mut dice = Dice(seed ^ 5);
        let (note, view) = (note(&mut dice, &story), view(&mut dice));
        let scene = timeline::layout(&story, &note, &view);
        no_words_meet(&scene);
        no_heads_meet(&scene);
        all_words_are_within(&scene);
        nothing_is_cut_for_good(&story, &scene);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn words_never_meet_nor_leave_and_every_event_is_drawn_or_counted(seed in any::<u64>()) {
        let story = Story::of(&Script::random(seed).play());
        let mut dice = Dice(seed ^ 1);
        let (note, view) = (note(&mut dice, &story), view(&mut dice));
        let scene = timeline::layout(&story, &note, &view);
        no_words_meet(&scene);
        all_words_are_within(&scene);
        everything_is_drawn_or_counted(&story, &scene);
    }

    #[test]
    fn of_two_runs_on_one_clock_each_moment_has_one_place(seed in any::<u64>()) {
        let [a, b] = [seed, seed ^ 2].map(|seed| Story::of(&Script::random(seed).play()));
        let mut dice = Dice(seed ^ 1);
        let (of_a, of_b, view) = (note(&mut dice, &a), note(&mut dice, &b), view(&mut dice));
        let in_a = timeline::layout_beside(&a, &of_a, &view, (&b, &of_b));
        let in_b = timeline::layout_beside(&b, &of_b, &view, (&a, &of_a));
        prop_assert_eq!(&in_a.axis, &in_b.axis);
        prop_assert_eq!(in_a.head, in_b.head);
        prop_assert!(in_a.axis.end() >= a.end.max(b.end));
        for gap in &in_a.axis.breaks {
            let busy = |story: &Story| story.steps.iter().any(|step| gap.from < *step && *step < gap.to);
            prop_assert!(!busy(&a) && !busy(&b), "{:?} is cut out", gap);
        }
        for (story, scene) in [(&a, &in_a), (&b, &in_b)] {
            no_words_meet(scene);
            all_words_are_within(scene);
            everything_is_drawn_or_counted(story, scene);
        }
    }

    #[test]
    fn a_run_beside_itself_is_drawn_as_it_is_alone(seed in any::<u64>()) {
        let story = Story::of(&Script::random(seed).play());
        let mut dice = Dice(seed ^ 1);
        let (note, view) = (note(&mut dice, &story), view(&mut dice));
        let beside = timeline::layout_beside(&story, &note, &view, (&story, &note));
        prop_assert_eq!(beside, timeline::layout(&story, &note, &view));
    }

    #[test]
    fn a_window_shows_only_what_is_in_it(seed in any::<u64>()) {
        let story = Story::of(&Script::random(seed).play());
        let mut dice = Dice(seed ^ 2);
        let (from, to) = (dice.below(story.end.as_us() + 1), dice.below(story.end.as_us() + 1));
        let window = Some((Instant::from_us(from.min(to)), Instant::from_us(from.max(to))));
        let view = Viewport { window, ..view(&mut dice) };
        let scene = timeline::layout(&story, &note(&mut dice, &story), &view);
        no_words_meet(&scene);
        all_words_are_within(&scene);
        prop_assert_eq!(Some((scene.axis.begin(), scene.axis.end())), window);
    }

    #[test]
    fn pictures_are_the_same_each_time_and_well_formed(seed in any::<u64>()) {
        let trace = Script::random(seed).play();
        let story = Story::of(&trace);
        let mut dice = Dice(seed ^ 3);
        let (note, view) = (note(&mut dice, &story), view(&mut dice));
        let scene = timeline::layout(&story, &note, &view);
        prop_assert_eq!(&scene, &timeline::layout(&Story::of(&trace), &note, &view));
        let svg = export::svg(&scene, Theme::Auto);
        prop_assert!(!svg.contains("NaN") && !svg.contains("inf"));
        prop_assert_eq!(svg.matches("<g ").count(), svg.matches("</g>").count());
        let lanes = scrubber::layout(&story, &note, 300.0);
        prop_assert!(lanes.marks() <= 7);
    }

    #[test]
    fn steps_lead_through_the_whole_run_and_back(seed in any::<u64>()) {
        let story = Story::of(&Script::random(seed).play());
        let mut moment = Instant::ZERO;
        let mut count = usize::from(story.steps.first() == Some(&Instant::ZERO));
        while let Some(next) = story.step_after(moment) {
            prop_assert!(next > moment);
            prop_assert_eq!(story.step_before(next).unwrap_or(Instant::ZERO).max(moment), moment);
            moment = next;
            count += 1;
        }
        prop_assert_eq!(count, story.steps.len());
        for moment in &story.steps {
            prop_assert!(story.at(*moment).all(|flight| (0.0..=1.0).contains(&flight.share)));
        }
    }

    #[test]
    fn mermaid_bars_begin_before_they_end(seed in any::<u64>()) {
        let story = Story::of(&Script::random(seed).play());
        let text = export::mermaid(&story, None);
        let mut open = std::collections::BTreeMap::<&str, i32>::new();
        for line in text.lines() {
            if let Some(who) = line.trim().strip_prefix("activate ") {
                *open.entry(who).or_default() += 1;
            } else if let Some(who) = line.trim().strip_prefix("deactivate ") {
                let count = open.entry(who).or_default();
                *count -= 1;
                prop_assert!(*count >= 0, "{} ends twice in\n{}", who, text);
            }
        }
        prop_assert!(open.values().all(|count| *count == 0));
    }
}
