//! A violation: its operations are numbered, the orders between them drawn, and what its read saw
//! is said where it saw it.

use history::{Operation, OperationId};

use super::arrow;
use super::bars::{self, Bar};
use super::lit::Lit;
use super::place::{Room, words};
use super::sketch::{Depth, Sketch};
use super::stage::Stage;
use crate::number::within;
use crate::path::Point;
use crate::scene::{Anchor, Area, Text};
use crate::story::{Look, Story};
use crate::tokens::Plain;
use crate::view::{EdgeKind, OrderEdge, Orientation, Size};

/// The moments at which replicas answered the reads that are pointed out, and were counted.
pub(super) fn contacts(story: &Story, lit: &Lit) -> Vec<Look> {
    let looks = story.looks.iter().filter(|look| look.counted && !lit.is_all() && lit.holds(Some(look.operation)));
    looks.copied().collect()
}

/// Draws the hollow dots where replicas answered.
pub(super) fn dots(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room) {
    for (look, point) in shown(stage) {
        let radius = stage.sizes.contact;
        sketch.path(Depth::Chips, Plain::Contact).circle(point, radius);
        room.block(around(point, radius + 1.0));
        debug_assert!(stage.axis.shows(look.at));
    }
}

fn shown<'a>(stage: &'a Stage<'_>) -> impl Iterator<Item = (&'a Look, Point)> {
    stage.contacts.iter().filter_map(|look| {
        let across = stage.lifeline(history::NodeId::Replica(look.replica))?;
        let shown = stage.axis.shows(look.at);
        shown.then(|| (look, stage.point(across, stage.along(look.at))))
    })
}

fn around((x, y): Point, half: f64) -> Area {
    Area { x: x - half, y: y - half, width: 2.0 * half, height: 2.0 * half }
}

/// Says "still x=1" at each contact that returned the old value.
pub(super) fn still(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room) {
    let Some(blamed) = stage.lit.blamed(stage.story) else {
        return;
    };
    let read = &stage.story.operations[blamed.index()];
    let contradicted = stage.lit.numbered().iter().any(|id| {
        let other = &stage.story.operations[id.index()];
        other.id != blamed && other.key == read.key && other.value() != read.value()
    });
    if !contradicted {
        return;
    }
    let size = stage.sizes.small_font;
    for (look, (x, y)) in shown(stage) {
        if look.operation != blamed || look.value != read.value() {
            continue;
        }
        let value = stage.story.value(look.value);
        let text = if stage.view.size == Size::Phone {
            format!("still {value}")
        } else {
            format!("still {}={value}", stage.story.key_name(look.key))
        };
        let line = |anchor, at| words(Plain::WordsWrong, size, anchor, at, text.as_str());
        let candidates = if stage.down() {
            [
                line(Anchor::Start, (x + 10.0, y + 4.0)),
                line(Anchor::End, (x - 9.0, y - 9.0)),
                line(Anchor::End, (x - 9.0, y + 18.0)),
                line(Anchor::Start, (x + 9.0, y - 9.0)),
                line(Anchor::Start, (x + 9.0, y + 18.0)),
                line(Anchor::Middle, (x, y - 14.0)),
                line(Anchor::Start, (x + 9.0, y - 22.0)),
                line(Anchor::Start, (x + 9.0, y + 31.0)),
                line(Anchor::End, (x - 9.0, y - 22.0)),
                line(Anchor::End, (x - 9.0, y + 31.0)),
            ]
        } else {
            [
                line(Anchor::End, (x - 6.0, y + 17.0)),
                line(Anchor::Start, (x + 6.0, y + 17.0)),
                line(Anchor::End, (x - 8.0, y - 8.0)),
                line(Anchor::Start, (x + 8.0, y - 8.0)),
                line(Anchor::Middle, (x, y + 29.0)),
                line(Anchor::Middle, (x, y - 20.0)),
                line(Anchor::End, (x - 18.0, y + 17.0)),
                line(Anchor::Start, (x + 18.0, y + 17.0)),
                line(Anchor::End, (x - 20.0, y - 8.0)),
                line(Anchor::Start, (x + 20.0, y - 8.0)),
            ]
        };
        if let Some(text) = room.take_best(candidates.to_vec()) {
            sketch.words(Depth::Labels, text);
        }
    }
}

/// Draws the numbers at the bars' starts.
pub(super) fn numbers(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room) {
    for (index, id) in stage.lit.numbered().iter().enumerate() {
        let Some(bar) = shown_bar(stage, *id) else {
            continue;
        };
        let radius = stage.sizes.disc;
        let at_start = disc(stage, &bar);
        // Bars that begin together have their numbers side by side.
        let places = (0..16).flat_map(|step| [1.0, -1.0].map(|side| f64::from(step) * side * (2.0 * radius + 2.0)));
        let mut places = places.map(|aside| (at_start.0 + aside, at_start.1));
        let centre = places.find(|place| room.is_free(around(*place, radius + 0.5))).unwrap_or(at_start);
        sketch.path(Depth::Labels, Plain::Disc).circle(centre, radius);
        room.block(around(centre, radius + 0.5));
        let size = if radius > 8.0 { 11.0 } else { 10.0 };
        let at = (centre.0, centre.1 + size * 0.36);
        let number = (index + 1).to_string();
        let text = words(Plain::WordsNumber, size, Anchor::Middle, at, number);
        sketch.words(Depth::Labels, text);
    }
}

fn shown_bar(stage: &Stage<'_>, id: OperationId) -> Option<Bar> {
    bars::bar(stage, operation(stage, id)?)
}

fn operation<'a>(stage: &'a Stage<'_>, id: OperationId) -> Option<&'a Operation> {
    stage.story.operations.get(id.index())
}

/// Where a bar's number sits: before its start, or on it where that is out of the view.
fn disc(stage: &Stage<'_>, bar: &Bar) -> Point {
    let radius = stage.sizes.disc;
    if stage.axis.orientation == Orientation::Across {
        let along = bar.span.0 + radius - 1.0;
        return (along, bar.across - stage.sizes.bar / 2.0 - radius - 1.5);
    }
    let before = bar.span.0 - radius - 3.5;
    let fits = bar.begins && before - radius >= stage.columns.head - 8.0;
    let along = if fits { before } else { bar.span.0 + radius + 4.0 };
    (bar.across, along)
}

/// Draws the orders between the operations.
pub(super) fn edges(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room) {
    if stage.lit.numbered().is_empty() {
        return;
    }
    for edge in &stage.note.edges {
        let (Some(from), Some(to)) = (operation(stage, edge.from), operation(stage, edge.to)) else {
            continue;
        };
        let (Some(first), Some(second)) = (bars::bar(stage, from), bars::bar(stage, to)) else {
            continue;
        };
        let same = from.session == to.session;
        let points = match edge.kind {
            EdgeKind::ReadsFrom if !same => reads_from(stage, &first, &second),
            _ if same => along_lifeline(stage, &first, &second),
            EdgeKind::Deduced if second.span.0 < first.span.1 => beginnings(stage, &first, &second),
            _ => between(stage, &first, &second),
        };
        let Some((start, tip)) = points else {
            continue;
        };
        line(stage, sketch, start, tip);
        room.line(start, tip);
        if !edge.words.is_empty() && stage.view.size != Size::Phone {
            name(stage, sketch, room, edge, start, tip);
        }
    }
}

fn line(stage: &Stage<'_>, sketch: &mut Sketch, start: Point, tip: Point) {
    let Some(along) = arrow::direction(start, tip) else {
        return;
    };
    let length = stage.sizes.head_length;
    let end = (tip.0 - along.0 * length, tip.1 - along.1 * length);
    sketch.path(Depth::Order, Plain::OrderEdge).line(&[start, end]);
    let path = sketch.path(Depth::Order, Plain::OrderHead);
    arrow::filled(path, tip, along, length, stage.sizes.head_width);
}

/// From the end of the first bar to the start of the second.
fn between(stage: &Stage<'_>, first: &Bar, second: &Bar) -> Option<(Point, Point)> {
    let side = if second.across > first.across { 1.0 } else { -1.0 };
    let beside = stage.sizes.bar / 2.0 + 1.5;
    let start = stage.point(first.across + side * beside, first.span.1);
    let tip = stage.point(second.across - side * beside, second.span.0 - 1.0);
    Some((start, tip))
}

/// From the start of the first bar to the start of the second.
fn beginnings(stage: &Stage<'_>, first: &Bar, second: &Bar) -> Option<(Point, Point)> {
    let side = if second.across > first.across { 1.0 } else { -1.0 };
    let beside = stage.sizes.bar / 2.0 + 1.5;
    let start = stage.point(first.across + side * beside, first.span.0);
    Some((start, stage.point(second.across - side * beside, second.span.0)))
}

/// Beside the lifeline, from the end of the first to the start of the second.
fn along_lifeline(stage: &Stage<'_>, first: &Bar, second: &Bar) -> Option<(Point, Point)> {
    let side = if stage.down() { -8.0 } else { 8.0 };
    let across = first.across + side;
    let (from, to) = (first.span.1, second.span.0);
    // Bars that follow at once leave no room between them.
    let (from, to) = if to - from < 14.0 { (from - 7.0, to + 7.0) } else { (from, to) };
    (to > from).then(|| (stage.point(across, from), stage.point(across, to)))
}

/// From the write to the read that returned its value.
fn reads_from(stage: &Stage<'_>, write: &Bar, read: &Bar) -> Option<(Point, Point)> {
    let side = if read.across > write.across { 1.0 } else { -1.0 };
    let beside = stage.sizes.bar / 2.0 + 1.5;
    let from = within(read.span.0, write.span.0, write.span.1);
    let to = within(from, read.span.0, read.span.1);
    let start = stage.point(write.across + side * beside, from);
    Some((start, stage.point(read.across - side * beside, to)))
}

/// Says why the two are ordered, beside the middle of the edge.
fn name(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room, edge: &OrderEdge, start: Point, tip: Point) {
    let size = stage.sizes.small_font;
    // Of an order nobody knows how much later.
    let timeless = !stage.story.clock.has_times() && edge.kind == EdgeKind::RealTime;
    let said = if timeless { "later" } else { edge.words.as_str() };
    let line = |anchor, at| words(Plain::WordsWrong, size, anchor, at, said);
    let mut candidates: Vec<Text> = Vec::new();
    for share in [0.5, 0.35, 0.65, 0.2, 0.8, 0.1, 0.9] {
        let (x, y) = (start.0 + (tip.0 - start.0) * share, start.1 + (tip.1 - start.1) * share);
        candidates.extend([
            line(Anchor::Start, (x + 9.0, y - 1.0)),
            line(Anchor::End, (x - 9.0, y + 9.0)),
            line(Anchor::End, (x - 9.0, y - 1.0)),
            line(Anchor::Start, (x + 9.0, y + 9.0)),
            line(Anchor::Middle, (x, y - 8.0)),
            line(Anchor::Middle, (x, y + 16.0)),
            line(Anchor::Start, (x + 12.0, y - 9.0)),
            line(Anchor::End, (x - 12.0, y + 17.0)),
            line(Anchor::Middle, (x, y - 18.0)),
            line(Anchor::Middle, (x, y + 26.0)),
        ]);
    }
    if let Some(text) = room.take_best(candidates) {
        sketch.words(Depth::Labels, text);
    }
}
