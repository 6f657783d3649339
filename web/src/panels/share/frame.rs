//! The frame for a page of documentation: as high as what it shows needs at the width of a column of text, so that
//! nothing of it has to be scrolled to. In a narrower or lower one the picture scrolls by itself.

use diagram::{Orientation, Size, Viewport, font, timeline};
use pipeline::Inscription;

use crate::hooks::Evaluated;
use crate::panels::timeline::annotation;
use crate::store::State;

/// The width of a column of text, in px.
const WIDTH: f64 = 720.0;
/// No frame is lower, as few like to read smaller ones, nor so high that a screen has no room for it.
const LEAST: f64 = 520.0;
const MOST: f64 = 960.0;
/// Two that are compared, and a run that is shown by a window: they have no height of their own.
const ROOMY: f64 = 640.0;
/// Beside the sentence: its sign, the way to the whole page, and what lies between them.
const BESIDE: f64 = 190.0;
/// The sentence above the picture: its type, and what lies around it.
const SENTENCE: (f64, f64, f64) = (14.0, 20.0, 34.0);
/// The keys of time below the picture, and the hairlines of the frame.
const BELOW: f64 = 44.0 + 2.0;
/// Heights are told in steps of so many px.
const STEP: f64 = 10.0;

/// How high the frame has to be, in px.
pub(super) fn height(state: &State, run: Option<&Evaluated>) -> u32 {
    let alone = run.filter(|run| state.pinned.is_none() && !run.story.is_large());
    let needed = alone.map_or(ROOMY, |run| picture(state, run) + sentence(state, run) + BELOW);
    ((needed / STEP).ceil() * STEP).clamp(LEAST, MOST) as u32
}

/// The least height in which every operation of the picture can be told apart. Time runs down in a frame: no link
/// says that it runs across.
fn picture(state: &State, run: &Evaluated) -> f64 {
    let view = Viewport { width: WIDTH, height: 0.0, orientation: Orientation::Down, size: Size::Embed, window: None };
    let note = annotation(run, state.model.or(run.broken), state.focus);
    timeline::layout(&run.story, &note, &view).height
}

/// The height of the sentence and of what it rests on.
fn sentence(state: &State, run: &Evaluated) -> f64 {
    let (size, line, around) = SENTENCE;
    let Inscription { lead, sentence, second, .. } =
        pipeline::inscription(&run.scenario, &run.report, state.model.or(run.broken));
    let lines = |words: &str| (font::width(words, size, 600) / (WIDTH - BESIDE)).ceil();
    around + line * (lines(&format!("{lead}: {sentence}")) + lines(&second))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn height_of(fragment: &str) -> u32 {
        let state = State::open(fragment);
        let report = pipeline::evaluate(&state.scenario, pipeline::Recording::Full).expect("it is valid");
        let run = Evaluated::brought(report);
        height(&state, Some(&run))
    }

    #[test]
    fn a_frame_is_as_high_as_its_run_needs_within_what_a_screen_has() {
        assert_eq!(height_of("#/"), 520, "the opening run needs no more");
        let more = height_of("#/?sessions=0,1,2&ops=6");
        assert!(520 < more && more < 960, "{more}");
        assert_eq!(height_of("#/?sessions=0,1,2&ops=60"), 960);
    }
}
