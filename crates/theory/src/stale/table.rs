//! H where several answers count: for each head start an integral over the time of the next answer.
//!
//! With phi(x, y) the chance that a replica answers by y and is late by more than x,
//! H(x) = ∫ ∏ phi_i(x, y) over the set × P(the first of the others answers at y) dy. phi itself is an
//! integral over R. What in it does not depend on x is worked out once, as a table of R's nodes by y.

mod late;

use super::Set;
use super::answers::{Answers, Class, edges, places};
use super::first::power;
use crate::law::{ORDER_OF_ATOMS, merged};
use crate::numeric::legendre::{Nodes, ORDER, RULE};
use crate::numeric::piecewise::{ALIKE_MS, Piecewise};
use late::Late;

/// A value of y: a time, or a place between just before and just after one at which answers tie.
/// What is looked up there is the mean of two times, with these shares.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ordinate {
    pub(crate) at: [(f64, f64); 2],
}

pub(crate) fn several(classes: &[Option<Class>], sets: &[Set], tolerance: f64) -> Answers {
    let present: Vec<&Class> = classes.iter().flatten().collect();
    // What goes into a sum of many terms is met more nearly than the sum.
    let finer = 0.1 * tolerance;
    let (cells, mut error) = cells(&present, finer);
    let ordinates: Vec<Ordinate> = cells.iter().flatten().copied().collect();
    let mut tables: Vec<Late> = present.iter().map(|class| Late::of(class, &ordinates, finer)).collect();
    let counts: Vec<Vec<u8>> = sets
        .iter()
        .map(|set| {
            classes.iter().zip(&set.counts).filter(|(class, _)| class.is_some()).map(|(_, taken)| *taken).collect()
        })
        .collect();
    let next: Vec<Vec<f64>> = counts.iter().map(|taken| next_answer(&present, taken, &ordinates)).collect();
    let (edges, end_ms) = edges(present.iter().copied());
    let built = Piecewise::build(&places(&edges, end_ms), sets.len(), tolerance, &mut |x, out| {
        tables.iter_mut().for_each(|table| table.fill(x));
        for ((out, taken), next) in out.iter_mut().zip(&counts).zip(&next) {
            *out = all_before(&tables, taken, next);
        }
    });
    error += built.error * sets.len() as f64;
    error += present.iter().map(|class| class.round_trip.error * f64::from(class.count)).sum::<f64>();
    Answers { chances: built.functions, error }
}

/// The cells of y: panels on which the answers of all classes are smooth, and a cell without width
/// for each time at which some answer has an atom. There ties are broken evenly: it is as if the
/// answers came at any moment between just before and just after.
fn cells(classes: &[&Class], tolerance: f64) -> (Vec<[Ordinate; ORDER]>, f64) {
    let edges = merged(classes.iter().flat_map(|class| class.round_trip.edges.iter().copied()).collect());
    let end_ms = classes.iter().map(|class| class.round_trip.end_ms()).fold(0.0, f64::max);
    let kept: Vec<f64> = edges.iter().map(|edge| edge.at_ms).filter(|at| *at < end_ms).chain([end_ms]).collect();
    let built = Piecewise::build(&kept, classes.len(), tolerance, &mut |y, out| {
        for (out, class) in out.iter_mut().zip(classes) {
            *out = class.round_trip.survives(y);
        }
    });
    let panels = built.functions.first().map_or(&[][..], |function| &function.panels[..]);
    let move_edges = classes.iter().any(|class| class.moves_edges());
    let mut cells: Vec<(f64, [Ordinate; ORDER])> = Vec::new();
    for (place, panel) in panels.iter().enumerate() {
        let fall = built.values.iter().map(|of| of[place][0] - of[place][ORDER - 1]).fold(0.0, f64::max);
        let count = if move_edges { count_of_parts(fall) } else { 1 };
        let half = panel.half() / f64::from(count);
        for part in 0..count {
            let middle = panel.low + f64::from(2 * part + 1) * half;
            cells.push((middle, RULE.nodes.map(|s| Ordinate { at: [(middle + half * s, 1.0), (0.0, 0.0)] })));
        }
    }
    for at in edges.iter().filter(|edge| edge.order == ORDER_OF_ATOMS).map(|edge| edge.at_ms) {
        let between =
            |s: f64| Ordinate { at: [(at - 2.0 * ALIKE_MS, 0.5 - 0.5 * s), (at + 2.0 * ALIKE_MS, 0.5 + 0.5 * s)] };
        cells.push((at, RULE.nodes.map(between)));
    }
    cells.sort_by(|a, b| a.0.total_cmp(&b.0));
    (cells.into_iter().map(|(_, cell)| cell).collect(), built.error)
}

/// In how many parts a cell is cut where an edge of phi may lie in it: by the third power of their
/// width they meet it better, and the less it counts the more falls elsewhere.
const fn count_of_parts(fall: f64) -> u8 {
    if fall > 0.03 {
        4
    } else if fall > 0.003 {
        2
    } else {
        1
    }
}

/// By ordinate: how likely the first answer of the others is to come there, times the weight of the
/// quadrature.
fn next_answer(classes: &[&Class], taken: &[u8], ordinates: &[Ordinate]) -> Vec<f64> {
    let nobody = |ordinate: &Ordinate| -> f64 {
        let one = |(class, taken): (&&Class, &u8)| {
            let survives = ordinate.at.iter().map(|(y, share)| share * class.round_trip.survives(*y)).sum();
            power(survives, class.count - taken)
        };
        classes.iter().zip(taken).map(one).product()
    };
    let mut masses = Vec::with_capacity(ordinates.len());
    for cell in ordinates.chunks_exact(ORDER) {
        let mut values: Nodes = [0.0; ORDER];
        values.iter_mut().zip(cell).for_each(|(value, ordinate)| *value = nobody(ordinate));
        masses.extend(RULE.slopes(&values).iter().zip(&RULE.weights).map(|(slope, weight)| -slope * weight));
    }
    masses
}

/// The integral over the first answer of the others: all of a set have to be there before.
fn all_before(tables: &[Late], taken: &[u8], next: &[f64]) -> f64 {
    let members: Vec<(&[f64], u8)> = tables
        .iter()
        .zip(taken)
        .filter(|(_, taken)| **taken > 0)
        .map(|(table, taken)| (&table.values[..], *taken))
        .collect();
    let together =
        |place: usize| -> f64 { members.iter().map(|(values, taken)| power(values[place], *taken)).product() };
    next.iter().enumerate().map(|(place, mass)| mass * together(place)).sum()
}
