//! A node of a lattice: its shape, its sign, its words.

use crate::path::{Path, Point};
use crate::scene::{Anchor, Area, Mark, Text};
use crate::timeline::words;
use crate::tokens::Beside;
use crate::view::Size;

/// A node.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its middle, across.
    pub x: f64,
    /// Its middle, down.
    pub y: f64,
    /// Its name, line by line.
    pub lines: Vec<String>,
    /// What is said below its name; nothing where it is empty.
    pub note: String,
    /// Where its words stand.
    pub side: Side,
    /// How much higher than beside its middle they stand, in px.
    pub lift: f64,
    /// Its shape.
    pub shape: Shape,
    /// How it came out.
    pub outcome: Outcome,
}

/// Where the words of a node stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// At its right.
    Right,
    /// At its left.
    Left,
    /// Below it.
    Below,
}

/// The shape of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A circle.
    Circle,
    /// A square with round corners.
    Square,
    /// A square on its tip.
    Diamond,
}

/// How a node came out: it decides fill and sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Filled, with a tick.
    Kept,
    /// Filled, with a cross.
    Broken,
    /// Hollow, with a bound's sign: it is kept up to some measure.
    Measured,
    /// Hollow, with a question mark.
    Unknown,
    /// Hollow, with a dash: nothing to say.
    Untested,
    /// Hollow, with no sign: the shape alone.
    Unsigned,
}

/// From the middle of a node to its outline.
const RADIUS: f64 = 9.0;
const HALF_SQUARE: f64 = 8.4;
const HALF_DIAMOND: f64 = 11.0;
/// From the outline to the words.
const GAP: f64 = 7.0;
const GAP_PHONE: f64 = 4.0;

/// What is drawn of a node.
pub(super) struct Drawn {
    pub(super) marks: Vec<Mark>,
    pub(super) labels: Vec<Text>,
}

impl Node {
    const fn half(&self) -> f64 {
        match self.shape {
            Shape::Circle => RADIUS,
            Shape::Square => HALF_SQUARE,
            Shape::Diamond => HALF_DIAMOND,
        }
    }

    /// The area of its shape.
    pub(super) fn area(&self) -> Area {
        let half = self.half();
        Area { x: self.x - half, y: self.y - half, width: 2.0 * half, height: 2.0 * half }
    }

    pub(super) fn draw(&self, size: Size) -> Drawn {
        let body = match self.outcome {
            Outcome::Kept => Beside::NodeKept,
            Outcome::Broken => Beside::NodeBroken,
            Outcome::Measured | Outcome::Unknown | Outcome::Untested | Outcome::Unsigned => Beside::NodeOpen,
        };
        let mut marks: Vec<Mark> = self.outline().mark(body).into_iter().collect();
        marks.extend(self.sign());
        Drawn { marks, labels: self.labels(size) }
    }

    fn outline(&self) -> Path {
        let (x, y) = (self.x, self.y);
        let mut path = Path::default();
        match self.shape {
            Shape::Circle => path.circle((x, y), RADIUS),
            Shape::Square => path.area(self.area(), 3.0),
            Shape::Diamond => {
                let half = HALF_DIAMOND;
                path.polygon(&[(x, y - half), (x + half, y), (x, y + half), (x - half, y)]);
            }
        }
        path
    }

    fn sign(&self) -> Option<Mark> {
        let at = |(dx, dy): Point| (self.x + dx, self.y + dy);
        let mut path = Path::default();
        match self.outcome {
            Outcome::Kept => path.line(&[at((-3.8, 0.2)), at((-1.2, 3.0)), at((3.8, -3.2))]),
            Outcome::Broken => path.cross((self.x, self.y), 3.2),
            Outcome::Untested => path.line(&[at((-3.5, 0.0)), at((3.5, 0.0))]),
            Outcome::Measured | Outcome::Unknown => {
                let sign = if self.outcome == Outcome::Measured { "≤" } else { "?" };
                return Some(Mark::Text(words(Beside::WordsSign, 12.0, Anchor::Middle, at((0.0, 4.2)), sign)));
            }
            Outcome::Unsigned => {}
        }
        let filled = matches!(self.outcome, Outcome::Kept | Outcome::Broken);
        path.mark(if filled { Beside::Sign } else { Beside::SignOpen })
    }

    fn labels(&self, size: Size) -> Vec<Text> {
        let phone = size == Size::Phone;
        let (name_size, note_size, line) = if phone { (11.5, 11.0, 13.0) } else { (13.0, 12.0, 15.0) };
        let said = match self.outcome {
            Outcome::Kept => Beside::WordsKept,
            Outcome::Broken => Beside::WordsBroken,
            Outcome::Measured | Outcome::Unknown | Outcome::Untested | Outcome::Unsigned => Beside::WordsOpen,
        };
        let names = self.lines.iter().map(|name| (Beside::WordsModel, name_size, name.clone()));
        let note = (!self.note.is_empty()).then(|| (said, note_size, self.note.clone()));
        let all: Vec<_> = names.chain(note).collect();
        let away = self.half() + if phone { GAP_PHONE } else { GAP };
        // Beside a node its words stand around its middle; below it they begin there.
        let middle = self.y - self.lift - line * (all.len() as f64 - 1.0) / 2.0 + name_size * 0.36;
        let (x, first, anchor) = match self.side {
            Side::Right => (self.x + away, middle, Anchor::Start),
            Side::Left => (self.x - away, middle, Anchor::End),
            Side::Below => (self.x, self.y + away + name_size * 0.7, Anchor::Middle),
        };
        let placed = all.into_iter().enumerate();
        placed
            .map(|(index, (class, size, text))| words(class, size, anchor, (x, first + line * index as f64), text))
            .collect()
    }
}
