//! The ruler: round moments, named beside the grid, and how long each cut stretch is.

use super::columns::RULER_HEIGHT;
use super::place::{self, Room, words};
use super::places;
use super::scale;
use super::sketch::{Depth, Sketch};
use super::stage::Stage;
use crate::axis::{BREAK_SIZE, Break};
use crate::scene::{Anchor, Text};
use crate::tokens::Plain;

/// Ruler lines stand at least this far apart.
pub(super) const TICK_DOWN: f64 = 34.0;
pub(super) const TICK_ACROSS: f64 = 64.0;

/// Draws the ruler.
pub(super) fn draw(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room) {
    if !stage.story.clock.has_times() {
        return places::draw(stage, sketch, room);
    }
    for gap in &stage.axis.breaks {
        let mut candidates = idle(stage, gap).into_iter();
        if let Some(text) = candidates.find(|text| room.take(text)) {
            sketch.words(Depth::Labels, text);
        }
    }
    if stage.down() {
        down(stage, sketch, room);
    } else {
        across(stage, sketch, room);
    }
}

/// How long a cut stretch is: words beside its middle, the longer ones first.
fn idle(stage: &Stage<'_>, gap: &Break) -> Vec<Text> {
    let length = gap.to.since(gap.from).to_string();
    let size = stage.sizes.small_font;
    let middle = (gap.start + gap.stop) / 2.0;
    let line = |anchor, at, text: &str| words(Plain::WordsIdle, size, anchor, at, text);
    let mut candidates = Vec::new();
    for text in [format!("{length} idle"), length] {
        if stage.down() {
            let y = middle + 4.0;
            candidates.push(line(Anchor::End, (stage.sizes.ruler - 8.0, y), &text));
            candidates.push(line(Anchor::Start, (2.0, y), &text));
        } else {
            let y = stage.height - 5.0;
            candidates.push(line(Anchor::Middle, (middle, y), &text));
            candidates.push(line(Anchor::End, (middle + 6.0, y), &text));
            candidates.push(line(Anchor::Start, (middle - 6.0, y), &text));
        }
    }
    candidates
}

fn down(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room) {
    let (left, size) = (stage.sizes.ruler, stage.sizes.small_font);
    let mut first = true;
    for tick in scale::ticks(&stage.axis, TICK_DOWN) {
        let y = tick.position;
        sketch.path(Depth::Grid, Plain::Grid).line(&[(left, y), (stage.width, y)]);
        let in_cut = |gap: &Break| ((gap.start + gap.stop) / 2.0 - y).abs() < BREAK_SIZE * 0.75;
        if stage.axis.breaks.iter().any(in_cut) || y + 7.0 > stage.height {
            continue;
        }
        let line = |text: String| words(Plain::WordsRuler, size, Anchor::End, (left - 8.0, y + 4.0), text);
        // The unit goes before the number is cut.
        let wordings = [first.then(|| tick.with_unit()), Some(tick.text.clone())];
        // Of a moment late in a long run, close up, only the last digits change.
        let cuts = if stage.view.window.is_some() { tick.text.len() } else { 0 };
        let last_digits = (1..cuts).map(|cut| format!("…{}", &tick.text[cut..]));
        let mut lines = wordings.into_iter().flatten().chain(last_digits).map(line);
        if let Some(label) = lines.find(|label| place::width(label) <= left - 8.0) {
            first = false;
            room.block(place::bounds(&label));
            sketch.words(Depth::Grid, label);
        }
    }
}

fn across(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room) {
    let lower = stage.height - 16.0;
    let mut reached = stage.columns.head - 40.0;
    let mut first = true;
    for tick in scale::ticks(&stage.axis, TICK_ACROSS) {
        let x = tick.position;
        sketch.path(Depth::Grid, Plain::Grid).line(&[(x, RULER_HEIGHT), (x, lower)]);
        let text = if first { tick.with_unit() } else { tick.text };
        let label = words(Plain::WordsRuler, stage.sizes.small_font, Anchor::Middle, (x, 14.0), text);
        let half = place::width(&label) / 2.0;
        if x - half < reached + 6.0 || x + half > stage.width {
            continue;
        }
        (reached, first) = (x + half, false);
        room.block(place::bounds(&label));
        sketch.words(Depth::Grid, label);
    }
}
