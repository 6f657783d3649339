//! Boxes of words beside their dots, so that none lies on another or on a dot.
//!
//! The largest first, each takes the first free place around its dot: below it, above, beside, at the
//! corners, then further out (J. Christensen, J. Marks, S. Shieber, "An Empirical Study of Algorithms
//! for Point-Feature Label Placement", ACM Transactions on Graphics 14, 1995, the greedy one).

use crate::scene::Area;

/// From a dot to its box, and between boxes.
pub(super) const BESIDE: f64 = 6.0;
const GAP: f64 = 2.0;
const DOT: f64 = 5.0;
/// How far out, in steps of [`STEP`], before a box goes below everything.
const RINGS: u32 = 40;
const STEP: f64 = 3.0;

/// Where boxes of these sizes go; down there is always room.
pub(super) fn place(sizes: &[(f64, f64)], dots: &[(f64, f64)], width: f64) -> Vec<Area> {
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by(|a, b| (sizes[*b].0 * sizes[*b].1).total_cmp(&(sizes[*a].0 * sizes[*a].1)));
    let mut placed: Vec<(usize, Area)> = Vec::new();
    for index in order {
        let free = |area: &Area| {
            let on_a_dot = |(other, dot): (usize, &(f64, f64))| other != index && overlap(*area, ground(*dot));
            area.y >= 0.0
                && !dots.iter().enumerate().any(on_a_dot)
                && !placed.iter().any(|(_, other)| overlap(*area, *other))
        };
        let around = (0..RINGS).flat_map(|ring| ring_of(sizes[index], dots[index], f64::from(ring) * STEP, width));
        let area = around.into_iter().find(free).unwrap_or_else(|| {
            let bottom = placed.iter().map(|(_, area)| area.y + area.height).fold(0.0, f64::max);
            let lowest = dots.iter().map(|dot| dot.1 + DOT).fold(bottom, f64::max);
            area_at(sizes[index], (dots[index].0, lowest + GAP + 1.0 + sizes[index].1 / 2.0), width)
        });
        placed.push((index, area));
    }
    placed.sort_by_key(|(index, _)| *index);
    placed.into_iter().map(|(_, area)| area).collect()
}

/// The places around a dot, so far out: at the middles of the sides, at the corners, in between.
fn ring_of(size: (f64, f64), (x, y): (f64, f64), out: f64, width: f64) -> impl Iterator<Item = Area> {
    const SIDES: [(f64, f64); 16] = [
        (0.0, 1.0),
        (0.0, -1.0),
        (1.0, 0.0),
        (-1.0, 0.0),
        (0.5, 1.0),
        (-0.5, 1.0),
        (0.5, -1.0),
        (-0.5, -1.0),
        (1.0, 1.0),
        (-1.0, 1.0),
        (1.0, -1.0),
        (-1.0, -1.0),
        (1.0, 0.5),
        (-1.0, 0.5),
        (1.0, -0.5),
        (-1.0, -0.5),
    ];
    let (across, down) = (size.0 / 2.0 + BESIDE + out, size.1 / 2.0 + BESIDE + out);
    SIDES.into_iter().map(move |(dx, dy)| area_at(size, (x + dx * across, y + dy * down), width))
}

/// A box about a middle, as far as the width allows.
fn area_at((wide, high): (f64, f64), (x, y): (f64, f64), width: f64) -> Area {
    let left = crate::number::within(x - wide / 2.0, 0.0, (width - wide).max(0.0));
    Area { x: left, y: y - high / 2.0, width: wide, height: high }
}

/// The room of a dot. A box that the edge pushed back may lie on its own dot's room, never on another's.
fn ground((x, y): (f64, f64)) -> Area {
    Area { x: x - DOT, y: y - DOT, width: 2.0 * DOT, height: 2.0 * DOT }
}

fn overlap(a: Area, b: Area) -> bool {
    a.x < b.x + b.width + GAP && b.x < a.x + a.width + GAP && a.y < b.y + b.height + GAP && b.y < a.y + a.height + GAP
}
