//! Boxes of words beside their dots, so that none lies on another or on a dot.
//!
//! One after the other, each takes the first free place around its dot: below it, above, beside, at the
//! corners, then further out (J. Christensen, J. Marks, S. Shieber, "An Empirical Study of Algorithms
//! for Point-Feature Label Placement", ACM Transactions on Graphics 14, 1995, the greedy one). Orders are changed while that
//! leads boxes nearer to their dots.

use crate::scene::Area;

/// From a dot to its box, and between boxes.
pub(super) const BESIDE: f64 = 6.0;
const GAP: f64 = 2.0;
const DOT: f64 = 5.0;
/// A box may come this near to its own dot, which the edge might else push it over.
const OWN_DOT: f64 = BESIDE - GAP - 0.1;
/// How far out, in steps of [`STEP`], before a box goes below everything.
const RINGS: u32 = 40;
const STEP: f64 = 3.0;

/// How many orders are tried, beside that from large to small.
const ORDERS: u32 = 48;
/// What it costs, in square px, if a box is nearer to another dot than to its own.
const ASTRAY: f64 = 600.0;

/// Where boxes of these sizes go: of many orders the one that leads them least far from their dots. Down
/// there is always room.
pub(super) fn place(sizes: &[(f64, f64)], dots: &[(f64, f64)], width: f64) -> Vec<Area> {
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by(|a, b| (sizes[*b].0 * sizes[*b].1).total_cmp(&(sizes[*a].0 * sizes[*a].1)));
    let mut best = placed_in(&order, sizes, dots, width);
    let mut least = cost(&best, dots);
    let mut draw = 1_u64;
    for _ in 0..ORDERS {
        // Two change places, and stay so if it helps.
        let mut other = order.clone();
        let mut next = |most: usize| {
            draw = draw.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((draw >> 33) % most.max(1) as u64) as usize
        };
        let (a, b) = (next(sizes.len()), next(sizes.len()));
        if a == b {
            continue;
        }
        other.swap(a, b);
        let boxes = placed_in(&other, sizes, dots, width);
        let now = cost(&boxes, dots);
        if now < least {
            (order, best, least) = (other, boxes, now);
        }
    }
    best
}

/// How far all boxes are led from their dots, and how many astray.
fn cost(boxes: &[Area], dots: &[(f64, f64)]) -> f64 {
    let one = |(index, area): (usize, &Area)| {
        let own = away(*area, dots[index]);
        let astray = dots.iter().enumerate().any(|(other, dot)| other != index && away(*area, *dot) < own);
        own + if astray { ASTRAY } else { 0.0 }
    };
    boxes.iter().enumerate().map(one).sum()
}

/// The square of the way from a box to a dot.
fn away(area: Area, (x, y): (f64, f64)) -> f64 {
    let (dx, dy) = (
        crate::number::within(x, area.x, area.x + area.width) - x,
        crate::number::within(y, area.y, area.y + area.height) - y,
    );
    dx * dx + dy * dy
}

/// Each box in turn takes the first free place around its dot.
fn placed_in(order: &[usize], sizes: &[(f64, f64)], dots: &[(f64, f64)], width: f64) -> Vec<Area> {
    let mut placed: Vec<(usize, Area)> = Vec::new();
    for &index in order {
        let free = |area: &Area| {
            let on_a_dot = |(other, dot): (usize, &(f64, f64))| {
                overlap(*area, ground(*dot, if other == index { OWN_DOT } else { DOT }))
            };
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

/// The room of a dot, of half that width.
fn ground((x, y): (f64, f64), half: f64) -> Area {
    Area { x: x - half, y: y - half, width: 2.0 * half, height: 2.0 * half }
}

fn overlap(a: Area, b: Area) -> bool {
    a.x < b.x + b.width + GAP && b.x < a.x + a.width + GAP && a.y < b.y + b.height + GAP && b.y < a.y + a.height + GAP
}
