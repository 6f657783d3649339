//! Two pictures in one file.

mod runs;

use diagram::{Annotation, Orientation, Size, Story, Viewport, export, timeline};
use runs::Script;

#[test]
fn two_pictures_in_one_file_stand_on_one_clock_and_share_no_name() {
    let story = Story::of(&Script::picture().play());
    for orientation in [Orientation::Down, Orientation::Across] {
        let view = Viewport { width: 600.0, height: 500.0, orientation, size: Size::Desktop, window: None };
        let note = Annotation::default();
        let scene = timeline::layout_beside(&story, &note, &view, (&story, &note));
        let caption = |heading| export::Caption {
            heading,
            lead: "Not linearizable",
            sentence: "① said so.",
            ..Default::default()
        };
        let pictures = [(&scene, caption("Run A")), (&scene, caption("Run B"))];
        let svg = export::svg_of_pair(pictures, "", None, &[]);
        let mut names: Vec<&str> = svg.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert!(names.len() == all && names.contains(&"q-bars") && names.contains(&"q-b-bars"), "{names:?}");
        assert!(svg.contains("<title id=\"q-title\">Run A · Run B</title>"));
        let moved = svg.split("translate(").nth(1).and_then(|rest| rest.split(')').next()).expect("one is moved");
        let (x, y) = moved.split_once(' ').expect("two lengths");
        let [x, y] = [x, y].map(|length| length.parse::<f64>().expect("a length"));
        match orientation {
            Orientation::Down => assert!(x > scene.width && y == 0.0, "{moved}"),
            Orientation::Across => assert!(x == 0.0 && y > scene.height + 40.0, "{moved}"),
        }
    }
}
