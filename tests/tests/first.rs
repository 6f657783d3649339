//! What is on the page before its wasm arrives is what the wasm will show: `web/first.html` holds
//! the sentence and the picture of the opening run, written by the same exporter.
//!
//! `UPDATE_GOLDEN=1 cargo test -p tests --test first` writes it anew.

use check::Piece;
use diagram::{Story, Viewport, export, timeline, tokens};
use history::ModelId;
use pipeline::Recording;
use scenario::Scenario;

/// The room of the timeline on a screen of 1440 × 900.
const VIEW: Viewport = Viewport {
    width: 784.0,
    height: 634.0,
    orientation: diagram::Orientation::Down,
    size: diagram::Size::Desktop,
    window: None,
};

const PAGE: &str = include_str!("../golden/first.template.html");

#[test]
fn the_first_paint_is_the_opening_run() {
    let report = pipeline::evaluate(&Scenario::default(), Recording::Full).expect("the opening scenario can run");
    let verdict = report.judgement.get(ModelId::Linearizable).expect("a registered model");
    let violation = verdict.violation().expect("the opening run is violated");
    let sentence: String = violation.sentence.iter().map(piece).collect();
    let lead = check::model(ModelId::Linearizable).expect("a registered model").lead;
    let &[write, read] = violation.operations.as_slice() else { panic!("two operations: {violation:?}") };
    let reason = pipeline::meeting(&report.trace, write, read).expect("a full recording");
    let scene = timeline::layout(&Story::of(&report.trace), &pipeline::annotate(verdict), &VIEW);
    let html = PAGE
        .replace("{lead}", lead)
        .replace("{sentence}", &sentence)
        .replace("{reason}", &escaped(&reason))
        .replace("{picture}", &unstyled(&export::svg(&scene, tokens::Theme::Auto)));
    let path = tests::root().join("web/first.html");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &html).expect("web/ can be written");
    }
    let held = std::fs::read_to_string(&path).expect("web/first.html is there");
    assert!(held == html, "web/first.html is not what the opening run shows; UPDATE_GOLDEN=1 writes it anew");
}

fn piece(piece: &Piece) -> String {
    match piece {
        Piece::Text(text) => escaped(text),
        Piece::Operation { number, text, .. } => format!("<span class=\"disc\">{number}</span> {}", escaped(text)),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('\u{a0}', "&nbsp;")
}

/// The page's own stylesheet already holds the classes of the marks.
fn unstyled(svg: &str) -> String {
    let (before, rest) = svg.split_once("<style>").expect("an exported picture has a style");
    let (_, after) = rest.split_once("</style>\n").expect("a style ends");
    format!("{before}{after}")
}
