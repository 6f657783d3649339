//! The [`Stage`]: who stands where, which moment sits where, and what is lit. Everything that is
//! drawn reads it.

use history::{Instant, NodeId, OperationId};

use super::columns::Columns;
use super::lit::{Detail, Lit};
use super::walls::Wall;
use crate::axis::TimeAxis;
use crate::path::Point;
use crate::scene::Area;
use crate::story::{Look, Story};
use crate::tokens::Sizes;
use crate::view::{Annotation, Orientation, Viewport};

/// What every part of the drawing reads.
pub(super) struct Stage<'a> {
    pub(super) story: &'a Story,
    pub(super) note: &'a Annotation,
    pub(super) view: &'a Viewport,
    pub(super) sizes: Sizes,
    pub(super) columns: Columns,
    pub(super) axis: TimeAxis,
    pub(super) lit: Lit,
    pub(super) detail: Detail,
    /// The messages, by place, that stay of dimmed operations where there is little room.
    pub(super) farthest: Vec<usize>,
    pub(super) walls: Vec<Wall>,
    /// Where replicas answered the reads that are pointed out.
    pub(super) contacts: Vec<Look>,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Stage<'_> {
    /// Whether time runs down.
    pub(super) fn down(&self) -> bool {
        self.axis.orientation == Orientation::Down
    }

    /// The point at a place across the time axis and a place along it.
    pub(super) fn point(&self, across: f64, along: f64) -> Point {
        match self.axis.orientation {
            Orientation::Down => (across, along),
            Orientation::Across => (along, across),
        }
    }

    /// Where a node's lifeline lies, if it has one.
    pub(super) fn lifeline(&self, node: NodeId) -> Option<f64> {
        self.columns.position(node)
    }

    /// Where a moment sits along the time axis.
    pub(super) fn along(&self, at: Instant) -> f64 {
        self.axis.position(at)
    }

    /// The part of a span that is shown, along the time axis.
    pub(super) fn span(&self, from: Instant, to: Instant) -> Option<(f64, f64)> {
        let shown = from <= self.axis.end() && to >= self.axis.begin();
        shown.then(|| (self.along(from), self.along(to)))
    }

    /// A box around a place across the time axis, over a span along it.
    pub(super) fn area(&self, across: f64, thickness: f64, (start, stop): (f64, f64)) -> Area {
        let (x, y) = self.point(across - thickness / 2.0, start);
        let (width, height) = self.point(thickness, stop - start);
        Area { x, y, width, height }
    }

    /// Whether an operation is lit.
    pub(super) fn is_lit(&self, operation: Option<OperationId>) -> bool {
        self.lit.holds(operation)
    }
}
