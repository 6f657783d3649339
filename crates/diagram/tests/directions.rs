//! Names that run from right to left stand in pictures and texts without turning what is beside them.

mod runs;

use diagram::{Annotation, Mark, Orientation, Size, Story, Viewport, export, timeline};
use history::{History, Key};
use runs::Script;

#[test]
fn names_from_right_to_left_turn_nothing_round() {
    let mut trace = Script::picture().play();
    "דנה".clone_into(&mut trace.sessions[0].name);
    "تل ابيب".clone_into(&mut trace.replicas[0].region);
    "מפתח".clone_into(&mut trace.keys[0]);
    let view =
        Viewport { width: 800.0, height: 600.0, orientation: Orientation::Down, size: Size::Desktop, window: None };
    let scene = timeline::layout(&Story::of(&trace), &Annotation::default(), &view);
    let turns = |sign: char| ('\u{590}'..='\u{8ff}').contains(&sign);
    let apart = |text: &str| {
        let mut depth = 0;
        text.chars().all(|sign| {
            depth += i32::from(sign == '\u{2068}') - i32::from(sign == '\u{2069}');
            depth > 0 || !turns(sign)
        })
    };
    let story = Story::of(&trace);
    let mermaid = export::mermaid(&story, None);
    let drawn = scene.layers.iter().flat_map(|layer| &layer.marks).filter_map(|mark| match mark {
        Mark::Text(text) => Some(text.text.as_str()),
        Mark::Path { .. } => None,
    });
    let labels = scene.targets.iter().map(|target| target.label.as_str());
    let said: Vec<&str> = drawn.chain(labels).chain(mermaid.lines()).filter(|text| text.contains(turns)).collect();
    assert!(said.len() > 8, "{said:?}");
    assert_eq!(said.iter().find(|text| !apart(text)), None);
    assert!(History::of(&trace).key_name(Key(0)).chars().all(turns), "data keep the name as it is");
}
