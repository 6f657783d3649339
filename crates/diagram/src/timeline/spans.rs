//! Faults that take no lifeline's place: slow links, random loss, clocks that step or drift.

use history::{FaultKind, FaultMark, Instant};

use super::columns::RULER_HEIGHT;
use super::heads;
use super::lifelines;
use super::place::{Room, words};
use super::say;
use super::sketch::{Depth, Sketch};
use super::stage::Stage;
use crate::scene::{Aim, Anchor, Target, Text};
use crate::tokens::Plain;

/// How far beside the lifeline the dotted line runs.
const BESIDE: f64 = 9.0;

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
        let (who, what) = say::fault(stage.story, mark);
        let text = format!("{who} {what}");
        note(stage, sketch, room, (across, start), &text);
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

/// Words beside the begin of a span.
fn note(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room, (across, along): (f64, f64), text: &str) {
    let size = stage.sizes.small_font;
    let line = |anchor, at| words(Plain::WordsFault, size, anchor, at, text);
    let steps = (0..12).map(|step| 14.0 * f64::from(step));
    let down = |step: f64| {
        let y = along + 11.0 + step;
        let spots =
            [(Anchor::End, across - 6.0), (Anchor::Start, across + 6.0 + BESIDE), (Anchor::Start, across + 6.0)];
        spots.map(|(anchor, x)| line(anchor, (x, y)))
    };
    let aside = |step: f64| {
        let x = along + 2.0 + step;
        [-5.0, 14.0, 14.0 + BESIDE].map(|below| line(Anchor::Start, (x, across + below)))
    };
    let mut candidates = steps.flat_map(|step| if stage.down() { down(step) } else { aside(step) });
    if let Some(text) = candidates.find(|text| room.take(text)) {
        sketch.words(Depth::Labels, text);
    }
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
