//! What has arrived at a replica and waits there, until all is there that it comes after: a hatched
//! box in the lifeline's place, from the arrival to the moment at which the value lands.

use history::{FaultKind, NodeId};

use super::hatch;
use super::place::{Room, words};
use super::sketch::{Depth, Sketch};
use super::stage::Stage;
use crate::scene::{Anchor, Text};
use crate::story::Wait;
use crate::tokens::Plain;

/// Shorter boxes are not to be seen, in px.
const SHORTEST: f64 = 3.0;

/// The waits that are shown: where the lifeline lies, and the span along the time axis. What
/// reaches a paused replica waits as well, but for nothing else than the end of the pause.
fn waits<'a>(stage: &'a Stage<'_>) -> impl Iterator<Item = (&'a Wait, f64, (f64, f64))> {
    stage.story.waits.iter().filter_map(|wait| {
        let paused = stage.story.faults.iter().any(|fault| {
            let end = fault.end.is_none_or(|end| end > wait.from);
            fault.kind == FaultKind::Pause { replica: wait.replica } && fault.begin <= wait.from && end
        });
        let across = stage.lifeline(NodeId::Replica(wait.replica)).filter(|_| !paused)?;
        let span = stage.span(wait.from, wait.to)?;
        (span.1 - span.0 >= SHORTEST).then_some((wait, across, span))
    })
}

/// Draws the boxes, with a dot where something arrived.
pub(super) fn draw(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room) {
    for (_, across, span) in waits(stage) {
        let area = stage.area(across, stage.sizes.wall + 2.0, span);
        sketch.path(Depth::Outages, Plain::Ground).area(area, 0.0);
        hatch::lines(sketch.path(Depth::Outages, Plain::WaitHatch), area, 4.0);
        sketch.path(Depth::Outages, Plain::Wait).area(area, 0.0);
        room.block(area);
        let arrival = stage.point(across, span.0);
        sketch.path(Depth::Chips, Plain::Arrival).circle(arrival, stage.sizes.dot);
    }
}

/// Says what waits, and how long, where there is room.
pub(super) fn name(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room) {
    for (wait, across, (start, stop)) in waits(stage) {
        let what = format!("{}={} waits", stage.story.key_name(wait.key), wait.value);
        let whole = format!("{what} {}", wait.to.since(wait.from));
        let size = stage.sizes.small_font;
        let beside = stage.sizes.wall / 2.0 + 7.0;
        let line = |anchor, at, text: &str| words(Plain::WordsWait, size, anchor, at, text);
        let middle = (start + stop) / 2.0;
        let places: Vec<(Anchor, (f64, f64))> = if stage.down() {
            let heights = [middle + 4.0, start + 16.0, stop - 12.0];
            let at = |y| [(Anchor::Start, (across + beside, y)), (Anchor::End, (across - beside, y))];
            heights.into_iter().flat_map(at).collect()
        } else {
            let at = |y| [(Anchor::Middle, (middle, y)), (Anchor::Start, (start, y))];
            [across + beside + 9.0, across - beside].into_iter().flat_map(at).collect()
        };
        let candidates: Vec<Text> = [&whole, &what]
            .into_iter()
            .flat_map(|text| places.iter().map(|(anchor, at)| line(*anchor, *at, text)))
            .collect();
        if let Some(text) = room.take_best(candidates) {
            sketch.words(Depth::Labels, text);
        }
    }
}
