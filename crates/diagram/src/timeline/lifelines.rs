//! Lifelines: thin until a new version lands, then thick; with gaps where a fault takes
//! their place.

use history::{FaultKind, Instant, Key, NodeId, ReplicaId, Value, order};

use super::heads;
use super::sketch::{Depth, Sketch};
use super::stage::Stage;
use crate::path::Path;
use crate::scene::Aim;
use crate::story::Change;
use crate::tokens::Plain;

/// The length of a clock's notch, its shift, and how long the shift lasts.
const NOTCH: f64 = 12.0;
const NOTCH_SHIFT: f64 = 6.0;
const NOTCH_FLAT: f64 = 8.0;

/// Draws the lifelines of all participants.
pub(super) fn draw(stage: &Stage<'_>, sketch: &mut Sketch) {
    for column in &stage.columns.list {
        let across = column.position;
        let thick = column.node.replica().map(|replica| thick_spans(stage, replica));
        let breaks = interruptions(stage, column.node);
        let (start, stop) = (stage.axis.start(), stage.axis.stop());
        let thick = thick.unwrap_or_default();
        let mut reached = start;
        for (from, to) in &thick {
            pieces(stage, sketch.path(Depth::Lifelines, Plain::Lifeline), across, (reached, *from), &breaks);
            pieces(stage, sketch.path(Depth::Lifelines, Plain::State), across, (*from, *to), &breaks);
            reached = *to;
        }
        pieces(stage, sketch.path(Depth::Lifelines, Plain::Lifeline), across, (reached, stop), &breaks);
        notches(stage, sketch, column.node, across);
    }
}

/// A lifeline's stretch, without the parts that something else takes.
fn pieces(stage: &Stage<'_>, path: &mut Path, across: f64, (from, to): (f64, f64), breaks: &[(f64, f64)]) {
    let mut reached = from;
    let mut piece = |from: f64, to: f64| {
        if to > from {
            path.line(&[stage.point(across, from), stage.point(across, to)]);
        }
    };
    for (start, stop) in breaks {
        piece(reached, start.min(to));
        reached = reached.max(*stop);
    }
    piece(reached, to);
}

/// Where something else stands in a lifeline's place, in order: outages and notches.
fn interruptions(stage: &Stage<'_>, node: NodeId) -> Vec<(f64, f64)> {
    let mut spans: Vec<(f64, f64)> = Vec::new();
    for fault in &stage.story.faults {
        match fault.kind {
            FaultKind::Crash { replica, .. } | FaultKind::Pause { replica } if node == NodeId::Replica(replica) => {
                let end = fault.end.unwrap_or(Instant::NEVER);
                spans.extend(stage.span(fault.begin, end));
            }
            _ => {}
        }
    }
    let notch = |step: Step| (step.along - NOTCH / 2.0, step.along + NOTCH / 2.0);
    spans.extend(steps(stage, node).map(notch));
    order::sort_by_key(&mut spans, |span| span.0);
    spans
}

/// A step of a clock that is shown on its lifeline.
pub(super) struct Step {
    pub(super) at: Instant,
    pub(super) along: f64,
    pub(super) by_us: i64,
    pub(super) aim: Aim,
}

/// The steps of a node's clock; where a fault ends, the clock steps back.
pub(super) fn steps<'a>(stage: &'a Stage<'_>, node: NodeId) -> impl Iterator<Item = Step> + use<'a> {
    let marks = stage.story.faults.iter();
    marks.flat_map(move |mark| {
        let (there, back) = match mark.kind {
            FaultKind::ClockStep { node: whose, by_us } if whose == node && !heads::lasts(mark) => (
                Some((mark.begin, by_us, Aim::FaultBegin(mark.id))),
                mark.end.map(|end| (end, by_us.saturating_neg(), Aim::FaultEnd(mark.id))),
            ),
            _ => (None, None),
        };
        let steps = there.into_iter().chain(back);
        let shown = steps.filter(|(at, ..)| stage.axis.shows(*at));
        shown.map(|(at, by_us, aim)| Step { at, along: stage.along(at), by_us, aim })
    })
}

/// The lifeline breaks, shifts sideways, and returns.
fn notches(stage: &Stage<'_>, sketch: &mut Sketch, node: NodeId, across: f64) {
    for step in steps(stage, node) {
        // Beside a bar, so that an operation does not hide it.
        let shift = match node {
            NodeId::Session(_) => NOTCH_SHIFT + stage.sizes.bar / 2.0,
            NodeId::Replica(_) => NOTCH_SHIFT,
        };
        let path = sketch.path(Depth::Breaks, Plain::Notch);
        let corner = (NOTCH - NOTCH_FLAT) / 2.0;
        let (from, to) = (step.along - NOTCH / 2.0, step.along + NOTCH / 2.0);
        path.line(&[
            stage.point(across, from),
            stage.point(across + shift, from + corner),
            stage.point(across + shift, to - corner),
            stage.point(across, to),
        ]);
    }
}

/// The stretches over which a replica holds something else than the initial value.
fn thick_spans(stage: &Stage<'_>, replica: ReplicaId) -> Vec<(f64, f64)> {
    let mut held: Vec<(Key, Value)> = Vec::new();
    let mut spans = Vec::new();
    let mut since: Option<Instant> = None;
    for change in changes(stage, replica) {
        match held.iter_mut().find(|(key, _)| *key == change.key) {
            Some((_, value)) => *value = change.value,
            None => held.push((change.key, change.value)),
        }
        let holds = held.iter().any(|(_, value)| *value != stage.story.initial);
        match (since, holds) {
            (None, true) => since = Some(change.at),
            (Some(from), false) => {
                spans.extend(stage.span(from, change.at));
                since = None;
            }
            _ => {}
        }
    }
    if let Some(from) = since {
        spans.extend(stage.span(from, Instant::NEVER));
    }
    spans
}

pub(super) fn changes<'a>(stage: &'a Stage<'_>, replica: ReplicaId) -> impl Iterator<Item = &'a Change> + use<'a> {
    let changes = stage.story.changes.iter();
    changes.filter(move |change| change.replica == replica)
}
