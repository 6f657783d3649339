//! The names over the lifelines: all of them whole, and none upon another, on any screen.

use diagram::{Annotation, HEAD, Mark, Orientation, Size, Story, Text, Viewport, timeline};
use history::{Instant, Participant, Stop, Trace, Value};

const REGIONS: [&str; 9] =
    ["Virginia", "Ireland", "Frankfurt", "Tokyo", "Sydney", "Oregon", "Singapore", "Mumbai", "São Paulo"];

fn story(sessions: &[&str], replicas: &[&str]) -> Story {
    with_spares(sessions, replicas, replicas.len())
}

/// The same, where the nodes after the first few are spares.
fn with_spares(sessions: &[&str], replicas: &[&str], first: usize) -> Story {
    let participant = |(index, region): (usize, &&str)| Participant {
        name: format!("n{index}"),
        region: (*region).into(),
        spare: false,
    };
    let node = |(index, region)| Participant { spare: index >= first, ..participant((index, region)) };
    Story::of(&Trace {
        sessions: sessions.iter().enumerate().map(participant).collect(),
        replicas: replicas.iter().enumerate().map(node).collect(),
        services: false,
        keys: Vec::new(),
        initial: Value::Int(1),
        contents: Vec::new(),
        holdings: Vec::new(),
        faults: Vec::new(),
        events: Vec::new(),
        end: Instant::from_us(1_000),
        stop: Stop::Finished,
        steps: 0,
    })
}

fn heads(story: &Story, width: f64, size: Size) -> (Vec<Text>, f64) {
    let view = Viewport { width, height: 600.0, orientation: Orientation::Down, size, window: None };
    let scene = timeline::layout(story, &Annotation::default(), &view);
    let head = scene.layers.into_iter().find(|layer| layer.name == HEAD).expect("a picture has heads");
    let texts = head.marks.into_iter().filter_map(|mark| match mark {
        Mark::Text(text) => Some(text),
        Mark::Path { .. } => None,
    });
    (texts.collect(), scene.width)
}

#[test]
fn every_region_is_named_in_full_and_apart_from_the_others() {
    for width in [312.0, 366.0, 378.0, 418.0, 560.0, 784.0, 1_400.0] {
        let size = if width < 560.0 { Size::Phone } else { Size::Desktop };
        for (sessions, replicas) in (0..=9).flat_map(|sessions| (1..=9).map(move |replicas| (sessions, replicas))) {
            let regions: Vec<&str> = REGIONS.iter().rev().copied().cycle().take(sessions).collect();
            let (texts, room) = heads(&story(&regions, &REGIONS[..replicas]), width, size);
            let said = |name: &str| texts.iter().filter(|text| text.text == name).count();
            for (index, name) in REGIONS.iter().enumerate() {
                let wanted = usize::from(index < replicas) + regions.iter().filter(|region| region == &name).count();
                assert_eq!(said(name), wanted, "{name}, {sessions} + {replicas} at {width}");
            }
            for (index, text) in texts.iter().enumerate() {
                let a = timeline::bounds(text);
                assert!(a.x >= 0.0 && a.x + a.width <= room, "{text:?} leaves {room}");
                for other in &texts[index + 1..] {
                    let b = timeline::bounds(other);
                    let apart =
                        a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
                    assert!(apart, "{text:?} meets {other:?}, {sessions} + {replicas} at {width}");
                }
            }
        }
    }
}

#[test]
fn one_line_of_names_is_kept_where_it_holds_them() {
    let lines = |story: &Story, width, size| {
        let (texts, _) = heads(story, width, size);
        let mut lines: Vec<f64> =
            texts.iter().filter(|text| REGIONS.contains(&text.text.as_str())).map(|text| text.y).collect();
        lines.sort_by(f64::total_cmp);
        lines.dedup();
        lines.len()
    };
    let opening = story(&["Virginia", "Tokyo", "Sydney"], &REGIONS[..5]);
    assert_eq!(lines(&opening, 784.0, Size::Desktop), 1);
    assert_eq!(lines(&opening, 378.0, Size::Phone), 1);
    assert_eq!(lines(&story(&["Tokyo", "Virginia", "Tokyo"], &REGIONS), 378.0, Size::Phone), 2);
}

#[test]
fn a_name_that_no_line_holds_is_shortened() {
    let long = "A region whose name goes on and on for sixty letters, or so";
    let (texts, room) = heads(&story(&["Tokyo", long, "Sydney"], &[long, "Tokyo", "Sydney", long]), 378.0, Size::Phone);
    assert_eq!(texts.iter().filter(|text| text.text.starts_with("A re") && text.text.ends_with('.')).count(), 2);
    for text in &texts {
        let area = timeline::bounds(text);
        assert!(area.x >= 0.0 && area.x + area.width <= room, "{text:?}");
    }
}

#[test]
fn a_spare_is_told_from_a_replica() {
    let story = with_spares(&["Tokyo"], &["Tokyo", "Sydney", "Oregon", "Mumbai"], 3);
    let names = |width, size| -> Vec<String> {
        let (texts, _) = heads(&story, width, size);
        texts.into_iter().map(|text| text.text).filter(|text| text.contains('n') && text.contains('3')).collect()
    };
    assert_eq!(names(784.0, Size::Desktop), ["n3 spare"]);
    assert_eq!(names(312.0, Size::Phone), ["(n3)"]);
    let view =
        Viewport { width: 784.0, height: 600.0, orientation: Orientation::Across, size: Size::Desktop, window: None };
    let across = timeline::layout(&story, &Annotation::default(), &view);
    let texts = across.layers.iter().flat_map(|layer| &layer.marks);
    assert!(texts.into_iter().any(|mark| matches!(mark, Mark::Text(text) if text.text == "spare")));
    assert!(
        across.description.contains("3 replicas") && across.description.contains("1 spare node"),
        "{}",
        across.description
    );
}
