//! Room for words: a line of words takes its place only where nothing else has.

use super::arrow::direction;
use crate::font;
use crate::path::Point;
use crate::scene::{Anchor, Area, Text};
use crate::tokens::Class;

/// What already has its place.
pub(super) struct Room {
    /// By band of the picture, so that a long run asks only its neighbourhood.
    taken: Vec<Vec<Quad>>,
    /// The same of lines that words had better not cross.
    lines: Vec<Vec<Quad>>,
    width: f64,
    height: f64,
}

/// The width of a band in px, and how many there are at most.
const BAND: f64 = 96.0;
const MOST_BANDS: usize = 1_024;

/// Four corners in order around.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Quad {
    corners: [Point; 4],
    bounds: Area,
}

/// How high letters rise above their baseline and hang below it, in font sizes.
const RISE: f64 = 0.78;
const HANG: f64 = 0.24;
/// Words keep this far from what lies beside them.
const APART: f64 = 2.0;

impl Room {
    /// The room of a picture.
    pub(super) fn new(width: f64, height: f64) -> Self {
        let mut room = Self { taken: Vec::new(), lines: Vec::new(), width, height };
        let bands = room.band(width, height).min(MOST_BANDS - 1) + 1;
        room.taken.resize(bands, Vec::new());
        room.lines.resize(bands, Vec::new());
        room
    }

    /// Notes a line that words had better not cross.
    pub(super) fn line(&mut self, from: Point, to: Point) {
        let Some((ux, uy)) = direction(from, to) else {
            return;
        };
        let corner = |(x, y): Point, side: f64| (x - uy * side, y + ux * side);
        let quad = Quad::new([corner(from, -1.0), corner(to, -1.0), corner(to, 1.0), corner(from, 1.0)]);
        for band in self.bands(&quad) {
            self.lines[band].push(quad);
        }
    }

    /// Whether words would cross no such line.
    pub(super) fn is_clear(&self, text: &Text) -> bool {
        let quad = Quad::of(text, 0.0);
        !self.bands(&quad).any(|band| self.lines[band].iter().any(|line| line.meets(&quad)))
    }

    /// Whether words would find their place free.
    pub(super) fn has_room(&self, text: &Text) -> bool {
        self.admits(&Quad::of(text, APART))
    }

    /// Takes an area for a mark, whatever lies there.
    pub(super) fn block(&mut self, area: Area) {
        self.insert(Quad::from(area));
    }

    /// The band of a point: bands lie across the longer side.
    fn band(&self, x: f64, y: f64) -> usize {
        let along = if self.width > self.height { x } else { y };
        // `as` saturates and maps NaN to zero, alike on every target.
        (along / BAND) as usize
    }

    /// The bands that a quad lies in.
    fn bands(&self, quad: &Quad) -> std::ops::RangeInclusive<usize> {
        let Area { x, y, width, height } = quad.bounds;
        let last = self.taken.len() - 1;
        self.band(x, y).min(last)..=self.band(x + width, y + height).min(last)
    }

    fn insert(&mut self, quad: Quad) {
        for band in self.bands(&quad) {
            self.taken[band].push(quad);
        }
    }

    /// Whether an area is within the picture and free.
    pub(super) fn is_free(&self, area: Area) -> bool {
        self.admits(&Quad::from(area))
    }

    /// Takes the place of words if it is within the picture and free.
    pub(super) fn take(&mut self, text: &Text) -> bool {
        self.take_all(std::slice::from_ref(text))
    }

    /// Takes the first place that crosses no line, else the first that is free.
    pub(super) fn take_best(&mut self, candidates: Vec<Text>) -> Option<Text> {
        let clear = candidates.iter().position(|text| self.is_clear(text) && self.has_room(text));
        let best = clear.or_else(|| candidates.iter().position(|text| self.has_room(text)))?;
        let text = candidates.into_iter().nth(best)?;
        self.take(&text).then_some(text)
    }

    /// Takes the places of several lines of words, all or none.
    pub(super) fn take_all(&mut self, lines: &[Text]) -> bool {
        let quads: Vec<Quad> = lines.iter().map(|line| Quad::of(line, APART)).collect();
        let free = quads.iter().all(|quad| self.admits(quad));
        if free {
            quads.into_iter().for_each(|quad| self.insert(quad));
        }
        free
    }

    fn admits(&self, quad: &Quad) -> bool {
        let Area { x, y, width, height } = quad.bounds;
        let inside = x >= 0.0 && y >= 0.0 && x + width <= self.width && y + height <= self.height;
        inside && !self.bands(quad).any(|band| self.taken[band].iter().any(|taken| taken.meets(quad)))
    }
}

impl Quad {
    /// The place of a line of words.
    fn of(text: &Text, apart: f64) -> Self {
        let width = width(text) + 2.0 * apart;
        let from = match text.anchor {
            Anchor::Start => -apart,
            Anchor::Middle => -width / 2.0,
            Anchor::End => apart - width,
        };
        let (upper, lower) = (-RISE * text.size, HANG * text.size);
        let (cos, sin) = text.turn.unwrap_or((1.0, 0.0));
        let turned = |(dx, dy): Point| (text.x + dx * cos - dy * sin, text.y + dx * sin + dy * cos);
        Self::new([
            turned((from, upper)),
            turned((from + width, upper)),
            turned((from + width, lower)),
            turned((from, lower)),
        ])
    }

    fn new(corners: [Point; 4]) -> Self {
        let bound = |pick: fn(&Point) -> f64, fold: fn(f64, f64) -> f64| {
            let mut values = corners.iter().map(pick);
            let first = values.next().unwrap_or(0.0);
            values.fold(first, fold)
        };
        let (x, y) = (bound(|p| p.0, f64::min), bound(|p| p.1, f64::min));
        let bounds = Area { x, y, width: bound(|p| p.0, f64::max) - x, height: bound(|p| p.1, f64::max) - y };
        Self { corners, bounds }
    }

    /// Two convex shapes meet unless a side of one lies between them.
    fn meets(&self, other: &Self) -> bool {
        let (a, b) = (&self.bounds, &other.bounds);
        let apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
        !apart && !self.parted_from(other) && !other.parted_from(self)
    }

    fn parted_from(&self, other: &Self) -> bool {
        (0..4).any(|index| {
            let ((ax, ay), (bx, by)) = (self.corners[index], self.corners[(index + 1) % 4]);
            // Corners run clockwise on a plane whose y grows downwards: inside is where this is
            // positive.
            let side = |(x, y): Point| (bx - ax) * (y - ay) - (by - ay) * (x - ax);
            other.corners.iter().all(|corner| side(*corner) <= 0.0)
        })
    }
}

impl From<Area> for Quad {
    fn from(area: Area) -> Self {
        let (right, lower) = (area.x + area.width, area.y + area.height);
        Self::new([(area.x, area.y), (right, area.y), (right, lower), (area.x, lower)])
    }
}

/// How wide a line of words is.
pub(super) fn width(text: &Text) -> f64 {
    font::width(&text.text, text.size, text.class.weight())
}

/// Shortens words that are wider than their room; they keep all that they would say.
pub(super) fn shorten(text: &mut Text, room: f64) {
    let short = font::abbreviate(&text.text, room, text.size, text.class.weight());
    if short != text.text {
        let whole = std::mem::replace(&mut text.text, short);
        text.whole.get_or_insert(whole);
    }
}

/// A level line of words.
pub(crate) fn words(
    class: impl Into<Class>,
    size: f64,
    anchor: Anchor,
    (x, y): Point,
    text: impl Into<String>,
) -> Text {
    Text { class: class.into(), x, y, anchor, size, turn: None, text: text.into(), whole: None }
}

/// The box that a finished line of words takes: for tests, and for painters that want to know.
#[must_use]
pub fn bounds(text: &Text) -> Area {
    Quad::of(text, 0.0).bounds
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::Plain;

    fn label(x: f64, y: f64, turn: Option<(f64, f64)>) -> Text {
        let mut text = words(Plain::WordsRead, 12.0, Anchor::Start, (x, y), "read x → 1");
        text.turn = turn;
        text
    }

    #[test]
    fn words_take_only_free_room() {
        let mut room = Room::new(200.0, 100.0);
        assert!(room.take(&label(10.0, 20.0, None)));
        assert!(!room.take(&label(20.0, 26.0, None)));
        assert!(room.take(&label(20.0, 40.0, None)));
    }

    #[test]
    fn words_do_not_leave_the_picture() {
        let mut room = Room::new(200.0, 100.0);
        assert!(!room.take(&label(-1.0, 20.0, None)));
        assert!(!room.take(&label(10.0, 5.0, None)));
        assert!(!room.take(&label(170.0, 20.0, None)));
        assert!(!room.take(&label(10.0, 99.0, None)));
    }

    #[test]
    fn slanted_words_need_only_the_room_that_they_cover() {
        let slope = Some((0.8, 0.6));
        let mut room = Room::new(200.0, 200.0);
        assert!(room.take(&label(20.0, 40.0, slope)));
        // Their bounds overlap, they themselves do not.
        assert!(room.take(&label(50.0, 40.0, slope)));
        assert!(!room.take(&label(24.0, 44.0, slope)));
    }

    #[test]
    fn words_know_which_lines_they_would_cross() {
        let mut room = Room::new(200.0, 100.0);
        room.line((0.0, 60.0), (200.0, 40.0));
        assert!(room.is_clear(&label(10.0, 40.0, None)));
        assert!(!room.is_clear(&label(60.0, 54.0, None)));
        assert!(room.has_room(&label(60.0, 54.0, None)));
    }

    #[test]
    fn several_lines_are_taken_together_or_not_at_all() {
        let mut room = Room::new(200.0, 100.0);
        room.block(Area { x: 0.0, y: 30.0, width: 200.0, height: 10.0 });
        assert!(!room.take_all(&[label(10.0, 20.0, None), label(10.0, 36.0, None)]));
        assert!(room.take(&label(10.0, 20.0, None)));
    }
}
