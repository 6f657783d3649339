//! H where a single answer counts, or everyone who is asked must answer: integrals over one time.

use super::Set;
use super::answers::{Answers, Class, edges, places};
use crate::law::{Edge, Law, differences, merged};
use crate::numeric::legendre::RULE;
use crate::numeric::measure::{Measure, Stretch};
use crate::numeric::piecewise::{ALIKE_MS, Piecewise};

/// How often a stretch is halved at most.
const DEPTH_MAX: u32 = 12;

/// Everyone who is asked is waited for: each is late by itself.
pub(crate) fn everyone(classes: &[Option<Class>], sets: &[Set], tolerance: f64) -> Answers {
    let (edges, end_ms) = edges(classes.iter().flatten());
    let mut chances = Vec::new();
    let mut error = 0.0;
    for set in sets {
        let built = Piecewise::build(&places(&edges, end_ms), 1, tolerance, &mut |x, out| {
            let members = classes.iter().zip(&set.counts).filter_map(|(class, taken)| Some((class.as_ref()?, *taken)));
            out[0] = members.map(|(class, taken)| power(late(class, x), taken)).product();
        });
        error += built.error;
        chances.extend(built.functions);
    }
    Answers { chances, error }
}

/// The chance that the write reaches a replica more than `x` later than the read.
fn late(class: &Class, x: f64) -> f64 {
    class.write.as_ref().map_or(1.0, |write| class.request.measure.mean_after(&write.survival, x))
}

/// The first answer is taken: R of the first to answer, weighed by the chance that it is the first.
pub(crate) fn one(classes: &[Option<Class>], sets: &[Set], tolerance: f64) -> Answers {
    let mut chances = Vec::new();
    let mut error = 0.0;
    for set in sets {
        let mut taken = classes.iter().zip(&set.counts).enumerate().filter(|(_, (_, taken))| **taken > 0);
        let Some((place, (Some(class), _))) = taken.next() else { continue };
        let (others, other_edges, other_error) = later_than_others(classes, place, tolerance);
        let mut is_first = |r: f64| class.response.measure.mean_after(&others, r);
        let edges_of_first = differences(&other_edges, &class.response.edges);
        let mut first = weighed(&class.request.measure, &edges_of_first, tolerance, &mut is_first);
        break_ties(&mut first, classes, place);
        let (edges, end_ms) = edges(std::iter::once(class));
        let built = Piecewise::build(&places(&edges, end_ms), 1, tolerance, &mut |x, out| {
            out[0] = class.write.as_ref().map_or(first_share(&first), |write| first.mean_after(&write.survival, x));
        });
        error += built.error + other_error;
        chances.extend(built.functions);
    }
    Answers { chances, error }
}

fn first_share(measure: &Measure) -> f64 {
    let atoms: f64 = measure.atoms.iter().map(|(_, mass)| mass).sum();
    atoms + measure.stretches.iter().map(|stretch| stretch.total).sum::<f64>()
}

/// The chance that no other replica has answered by a time, and where it has its edges.
fn later_than_others(classes: &[Option<Class>], place: usize, tolerance: f64) -> (Piecewise, Vec<Edge>, f64) {
    let others = || {
        let with = |(other, class): (usize, &Class)| (class.round_trip.clone(), class.count - u8::from(other == place));
        classes.iter().enumerate().filter_map(move |(other, class)| Some(with((other, class.as_ref()?))))
    };
    let present: Vec<(std::rc::Rc<Law>, u8)> = others().filter(|(_, count)| *count > 0).collect();
    let edges = merged(present.iter().flat_map(|(law, _)| law.edges.iter().copied()).collect());
    let end_ms = present.iter().map(|(law, _)| law.end_ms()).fold(f64::INFINITY, f64::min);
    let kept: Vec<f64> = edges.iter().map(|edge| edge.at_ms).filter(|at| *at < end_ms).chain([end_ms]).collect();
    let built = Piecewise::build(&kept, 1, tolerance, &mut |y, out| {
        out[0] = present.iter().map(|(law, count)| power(law.survives(y), *count)).product();
    });
    let error = built.error + present.iter().map(|(law, count)| law.error * f64::from(*count)).sum::<f64>();
    (built.functions.into_iter().next().unwrap_or_default(), edges, error)
}

/// Where an answer that comes at a single time ties with others, each of them is as likely to be
/// first: as if they came at any moment between just before and just after.
fn break_ties(first: &mut Measure, classes: &[Option<Class>], place: usize) {
    let Some(class) = classes.get(place).and_then(Option::as_ref) else { return };
    for ((r, mass), (_, whole)) in first.atoms.iter_mut().zip(&class.request.measure.atoms) {
        for (s, share) in &class.response.measure.atoms {
            let later = |u: f64| -> f64 {
                let one = |(other, class): (usize, &Option<Class>)| {
                    let Some(class) = class else { return 1.0 };
                    let (before, after) = (class.round_trip.survives_before(*r + s), class.round_trip.survives(*r + s));
                    power(before + u * (after - before), class.count - u8::from(other == place))
                };
                classes.iter().enumerate().map(one).product()
            };
            let even: f64 = RULE.nodes.iter().zip(&RULE.weights).map(|(s, w)| 0.5 * w * later(0.5 + 0.5 * s)).sum();
            *mass += whole * share * (even - later(1.0));
        }
    }
}

/// A measure weighed by a function, which may have edges: what is told of them is not left to be found,
/// as one near to the end of a stretch may lie before all nodes.
fn weighed(measure: &Measure, edges: &[Edge], tolerance: f64, weight: &mut dyn FnMut(f64) -> f64) -> Measure {
    let atoms = measure.atoms.iter().map(|(at, mass)| (*at, mass * weight(*at))).collect();
    let mut result = Measure { atoms, ..Measure::default() };
    for stretch in &measure.stretches {
        let inside = edges
            .iter()
            .map(|edge| edge.at_ms)
            .filter(|at| stretch.low + ALIKE_MS < *at && *at < stretch.high - ALIKE_MS);
        let places: Vec<f64> = std::iter::once(stretch.low).chain(inside).chain([stretch.high]).collect();
        // The first is taken from the end: they have to stay in order.
        let mut waiting: Vec<(f64, f64, u32)> =
            places.windows(2).rev().map(|pair| (pair[0], pair[1], DEPTH_MAX)).collect();
        while let Some((low, high, depth)) = waiting.pop() {
            let part = stretch.part(low, high);
            let mut values = part.masses;
            for (value, (time, node)) in values.iter_mut().zip(part.times.iter().zip(&RULE.weights)) {
                *value *= weight(*time) / node;
            }
            if depth == 0 || RULE.missing(&values) < tolerance {
                result.stretches.push(Stretch::new(low, high, &values));
            } else {
                let middle = 0.5 * (low + high);
                waiting.push((middle, high, depth - 1));
                waiting.push((low, middle, depth - 1));
            }
        }
    }
    result
}

/// A probability to a small power.
pub(crate) fn power(base: f64, exponent: u8) -> f64 {
    (0..exponent).fold(1.0, |product, _| product * base)
}
