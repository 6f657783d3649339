//! Writes pictures of runs as SVG files, to be looked at: `cargo run -p diagram --example pictures
//! -- FOLDER`.

#[path = "../tests/runs/mod.rs"]
mod runs;

use std::path::Path;

use diagram::tokens::Theme;
use diagram::{Annotation, EdgeKind, OrderEdge, Orientation, Size, Story, Viewport, chart, export, scrubber, timeline};
use history::{Instant, OperationId};
use runs::Script;

const DESKTOP: Viewport =
    Viewport { width: 776.0, height: 690.0, orientation: Orientation::Down, size: Size::Desktop, window: None };

fn main() {
    let folder = std::env::args().nth(1).expect("a folder to write to");
    let write = |name: &str, script: &Script, note: &Annotation, view: Viewport, theme: Theme| {
        let story = Story::of(&script.play());
        let scene = timeline::layout(&story, note, &view);
        println!(
            "{name}: {} x {}, {} marks, {} messages, {:?}",
            scene.width,
            scene.height,
            scene.marks(),
            story.messages.len(),
            scene.omitted
        );
        let path = Path::new(&folder).join(format!("{name}.svg"));
        std::fs::write(path, export::svg(&scene, theme)).expect("the folder can be written");
    };
    let across = Viewport { width: 1192.0, height: 540.0, orientation: Orientation::Across, ..DESKTOP };
    let phone = Viewport { width: 390.0, height: 580.0, size: Size::Phone, ..DESKTOP };
    let picture = Script::picture();
    let plain = Annotation::default();
    let violation = Annotation {
        numbered: vec![OperationId(1), OperationId(5)],
        edges: vec![OrderEdge {
            from: OperationId(1),
            to: OperationId(5),
            kind: EdgeKind::RealTime,
            words: String::from("20\u{a0}ms later"),
        }],
        ..Annotation::default()
    };
    let focus = Annotation { focus: Some(OperationId(1)), ring: true, ..violation.clone() };
    write("plain", &picture, &plain, DESKTOP, Theme::Light);
    write("violation", &picture, &violation, DESKTOP, Theme::Light);
    write("violation-dark", &picture, &violation, DESKTOP, Theme::Dark);
    write("focus", &picture, &focus, DESKTOP, Theme::Light);
    write("across", &picture, &violation, across, Theme::Light);
    write("across-focus", &picture, &focus, across, Theme::Dark);
    let window = Some((Instant::from_us(118_000), Instant::from_us(274_000)));
    let small = Viewport { height: 420.0, orientation: Orientation::Across, ..phone };
    write("closeup", &picture, &violation, Viewport { window, ..DESKTOP }, Theme::Dark);
    write("phone-across", &picture, &violation, small, Theme::Light);
    write("phone", &picture, &violation, phone, Theme::Light);
    charts(Path::new(&folder), &picture, &violation);
    for seed in 0..12 {
        let script = Script::random(seed);
        write(&format!("random-{seed}"), &script, &plain, DESKTOP, Theme::Light);
        write(&format!("random-{seed}-across"), &script, &plain, across, Theme::Dark);
        write(&format!("random-{seed}-phone"), &script, &plain, phone, Theme::Light);
    }
}

fn charts(folder: &Path, picture: &Script, note: &Annotation) {
    let mut dice = runs::Dice(3);
    let mut sample = |count: u64, base: u64, spread: u64| {
        let mut values: Vec<u64> = (0..count)
            .map(|n| base * (1 + n % 3) + dice.below(spread) + dice.below(spread) + dice.below(spread))
            .collect();
        values.sort_unstable();
        values
    };
    let (reads, writes) = (sample(900, 30_000, 24_000), sample(400, 24_000, 30_000));
    let one_way = sample(300, 28_000, 12_000);
    let story = Story::of(&picture.play());
    let worst = |w, r| chart::Replicas::Worst { w, r };
    let scenes = [
        ("histogram", chart::histogram(&reads, &writes, 305.0, 125.0)),
        ("overlap-none", chart::overlap(5, worst(2, 2), 224.0)),
        ("overlap-some", chart::overlap(5, worst(3, 4), 224.0)),
        ("overlap-nine", chart::overlap(9, worst(5, 5), 224.0)),
        ("density", chart::density(&one_way, 224.0, 52.0)),
        ("scrubber", scrubber::layout(&story, note, 476.0)),
    ];
    for (name, scene) in scenes {
        println!("{name}: {}", scene.description);
        let path = folder.join(format!("chart-{name}.svg"));
        std::fs::write(path, export::svg(&scene, Theme::Light)).expect("the folder can be written");
    }
}
