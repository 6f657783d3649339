//! H: the chance that a set answers a read first and is late for the write, as a function of the head
//! start that the write has.

use std::rc::Rc;

use super::{Set, first, table};
use crate::law::{Edge, Law, merged};
use crate::model::{Laws, Pair, Profile};
use crate::numeric::piecewise::Piecewise;

/// What each set answers.
#[derive(Clone, Debug)]
pub(crate) struct Answers {
    /// By set.
    pub(crate) chances: Vec<Piecewise>,
    pub(crate) error: f64,
}

/// The laws of a class of replicas that a read asks.
#[derive(Clone, Debug)]
pub(crate) struct Class {
    pub(crate) count: u8,
    /// W; nothing if it is not sent the write.
    pub(crate) write: Option<Rc<Law>>,
    /// R and S.
    pub(crate) request: Rc<Law>,
    pub(crate) response: Rc<Law>,
    /// R + S.
    pub(crate) round_trip: Rc<Law>,
}

impl Class {
    /// Whether W's density jumps, or W's chance itself, where a head start decides which R meets that.
    pub(crate) fn moves_edges(&self) -> bool {
        let begin_ms = self.request.begin_ms();
        let strong = |edge: &Edge| edge.order <= 1 && edge.at_ms > begin_ms;
        !self.request.measure.stretches.is_empty()
            && self.write.as_ref().is_some_and(|write| write.edges.iter().any(strong))
    }
}

impl Answers {
    /// Those of each set, for its head start, or where none are told for any.
    pub(crate) fn of(pair: &Pair, laws: &mut Laws, sets: &[Set], heads: &[Rc<Law>]) -> Self {
        let classes = classes(pair, laws);
        let asked: u8 = classes.iter().flatten().map(|class| class.count).sum();
        if asked == pair.r {
            return first::everyone(&classes, sets, laws.tolerance);
        }
        if pair.r == 1 {
            first::one(&classes, sets, laws.tolerance)
        } else {
            table::several(&classes, sets, heads, laws.tolerance)
        }
    }
}

/// The classes of a pair; nothing for those that a read does not count.
pub(crate) fn classes(pair: &Pair, laws: &mut Laws) -> Vec<Option<Class>> {
    let mut class = |(profile, count): &(Profile, u8)| {
        let (there, back) = profile.read?;
        let sum = laws.sum(there, back);
        let write = profile.write.map(|(there, _)| laws.get(there));
        let (request, response, round_trip) = (laws.get(there), laws.get(back), laws.get(sum));
        Some(Class { count: *count, write, request, response, round_trip })
    };
    pair.classes.iter().map(&mut class).collect()
}

/// Where H begins, and where it or a low derivative of it may jump: W − R of each class.
pub(crate) fn edges<'a>(classes: impl Iterator<Item = &'a Class>) -> (Vec<Edge>, f64) {
    let mut edges = vec![Edge { at_ms: 0.0, order: u8::MAX }];
    let mut end_ms = 1.0_f64;
    for class in classes {
        let Some(write) = &class.write else { continue };
        end_ms = end_ms.max(write.end_ms());
        let back: Vec<Edge> =
            class.request.edges.iter().map(|edge| Edge { at_ms: -edge.at_ms, order: edge.order }).collect();
        edges.extend(crate::law::sums(&write.edges, &back).into_iter().filter(|edge| edge.at_ms > 0.0));
    }
    let mut edges = merged(edges);
    edges.retain(|edge| edge.at_ms < end_ms);
    (edges, end_ms)
}

/// The times of edges, with the end behind them.
pub(crate) fn places(edges: &[Edge], end_ms: f64) -> Vec<f64> {
    edges.iter().map(|edge| edge.at_ms).chain([end_ms]).collect()
}
