//! Faults that take no lifeline's place: slow links, random loss, clocks that step or drift.

use history::{FaultKind, FaultMark, Instant};

use super::columns::RULER_HEIGHT;
use super::heads;
use super::lifelines;
use super::place::{Room, words};
use super::say;
use super::sketch::{Depth, Sketch};
use super::stage::Stage;
use crate::path::Point;
use crate::scene::{Aim, Anchor, Target, Text};
use crate::tokens::Plain;

/// How far beside the lifeline the dotted line runs.
const BESIDE: f64 = 9.0;
/// From one line of words to the next.
const LINE: f64 = 13.0;

/// Draws the spans, their names and the notes of stepped clocks.
pub(super) fn draw(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room) {
    for mark in &stage.story.faults {
        let Some(across) = line(stage, mark) else {
            continue;
        };
        let Some((start, stop)) = stage.span(mark.begin, mark.end.unwrap_or(Instant::NEVER)) else {
            continue;
        };
        let path = sketch.path(Depth::Outages, Plain::Slow);
        path.line(&[stage.point(across, start), stage.point(across, stop)]);
        for (at, along) in [(Some(mark.begin), start), (mark.end, stop)] {
            if at.is_some_and(|at| stage.axis.shows(at)) {
                let tick = [stage.point(across - 3.0, along), stage.point(across + 3.0, along)];
                sketch.path(Depth::Outages, Plain::Notch).line(&tick);
            }
        }
        target(stage, sketch, mark, across, (start, stop));
        note(stage, sketch, room, (across, start), &say::fault(stage.story, mark));
    }
}

/// Where a fault's dotted line runs, if it has one.
fn line(stage: &Stage<'_>, mark: &FaultMark) -> Option<f64> {
    match mark.kind {
        FaultKind::Slow { node } => Some(stage.lifeline(node)? - BESIDE),
        FaultKind::ClockDrift { node, .. } if !heads::lasts(mark) => Some(stage.lifeline(node)? - BESIDE),
        FaultKind::Loss if stage.down() => Some(stage.sizes.ruler + 3.5),
        FaultKind::Loss => Some(RULER_HEIGHT + 3.5),
        _ => None,
    }
}

fn target(stage: &Stage<'_>, sketch: &mut Sketch, mark: &FaultMark, across: f64, (start, stop): (f64, f64)) {
    let label = say::fault_in_full(stage.story, mark);
    let ends =
        [(Some(mark.begin), start, Aim::FaultBegin(mark.id), "begin"), (mark.end, stop, Aim::FaultEnd(mark.id), "end")];
    sketch.targets.push(Target {
        aim: Aim::Fault(mark.id),
        area: stage.area(across, 8.0, (start, stop)),
        label: label.clone(),
    });
    for (at, along, aim, which) in ends {
        if at.is_some_and(|at| stage.axis.shows(at)) {
            sketch.targets.push(Target {
                aim,
                area: stage.area(across, 12.0, (along - 6.0, along + 6.0)),
                label: format!("{which} of: {label}"),
            });
        }
    }
}

/// Words beside the begin of a span: on one line, else on two, else further along.
fn note(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room, at: (f64, f64), (who, what): &(String, String)) {
    let size = stage.sizes.small_font;
    let whole = format!("{who} {what}");
    let line = |(anchor, (x, y)): (Anchor, Point), text: &str| words(Plain::WordsFault, size, anchor, (x, y), text);
    let spots = (0..16).flat_map(|step| if stage.down() { down(at, step) } else { aside(at, step) });
    let mut candidates = spots.flat_map(|(anchor, (x, y))| {
        let second = line((anchor, (x, y + LINE)), what);
        [vec![line((anchor, (x, y)), &whole)], vec![line((anchor, (x, y)), who), second]]
    });
    for text in candidates.find(|lines| room.take_all(lines)).into_iter().flatten() {
        sketch.words(Depth::Labels, text);
    }
}

/// Places before and behind a line that runs down, some steps on.
fn down((across, along): (f64, f64), step: u32) -> [(Anchor, Point); 3] {
    let y = along + 11.0 + 14.0 * f64::from(step);
    let behind = across + 6.0;
    [(Anchor::End, (across - 6.0, y)), (Anchor::Start, (behind + BESIDE, y)), (Anchor::Start, (behind, y))]
}

/// Places above and below one that runs across.
fn aside((across, along): (f64, f64), step: u32) -> [(Anchor, Point); 3] {
    let x = along + 2.0 + 14.0 * f64::from(step);
    [-5.0, 14.0, 14.0 + BESIDE].map(|below| (Anchor::Start, (x, across + below)))
}

/// Says beside each notch by how much the clock stepped.
pub(super) fn steps(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room) {
    let size = stage.sizes.small_font;
    for column in &stage.columns.list {
        let steps: Vec<_> = lifelines::steps(stage, column.node).collect();
        for step in steps {
            let text = format!("clock {}", heads::signed_ms(step.by_us));
            let line = |anchor, at| words(Plain::WordsFault, size, anchor, at, text.as_str());
            let (across, along) = (column.position, step.along);
            let candidates: Vec<Text> = if stage.down() {
                let (after, before) = (across + 11.0, across - stage.sizes.bar / 2.0 - 6.0);
                vec![
                    line(Anchor::Start, (after, along + 4.0)),
                    line(Anchor::End, (before, along + 4.0)),
                    line(Anchor::Start, (after, along + 18.0)),
                    line(Anchor::End, (before, along + 18.0)),
                ]
            } else {
                vec![
                    line(Anchor::Middle, (along, across + 19.0)),
                    line(Anchor::Middle, (along, across - 10.0)),
                    line(Anchor::Start, (along + 8.0, across + 19.0)),
                    line(Anchor::End, (along - 8.0, across + 19.0)),
                ]
            };
            if let Some(text) = candidates.into_iter().find(|text| room.take(text)) {
                sketch.words(Depth::Labels, text);
            }
            sketch.targets.push(Target {
                aim: step.aim,
                area: stage.area(across, 16.0, (along - 8.0, along + 8.0)),
                label: format!("{} of {}, at {}", text, column.name, step.at),
            });
        }
    }
}
