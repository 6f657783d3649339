//! Replicas that were asked what they hold once the store had settled, where that is the proof.
//! They were asked after the run itself was over, so the picture is drawn on until then.

use history::{Instant, NodeId, Operation};

use super::lit::Lit;
use super::place::{Room, words};
use super::sketch::{Depth, Sketch};
use super::stage::Stage;
use crate::path::Point;
use crate::scene::{Anchor, Area, Text};
use crate::story::Story;
use crate::tokens::Plain;
use crate::view::Size;

/// The room after the last moment, for the marks that sit on it.
pub(super) const fn foot(down: bool) -> f64 {
    if down { 24.0 } else { 44.0 }
}

/// When the proof was found, if it was found by asking the replicas.
pub(super) fn end(story: &Story, lit: &Lit) -> Option<Instant> {
    numbered(story, lit).map(|(_, probe, _)| probe.end()).max()
}

/// The probes of a violation: their number, and the replica that was asked.
fn numbered<'a>(story: &'a Story, lit: &'a Lit) -> impl Iterator<Item = (usize, &'a Operation, NodeId)> {
    let operations = lit.numbered().iter().enumerate();
    operations.filter_map(|(index, id)| {
        let operation = story.operations.get(id.index())?;
        Some((index + 1, operation, NodeId::Replica(story.probed(operation)?)))
    })
}

/// Draws where the replicas answered, with the number and what each held.
pub(super) fn draw(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room) {
    for (number, probe, replica) in numbered(stage.story, &stage.lit) {
        let Some(across) = stage.lifeline(replica).filter(|_| stage.axis.shows(probe.invoked)) else {
            continue;
        };
        let at = stage.point(across, stage.along(probe.invoked));
        sketch.path(Depth::Chips, Plain::Contact).circle(at, stage.sizes.contact);
        room.block(around(at, stage.sizes.contact + 1.0));
        let centre = disc(stage, sketch, room, at, number);
        held(stage, sketch, room, (at, centre), probe);
    }
}

fn around((x, y): Point, half: f64) -> Area {
    Area { x: x - half, y: y - half, width: 2.0 * half, height: 2.0 * half }
}

/// Draws the number beside the lifeline, before its dot.
fn disc(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room, (x, y): Point, number: usize) -> Point {
    let radius = stage.sizes.disc;
    let beside = radius + stage.sizes.contact + 2.0;
    let (before, after) = (stage.point(-beside, 0.0), stage.point(beside, 0.0));
    let earlier = stage.point(0.0, -beside);
    let places = [before, after, earlier].map(|(dx, dy)| (x + dx, y + dy));
    let centre = places.into_iter().find(|place| room.is_free(around(*place, radius + 0.5))).unwrap_or(places[0]);
    sketch.path(Depth::Labels, Plain::Disc).circle(centre, radius);
    room.block(around(centre, radius + 0.5));
    let size = if radius > 8.0 { 11.0 } else { 10.0 };
    let at = (centre.0, centre.1 + size * 0.36);
    sketch.words(Depth::Labels, words(Plain::WordsNumber, size, Anchor::Middle, at, number.to_string()));
    centre
}

/// Says what a replica held, where there is room.
fn held(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room, (at, disc): (Point, Point), probe: &Operation) {
    let value = stage.story.value(probe.value());
    let text = match stage.view.size {
        Size::Phone => value,
        Size::Desktop | Size::Embed => format!("{}={value}", stage.story.key_name(probe.key)),
    };
    let size = stage.sizes.small_font;
    let line = |anchor, at| words(Plain::WordsWrong, size, anchor, at, text.as_str());
    let (after, before) = (at.0.max(disc.0 + 4.0) + 10.0, at.0.min(disc.0 - 4.0) - 10.0);
    // Beside the dot where the lifeline does not run through the words.
    let beside = [line(Anchor::Start, (after, at.1 + 4.0)), line(Anchor::End, (before, at.1 + 4.0))];
    let mut candidates: Vec<Text> = beside.into_iter().filter(|_| stage.down()).collect();
    candidates.extend([
        line(Anchor::End, (at.0 - 8.0, at.1 - 14.0)),
        line(Anchor::Start, (at.0 + 8.0, at.1 - 14.0)),
        line(Anchor::End, (at.0 - 8.0, at.1 + 21.0)),
        line(Anchor::Start, (at.0 + 8.0, at.1 + 21.0)),
        line(Anchor::End, (at.0 - 20.0, at.1 - 8.0)),
        line(Anchor::End, (at.0 - 20.0, at.1 + 16.0)),
    ]);
    if let Some(text) = room.take_best(candidates) {
        sketch.words(Depth::Labels, text);
    }
}
