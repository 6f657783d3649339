//! Messages: both ends of an arrow sit at their own instants. What is lost ends in a cross where
//! it was lost; what waits at a paused replica leaves a dot.

use history::{Direction, DropCause, FaultKind, Instant, NodeId, Purpose, order};

use super::arrow::{self, Look};
use super::place::Room;
use super::sketch::{Depth, Sketch};
use super::stage::Stage;
use crate::number::within;
use crate::path::Point;
use crate::scene::Area;
use crate::story::{End, Message, Story};
use crate::tokens::{Hue, Plain, Strength};

/// Random loss is drawn at this share of the way.
const LOST_SHARE: f64 = 0.6;
/// The ground under a cross.
const CROSS_GROUND: f64 = 2.5;

/// The way of a message in the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Way {
    pub(super) from: Point,
    pub(super) to: Point,
    /// Whether the arrow's head is within the view.
    head: bool,
    finish: Finish,
    /// From the wall that took it, where its cross lies before or after the wall's span.
    tail: Option<(Point, Point)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Finish {
    Arrived,
    Lost,
    Held,
}

/// Draws all messages that there is room for.
pub(super) fn draw(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room) {
    for (index, message) in stage.story.messages.iter().enumerate() {
        let strength = strength(stage, message);
        let drawn = match strength {
            Strength::Counted => true,
            Strength::Late => stage.detail.late || stage.lit.is_focus(),
            Strength::Dimmed => stage.detail.dimmed || stage.farthest.binary_search(&index).is_ok(),
        };
        if !drawn {
            sketch.omitted.messages += 1;
            continue;
        }
        if message.ends.is_empty() {
            if let Some((from, to)) = unfinished(stage, message) {
                arrow::draw(sketch, look(stage, message, strength), from, to, false);
            } else {
                sketch.omitted.outside += 1;
            }
        }
        for end in &message.ends {
            let Some(way) = way(stage, message, end) else {
                sketch.omitted.outside += 1;
                continue;
            };
            let head = way.head && way.finish != Finish::Lost;
            let look = look(stage, message, strength);
            arrow::draw(sketch, look, way.from, way.to, head);
            if strength == Strength::Counted {
                room.line(way.from, way.to);
            }
            match way.finish {
                Finish::Lost if way.head => cross(stage, sketch, room, &way, strength),
                Finish::Held if way.head => {
                    sketch.path(Depth::Lost, Plain::Held).circle(way.to, 2.5);
                }
                _ => {}
            }
        }
    }
}

/// How strongly a message is drawn.
pub(super) fn strength(stage: &Stage<'_>, message: &Message) -> Strength {
    if !stage.is_lit(message.label.operation) {
        Strength::Dimmed
    } else if message.counted {
        Strength::Counted
    } else {
        Strength::Late
    }
}

/// What a message is about.
pub(super) fn hue(message: &Message) -> Hue {
    match message.label.purpose {
        Purpose::Read => Hue::Read,
        Purpose::Write | Purpose::Replicate => Hue::Write,
        Purpose::Control => Hue::Control,
    }
}

fn look(stage: &Stage<'_>, message: &Message, strength: Strength) -> Look {
    let faint = stage.detail.faint && stage.lit.is_all() && strength == Strength::Counted;
    Look {
        hue: hue(message),
        strength: if faint { Strength::Late } else { strength },
        asks: message.label.direction == Direction::Request,
        head_length: stage.sizes.head_length,
        head_width: stage.sizes.head_width,
    }
}

/// Where a message runs in the picture; `None` if no part of it is in the view.
pub(super) fn way(stage: &Stage<'_>, message: &Message, end: &End) -> Option<Way> {
    let (from, to) = (stage.lifeline(message.from)?, stage.lifeline(message.to)?);
    let side = if to > from { 1.0 } else { -1.0 };
    if message.from == message.to {
        return to_itself(stage, message, end, from);
    }
    let (mut across, mut at) = (to - side * reach(stage, message.to, end.at), end.at);
    let (mut finish, mut tail) = (Finish::Arrived, None);
    match end.lost {
        None => {
            if held(stage, message.to, end.at) {
                finish = Finish::Held;
                across = to - side * stage.sizes.crash / 2.0;
            }
        }
        Some(DropCause::Loss) => {
            finish = Finish::Lost;
            across = from + (to - from) * LOST_SHARE;
            at = at_share(message.sent, end.at, LOST_SHARE);
        }
        Some(DropCause::Down(_)) => {
            finish = Finish::Lost;
            across = to - side * stage.sizes.crash / 2.0;
        }
        Some(DropCause::Cut(fault)) => {
            finish = Finish::Lost;
            let between = stage.walls.iter().filter(|wall| wall.fault == fault && (wall.across - from) * side > 0.0);
            let nearest = between.min_by(|a, b| {
                let near = (a.across - from).abs();
                near.total_cmp(&(b.across - from).abs())
            });
            if let Some(wall) = nearest.filter(|wall| (to - wall.across) * side > 0.0) {
                across = wall.across;
                at = at_share(message.sent, end.at, (across - from) / (to - from));
                let on_wall = at.clamp(wall.begin, wall.end.max(wall.begin));
                tail = (on_wall != at).then(|| {
                    let point = |at| stage.point(across, stage.along(at));
                    (point(on_wall), point(at))
                });
            }
        }
    }
    let from = from + side * start_reach(stage, message.from);
    let way = clip(stage, (from, message.sent), (across, at), finish)?;
    Some(Way { tail, ..way })
}

/// A word to oneself: a small bow beside the lifeline.
fn to_itself(stage: &Stage<'_>, message: &Message, end: &End, across: f64) -> Option<Way> {
    let across = across + reach(stage, message.to, end.at);
    clip(stage, (across + 8.0, message.sent), (across, end.at), Finish::Arrived)
}

/// A message that was still on its way when the run ended: how far it is, nobody knows.
fn unfinished(stage: &Stage<'_>, message: &Message) -> Option<(Point, Point)> {
    let (from, to) = (stage.lifeline(message.from)?, stage.lifeline(message.to)?);
    let across = from + (to - from) * LOST_SHARE;
    let way = clip(stage, (from, message.sent), (across, stage.story.end), Finish::Arrived)?;
    Some((way.from, way.to))
}

/// Cuts a way at the first and the last instant of the view.
fn clip(stage: &Stage<'_>, (from, sent): (f64, Instant), (to, at): (f64, Instant), finish: Finish) -> Option<Way> {
    let (begin, end) = (stage.axis.begin(), stage.axis.end());
    if at < begin || sent > end {
        return None;
    }
    let share = |moment: Instant| {
        let span = at.since(sent).as_us().max(1) as f64;
        moment.since(sent).as_us() as f64 / span
    };
    let place = |moment: Instant| from + (to - from) * share(moment);
    let first = if sent < begin { place(begin) } else { from };
    let last = if at > end { place(end) } else { to };
    Some(Way {
        from: stage.point(first, stage.along(sent)),
        to: stage.point(last, stage.along(at)),
        head: at <= end,
        finish,
        tail: None,
    })
}

fn at_share(sent: Instant, at: Instant, share: f64) -> Instant {
    let us = at.since(sent).as_us() as f64 * within(share, 0.0, 1.0);
    // `as` saturates and maps NaN to zero, alike on every target.
    sent + history::Duration::from_us((us + 0.5) as u64)
}

/// How far before a lifeline an arrow's tip ends.
fn reach(stage: &Stage<'_>, node: NodeId, at: Instant) -> f64 {
    match node {
        NodeId::Session(_) => stage.sizes.bar / 2.0 + 1.0,
        NodeId::Replica(replica) => {
            let mut contacts = stage.contacts.iter();
            if contacts.any(|look| look.replica == replica && look.at == at) {
                stage.sizes.contact + 1.0
            } else {
                stage.sizes.dot
            }
        }
    }
}

fn start_reach(stage: &Stage<'_>, node: NodeId) -> f64 {
    match node {
        NodeId::Session(_) => stage.sizes.bar / 2.0,
        NodeId::Replica(_) => 0.0,
    }
}

/// Whether a message that arrives then has to wait.
fn held(stage: &Stage<'_>, node: NodeId, at: Instant) -> bool {
    stage.story.faults.iter().any(|mark| match mark.kind {
        FaultKind::Pause { replica } => {
            node == NodeId::Replica(replica) && mark.begin <= at && mark.end.is_none_or(|end| at < end)
        }
        _ => false,
    })
}

/// Draws the cross of a lost message. A cut that stood at its sending takes it where it would have
/// met the wall, be that after the wall's end: then a dotted line leads from the wall to the cross.
fn cross(stage: &Stage<'_>, sketch: &mut Sketch, room: &mut Room, way: &Way, strength: Strength) {
    let half = stage.sizes.cross;
    let ground = sketch.path(Depth::Lost, Plain::Ground);
    ground.circle(way.to, half + CROSS_GROUND);
    if strength == Strength::Dimmed {
        sketch.path(Depth::Lost, Plain::LostDimmed).cross(way.to, half);
        return;
    }
    sketch.path(Depth::Lost, Plain::Lost).cross(way.to, half);
    if let Some((from, to)) = way.tail {
        sketch.path(Depth::Walls, Plain::Slow).line(&[from, to]);
    }
    room.block(Area {
        x: way.to.0 - half - 1.0,
        y: way.to.1 - half - 1.0,
        width: 2.0 * half + 2.0,
        height: 2.0 * half + 2.0,
    });
}

/// For each operation, its message to the farthest member of its quorum: what stays of a dimmed
/// operation when there is no room for its messages.
pub(super) fn farthest(story: &Story) -> Vec<usize> {
    let mut best: Vec<Option<(Instant, usize)>> = vec![None; story.operations.len()];
    for (index, message) in story.messages.iter().enumerate() {
        let counted = message.counted && message.asks();
        let slot = message.label.operation.filter(|_| counted);
        let slot = slot.and_then(|id| best.get_mut(id.index()));
        if let (Some(slot), Some(at)) = (slot, message.arrived())
            && slot.is_none_or(|(latest, _)| at > latest)
        {
            *slot = Some((at, index));
        }
    }
    let mut farthest: Vec<usize> = best.into_iter().flatten().map(|(_, index)| index).collect();
    order::sort_by_key(&mut farthest, |index| *index);
    farthest
}
