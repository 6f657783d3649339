//! H where several answers count: for each head start an integral over the time of the next answer.
//!
//! With phi(x, y) the chance that a replica answers by y and is late by more than x,
//! H(x) = ∫ ∏ phi_i(x, y) over the set × P(the first of the others answers at y) dy. phi itself is an
//! integral over R. What in it does not depend on x is worked out once, as a table of R's nodes by y.

mod late;

use std::iter::repeat_n;
use std::rc::Rc;

use super::Set;
use super::answers::{Answers, Class, edges, places};
use super::first::power;
use crate::law::{Edge, Law, ORDER_OF_ATOMS, fewer_than, merged};
use crate::numeric::legendre::{FEW, Nodes, ORDER, RULE};
use crate::numeric::measure::Stretch;
use crate::numeric::piecewise::{ALIKE_MS, Built, Piecewise};
use late::Late;

/// What goes into a sum of many terms is met so much more nearly than the sum.
const FINER: f64 = 0.1;
/// Cells are halved so often at most, less one.
const ROUNDS: u8 = 6;
/// How much of all may fall in a cell with an edge for each step of the tolerance.
const EDGES_MET: f64 = 1.25e6;
/// Cells of which no more than this share of the tolerance falls are left out.
const SELDOM: f64 = 0.01;
/// A cell is cut in so many parts at most.
const PARTS_MAX: u8 = 16;

/// A value of y: a time, or a place between just before and just after one at which answers tie.
/// What is looked up there is the mean of two times, with these shares.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ordinate {
    pub(crate) at: [(f64, f64); 2],
}

/// A stretch of y on which the answers of all classes are smooth, or a time at which some answer has an atom.
/// There ties are broken evenly: it is as if the answers came at any moment between just before and just after.
#[derive(Clone, Copy, Debug)]
struct Cell {
    middle: f64,
    /// Nothing for an atom.
    half: f64,
    /// How likely the answer after those that are needed is to come there, at most.
    mass: f64,
}

impl Cell {
    /// The value of y at a place from −1 to 1.
    fn at(&self, s: f64) -> Ordinate {
        let Self { middle, half, .. } = self;
        if *half > 0.0 {
            return Ordinate { at: [(middle + half * s, 1.0), (0.0, 0.0)] };
        }
        let around = 2.0 * ALIKE_MS;
        Ordinate { at: [(middle - around, 0.5 - 0.5 * s), (middle + around, 0.5 + 0.5 * s)] }
    }

    /// Itself, or its halves.
    fn halved(self, is_rough: bool) -> impl Iterator<Item = Self> {
        let half = 0.5 * self.half;
        let parts: &[f64] = if is_rough { &[-1.0, 1.0] } else { &[] };
        let whole = (!is_rough).then_some(self);
        parts.iter().map(move |side| Self { middle: self.middle + side * half, half, ..self }).chain(whole)
    }

    /// Whether phi, by its values there, bends too much for the rule of eight nodes, which misses about as much as
    /// the sixteenth coefficient of Legendre polynomials: as they fade in equal ratios, the square of the eighth.
    fn is_rough(&self, values: &[f64], tolerance: f64) -> bool {
        let missing = RULE.missing_few(values);
        let most = values.iter().fold(0.0, |most: f64, value| most.max(value.abs()));
        self.half > 0.0 && self.mass * missing * missing > tolerance * most
    }
}

pub(crate) fn several(classes: &[Option<Class>], sets: &[Set], heads: &[Rc<Law>], tolerance: f64) -> Answers {
    let present: Vec<&Class> = classes.iter().flatten().collect();
    let taken_by = |set: &Set| -> Vec<u8> {
        classes.iter().zip(&set.counts).filter(|(class, _)| class.is_some()).map(|(_, taken)| *taken).collect()
    };
    let counts: Vec<Vec<u8>> = sets.iter().map(taken_by).collect();
    let needed = counts.first().map_or(0, |taken| taken.iter().sum());
    let (mut cells, mut error) = cells(&present, needed, tolerance);
    for round in 1.. {
        let (built, rough) = integrated(&present, &cells, (&counts, heads), tolerance);
        if round == ROUNDS || !rough.contains(&true) {
            error += built.error * sets.len() as f64;
            let finer = FINER * tolerance;
            error += present.iter().map(|class| (class.round_trip.error + finer) * f64::from(class.count)).sum::<f64>();
            return Answers { chances: built.functions, error };
        }
        cells = cells.iter().zip(rough).flat_map(|(cell, is_rough)| cell.halved(is_rough)).collect();
    }
    Answers { chances: Vec::new(), error }
}

/// H of sets that take so many of each class, and which cells are too wide for it.
fn integrated(
    present: &[&Class],
    cells: &[Cell],
    (counts, heads): (&[Vec<u8>], &[Rc<Law>]),
    tolerance: f64,
) -> (Built, Vec<bool>) {
    let ordinates: Vec<Ordinate> = cells.iter().flat_map(|cell| RULE.few.0.map(|s| cell.at(s))).collect();
    let mut tables: Vec<Late> = present.iter().map(|class| Late::of(class, &ordinates, FINER * tolerance)).collect();
    let pending: Vec<Vec<Nodes>> = present.iter().map(|class| pending(class, cells)).collect();
    let next: Vec<Vec<f64>> = counts.iter().map(|taken| next_answer(present, taken, &pending)).collect();
    let mut together = vec![vec![1.0; ordinates.len()]; present.len()];
    let mut rough = vec![false; cells.len()];
    let (edges, end_ms) = edges(present.iter().copied());
    // What is no head start, nor comes after one, is asked for by nobody. The four is for the many panels before.
    let weight = |x: f64| {
        heads.iter().map(|head| 4.0 * (1.0 - head.survives(x))).reduce(f64::max).map_or(1.0, |most| most.min(1.0))
    };
    let built = Piecewise::weighed(&places(&edges, end_ms), counts.len(), tolerance, &weight, &mut |x, out| {
        for table in &mut tables {
            table.fill(x);
            for ((rough, cell), values) in rough.iter_mut().zip(cells).zip(table.values.chunks_exact(FEW)) {
                *rough = *rough || cell.is_rough(values, tolerance);
            }
        }
        let mut before: &[u8] = &[];
        for ((out, taken), next) in out.iter_mut().zip(counts).zip(&next) {
            let alike = before.iter().zip(taken).take_while(|(before, taken)| before == taken).count();
            *out = all_before(&tables, taken, next, (&mut together, alike));
            before = taken;
        }
    });
    (built, rough)
}

/// The cells of y, ascending, where the answer after those that are needed can come: so many that polynomials meet
/// it, and each answer.
fn cells(classes: &[&Class], needed: u8, tolerance: f64) -> (Vec<Cell>, f64) {
    let edges = merged(classes.iter().flat_map(|class| class.round_trip.edges.iter().copied()).collect());
    let end_ms = classes.iter().map(|class| class.round_trip.end_ms()).fold(0.0, f64::max);
    let kept: Vec<f64> = edges.iter().map(|edge| edge.at_ms).filter(|at| *at < end_ms).chain([end_ms]).collect();
    let built = Piecewise::build(&kept, classes.len() + 1, tolerance, &mut |y, out| {
        for (out, class) in out.iter_mut().zip(classes) {
            *out = class.round_trip.survives(y);
        }
        let pending = classes.iter().zip(&*out).flat_map(|(class, out)| repeat_n(*out, usize::from(class.count)));
        let next = fewer_than(needed + 1, pending);
        out.iter_mut().for_each(|out| *out *= next);
        out[classes.len()] = next;
    });
    let move_edges = classes.iter().any(|class| class.moves_edges());
    let (mut cells, mut error) = (Vec::new(), built.error);
    for panel in built.functions.last().map_or(&[][..], |next| &next.panels) {
        let is_atom = |edge: &&Edge| edge.order == ORDER_OF_ATOMS && (edge.at_ms - panel.low).abs() <= ALIKE_MS;
        cells.extend(edges.iter().find(is_atom).map(|edge| Cell { middle: edge.at_ms, half: 0.0, mass: 1.0 }));
        let fall = panel.at(panel.low) - panel.at(panel.high);
        if fall < SELDOM * tolerance {
            error += fall.abs();
            continue;
        }
        let count = if move_edges { count_of_parts(fall, tolerance) } else { 1 };
        let half = panel.half() / f64::from(count);
        for part in 0..count {
            cells.push(Cell { middle: panel.low + f64::from(2 * part + 1) * half, half, mass: fall });
        }
    }
    (cells, error)
}

/// In how many parts a cell is cut where an edge of phi may lie in it. By the fifth power of their width they meet it
/// better, as was found by comparing, and the less it counts the more falls elsewhere.
fn count_of_parts(fall: f64, tolerance: f64) -> u8 {
    (1..PARTS_MAX).find(|parts| fall <= tolerance * EDGES_MET * power(f64::from(*parts), 5)).unwrap_or(PARTS_MAX)
}

/// By cell: how likely the answer of one of a class is still to come.
fn pending(class: &Class, cells: &[Cell]) -> Vec<Nodes> {
    let survives = |(y, share): &(f64, f64)| if *share == 0.0 { 0.0 } else { share * class.round_trip.survives(*y) };
    let at = |ordinate: Ordinate| ordinate.at.iter().map(survives).sum();
    cells.iter().map(|cell| RULE.nodes.map(|s| at(cell.at(s)))).collect()
}

/// By ordinate: how likely the first answer of the others is to come there, times the weight of the
/// quadrature.
fn next_answer(classes: &[&Class], taken: &[u8], pending: &[Vec<Nodes>]) -> Vec<f64> {
    let cells = pending.first().map_or(0, Vec::len);
    let masses = |cell: usize| {
        let mut nobody = [1.0; ORDER];
        for ((class, taken), pending) in classes.iter().zip(taken).zip(pending) {
            nobody.iter_mut().zip(pending[cell]).for_each(|(nobody, one)| *nobody *= power(one, class.count - taken));
        }
        Stretch::new(-1.0, 1.0, &RULE.slopes(&nobody).map(|slope| -slope)).few
    };
    (0..cells).flat_map(masses).collect()
}

/// The integral over the first answer of the others: all of a set have to be there before. `together` is how likely
/// those of the classes up to each are there, and known up to the first class of which this set takes another number
/// than the set before it.
fn all_before(tables: &[Late], taken: &[u8], next: &[f64], (together, alike): (&mut [Vec<f64>], usize)) -> f64 {
    for (place, (table, taken)) in tables.iter().zip(taken).enumerate().skip(alike) {
        let (before, now) = together.split_at_mut(place);
        match before.last() {
            Some(before) => now[0].copy_from_slice(before),
            None => now[0].fill(1.0),
        }
        if *taken > 0 {
            now[0].iter_mut().zip(&table.values).for_each(|(now, value)| *now *= power(*value, *taken));
        }
    }
    together.last().map_or(0.0, |all| all.iter().zip(next).map(|(all, next)| all * next).sum())
}
