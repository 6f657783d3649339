//! Density: where events stand too close to be told apart, every participant's are counted by stretches of
//! time, each as long as a bar is thick. On one side of a lifeline stands what serves writes, on the other what
//! serves reads; behind them what was lost, and what keeps the cluster together. Every event is in one bar, and a
//! bar that holds any is never thinner than a line.

use history::Duration;

use super::place::{Room, words};
use super::sketch::{Depth, Sketch};
use super::stage::Stage;
use crate::number::grouped;
use crate::path::Path;
use crate::scene::Anchor;
use crate::story::{Index, Kind};
use crate::tokens::Plain;
use crate::view::Size;

/// How thick a bar is, in px.
const BAR: f64 = 2.0;
/// Bars reach over no more than this share of the way to the next lifeline, nor further than so many px.
const SHARE: f64 = 0.44;
const LONGEST: f64 = 44.0;
/// The room around a lifeline that bars leave it.
const GAP: f64 = 1.0;
/// The shortest bars, in front and behind.
const LEAST: f64 = 1.0;
const LEAST_BEHIND: f64 = 2.0;

/// The counts of one participant: in front and behind, before its lifeline and after it.
struct Lane {
    across: f64,
    /// How far its bars may reach.
    reach: f64,
    sides: [Side; 2],
    events: u64,
}

struct Side {
    /// −1 before the lifeline, 1 after it.
    sign: f64,
    front: Vec<u32>,
    back: Vec<u32>,
    classes: (Plain, Plain),
}

/// Draws the bars of everybody, with how many events each has.
pub(super) fn draw(stage: &Stage<'_>, index: &Index, sketch: &mut Sketch, room: &mut Room) {
    let (start, stop) = (stage.axis.start(), stage.axis.stop());
    let many = stretches(stage);
    let lanes: Vec<Lane> = (0..stage.columns.list.len()).map(|place| lane(stage, index, place, many)).collect();
    let sides = lanes.iter().flat_map(|lane| &lane.sides);
    let tallest = sides.flat_map(|side| side.front.iter().zip(&side.back).map(|(a, b)| a + b)).max().unwrap_or(0);
    let scale = round_up(tallest);
    let pitch = (stop - start) / many as f64;
    for lane in &lanes {
        for side in &lane.sides {
            let px = |count: u32, least: f64| match count {
                0 => 0.0,
                _ => (f64::from(count) / scale * lane.reach).max(least),
            };
            let front = side.front.iter().map(|count| px(*count, LEAST));
            // What lies behind is seen, however little it is.
            let beyond = front.clone().zip(&side.back);
            let back = beyond.map(|(front, count)| if *count > 0 { front + px(*count, LEAST_BEHIND) } else { 0.0 });
            let foot = (lane.across, side.sign);
            bars(stage, sketch.path(Depth::Dimmed, side.classes.1), foot, &back.collect::<Vec<_>>(), (start, pitch));
            bars(stage, sketch.path(Depth::Late, side.classes.0), foot, &front.collect::<Vec<_>>(), (start, pitch));
        }
    }
    for lane in &lanes {
        total(stage, sketch, room, lane);
    }
}

/// How long a stretch is that a bar counts.
pub(super) fn bar(stage: &Stage<'_>) -> Duration {
    let span = stage.axis.end().since(stage.axis.begin()).as_us();
    Duration::from_us(span.div_ceil(stretches(stage) as u64))
}

/// How many bars stand along a lifeline.
fn stretches(stage: &Stage<'_>) -> usize {
    // `as` saturates and maps NaN to zero, alike on every target.
    ((stage.axis.stop() - stage.axis.start()) / BAR).max(1.0) as usize
}

fn lane(stage: &Stage<'_>, index: &Index, place: usize, many: usize) -> Lane {
    let column = &stage.columns.list[place];
    let window = (stage.axis.begin(), stage.axis.end());
    let [write, read, upkeep, lost] = Kind::ALL.map(|kind| index.counts(column.node, kind, window, many));
    let events = [&write, &read, &upkeep, &lost].into_iter().flatten().map(|count| u64::from(*count)).sum();
    let after = stage.columns.list.get(place + 1).map_or(f64::INFINITY, |next| next.position - column.position);
    let before = if place == 0 { f64::INFINITY } else { stage.columns.room_before(place) };
    Lane {
        across: column.position,
        reach: (before.min(after) * SHARE).min(LONGEST),
        sides: [
            Side { sign: -1.0, front: write, back: lost, classes: (Plain::ChartWrite, Plain::WallHatch) },
            Side { sign: 1.0, front: read, back: upkeep, classes: (Plain::ChartRead, Plain::Held) },
        ],
        events,
    }
}

/// The smallest of 1, 2, 5, 10, 20, … that is no less: so the bars of a picture that moves keep their scale.
fn round_up(count: u32) -> f64 {
    let mut unit = 1_u64;
    loop {
        for step in [1, 2, 5] {
            if step * unit >= u64::from(count) {
                return (step * unit) as f64;
            }
        }
        unit *= 10;
    }
}

/// Draws the bars of one side, of these lengths: neighbours are one shape.
fn bars(stage: &Stage<'_>, path: &mut Path, (across, sign): (f64, f64), lengths: &[f64], (start, pitch): (f64, f64)) {
    let foot = across + sign * GAP;
    let mut place = 0;
    while place < lengths.len() {
        if lengths[place] <= 0.0 {
            place += 1;
            continue;
        }
        let mut along = start + pitch * place as f64;
        let mut corners = vec![stage.point(foot, along)];
        while let Some(length) = lengths.get(place).copied().filter(|length| *length > 0.0) {
            place += lengths[place..].iter().take_while(|other| **other == length).count();
            let next = start + pitch * place as f64;
            corners.push(stage.point(foot + sign * length, along));
            corners.push(stage.point(foot + sign * length, next));
            along = next;
        }
        corners.push(stage.point(foot, along));
        path.steps(&corners);
    }
}

/// Says how many events a participant has in view, where there is room.
fn total(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room, lane: &Lane) {
    let size = stage.sizes.small_font;
    // On a phone the counts of neighbours would run into each other.
    let text = match lane.events {
        10_000.. if stage.view.size == Size::Phone => [grouped((lane.events + 500) / 1_000).as_str(), "k"].concat(),
        events => grouped(events),
    };
    let line = |anchor, at| words(Plain::WordsNote, size, anchor, at, text.as_str());
    let start = stage.axis.start();
    let candidates = if stage.down() {
        let (y, beside) = (start - 5.0, stage.sizes.disc + 4.0);
        vec![
            line(Anchor::Middle, (lane.across, y)),
            line(Anchor::End, (lane.across - beside, y)),
            line(Anchor::Start, (lane.across + beside, y)),
        ]
    } else {
        vec![
            line(Anchor::Start, (start + 3.0, lane.across - lane.reach - 2.0)),
            line(Anchor::Start, (start + 3.0, lane.across + lane.reach + 10.0)),
        ]
    };
    if let Some(text) = candidates.into_iter().find(|text| room.take(text)) {
        sketch.words(Depth::Labels, text);
    }
}
