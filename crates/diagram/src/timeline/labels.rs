//! What operations did, beside their bars: two lines where there is room, else one, else none.
//! First all get their first line, then those get their second for which room is left.

use history::{NodeId, Operation};

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
/// Columns closer than this leave no room for verbs.
const PITCH_WITH_VERB: f64 = 56.0;
/// From one line to the next.
const LINE: f64 = 15.0;
/// How far a label moves along its bar at a time, and how often.
const STEP: f64 = 4.0;
const MOST_STEPS: u32 = 16;

/// The labels of the operations, as far as they found room.
#[derive(Default)]
pub(super) struct Labels<'a> {
    /// First lines whose second is still to be placed.
    named: Vec<(&'a Operation, Text)>,
    words: Vec<Text>,
    omitted: u32,
}

impl<'a> Labels<'a> {
    /// Places the first lines: those of the operations that are pointed out, or all others.
    pub(super) fn name(&mut self, stage: &Stage<'a>, room: &mut Room, pointed_out: bool) {
        for operation in stage.story.drawn() {
            let first = !stage.lit.is_all() && stage.is_lit(Some(operation.id));
            if first != pointed_out || bars::bar(stage, operation).is_none() {
                continue;
            }
            let lines = if stage.down() { down(stage, operation, first) } else { across(stage, operation) };
            // In a small picture nobody could read a name that a counted message crosses.
            let readable = |line: &Text| pointed_out || stage.view.size != Size::Embed || room.is_clear(line);
            match best(stage, room, operation, lines).filter(readable) {
                Some(line) => {
                    room.take(&line);
                    self.named.push((operation, line));
                }
                None => self.omitted += 1,
            }
        }
    }

    /// Places the second lines of those that have their first.
    pub(super) fn time(&mut self, stage: &Stage<'_>, room: &mut Room) {
        for (operation, first) in std::mem::take(&mut self.named) {
            // A length that a counted message would cross stays out where nobody points at it.
            let crossed = stage.is_lit(Some(operation.id)) || !stage.down();
            let mut lines = second(stage, operation, &first).into_iter();
            let found = lines.find(|line| (crossed || room.is_clear(line)) && room.take(line));
            self.words.push(first);
            self.words.extend(found);
        }
    }

    /// Draws what was placed.
    pub(super) fn draw(self, sketch: &mut Sketch) {
        sketch.omitted.operation_labels += self.omitted;
        for text in self.words {
            sketch.words(Depth::Labels, text);
        }
    }
}

/// The longest words that have room: where a counted message crosses neither them nor their second
/// line, else where it does not cross themselves, else anywhere.
fn best(stage: &Stage<'_>, room: &Room, operation: &Operation, lines: Vec<Text>) -> Option<Text> {
    let mut free = lines.into_iter().filter(|line| room.has_room(line)).peekable();
    let longest = free.peek()?.text.clone();
    let rank = |line: &Text| {
        let below = second(stage, operation, line);
        let fits = below.is_empty() || below.iter().any(|line| room.has_room(line) && room.is_clear(line));
        2 - u8::from(room.is_clear(line)) - u8::from(room.is_clear(line) && fits)
    };
    free.filter(|line| line.text == longest).min_by_key(rank)
}

/// The class of what an operation did.
fn class(stage: &Stage<'_>, operation: &Operation) -> Plain {
    if !stage.is_lit(Some(operation.id)) {
        Plain::WordsDimmed
    } else if stage.lit.blamed(stage.story) == Some(operation.id) {
        Plain::WordsWrong
    } else if operation.is_write() {
        Plain::WordsWrite
    } else {
        Plain::WordsRead
    }
}

/// First lines left of the bar, the longest that fits between the columns first.
fn down(stage: &Stage<'_>, operation: &Operation, pointed_out: bool) -> Vec<Text> {
    let Some(bar) = bars::bar(stage, operation) else {
        return Vec::new();
    };
    let narrow = stage.columns.session_pitch < PITCH_WITH_VERB;
    if narrow && !pointed_out && !stage.lit.is_all() {
        return Vec::new();
    }
    let place = stage.columns.place(NodeId::Session(operation.session));
    let place = place.unwrap_or(0);
    let reach = match stage.view.size {
        Size::Phone => 8.0,
        Size::Desktop | Size::Embed if ringed(stage, operation) => 15.0,
        Size::Desktop | Size::Embed => 11.0,
    };
    let space = match place {
        0 => bar.across - reach,
        _ => stage.columns.room_before(place) - reach - stage.sizes.bar / 2.0 - 3.0,
    };
    let (x, size) = (bar.across - reach, stage.sizes.label_font);
    // Beside its bar a label may stand lower, if that keeps it clear.
    let lowest = (bar.span.1 - LINE - 4.0).min(stage.axis.stop() - LINE - 4.0);
    let places = (0..MOST_STEPS).map(|step| bar.span.0 + 12.0 + f64::from(step) * STEP);
    let places: Vec<f64> = places.take_while(|y| *y <= lowest.max(bar.span.0 + 12.0)).collect();
    let class = class(stage, operation);
    let line = |wording: &str, y: f64| words(class, size, Anchor::End, (x, y), wording);
    let fitting = wordings(stage, operation, narrow).filter(|wording| place::width(&line(wording, 0.0)) <= space);
    let fitting: Vec<String> = fitting.collect();
    let lines = fitting.iter().flat_map(|wording| places.iter().map(|y| line(wording, *y)));
    let lines: Vec<Text> = lines.collect();
    match lines.is_empty() {
        true => places.iter().filter_map(|y| cut(stage, operation, space, |wording| line(wording, *y))).collect(),
        false => lines,
    }
}

/// Words of fewer signs are not cut; in less room than this, in px, cut ones say too little.
const LONG_SIGNS: usize = 10;
const LEAST: f64 = 24.0;

/// The short words of an operation, cut to a room, with all that they would say.
fn cut(stage: &Stage<'_>, operation: &Operation, room: f64, line: impl Fn(&str) -> Text) -> Option<Text> {
    let mut text = line(&say::operation_in_short(stage.story, operation));
    if room < LEAST || text.text.chars().count() < LONG_SIGNS {
        return None;
    }
    text.whole = Some(say::operation(stage.story, operation));
    place::shorten(&mut text, room);
    (place::width(&text) <= room).then_some(text)
}

/// How much of long words is said above a bar, in px, if that has room.
const CUTS: [f64; 3] = [240.0, 120.0, 60.0];

/// First lines above the bar, from its start.
fn across(stage: &Stage<'_>, operation: &Operation) -> Vec<Text> {
    let Some(bar) = bars::bar(stage, operation) else {
        return Vec::new();
    };
    let number = match stage.lit.number(operation.id) {
        Some(_) => stage.sizes.disc * 2.0 + 4.0,
        None => 0.0,
    };
    let above = stage.sizes.bar / 2.0 + if ringed(stage, operation) { 11.0 } else { 6.0 };
    let at = (bar.span.0 + number, bar.across - above);
    let class = class(stage, operation);
    let line = |wording: &str| words(class, stage.sizes.label_font, Anchor::Start, at, wording);
    let mut lines: Vec<Text> = wordings(stage, operation, false).map(|wording| line(&wording)).collect();
    let shortest = lines.iter().map(place::width).fold(f64::INFINITY, f64::min);
    let shorter = CUTS.into_iter().filter(|room| *room < shortest);
    lines.extend(shorter.filter_map(|room| cut(stage, operation, room, line)));
    lines
}

fn ringed(stage: &Stage<'_>, operation: &Operation) -> bool {
    stage.note.ring && stage.note.focus == Some(operation.id)
}

fn wordings<'a>(
    stage: &'a Stage<'_>,
    operation: &'a Operation,
    narrow: bool,
) -> impl Iterator<Item = String> + use<'a> {
    let long = (!narrow).then(|| say::operation(stage.story, operation));
    let short = say::operation_in_short(stage.story, operation);
    long.into_iter().chain([short])
}

/// Second lines: how long it took, or what is known instead.
fn second(stage: &Stage<'_>, operation: &Operation, first: &Text) -> Vec<Text> {
    if stage.view.size == Size::Phone || stage.down() && stage.columns.session_pitch < PITCH_WITH_LENGTH {
        return Vec::new();
    }
    let class = match first.class {
        dimmed if dimmed == Plain::WordsDimmed.into() => Plain::WordsDimmed,
        _ => Plain::WordsLength,
    };
    let known = say::length(operation);
    let mut lengths: Vec<String> = known.iter().map(|text| (*text).to_owned()).collect();
    if let Some(returned) = operation.returned.filter(|_| known.is_empty() && stage.story.clock.has_times()) {
        lengths.push(returned.since(operation.invoked).to_string());
    }
    let at = if stage.down() { (first.x, first.y + LINE) } else { (first.x + place::width(first) + 6.0, first.y) };
    lengths
        .into_iter()
        .map(|length| words(class, first.size, first.anchor, at, length))
        .filter(|line| !stage.down() || place::width(line) <= stage.columns.session_pitch)
        .collect()
}
