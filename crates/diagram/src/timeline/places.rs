//! The ruler of a record that tells an order alone: the numbers of its lines or events, in place of moments.

use history::{Clock, Instant};

use super::columns::RULER_HEIGHT;
use super::place::{self, Room, words};
use super::ruler::{TICK_ACROSS, TICK_DOWN};
use super::scale;
use super::sketch::{Depth, Sketch};
use super::stage::Stage;
use crate::scene::{Anchor, Text};
use crate::tokens::Plain;

/// Draws the ruler.
#[inline(never)]
pub(super) fn draw(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room) {
    let named = stage.story.clock.place().unwrap_or_default();
    let mut first = true;
    // Where the last label ends: across, each needs room beside the one before.
    let mut reached = stage.columns.head - 40.0;
    for (number, position) in places(stage) {
        grid(stage, sketch, position);
        let line = |text: String| label(stage, position, text);
        let wordings = [first.then(|| [named, "\u{a0}", &number].concat()), Some(number)];
        let mut lines = wordings.into_iter().flatten().map(line);
        let (fits, end) = match stage.down() {
            true => (lines.find(|label| place::width(label) <= stage.sizes.ruler - 8.0), reached),
            false => {
                let fits = lines.find(|label| {
                    let half = place::width(label) / 2.0;
                    position - half >= reached + 6.0 && position + half <= stage.width
                });
                let end = fits.as_ref().map_or(reached, |label| position + place::width(label) / 2.0);
                (fits, end)
            }
        };
        if let Some(label) = fits.filter(|_| !stage.down() || position + 7.0 <= stage.height) {
            (first, reached) = (false, end);
            room.block(place::bounds(&label));
            sketch.words(Depth::Grid, label);
        }
    }
}

/// The places that are named, at round distances from the first on, and where they sit.
fn places(stage: &Stage<'_>) -> Vec<(String, f64)> {
    let axis = &stage.axis;
    let least_px = if stage.down() { TICK_DOWN } else { TICK_ACROSS };
    let step = scale::step(axis.scale(), least_px).max(Clock::PLACE_US);
    let (first, last) = (axis.begin().as_us().max(1).div_ceil(step), axis.end().as_us() / step);
    let place = |number: u64| {
        let at = Instant::from_us(number * step);
        (Clock::number(at).to_string(), axis.position(at))
    };
    (first..=last).map(place).collect()
}

fn grid(stage: &Stage<'_>, sketch: &mut Sketch, position: f64) {
    let line = match stage.down() {
        true => [(stage.sizes.ruler, position), (stage.width, position)],
        false => [(position, RULER_HEIGHT), (position, stage.height - 16.0)],
    };
    sketch.path(Depth::Grid, Plain::Grid).line(&line);
}

fn label(stage: &Stage<'_>, position: f64, text: String) -> Text {
    let (anchor, at) = match stage.down() {
        true => (Anchor::End, (stage.sizes.ruler - 8.0, position + 4.0)),
        false => (Anchor::Middle, (position, 14.0)),
    };
    words(Plain::WordsRuler, stage.sizes.small_font, anchor, at, text)
}
