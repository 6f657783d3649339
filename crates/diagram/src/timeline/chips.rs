//! What a replica holds: a dot and a chip where that changes, and a chip where the picture begins.

use history::{ReplicaId, Value};

use super::lifelines::changes;
use super::place::{self, Room, words};
use super::sketch::{Depth, Sketch};
use super::stage::Stage;
use crate::scene::{Anchor, Area};
use crate::story::Change;
use crate::tokens::Plain;

/// Above so many changes on a lifeline, chips become dots.
const MOST_CHIPS: usize = 24;

/// Draws a dot at every change; where there is room, a chip beside it, and a chip of what each
/// replica holds at the start.
pub(super) fn draw(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room) {
    for column in &stage.columns.list {
        let Some(replica) = column.node.replica() else {
            continue;
        };
        let across = column.position;
        let shown: Vec<&Change> = changes(stage, replica).filter(|change| stage.axis.shows(change.at)).collect();
        let (radius, many) = if shown.len() > MOST_CHIPS { (2.5, true) } else { (stage.sizes.dot, false) };
        for change in &shown {
            let along = stage.along(change.at);
            sketch.path(Depth::Chips, Plain::Dot).circle(stage.point(across, along), radius);
            let drawn = !many && chip(stage, sketch, room, (across, along), &texts(stage, change), change.value);
            sketch.omitted.chips += u32::from(!drawn);
        }
        start(stage, sketch, room, replica, across);
    }
}

/// A chip's words, and shorter ones.
fn texts(stage: &Stage<'_>, change: &Change) -> [String; 2] {
    [format!("{}={}", stage.story.key_name(change.key), change.value), change.value.to_string()]
}

/// What a replica holds where the picture begins.
fn start(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room, replica: ReplicaId, across: f64) {
    let story = stage.story;
    let begin = stage.axis.begin();
    let latest = changes(stage, replica).filter(|change| change.at < begin).last();
    let (texts, value) = match (latest, story.keys.as_slice()) {
        (Some(change), _) => (texts(stage, change), change.value),
        (None, []) => return,
        (None, keys) => {
            let names = match keys {
                [one] => one.clone(),
                [one, two] => format!("{one}, {two}"),
                _ => String::from("all"),
            };
            ([format!("{names}={}", story.initial), story.initial.to_string()], story.initial)
        }
    };
    let inset = if stage.down() { 14.0 } else { 6.0 };
    let breaks = stage.axis.breaks.iter().map(|gap| gap.stop);
    let mut places = std::iter::once(stage.axis.start()).chain(breaks).take(2).map(|from| from + inset);
    let drawn = places.any(|along| chip(stage, sketch, room, (across, along), &texts, value));
    sketch.omitted.chips += u32::from(!drawn);
}

/// Draws a chip with the first of the texts that fits; the initial value's is neutral.
fn chip(
    stage: &Stage<'_>,
    sketch: &mut Sketch,
    room: &mut Room,
    (across, along): (f64, f64),
    texts: &[String],
    value: Value,
) -> bool {
    let (ground, class) = if value == stage.story.initial {
        (Plain::ChipInitial, Plain::WordsInitial)
    } else {
        (Plain::Chip, Plain::WordsChip)
    };
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
