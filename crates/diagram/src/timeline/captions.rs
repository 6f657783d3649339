//! Words along the messages of the focused operation; among services along all of them, for there the
//! words are the story.

use history::Purpose;

use super::arrow;
use super::messages::{self, Way};
use super::place::{self, Room, words};
use super::say;
use super::sketch::{Depth, Sketch};
use super::stage::Stage;
use crate::number::within;
use crate::path::Point;
use crate::scene::{Anchor, Text};
use crate::story::{End, Message};
use crate::tokens::{Hue, Plain};

/// Shorter lines carry no words.
const SHORTEST: f64 = 120.0;
/// The baseline lies this far from the line, above and below.
const ABOVE: f64 = 5.0;
const BELOW: f64 = 13.5;

/// Writes what each message of the focused operation carries.
pub(super) fn draw(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room) {
    if !stage.lit.is_focus() && !stage.story.services {
        return;
    }
    for message in &stage.story.messages {
        if !stage.is_lit(message.label.operation) || !(stage.lit.is_focus() || moves_on(message)) {
            continue;
        }
        for end in &message.ends {
            let Some(way) = messages::way(stage, message, end) else {
                continue;
            };
            if let Some(text) = caption(stage, room, message, end, &way) {
                sketch.words(Depth::Labels, text);
            }
        }
    }
}

/// Whether a message moves a saga on: neither a look at it, nor the news that news were heard.
const fn moves_on(message: &Message) -> bool {
    matches!(message.label.purpose, Purpose::Write | Purpose::Replicate)
}

fn caption(stage: &Stage<'_>, room: &mut Room, message: &Message, end: &End, way: &Way) -> Option<Text> {
    let length = arrow::distance(way.from, way.to);
    let focus = stage.lit.is_focus();
    if focus && length < SHORTEST {
        return None;
    }
    let class = match (end.lost.is_some(), messages::hue(message)) {
        (true, _) => Plain::WordsFault,
        (false, Hue::Read) => Plain::WordsReadMessage,
        (false, Hue::Write) => Plain::WordsWriteMessage,
        (false, Hue::Control) => Plain::WordsControlMessage,
    };
    let size = stage.sizes.small_font;
    let said =
        if focus { say::message(stage.story, message, Some(end)) } else { say::in_short(stage.story, message, end) };
    let mut text = words(class, size, Anchor::Middle, (0.0, 0.0), said);
    let half = place::width(&text) / 2.0;
    let margin = half + stage.sizes.head_length + 3.0;
    if 2.0 * margin > length {
        return None;
    }
    let (mut ux, mut uy) = arrow::direction(way.from, way.to)?;
    // The far end is the replica's: the end of a request, the start of an answer.
    let wanted = if message.asks() { 0.8 } else { 0.2 };
    let towards_middle = if message.asks() { -0.1 } else { 0.1 };
    let upside_down = ux < 0.0;
    let shares = (0..6).map(|step| wanted + towards_middle * f64::from(step));
    let spots: Vec<Point> = shares
        .map(|share| {
            let at = within(share * length, margin, length - margin);
            (way.from.0 + ux * at, way.from.1 + uy * at)
        })
        .collect();
    if upside_down {
        (ux, uy) = (-ux, -uy);
    }
    text.turn = (uy.abs() > 0.002).then_some((ux, uy));
    for (x, y) in spots {
        for offset in [-ABOVE, BELOW] {
            (text.x, text.y) = (x - uy * offset, y + ux * offset);
            if room.take(&text) {
                return Some(text);
            }
        }
    }
    None
}
