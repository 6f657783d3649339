//! What differs from a run beside this one: a sign on each operation that was answered differently there, and
//! in each bar the stretch by which it is longer.

use std::collections::BTreeMap;

use history::{Duration, Instant, Operation, OperationId};

use super::bars::{self, Bar};
use super::place::{Room, words};
use super::sketch::{Depth, Sketch};
use super::stage::Stage;
use crate::path::Point;
use crate::scene::{Aim, Anchor, Area, Text};
use crate::tokens::Beside;
use crate::view::{Contrast, Orientation, Size};

/// How far the mark of where the other run was done reaches beside the bar.
const BESIDE: f64 = 3.0;
/// Half of the sign's diagonal, and half of a stroke on it.
const SIGN: f64 = 8.5;
const SIGN_PHONE: f64 = 7.5;
const STROKE: f64 = 3.0;

/// Draws what differs.
pub(super) fn draw(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room) {
    let contrasts: BTreeMap<OperationId, Contrast> = stage.note.contrasts.iter().copied().collect();
    name(sketch, &contrasts);
    for operation in stage.story.drawn() {
        let Some(contrast) = contrasts.get(&operation.id) else { continue };
        let Some(bar) = bars::bar(stage, operation) else { continue };
        if let Some(by) = contrast.longer.filter(|_| !bar.open) {
            longer(stage, sketch, room, (operation, &bar), by);
        }
        if contrast.differs {
            // The ends of a bar have numbers and words of their own.
            sign(stage, sketch, room, stage.point(bar.across, (bar.span.0 + bar.span.1) / 2.0));
        }
    }
}

/// Says so of the operations' targets.
fn name(sketch: &mut Sketch, contrasts: &BTreeMap<OperationId, Contrast>) {
    for target in &mut sketch.targets {
        let Aim::Operation(id) = target.aim else { continue };
        let Some(contrast) = contrasts.get(&id) else { continue };
        if contrast.differs {
            target.label.push_str(", differs from the other run");
        }
        if let Some(words) = by_how_much(contrast) {
            target.label.push_str(", ");
            target.label.push_str(&words);
        }
    }
}

fn by_how_much(contrast: &Contrast) -> Option<String> {
    let longer = contrast.longer.map(|longer| format!("{longer} longer than in the other"));
    longer.or_else(|| contrast.shorter.map(|shorter| format!("{shorter} shorter than in the other")))
}

/// Two short lines with one through both: not equal.
fn sign(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room, (x, y): Point) {
    let half = if stage.view.size == Size::Phone { SIGN_PHONE } else { SIGN };
    let corners = [(x, y - half), (x + half, y), (x, y + half), (x - half, y)];
    sketch.path(Depth::Labels, Beside::Contrast).polygon(&corners);
    let strokes = sketch.path(Depth::Labels, Beside::ContrastSign);
    for level in [-1.5, 1.5] {
        strokes.line(&[(x - STROKE, y + level), (x + STROKE, y + level)]);
    }
    strokes.line(&[(x + 1.75, y - 4.0), (x - 1.75, y + 4.0)]);
    room.block(Area { x: x - half, y: y - half, width: 2.0 * half, height: 2.0 * half });
}

/// In the bar: the stretch that the other run does not take, from where it was done there.
fn longer(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room, (operation, bar): (&Operation, &Bar), by: Duration) {
    let end = operation.end();
    let Some((start, stop)) = stage.span(sooner(end, by), end) else { return };
    let half = stage.sizes.bar / 2.0;
    // Within the outline, which says whether it reads or writes.
    let area = stage.area(bar.across, stage.sizes.bar - 3.0, (start, (stop - 1.5).max(start + 1.0)));
    sketch.path(Depth::Bars, Beside::ContrastStretch).area(area, 0.0);
    let point = |beside: f64| stage.point(bar.across + beside, start);
    sketch.path(Depth::Bars, Beside::ContrastLonger).line(&[point(-half - BESIDE), point(half + BESIDE)]);
    let (size, text) = (stage.sizes.small_font, format!("+{by}"));
    let line = |anchor, at: Point| words(Beside::WordsContrast, size, anchor, at, text.clone());
    let (middle, aside) = ((start + stop) / 2.0, bar.across + half + BESIDE + 2.0);
    let candidates: Vec<Text> = match stage.axis.orientation {
        Orientation::Down => {
            [middle, stop, start].map(|along| line(Anchor::Start, (aside, along + size * 0.36))).to_vec()
        }
        Orientation::Across => vec![line(Anchor::Middle, (middle, aside + size))],
    };
    // The list beside the drawing has them all: here they stand where nothing crosses them.
    let clear = candidates.into_iter().find(|text| room.is_clear(text) && room.has_room(text));
    if let Some(text) = clear.filter(|text| room.take(text)) {
        sketch.words(Depth::Labels, text);
    }
}

fn sooner(at: Instant, by: Duration) -> Instant {
    Instant::from_us(at.as_us().saturating_sub(by.as_us()))
}
