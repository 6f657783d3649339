//! Cut stretches of the axis: two zigzags over the whole width, and nothing between them.

use super::place::Room;
use super::sketch::{Depth, Sketch};
use super::stage::Stage;
use crate::number::within;
use crate::path::Point;
use crate::tokens::Plain;

/// Half of the band between the two zigzags.
const HALF: f64 = 4.0;
/// How far a zigzag swings, and how long one swing is.
const SWING: f64 = 2.0;
const STRIDE: f64 = 6.0;

/// Draws the breaks.
pub(super) fn draw(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room) {
    let (from, to) = if stage.down() {
        (stage.sizes.ruler, stage.width)
    } else {
        (super::columns::RULER_HEIGHT, stage.height - 16.0)
    };
    for gap in &stage.axis.breaks {
        let middle = (gap.start + gap.stop) / 2.0;
        let reach = HALF + SWING;
        room.block(stage.area((from + to) / 2.0, to - from, (middle - reach, middle + reach)));
        let upper = zigzag(stage, (from, to), middle - HALF);
        let lower = zigzag(stage, (from, to), middle + HALF);
        let mut band = upper.clone();
        band.extend(lower.iter().rev());
        sketch.path(Depth::Breaks, Plain::Ground).polygon(&band);
        let path = sketch.path(Depth::Breaks, Plain::Zigzag);
        path.line(&upper);
        path.line(&lower);
    }
}

fn zigzag(stage: &Stage<'_>, (from, to): (f64, f64), along: f64) -> Vec<Point> {
    let count = within(((to - from) / STRIDE).ceil(), 1.0, 2_000.0) as u32;
    (0..=count)
        .map(|index| {
            let swing = if index % 2 == 0 { -SWING } else { SWING };
            let across = (from + f64::from(index) * STRIDE).min(to);
            stage.point(across, along + swing)
        })
        .collect()
}
