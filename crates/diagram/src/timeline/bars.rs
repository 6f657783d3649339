//! Operations as bars: from the moment of asking to the moment of the answer.

use history::{Instant, Operation, Outcome};

use super::place::Room;
use super::say;
use super::sketch::{Depth, Sketch};
use super::stage::Stage;
use crate::scene::{Aim, Area, Target};
use crate::tokens::Plain;

/// Bars are never shorter than this, in px.
const SHORTEST: f64 = 3.0;
/// How much of an open end is dashed.
const OPEN: f64 = 24.0;
/// How far beside its bars an operation of unknown outcome goes on under later ones.
const BESIDE: f64 = 4.0;
/// Targets are at least this large.
const TARGET: f64 = 16.0;

/// A bar that is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bar {
    pub(super) across: f64,
    /// From where to where along the time axis.
    pub(super) span: (f64, f64),
    /// Whether its begin is within the view.
    pub(super) begins: bool,
    /// Whether its outcome is unknown.
    pub(super) open: bool,
}

/// Where an operation's bar lies; `None` if it is not in the view.
pub(super) fn bar(stage: &Stage<'_>, operation: &Operation) -> Option<Bar> {
    let across = stage.lifeline(history::NodeId::Session(operation.session))?;
    let open = operation.end() == Instant::NEVER;
    let (start, stop) = stage.span(operation.invoked, operation.end())?;
    let next = if open { next_in_session(stage, operation) } else { None };
    if next.is_some_and(|next| next < stage.axis.begin()) {
        return None;
    }
    let next = next.filter(|next| stage.axis.shows(*next)).map(|next| stage.along(next));
    let stop = next.map_or(stop, |next| (next - 2.0).max(start));
    Some(Bar {
        across,
        span: (start, stop.max(start + SHORTEST)),
        begins: stage.axis.begin() <= operation.invoked,
        open,
    })
}

/// Where the session's next operation begins: an open bar gives way to it.
fn next_in_session(stage: &Stage<'_>, operation: &Operation) -> Option<Instant> {
    let next = stage.story.drawn().filter(|other| other.session == operation.session && other.id > operation.id);
    next.map(|other| other.invoked).min()
}

/// Draws the bars.
pub(super) fn draw(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room) {
    for operation in stage.story.drawn() {
        let Some(bar) = bar(stage, operation) else {
            if !still_open(stage, sketch, operation) {
                sketch.omitted.outside += 1;
            }
            continue;
        };
        let lit = stage.is_lit(Some(operation.id));
        let area = stage.area(bar.across, stage.sizes.bar, bar.span);
        room.block(area);
        if bar.open {
            open(stage, sketch, operation, &bar, lit);
        } else {
            closed(stage, sketch, operation, &bar, lit);
        }
        if operation.outcome == Outcome::Fail {
            let end = stage.point(bar.across, bar.span.1);
            sketch.path(Depth::Bars, Plain::Failed).cross(end, 4.0);
        }
        ring(stage, sketch, operation, &bar);
        target(stage, sketch, operation, &bar);
    }
}

fn class(operation: &Operation, lit: bool) -> Plain {
    match (operation.is_write(), lit) {
        (true, true) => Plain::BarWrite,
        (true, false) => Plain::BarWriteDimmed,
        (false, true) => Plain::BarRead,
        (false, false) => Plain::BarReadDimmed,
    }
}

/// The area inside the outline, so that the outline's outer edge is the bar's.
fn inset(area: Area) -> Area {
    Area {
        x: area.x + 0.75,
        y: area.y + 0.75,
        width: (area.width - 1.5).max(0.0),
        height: (area.height - 1.5).max(0.0),
    }
}

fn closed(stage: &Stage<'_>, sketch: &mut Sketch, operation: &Operation, bar: &Bar, lit: bool) {
    let area = inset(stage.area(bar.across, stage.sizes.bar, bar.span));
    let radius = if bar.begins { 1.5 } else { 0.0 };
    // Nothing shines through a dimmed bar.
    sketch.path(Depth::Bars, Plain::Ground).area(area, radius);
    let path = sketch.path(Depth::Bars, class(operation, lit));
    if operation.end() <= stage.axis.end() {
        path.area(area, radius);
    } else {
        // It goes on after the view: no edge closes it.
        let (start, stop) = (bar.span.0 + 0.75, bar.span.1);
        let half = stage.sizes.bar / 2.0 - 0.75;
        path.line(
            &[(1.0, stop), (1.0, start), (-1.0, start), (-1.0, stop)]
                .map(|(side, along)| stage.point(bar.across + side * half, along)),
        );
    }
}

/// A bar without an end: its last stretch is dashed, and where later operations follow on the same
/// lifeline, a dashed line beside them says that it may still take effect.
fn open(stage: &Stage<'_>, sketch: &mut Sketch, operation: &Operation, bar: &Bar, lit: bool) {
    let (start, stop) = bar.span;
    let half = stage.sizes.bar / 2.0 - 0.75;
    let fade = (stop - OPEN).max((start + stop) / 2.0);
    let corner = |side: f64, along: f64| stage.point(bar.across + side * half, along);
    let shape = [corner(1.0, fade), corner(1.0, start + 0.75), corner(-1.0, start + 0.75), corner(-1.0, fade)];
    sketch.path(Depth::Bars, Plain::Ground).polygon(&shape);
    sketch.path(Depth::Bars, class(operation, lit)).line(&shape);
    let path = sketch.path(Depth::Bars, dashed(operation, lit));
    for side in [1.0, -1.0] {
        path.line(&[corner(side, fade), corner(side, stop)]);
    }
    if stop + 4.0 < stage.axis.stop() {
        let beside = beside(stage, bar.across);
        path.line(&[stage.point(beside, stop - 2.0), stage.point(beside, stage.axis.stop())]);
    }
}

/// The line alone, where the bar was before the view; whether there is one.
fn still_open(stage: &Stage<'_>, sketch: &mut Sketch, operation: &Operation) -> bool {
    let before = operation.end() == Instant::NEVER && operation.invoked < stage.axis.begin();
    let across = stage.lifeline(history::NodeId::Session(operation.session)).filter(|_| before);
    if let Some(across) = across {
        let beside = beside(stage, across);
        let ends = [stage.axis.start(), stage.axis.stop()].map(|along| stage.point(beside, along));
        sketch.path(Depth::Bars, dashed(operation, stage.is_lit(Some(operation.id)))).line(&ends);
    }
    across.is_some()
}

fn beside(stage: &Stage<'_>, across: f64) -> f64 {
    across + stage.sizes.bar / 2.0 + BESIDE
}

fn dashed(operation: &Operation, lit: bool) -> Plain {
    match (operation.is_write(), lit) {
        (_, false) => Plain::OpenDimmed,
        (true, true) => Plain::OpenWrite,
        (false, true) => Plain::OpenRead,
    }
}

fn ring(stage: &Stage<'_>, sketch: &mut Sketch, operation: &Operation, bar: &Bar) {
    if stage.note.focus != Some(operation.id) || !stage.note.ring {
        return;
    }
    let (start, stop) = bar.span;
    let area = stage.area(bar.across, stage.sizes.bar + 8.0, (start - 4.0, stop + 4.0));
    sketch.path(Depth::Bars, Plain::FocusRing).area(area, 5.0);
}

fn target(stage: &Stage<'_>, sketch: &mut Sketch, operation: &Operation, bar: &Bar) {
    let (start, stop) = bar.span;
    let short = ((TARGET - (stop - start)) / 2.0).max(0.0);
    let thickness = stage.sizes.bar.max(TARGET);
    sketch.targets.push(Target {
        aim: Aim::Operation(operation.id),
        area: stage.area(bar.across, thickness, (start - short, stop + short)),
        label: say::operation_in_full(stage.story, operation),
    });
}
