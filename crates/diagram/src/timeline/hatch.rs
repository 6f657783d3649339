//! Hatches, as plain geometry: no painter needs patterns, and none can differ.

use crate::number::within;
use crate::path::{Path, Point};
use crate::scene::Area;

const SQRT_2: f64 = std::f64::consts::SQRT_2;

/// Fills an area with slanted stripes of a width, one each `pitch`.
pub(super) fn stripes(path: &mut Path, area: Area, pitch: f64, width: f64) {
    for from in diagonals(area, pitch, width) {
        let to = from + width * SQRT_2;
        let (low, high) = (from.max(area.x + area.y), to.min(reach(area)));
        let mut corners: Vec<Point> = vec![left(area, low), right(area, low)];
        let upper_right = (area.x + area.width, area.y);
        if low < upper_right.0 + upper_right.1 && upper_right.0 + upper_right.1 < high {
            corners.push(upper_right);
        }
        corners.extend([right(area, high), left(area, high)]);
        let lower_left = (area.x, area.y + area.height);
        if low < lower_left.0 + lower_left.1 && lower_left.0 + lower_left.1 < high {
            corners.push(lower_left);
        }
        path.polygon(&corners);
    }
}

/// Draws slanted lines across an area, one each `pitch`.
pub(super) fn lines(path: &mut Path, area: Area, pitch: f64) {
    for at in diagonals(area, pitch, 0.0) {
        path.line(&[left(area, at), right(area, at)]);
    }
}

/// The diagonals `x + y = c` that meet an area, by their `c`. They are the same for neighbouring
/// areas, so that hatches meet.
fn diagonals(area: Area, pitch: f64, width: f64) -> impl Iterator<Item = f64> {
    let step = pitch * SQRT_2;
    let low = area.x + area.y - width * SQRT_2;
    let first = (low / step).floor() + 1.0;
    let count = within(((reach(area) - low) / step).ceil(), 0.0, 20_000.0) as u32;
    (0..=count).map(move |index| (first + f64::from(index)) * step).take_while(move |at| *at < reach(area))
}

fn reach(area: Area) -> f64 {
    area.x + area.width + area.y + area.height
}

/// Where a diagonal meets the left or lower side.
fn left(area: Area, at: f64) -> Point {
    let lower = area.y + area.height;
    if at - area.x <= lower { (area.x, at - area.x) } else { (at - lower, lower) }
}

/// Where a diagonal meets the upper or right side.
fn right(area: Area, at: f64) -> Point {
    let right = area.x + area.width;
    if at - area.y <= right { (at - area.y, area.y) } else { (right, at - right) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::Mark;
    use crate::tokens::Plain;

    fn coordinates(path: Path) -> Vec<f64> {
        let Some(Mark::Path { d, .. }) = path.mark(Plain::WallHatch) else {
            return Vec::new();
        };
        d.split(['M', 'L', 'Z', ' ']).filter(|part| !part.is_empty()).map(|part| part.parse().unwrap()).collect()
    }

    #[test]
    fn stripes_stay_within_their_area() {
        let area = Area { x: 10.0, y: 20.0, width: 8.0, height: 100.0 };
        let mut path = Path::default();
        stripes(&mut path, area, 5.0, 2.0);
        lines(&mut path, area, 4.0);
        let numbers = coordinates(path);
        assert!(numbers.len() > 100);
        for point in numbers.chunks(2) {
            assert!((10.0..=18.0).contains(&point[0]), "{point:?}");
            assert!((20.0..=120.0).contains(&point[1]), "{point:?}");
        }
    }

    #[test]
    fn an_empty_area_has_no_stripes_outside_it() {
        let area = Area { x: 10.0, y: 20.0, width: 8.0, height: 0.0 };
        let mut path = Path::default();
        stripes(&mut path, area, 5.0, 2.0);
        assert!(coordinates(path).chunks(2).all(|point| point[1] == 20.0));
    }
}
