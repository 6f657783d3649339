//! Lifelines: thin until a new version lands, then thick; with a dot and a chip where the state
//! changes, and gaps where a fault takes their place.

use std::collections::BTreeMap;

use history::{FaultKind, Instant, Key, NodeId, ReplicaId, Value};

use super::heads;
use super::place::{self, Room, words};
use super::sketch::{Depth, Sketch};
use super::stage::Stage;
use crate::path::Path;
use crate::scene::{Aim, Anchor, Area};
use crate::story::Change;
use crate::tokens::Plain;

/// Above so many changes on a lifeline, chips become dots.
const MOST_CHIPS: usize = 24;
/// The length of a clock's notch, its shift, and how long the shift lasts.
const NOTCH: f64 = 12.0;
const NOTCH_SHIFT: f64 = 6.0;
const NOTCH_FLAT: f64 = 8.0;

/// Draws the lifelines of all participants.
pub(super) fn draw(stage: &Stage<'_>, sketch: &mut Sketch) {
    for column in &stage.columns.list {
        let across = column.position;
        let thick = column.node.replica().map(|replica| thick_spans(stage, replica));
        let breaks = interruptions(stage, column.node);
        let (start, stop) = (stage.axis.start(), stage.axis.stop());
        let thick = thick.unwrap_or_default();
        let mut reached = start;
        for (from, to) in &thick {
            pieces(stage, sketch.path(Depth::Lifelines, Plain::Lifeline), across, (reached, *from), &breaks);
            pieces(stage, sketch.path(Depth::Lifelines, Plain::State), across, (*from, *to), &breaks);
            reached = *to;
        }
        pieces(stage, sketch.path(Depth::Lifelines, Plain::Lifeline), across, (reached, stop), &breaks);
        notches(stage, sketch, column.node, across);
    }
}

/// A lifeline's stretch, without the parts that something else takes.
fn pieces(stage: &Stage<'_>, path: &mut Path, across: f64, (from, to): (f64, f64), breaks: &[(f64, f64)]) {
    let mut reached = from;
    let mut piece = |from: f64, to: f64| {
        if to > from {
            path.line(&[stage.point(across, from), stage.point(across, to)]);
        }
    };
    for (start, stop) in breaks {
        piece(reached, start.min(to));
        reached = reached.max(*stop);
    }
    piece(reached, to);
}

/// Where something else stands in a lifeline's place, in order: outages and notches.
fn interruptions(stage: &Stage<'_>, node: NodeId) -> Vec<(f64, f64)> {
    let mut spans: Vec<(f64, f64)> = Vec::new();
    for fault in &stage.story.faults {
        match fault.kind {
            FaultKind::Crash { replica, .. } | FaultKind::Pause { replica } if node == NodeId::Replica(replica) => {
                let end = fault.end.unwrap_or(Instant::NEVER);
                spans.extend(stage.span(fault.begin, end));
            }
            _ => {}
        }
    }
    let notch = |step: Step| (step.along - NOTCH / 2.0, step.along + NOTCH / 2.0);
    spans.extend(steps(stage, node).map(notch));
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    spans
}

/// A step of a clock that is shown on its lifeline.
pub(super) struct Step {
    pub(super) at: Instant,
    pub(super) along: f64,
    pub(super) by_us: i64,
    pub(super) aim: Aim,
}

/// The steps of a node's clock; where a fault ends, the clock steps back.
pub(super) fn steps<'a>(stage: &'a Stage<'_>, node: NodeId) -> impl Iterator<Item = Step> + use<'a> {
    let marks = stage.story.faults.iter();
    marks.flat_map(move |mark| {
        let (there, back) = match mark.kind {
            FaultKind::ClockStep { node: whose, by_us } if whose == node && !heads::lasts(mark) => (
                Some((mark.begin, by_us, Aim::FaultBegin(mark.id))),
                mark.end.map(|end| (end, by_us.saturating_neg(), Aim::FaultEnd(mark.id))),
            ),
            _ => (None, None),
        };
        let steps = there.into_iter().chain(back);
        let shown = steps.filter(|(at, ..)| stage.axis.shows(*at));
        shown.map(|(at, by_us, aim)| Step { at, along: stage.along(at), by_us, aim })
    })
}

/// The lifeline breaks, shifts sideways, and returns.
fn notches(stage: &Stage<'_>, sketch: &mut Sketch, node: NodeId, across: f64) {
    for step in steps(stage, node) {
        let path = sketch.path(Depth::Outages, Plain::Notch);
        let corner = (NOTCH - NOTCH_FLAT) / 2.0;
        let (from, to) = (step.along - NOTCH / 2.0, step.along + NOTCH / 2.0);
        path.line(&[
            stage.point(across, from),
            stage.point(across + NOTCH_SHIFT, from + corner),
            stage.point(across + NOTCH_SHIFT, to - corner),
            stage.point(across, to),
        ]);
    }
}

/// The stretches over which a replica holds something else than the initial value.
fn thick_spans(stage: &Stage<'_>, replica: ReplicaId) -> Vec<(f64, f64)> {
    let mut held: BTreeMap<Key, Value> = BTreeMap::new();
    let mut spans = Vec::new();
    let mut since: Option<Instant> = None;
    for change in changes(stage, replica) {
        held.insert(change.key, change.value);
        let holds = held.values().any(|value| *value != stage.story.initial);
        match (since, holds) {
            (None, true) => since = Some(change.at),
            (Some(from), false) => {
                spans.extend(stage.span(from, change.at));
                since = None;
            }
            _ => {}
        }
    }
    if let Some(from) = since {
        spans.extend(stage.span(from, Instant::NEVER));
    }
    spans
}

fn changes<'a>(stage: &'a Stage<'_>, replica: ReplicaId) -> impl Iterator<Item = &'a Change> + use<'a> {
    let changes = stage.story.changes.iter();
    changes.filter(move |change| change.replica == replica)
}

/// Draws a dot and, where there is room, a chip at every change, and a chip of what each replica
/// holds at the start.
pub(super) fn chips(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room) {
    for column in &stage.columns.list {
        let Some(replica) = column.node.replica() else {
            continue;
        };
        let across = column.position;
        let shown: Vec<&Change> = changes(stage, replica).filter(|change| stage.axis.shows(change.at)).collect();
        let (radius, many) = if shown.len() > MOST_CHIPS { (2.5, true) } else { (stage.sizes.dot, false) };
        for change in &shown {
            let dot = stage.point(across, stage.along(change.at));
            sketch.path(Depth::Chips, Plain::Dot).circle(dot, radius);
        }
        start_chip(stage, sketch, room, replica, across);
        for change in &shown {
            let texts = [format!("{}={}", stage.story.key_name(change.key), change.value), change.value.to_string()];
            let along = stage.along(change.at);
            let looks = (Plain::Chip, Plain::WordsChip);
            if many || !chip(stage, sketch, room, (across, along), &texts, looks) {
                sketch.omitted.chips += 1;
            }
        }
    }
}

/// What a replica holds where the picture begins.
fn start_chip(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room, replica: ReplicaId, across: f64) {
    let story = stage.story;
    let begin = stage.axis.begin();
    let earlier = changes(stage, replica).filter(|change| change.at < begin);
    let latest = earlier.last();
    let (texts, looks) = match latest {
        Some(change) => (
            [format!("{}={}", story.key_name(change.key), change.value), change.value.to_string()],
            (Plain::Chip, Plain::WordsChip),
        ),
        None => {
            let names = match story.keys.as_slice() {
                [] => return,
                [one] => one.clone(),
                [one, two] => format!("{one}, {two}"),
                _ => String::from("all"),
            };
            (
                [format!("{names}={}", story.initial), story.initial.to_string()],
                (Plain::ChipInitial, Plain::WordsInitial),
            )
        }
    };
    let along = stage.axis.start() + if stage.down() { 14.0 } else { 6.0 };
    if !chip(stage, sketch, room, (across, along), &texts, looks) {
        sketch.omitted.chips += 1;
    }
}

/// Draws a chip with the first of the texts that fits.
fn chip(
    stage: &Stage<'_>,
    sketch: &mut Sketch,
    room: &mut Room,
    (across, along): (f64, f64),
    texts: &[String],
    (ground, class): (Plain, Plain),
) -> bool {
    let sizes = &stage.sizes;
    for (index, text) in texts.iter().enumerate() {
        let (x, y) = if stage.down() { (across + sizes.chip_gap, along) } else { (along + 5.0, across - 12.0) };
        let mut label = words(class, sizes.chip_font, Anchor::Middle, (x, y), text.as_str());
        let least = if index == 0 { sizes.chip_width } else { sizes.chip_height };
        let padding = sizes.chip_padding.min(if index == 0 { 11.0 } else { 7.0 });
        let width = (place::width(&label) + padding).max(least);
        // The next lifeline keeps clear of it.
        if stage.down() && sizes.chip_gap + width + 3.0 > stage.columns.replica_pitch {
            continue;
        }
        let area = Area { x, y: y - sizes.chip_height / 2.0, width, height: sizes.chip_height };
        if !room.is_free(area) {
            continue;
        }
        room.block(area);
        sketch.path(Depth::Chips, ground).area(area, 3.0);
        label.x = x + width / 2.0;
        label.y = y + sizes.chip_font * 0.36;
        sketch.words(Depth::Chips, label);
        return true;
    }
    false
}
