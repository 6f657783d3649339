//! What the drawing is asked for: how much room there is, and what to point out.

use history::{Duration, Instant, OperationId};

/// The room for a timeline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    /// Available width in px.
    pub width: f64,
    /// Available height in px.
    pub height: f64,
    /// Which way time runs.
    pub orientation: Orientation,
    /// Which set of sizes to draw with.
    pub size: Size,
    /// Show only this part of the run; `None` shows all of it.
    pub window: Option<(Instant, Instant)>,
}

/// Which way time runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Orientation {
    /// Down, with participants side by side on top.
    #[default]
    Down,
    /// To the right, with participants below each other at the left.
    Across,
}

/// Which set of sizes to draw with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Size {
    /// A large screen.
    #[default]
    Desktop,
    /// A small one: thinner bars, shorter words.
    Phone,
    /// A small picture inside another page: desktop words, closer columns.
    Embed,
}

/// What to point out in a run. Nothing by default: then every operation is lit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Annotation {
    /// The operations of the smallest reason for a verdict. They are numbered in order of their
    /// start, whatever their order here.
    pub numbered: Vec<OperationId>,
    /// The orders between them that matter.
    pub edges: Vec<OrderEdge>,
    /// The operation that is focused or hovered; while there is one, the rest steps back.
    pub focus: Option<OperationId>,
    /// Whether the focused operation takes a ring (it does under the keyboard, not under a pointer).
    pub ring: bool,
    /// The operations that differ from those of a run beside this one.
    pub contrasts: Vec<(OperationId, Contrast)>,
}

/// How an operation differs from its counterpart in the other run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contrast {
    /// Whether anything but its length differs.
    pub differs: bool,
    /// By how much it takes longer here.
    pub longer: Option<Duration>,
    /// By how much it is over sooner here.
    pub shorter: Option<Duration>,
}

/// An order between two operations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderEdge {
    /// The earlier one.
    pub from: OperationId,
    /// The later one.
    pub to: OperationId,
    /// Why they are ordered.
    pub kind: EdgeKind,
    /// What to write beside the edge: "20 ms later", "read from". Empty: nothing.
    pub words: String,
}

/// Why one operation comes before another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EdgeKind {
    /// One was over before the other began.
    RealTime,
    /// They belong to one session.
    Session,
    /// The second returned what the first wrote.
    ReadsFrom,
    /// What was read shows that it must have, whatever the clocks say.
    Deduced,
}
