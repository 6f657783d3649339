//! What operations did, beside their bars: two lines where there is room, else one, else none.

use history::Operation;

use super::bars;
use super::place::{self, Room, words};
use super::say;
use super::sketch::{Depth, Sketch};
use super::stage::Stage;
use crate::scene::{Anchor, Text};
use crate::tokens::Plain;
use crate::view::Size;

/// Columns closer than this leave no room for durations.
const PITCH_WITH_LENGTH: f64 = 80.0;
/// Columns closer than this leave room for values only, and only of what is pointed out.
const PITCH_WITH_VERB: f64 = 56.0;

/// Names the operations; those that are pointed out first.
pub(super) fn draw(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room, pointed_out: bool) {
    for operation in stage.story.drawn() {
        let first = !stage.lit.is_all() && stage.is_lit(Some(operation.id));
        if first != pointed_out {
            continue;
        }
        if bars::bar(stage, operation).is_none() {
            continue;
        }
        let lines = if stage.down() { down(stage, room, operation, first) } else { across(stage, room, operation) };
        if lines.is_empty() {
            sketch.omitted.operation_labels += 1;
        }
        for text in lines {
            sketch.words(Depth::Labels, text);
        }
    }
}

/// The classes of the two parts of a label.
fn classes(stage: &Stage<'_>, operation: &Operation) -> (Plain, Plain) {
    if !stage.is_lit(Some(operation.id)) {
        return (Plain::WordsDimmed, Plain::WordsDimmed);
    }
    let what = if stage.lit.blamed(stage.story) == Some(operation.id) {
        Plain::WordsWrong
    } else if operation.is_write() {
        Plain::WordsWrite
    } else {
        Plain::WordsRead
    };
    (what, Plain::WordsLength)
}

/// How long it took, or what is known instead.
fn lengths(operation: &Operation) -> Vec<String> {
    let known = say::length(operation);
    if known.is_empty() {
        let returned = operation.returned.unwrap_or(operation.invoked);
        return vec![returned.since(operation.invoked).to_string()];
    }
    known.iter().map(|text| (*text).to_owned()).collect()
}

fn down(stage: &Stage<'_>, room: &mut Room, operation: &Operation, pointed_out: bool) -> Vec<Text> {
    let Some(bar) = bars::bar(stage, operation) else {
        return Vec::new();
    };
    let node = history::NodeId::Session(operation.session);
    let place = stage.columns.place(node).unwrap_or(0);
    let pitch = stage.columns.session_pitch;
    let narrow = pitch < PITCH_WITH_VERB && place > 0 || stage.view.size == Size::Phone && pitch < PITCH_WITH_LENGTH;
    if narrow && !pointed_out {
        return Vec::new();
    }
    let reach = if stage.view.size == Size::Phone { 8.0 } else { 11.0 };
    let space = match place {
        0 => bar.across - reach,
        _ => stage.columns.room_before(place) - reach - stage.sizes.bar / 2.0 - 3.0,
    };
    let (what, length) = classes(stage, operation);
    let size = stage.sizes.label_font;
    let x = bar.across - reach;
    let y = bar.span.0 + 12.0;
    let line = |class, y, text: &str| words(class, size, Anchor::End, (x, y), text);
    let mut wordings = vec![say::operation_in_short(stage.story, operation)];
    if !narrow {
        wordings.insert(0, say::operation(stage.story, operation));
    }
    let mut candidates: Vec<Vec<Text>> = Vec::new();
    for wording in &wordings {
        let first = line(what, y, wording);
        if pitch >= PITCH_WITH_LENGTH && !narrow {
            for length_words in lengths(operation) {
                let second = line(length, y + 15.0, &length_words);
                candidates.push(vec![first.clone(), second]);
            }
        }
        candidates.push(vec![first]);
    }
    take_first(room, candidates, space)
}

fn across(stage: &Stage<'_>, room: &mut Room, operation: &Operation) -> Vec<Text> {
    let Some(bar) = bars::bar(stage, operation) else {
        return Vec::new();
    };
    let (what, length) = classes(stage, operation);
    let size = stage.sizes.label_font;
    let number = stage.lit.number(operation.id).is_some();
    let x = bar.span.0 + if number { stage.sizes.disc * 2.0 + 4.0 } else { 0.0 };
    let y = bar.across - stage.sizes.bar / 2.0 - 6.0;
    let line = |class, x, text: &str| words(class, size, Anchor::Start, (x, y), text);
    let wordings = [say::operation(stage.story, operation), say::operation_in_short(stage.story, operation)];
    let mut candidates: Vec<Vec<Text>> = Vec::new();
    for wording in &wordings {
        let first = line(what, x, wording);
        let after = x + place::width(&first) + 6.0;
        if stage.view.size != Size::Phone {
            for length_words in lengths(operation) {
                candidates.push(vec![first.clone(), line(length, after, &length_words)]);
            }
        }
        candidates.push(vec![first]);
    }
    take_first(room, candidates, f64::INFINITY)
}

/// Takes the first candidate that is narrow enough and finds its room.
fn take_first(room: &mut Room, candidates: Vec<Vec<Text>>, space: f64) -> Vec<Text> {
    candidates
        .into_iter()
        .find(|lines| lines.iter().all(|line| place::width(line) <= space) && room.take_all(lines))
        .unwrap_or_default()
}
