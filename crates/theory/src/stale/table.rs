//! H where several answers count: for each head start an integral over the time of the last answer.
//!
//! With phi(x, y) the chance that a replica answers by y and is late by more than x,
//! H(x) = ∫ d/dy[∏ phi_i over the set] × ∏ P(Y_j > y over the others) dy. phi itself is an integral over
//! R. What in it does not depend on x is worked out once, as a table of R's nodes by y.

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
    let others: Vec<Vec<f64>> = counts.iter().map(|taken| others(&present, taken, &ordinates)).collect();
    let (edges, end_ms) = edges(present.iter().copied());
    let mut slopes: Vec<Vec<f64>> = vec![vec![0.0; ordinates.len()]; present.len()];
    let built = Piecewise::build(&places(&edges, end_ms), sets.len(), tolerance, &mut |x, out| {
        for (table, slopes) in tables.iter_mut().zip(&mut slopes) {
            table.fill(x);
            differentiate(&table.values, slopes);
        }
        for ((out, taken), others) in out.iter_mut().zip(&counts).zip(&others) {
            *out = last_answer(&tables, &slopes, taken, others);
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
    let mut cells: Vec<(f64, [Ordinate; ORDER])> = panels
        .iter()
        .map(|panel| {
            let one = |s: f64| Ordinate { at: [(panel.middle() + panel.half() * s, 1.0), (0.0, 0.0)] };
            (panel.middle(), RULE.nodes.map(one))
        })
        .collect();
    for at in edges.iter().filter(|edge| edge.order == ORDER_OF_ATOMS).map(|edge| edge.at_ms) {
        let between =
            |s: f64| Ordinate { at: [(at - 2.0 * ALIKE_MS, 0.5 - 0.5 * s), (at + 2.0 * ALIKE_MS, 0.5 + 0.5 * s)] };
        cells.push((at, RULE.nodes.map(between)));
    }
    cells.sort_by(|a, b| a.0.total_cmp(&b.0));
    (cells.into_iter().map(|(_, cell)| cell).collect(), built.error)
}

/// By ordinate: the chance that none of the others has answered, times the weight of the quadrature.
fn others(classes: &[&Class], taken: &[u8], ordinates: &[Ordinate]) -> Vec<f64> {
    let chance = |ordinate: &Ordinate| -> f64 {
        let one = |(class, taken): (&&Class, &u8)| {
            let survives = ordinate.at.iter().map(|(y, share)| share * class.round_trip.survives(*y)).sum();
            power(survives, class.count - taken)
        };
        classes.iter().zip(taken).map(one).product()
    };
    ordinates.iter().zip(RULE.weights.iter().cycle()).map(|(ordinate, weight)| weight * chance(ordinate)).collect()
}

/// The derivative in each cell.
fn differentiate(values: &[f64], slopes: &mut [f64]) {
    for (values, slopes) in values.chunks_exact(ORDER).zip(slopes.chunks_exact_mut(ORDER)) {
        let mut cell: Nodes = [0.0; ORDER];
        cell.copy_from_slice(values);
        slopes.copy_from_slice(&RULE.slopes(&cell));
    }
}

/// The integral over the last answer of a set.
fn last_answer(tables: &[Late], slopes: &[Vec<f64>], taken: &[u8], others: &[f64]) -> f64 {
    let members: Vec<(&[f64], &[f64])> = tables
        .iter()
        .zip(slopes)
        .zip(taken)
        .flat_map(|((table, slopes), taken)| std::iter::repeat_n((&table.values[..], &slopes[..]), usize::from(*taken)))
        .collect();
    let mut sum = 0.0;
    for (place, others) in others.iter().enumerate() {
        let (mut product, mut slope) = (1.0, 0.0);
        for (values, slopes) in &members {
            slope = slope * values[place] + product * slopes[place];
            product *= values[place];
        }
        sum += others * slope;
    }
    sum
}
