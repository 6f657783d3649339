//! Path data, written piece by piece: shapes of one style gather in one string.

use crate::number::tenths;
use crate::scene::{Area, Mark};
use crate::tokens::Class;

/// A point.
pub(crate) type Point = (f64, f64);

/// A path in the making.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Path {
    d: String,
}

impl Path {
    /// The mark, unless nothing was drawn.
    pub(crate) fn mark(self, class: impl Into<Class>) -> Option<Mark> {
        let class = class.into();
        (!self.d.is_empty()).then_some(Mark::Path { class, d: self.d })
    }

    /// The path data alone.
    pub(crate) fn into_data(self) -> String {
        self.d
    }

    fn command(&mut self, letter: char, points: &[Point]) {
        self.d.push(letter);
        for (index, (x, y)) in points.iter().enumerate() {
            if index > 0 {
                self.d.push(' ');
            }
            tenths(&mut self.d, *x);
            self.d.push(' ');
            tenths(&mut self.d, *y);
        }
    }

    /// A line through points.
    pub(crate) fn line(&mut self, points: &[Point]) {
        let Some((first, rest)) = points.split_first() else {
            return;
        };
        self.command('M', &[*first]);
        if !rest.is_empty() {
            self.command('L', rest);
        }
    }

    /// A closed shape through points.
    pub(crate) fn polygon(&mut self, points: &[Point]) {
        self.line(points);
        self.d.push('Z');
    }

    /// A closed shape whose sides run level or upright: each is said by the one number that it changes, so
    /// that a picture of thousands of them is half as long.
    pub(crate) fn steps(&mut self, corners: &[Point]) {
        let Some(first) = corners.first() else {
            return;
        };
        self.command('M', &[*first]);
        for pair in corners.windows(2) {
            let ((from, _), (x, y)) = (pair[0], pair[1]);
            let (letter, place) = if x == from { ('V', y) } else { ('H', x) };
            self.d.push(letter);
            tenths(&mut self.d, place);
        }
        self.d.push('Z');
    }

    /// A circle.
    pub(crate) fn circle(&mut self, (x, y): Point, radius: f64) {
        // As it will be written: two arcs of more than half a circle make an oval.
        let radius = f64::from((radius * 10.0 + 0.5) as u32) / 10.0;
        self.command('M', &[(x - radius, y)]);
        for side in [1.0, -1.0] {
            self.d.push('a');
            tenths(&mut self.d, radius);
            self.d.push(' ');
            tenths(&mut self.d, radius);
            self.d.push_str(" 0 1 0 ");
            tenths(&mut self.d, 2.0 * radius * side);
            self.d.push_str(" 0");
        }
        self.d.push('Z');
    }

    /// A rectangle with rounded corners; a radius of zero leaves them square.
    pub(crate) fn area(&mut self, area: Area, radius: f64) {
        let Area { x, y, width, height } = area;
        let radius = radius.min(width / 2.0).min(height / 2.0);
        if radius <= 0.0 {
            let (right, lower) = (x + width, y + height);
            self.polygon(&[(x, y), (right, y), (right, lower), (x, lower)]);
            return;
        }
        self.command('M', &[(x + radius, y)]);
        let (across, down) = (width - 2.0 * radius, height - 2.0 * radius);
        let corner = |path: &mut Self, dx: f64, dy: f64| {
            path.d.push('a');
            tenths(&mut path.d, radius);
            path.d.push(' ');
            tenths(&mut path.d, radius);
            path.d.push_str(" 0 0 1 ");
            tenths(&mut path.d, dx);
            path.d.push(' ');
            tenths(&mut path.d, dy);
        };
        self.command('l', &[(across, 0.0)]);
        corner(self, radius, radius);
        self.command('l', &[(0.0, down)]);
        corner(self, -radius, radius);
        self.command('l', &[(-across, 0.0)]);
        corner(self, -radius, -radius);
        self.command('l', &[(0.0, -down)]);
        corner(self, radius, -radius);
        self.d.push('Z');
    }

    /// A cross.
    pub(crate) fn cross(&mut self, (x, y): Point, half: f64) {
        self.line(&[(x - half, y - half), (x + half, y + half)]);
        self.line(&[(x - half, y + half), (x + half, y - half)]);
    }
}
