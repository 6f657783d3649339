//! A [`Scene`]: a picture as plain values, ready for any painter.
//!
//! Marks of one style are batched into one path, since a painter pays by the node and not by the
//! line. There are two kinds of mark, paths and words; a circle or a box is a path too. How a mark
//! looks is the business of its [`Class`]; where it sits is said here.

use history::{FaultId, Instant, NodeId, OperationId};

use crate::axis::TimeAxis;
use crate::tokens::Class;
use crate::view::Orientation;

/// A picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// How wide, in px. Wider than the viewport where so many columns need it.
    pub width: f64,
    /// How high, in px. Higher than the viewport where the run needs it.
    pub height: f64,
    /// How far the heads reach (column names above or row names at the left, with the ruler
    /// across); the layer [`HEAD`] stays within, so that it can be held in place while the rest
    /// scrolls.
    pub head: f64,
    /// What the picture is, in a few words.
    pub title: String,
    /// What the picture shows, for those who do not see it.
    pub description: String,
    /// The marks, back to front.
    pub layers: Vec<Layer>,
    /// Where moments sit.
    pub axis: TimeAxis,
    /// Where participants sit.
    pub columns: Vec<Column>,
    /// What can be pointed at or focused, in reading order.
    pub targets: Vec<Target>,
    /// What was left out for want of room.
    pub omitted: Omitted,
}

/// The layer of column or row names.
pub const HEAD: &str = "head";
/// The layer, always empty, in whose place the cursor line goes: behind all messages.
pub const CURSOR: &str = "cursor";

/// Marks that lie at one depth.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// Its name.
    pub name: &'static str,
    /// Its marks, back to front.
    pub marks: Vec<Mark>,
}

/// One mark.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// Lines, shapes, or many of them in one style.
    Path {
        /// Its style.
        class: Class,
        /// What SVG calls path data.
        d: String,
    },
    /// One line of words.
    Text(Text),
}

/// One line of words.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// Its style: colour, weight, halo.
    pub class: Class,
    /// Where it is anchored, across.
    pub x: f64,
    /// Its baseline.
    pub y: f64,
    /// Which part of it sits at `x`.
    pub anchor: Anchor,
    /// Font size in px.
    pub size: f64,
    /// Cosine and sine of its direction, where it does not run level.
    pub turn: Option<(f64, f64)>,
    /// What it says.
    pub text: String,
    /// All that it would say, where there was no room for that.
    pub whole: Option<String>,
}

/// Which part of a line of words sits at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Its start.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

impl Anchor {
    /// The value of SVG's `text-anchor`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// A participant's place: a column when time runs down, a row when it runs across.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Who.
    pub node: NodeId,
    /// Its name: "A", "r1".
    pub name: String,
    /// Where it is, in full.
    pub region: String,
    /// Its lifeline: `x` when time runs down, `y` when it runs across.
    pub position: f64,
}

/// A rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// What a target stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// An operation's bar.
    Operation(OperationId),
    /// A fault's mark.
    Fault(FaultId),
    /// The handle at a fault's begin.
    FaultBegin(FaultId),
    /// The handle at a fault's end.
    FaultEnd(FaultId),
}

/// Something in the picture to point at.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// What it stands for.
    pub aim: Aim,
    /// Where, no smaller than what is drawn.
    pub area: Area,
    /// Its accessible name: "write x=2 by A, 57.8 ms to 129.4 ms".
    pub label: String,
}

/// What level of detail left out, by number of things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Omitted {
    /// Messages not drawn because there are too many.
    pub messages: u32,
    /// Words of operations that found no room.
    pub operation_labels: u32,
    /// Chips reduced to their dots.
    pub chips: u32,
    /// Events outside the window that is shown.
    pub outside: u32,
}

impl Text {
    /// The value of SVG's `transform`, where the words do not run level.
    #[must_use]
    pub fn transform(&self) -> Option<String> {
        let (cos, sin) = self.turn?;
        let mut text = String::from("matrix(");
        for (index, part) in [cos, sin, -sin, cos].into_iter().enumerate() {
            if index > 0 {
                text.push(' ');
            }
            crate::number::thousandths(&mut text, part);
        }
        for part in [self.x, self.y] {
            text.push(' ');
            crate::number::tenths(&mut text, part);
        }
        text.push(')');
        Some(text)
    }
}

impl Scene {
    /// The participant whose lifeline is nearest to a place across the time axis.
    #[must_use]
    pub fn column_near(&self, position: f64) -> Option<&Column> {
        self.columns.iter().min_by(|a, b| {
            let near = (a.position - position).abs();
            near.total_cmp(&(b.position - position).abs())
        })
    }

    /// Where a participant's lifeline lies.
    #[must_use]
    pub fn position_of(&self, node: NodeId) -> Option<f64> {
        let column = self.columns.iter().find(|column| column.node == node)?;
        Some(column.position)
    }

    /// Where the messages are that are on their way at a moment, for dots that move while playing.
    #[must_use]
    pub fn flights(&self, story: &crate::story::Story, moment: Instant) -> Vec<(f64, f64)> {
        let along = self.axis.position(moment);
        let point = |across| match self.axis.orientation {
            Orientation::Down => (across, along),
            Orientation::Across => (along, across),
        };
        let across = |flight: crate::story::Flight| {
            let (from, to) = (self.position_of(flight.from)?, self.position_of(flight.to)?);
            Some(from + (to - from) * flight.share)
        };
        story.at(moment).filter_map(across).map(point).collect()
    }

    /// How many nodes a painter makes of it.
    #[must_use]
    pub fn marks(&self) -> usize {
        self.layers.iter().map(|layer| layer.marks.len()).sum()
    }
}
