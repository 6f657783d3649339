//! Arrows: a line between two points with a head, filled for those who ask, open for those who
//! answer.

use super::sketch::{Depth, Sketch};
use crate::path::{Path, Point};
use crate::tokens::{Class, Hue, Part, Strength};

/// How an arrow looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Look {
    pub(super) hue: Hue,
    pub(super) strength: Strength,
    pub(super) asks: bool,
    pub(super) head_length: f64,
    pub(super) head_width: f64,
}

/// Draws an arrow, with its head if it has one.
pub(super) fn draw(sketch: &mut Sketch, look: Look, from: Point, to: Point, head: bool) {
    let depth = match look.strength {
        Strength::Dimmed => Depth::Dimmed,
        Strength::Late => Depth::Late,
        Strength::Counted => Depth::Counted,
    };
    let class = |part| Class::Message(look.hue, look.strength, part);
    let Some((ux, uy)) = direction(from, to) else {
        return;
    };
    if look.asks {
        let back = if head { look.head_length - 0.5 } else { 0.0 };
        let end = (to.0 - ux * back, to.1 - uy * back);
        sketch.path(depth, class(Part::Line)).line(&[from, end]);
        if head {
            let path = sketch.path(depth, class(Part::Head));
            filled(path, to, (ux, uy), look.head_length, look.head_width);
        }
    } else {
        sketch.path(depth, class(Part::Dash)).line(&[from, to]);
        if head {
            let (base, side) = (look.head_length, look.head_width / 2.0 + 0.5);
            let [left, right] = wings(to, (ux, uy), base, side);
            sketch.path(depth, class(Part::Line)).line(&[left, to, right]);
        }
    }
}

/// Draws a filled head whose tip is at a point.
pub(super) fn filled(path: &mut Path, tip: Point, along: Point, length: f64, width: f64) {
    let [left, right] = wings(tip, along, length, width / 2.0);
    path.polygon(&[tip, left, right]);
}

fn wings(tip: Point, (ux, uy): Point, length: f64, side: f64) -> [Point; 2] {
    let base = (tip.0 - ux * length, tip.1 - uy * length);
    [(base.0 + uy * side, base.1 - ux * side), (base.0 - uy * side, base.1 + ux * side)]
}

/// The direction from one point to another; `None` for points that coincide.
pub(super) fn direction(from: Point, to: Point) -> Option<Point> {
    let length = distance(from, to);
    (length > 0.05).then(|| ((to.0 - from.0) / length, (to.1 - from.1) / length))
}

/// How far two points are apart.
pub(super) fn distance(from: Point, to: Point) -> f64 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    (dx * dx + dy * dy).sqrt()
}
