//! Names that run from right to left stand in pictures and texts without turning what is beside them.

mod runs;

use diagram::{Annotation, Mark, Orientation, Size, Story, Viewport, export, timeline};
use runs::Script;

#[test]
fn regions_from_right_to_left_turn_nothing_round() {
    let mut trace = Script::picture().play();
    for participant in trace.sessions.iter_mut().chain(&mut trace.replicas) {
        "תל אביב".clone_into(&mut participant.region);
    }
    let story = Story::of(&trace);
    let view =
        Viewport { width: 800.0, height: 600.0, orientation: Orientation::Down, size: Size::Desktop, window: None };
    let scene = timeline::layout(&story, &Annotation::default(), &view);
    let turns = |sign: char| ('\u{590}'..='\u{8ff}').contains(&sign);
    let apart = |text: &str| {
        let mut depth = 0;
        text.chars().all(|sign| {
            depth += i32::from(sign == '\u{2068}') - i32::from(sign == '\u{2069}');
            depth > 0 || !turns(sign)
        })
    };
    let mermaid = export::mermaid(&story, None);
    let drawn = scene.layers.iter().flat_map(|layer| &layer.marks).filter_map(|mark| match mark {
        Mark::Text(text) => Some(text.text.as_str()),
        Mark::Path { .. } => None,
    });
    // What stands alone has nothing beside it.
    let beside = |text: &&str| text.contains(turns) && text.contains(|sign: char| sign.is_ascii_alphanumeric());
    let labels = scene.targets.iter().map(|target| target.label.as_str());
    let said: Vec<&str> = drawn.chain(labels).chain(mermaid.lines()).filter(beside).collect();
    assert!(said.len() > 7, "{said:?}");
    assert_eq!(said.iter().find(|text| !apart(text)), None);
}
