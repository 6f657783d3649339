//! What a replica holds: a dot and a chip where that changes, and a chip where the picture begins.

use history::{ReplicaId, Value};

use super::lifelines::changes;
use super::place::{Room, words};
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
        // What lands at one instant shares a chip.
        for together in shown.chunk_by(|a, b| a.at == b.at) {
            let [.., last] = together else { continue };
            let along = stage.along(last.at);
            for _ in together {
                sketch.path(Depth::Chips, Plain::Dot).circle(stage.point(across, along), radius);
            }
            let place = Place::Beside(across, along);
            let all = |texts: &[String]| !many && chip(stage, sketch, room, place, texts, last.value);
            sketch.omitted.chips += omitted(stage, together, all);
        }
        start(stage, sketch, room, replica, across);
    }
}

/// Draws the chip of what lands at one instant, or of the last of it; says how many are left out.
fn omitted(stage: &Stage<'_>, together: &[&Change], mut draw: impl FnMut(&[String]) -> bool) -> u32 {
    let [.., last] = together else { return 0 };
    let count = together.len() as u32;
    if together.len() > 1 && draw(&[in_one(stage, together)]) {
        return 0;
    }
    count - u32::from(draw(&texts(stage, last)))
}

/// The words of several: "x=2, y=3", or "x, y=2".
fn in_one(stage: &Stage<'_>, together: &[&Change]) -> String {
    let same = together.windows(2).all(|pair| pair[0].value == pair[1].value);
    let name = |change: &&Change| stage.story.key_name(change.key).to_owned();
    match together {
        [first, ..] if same => {
            format!("{}={}", together.iter().map(name).collect::<Vec<_>>().join(", "), stage.story.value(first.value))
        }
        _ => together.iter().map(|change| texts(stage, change)[0].clone()).collect::<Vec<_>>().join(", "),
    }
}

/// A chip's words, and shorter ones.
fn texts(stage: &Stage<'_>, change: &Change) -> [String; 2] {
    let value = stage.story.value(change.value);
    [[stage.story.key_name(change.key), "=", &value].concat(), value]
}

/// What a replica holds where the picture begins.
fn start(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room, replica: ReplicaId, across: f64) {
    let story = stage.story;
    let begin = stage.axis.begin();
    let latest = changes(stage, replica).filter(|change| change.at < begin).last();
    let (texts, value) = match (latest, story.keys_at(replica).as_slice()) {
        (Some(change), _) => (texts(stage, change), change.value),
        (None, []) => return,
        (None, keys) => {
            let names = match keys {
                [one] => (*one).to_owned(),
                [one, two] => format!("{one}, {two}"),
                _ if keys.len() < story.keys.len() => keys.join(", "),
                _ => String::from("all"),
            };
            let initial = story.value(story.initial);
            ([[&names, "=", &initial].concat(), initial], story.initial)
        }
    };
    let drawn = chip(stage, sketch, room, Place::Start(across), &texts, value);
    sketch.omitted.chips += u32::from(!drawn);
}

/// The words of a chip are no longer than this, in px, where no lifeline bounds them.
const LONGEST: f64 = 260.0;
/// Words of so many signs are cut where they have no room, and the cut ones are worth a chip if so many are left.
const LONG_SIGNS: usize = 12;
const LEAST_SIGNS: usize = 4;

/// Where a chip stands.
#[derive(Clone, Copy)]
enum Place {
    /// Beside the lifeline, where that changes.
    Beside(f64, f64),
    /// On the lifeline's place, before its first moment.
    Start(f64),
}

impl Place {
    /// How much of the room between two lifelines a chip of that width takes.
    fn pitch(self, stage: &Stage<'_>, width: f64) -> f64 {
        match self {
            Self::Beside(..) => stage.sizes.chip_gap + width + 3.0,
            Self::Start(_) => width + 3.0,
        }
    }

    /// The place of a chip of that width.
    fn area(self, stage: &Stage<'_>, width: f64) -> Area {
        let height = stage.sizes.chip_height;
        let start = stage.axis.start();
        let (x, y) = match (self, stage.down()) {
            // The first moments leave the chips above them their place.
            (Self::Beside(across, along), true) => {
                (across + stage.sizes.chip_gap, (along - height / 2.0).max(start - 1.0))
            }
            (Self::Beside(across, along), false) => (along + 5.0, across - 12.0 - height / 2.0),
            (Self::Start(across), true) => (across - width / 2.0, start - 3.0 - height),
            (Self::Start(across), false) => (start - 3.0 - width, across - height / 2.0),
        };
        Area { x, y, width, height }
    }
}

/// Draws a chip with the first of the texts that fits; the initial value's is neutral.
fn chip(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room, place: Place, texts: &[String], value: Value) -> bool {
    let (ground, class) = if value == stage.story.initial {
        (Plain::ChipInitial, Plain::WordsInitial)
    } else {
        (Plain::Chip, Plain::WordsChip)
    };
    let sizes = &stage.sizes;
    for (index, text) in texts.iter().enumerate() {
        let mut label = words(class, sizes.chip_font, Anchor::Middle, (0.0, 0.0), text.as_str());
        let least = if index == 0 { sizes.chip_width } else { sizes.chip_height };
        let padding = sizes.chip_padding.min(if index == 0 { 11.0 } else { 7.0 });
        // The next lifeline keeps clear of it.
        let most = if stage.down() { stage.columns.replica_pitch - place.pitch(stage, padding) } else { LONGEST };
        if super::place::width(&label) > most {
            if index + 1 < texts.len() || texts[0].chars().count() < LONG_SIGNS {
                continue;
            }
            label.text.clone_from(&texts[0]);
            super::place::shorten(&mut label, most);
            if super::place::width(&label) > most || label.text.chars().count() < LEAST_SIGNS {
                continue;
            }
        }
        let width = (super::place::width(&label) + padding).max(least);
        if stage.down() && place.pitch(stage, width) > stage.columns.replica_pitch {
            continue;
        }
        let area = place.area(stage, width);
        if !room.is_free(area) {
            continue;
        }
        room.block(area);
        sketch.path(Depth::Chips, ground).area(area, 3.0);
        label.x = area.x + width / 2.0;
        label.y = area.y + sizes.chip_height / 2.0 + sizes.chip_font * 0.36;
        sketch.words(Depth::Chips, label);
        return true;
    }
    false
}
