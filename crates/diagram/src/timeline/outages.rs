//! Crashes and pauses: a box in the lifeline's place for as long as the replica does not act.

use history::{FaultKind, FaultMark, Instant, NodeId};

use super::hatch;
use super::place::{Room, words};
use super::say;
use super::sketch::{Depth, Sketch};
use super::stage::Stage;
use crate::scene::{Aim, Anchor, Area, Target};
use crate::tokens::Plain;

/// An outage that is shown: where its lifeline lies, and its span along the time axis.
struct Outage<'a> {
    mark: &'a FaultMark,
    across: f64,
    span: (f64, f64),
    crash: bool,
}

fn outages<'a>(stage: &'a Stage<'_>) -> impl Iterator<Item = Outage<'a>> {
    stage.story.faults.iter().filter_map(|mark| {
        let (replica, crash) = match mark.kind {
            FaultKind::Crash { replica, .. } => (replica, true),
            FaultKind::Pause { replica } => (replica, false),
            _ => return None,
        };
        Some(Outage {
            mark,
            across: stage.lifeline(NodeId::Replica(replica))?,
            span: stage.span(mark.begin, mark.end.unwrap_or(Instant::NEVER))?,
            crash,
        })
    })
}

/// Draws the boxes.
pub(super) fn draw(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room) {
    for outage in outages(stage) {
        let area = stage.area(outage.across, stage.sizes.crash, outage.span);
        sketch.path(Depth::Outages, Plain::Ground).area(area, 2.0);
        if outage.crash {
            let path = sketch.path(Depth::Outages, Plain::CrashHatch);
            hatch::lines(path, area, 4.0);
        }
        let outline = Area {
            x: area.x + 0.5,
            y: area.y + 0.5,
            width: (area.width - 1.0).max(0.0),
            height: (area.height - 1.0).max(0.0),
        };
        sketch.path(Depth::Outages, Plain::Crash).area(outline, 2.0);
        room.block(area);
        targets(stage, sketch, &outage, area);
    }
}

fn targets(stage: &Stage<'_>, sketch: &mut Sketch, outage: &Outage<'_>, area: Area) {
    let mark = outage.mark;
    let label = say::fault_in_full(stage.story, mark);
    sketch.targets.push(Target { aim: Aim::Fault(mark.id), area, label: label.clone() });
    let ends = [
        (Some(mark.begin), outage.span.0, Aim::FaultBegin(mark.id), "begin"),
        (mark.end, outage.span.1, Aim::FaultEnd(mark.id), "end"),
    ];
    for (at, along, aim, which) in ends {
        if at.is_some_and(|at| stage.axis.shows(at)) {
            let thickness = stage.sizes.crash;
            sketch.targets.push(Target {
                aim,
                area: stage.area(outage.across, thickness, (along - 6.0, along + 6.0)),
                label: format!("{which} of: {label}"),
            });
        }
    }
}

/// Names the boxes, with their lengths.
pub(super) fn name(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room) {
    for outage in outages(stage) {
        let (who, what) = say::fault(stage.story, outage.mark);
        let end = outage.mark.end.unwrap_or(stage.story.end);
        let length = end.since(outage.mark.begin).to_string();
        let size = stage.sizes.small_font;
        let half = stage.sizes.crash / 2.0;
        let (start, stop) = outage.span;
        let whole = format!("{who} {what}");
        let name = |anchor, at| words(Plain::WordsFault, size, anchor, at, whole.as_str());
        let note = |anchor, at| words(Plain::WordsNote, size, anchor, at, length.as_str());
        let candidates: Vec<Vec<_>> = if stage.down() {
            let (after, before) = (outage.across + half + 6.0, outage.across - half - 6.0);
            let lines = |anchor, x, y: f64| vec![name(anchor, (x, y)), note(anchor, (x, y + 14.0))];
            vec![
                lines(Anchor::Start, after, start + 11.0),
                lines(Anchor::End, before, start + 11.0),
                lines(Anchor::Start, after, stop - 18.0),
                vec![name(Anchor::Start, (after, start + 11.0))],
                vec![name(Anchor::End, (before, start + 11.0))],
                vec![name(Anchor::Middle, (outage.across, start - 6.0))],
                vec![name(Anchor::Middle, (outage.across, stop + 13.0))],
            ]
        } else {
            let timed = format!("{whole}, {length}");
            let below = outage.across + half + 14.0;
            let above = outage.across - half - 6.0;
            let at = |y| words(Plain::WordsFault, size, Anchor::Start, (start + 4.0, y), timed.as_str());
            vec![
                vec![at(below)],
                vec![at(above)],
                vec![name(Anchor::Start, (start + 4.0, below))],
                vec![name(Anchor::Start, (start + 4.0, above))],
            ]
        };
        for lines in candidates {
            if room.take_all(&lines) {
                for text in lines {
                    sketch.words(Depth::Labels, text);
                }
                break;
            }
        }
    }
}
