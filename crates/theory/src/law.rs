//! The law of a time: how likely it is to last longer than any given one.
//!
//! Everything goes by distribution functions, never by densities alone, so that constant and recorded
//! delays, which put mass on single times, are no special case.

mod delay;
mod order;

pub(crate) use delay::{below, survival_of};
pub(crate) use order::fewer_than;

use crate::numeric::legendre::RULE;
use crate::numeric::measure::{Measure, Stretch};
use crate::numeric::piecewise::{ALIKE_MS, Piecewise};

/// How far off a probability may be, for what the figures are made of.
pub(crate) const TOLERANCE: f64 = 1e-8;
/// The order of an edge at which the distribution function itself jumps.
pub(crate) const ORDER_OF_ATOMS: u8 = 0;
/// How near a quantile is found, as a share of it, and in how many steps at most.
const NEAREST: f64 = 1e-14;
const STEPS_MAX: u32 = 90;
/// Jumps smaller than this are noise of the arithmetic.
const SMALLEST_ATOM: f64 = 1e-12;
/// The most edges of a sum that are told to the building of it; it finds weaker ones by itself.
const EDGES_MAX: usize = 160;

/// A time at which a law, or one of its low derivatives, jumps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Edge {
    pub(crate) at_ms: f64,
    /// Which derivative jumps: 0 is the distribution function itself, an atom.
    pub(crate) order: u8,
}

/// The law of a time.
#[derive(Clone, Debug)]
pub(crate) struct Law {
    /// P(X > x).
    pub(crate) survival: Piecewise,
    /// The same as mass over time.
    pub(crate) measure: Measure,
    /// Ascending; the first is where the time begins.
    pub(crate) edges: Vec<Edge>,
    /// About how far off a probability can be.
    pub(crate) error: f64,
}

impl Law {
    /// A time that is always the same.
    pub(crate) fn constant(ms: f64) -> Self {
        Self {
            survival: Piecewise { before: 1.0, panels: vec![zero_panel(ms)] },
            measure: Measure { stretches: Vec::new(), atoms: vec![(ms, 1.0)] },
            edges: vec![Edge { at_ms: ms, order: 0 }],
            error: 0.0,
        }
    }

    /// The only time that it can be, if there is one.
    pub(crate) fn as_constant(&self) -> Option<f64> {
        match (&self.measure.stretches[..], &self.measure.atoms[..]) {
            ([], [(ms, _)]) => Some(*ms),
            _ => None,
        }
    }

    /// A law by its survival function. `edges` begin where the time does; behind `end_ms` nothing is
    /// left of it.
    pub(crate) fn build(edges: Vec<Edge>, end_ms: f64, tolerance: f64, survival: &mut dyn FnMut(f64) -> f64) -> Self {
        let mut places: Vec<f64> = edges.iter().map(|edge| edge.at_ms).filter(|at| *at < end_ms).collect();
        places.push(end_ms);
        let built = Piecewise::build(&places, 1, tolerance, &mut |x, out| out[0] = survival(x));
        let (function, values) = (built.functions.into_iter().next().unwrap_or_default(), &built.values[0]);
        let mut measure = Measure::default();
        for (panel, values) in function.panels.iter().zip(values) {
            measure.stretches.push(Stretch::new(panel.low, panel.high, &RULE.slopes(values).map(|slope| -slope)));
        }
        let mut law = Self { survival: function, measure, edges, error: built.error };
        law.measure.atoms = law.atoms();
        law
    }

    /// The jumps at the edges that can have one.
    fn atoms(&self) -> Vec<(f64, f64)> {
        let jumps = self.edges.iter().filter(|edge| edge.order == 0);
        let atom = |edge: &Edge| (edge.at_ms, self.survives_before(edge.at_ms) - self.survival.at(edge.at_ms));
        jumps.map(atom).filter(|(_, mass)| *mass > SMALLEST_ATOM).collect()
    }

    /// P(X > x).
    pub(crate) fn survives(&self, x: f64) -> f64 {
        self.survival.at(x)
    }

    /// P(X ≥ x).
    pub(crate) fn survives_before(&self, x: f64) -> f64 {
        let panels = &self.survival.panels;
        match panels.partition_point(|panel| panel.low < x - ALIKE_MS).checked_sub(1) {
            None => self.survival.before,
            Some(place) => panels
                .get(place)
                .filter(|panel| x <= panel.high + ALIKE_MS)
                .map_or(0.0, |panel| panel.at(x.min(panel.high))),
        }
    }

    /// Where the time begins.
    pub(crate) fn begin_ms(&self) -> f64 {
        self.edges.first().map_or(0.0, |edge| edge.at_ms)
    }

    /// Behind this the time never is.
    pub(crate) fn end_ms(&self) -> f64 {
        self.survival.panels.last().map_or(0.0, |panel| panel.high)
    }

    /// The same, so much later.
    pub(crate) fn later(&self, ms: f64) -> Self {
        let mut law = self.clone();
        for panel in &mut law.survival.panels {
            (panel.low, panel.high) = (panel.low + ms, panel.high + ms);
        }
        for stretch in &mut law.measure.stretches {
            (stretch.low, stretch.high) = (stretch.low + ms, stretch.high + ms);
        }
        law.measure.atoms.iter_mut().for_each(|(at, _)| *at += ms);
        law.edges.iter_mut().for_each(|edge| edge.at_ms += ms);
        law
    }

    /// The law of the sum of two independent times.
    pub(crate) fn plus(&self, other: &Self, tolerance: f64) -> Self {
        match (self.as_constant(), other.as_constant()) {
            (Some(ms), _) => return other.later(ms),
            (_, Some(ms)) => return self.later(ms),
            _ => {}
        }
        let (measure, survival) = (&self.measure, &other.survival);
        let edges = sums(&self.edges, &other.edges);
        let end_ms = self.end_ms() + other.end_ms();
        let mut law = Self::build(edges, end_ms, tolerance, &mut |x| measure.mean_before(survival, x));
        law.error += self.error + other.error;
        law
    }

    /// The law of a time that is drawn from one of several, by their shares.
    pub(crate) fn mixture(parts: &[(f64, &Self)], tolerance: f64) -> Self {
        if let [(_, only)] = parts {
            return (*only).clone();
        }
        let edges = merged(parts.iter().flat_map(|(_, law)| law.edges.iter().copied()).collect());
        let end_ms = parts.iter().map(|(_, law)| law.end_ms()).fold(0.0, f64::max);
        let value = |x: f64| parts.iter().map(|(share, law)| share * law.survives(x)).sum();
        let mut law = Self::build(edges, end_ms, tolerance, &mut { value });
        law.error += parts.iter().map(|(share, law)| share * law.error).sum::<f64>();
        law
    }

    /// The smallest time that a share `p` does not exceed.
    pub(crate) fn quantile(&self, p: f64) -> f64 {
        self.at_rest(1.0 - p)
    }

    /// The smallest time that no more than `rest` exceed.
    pub(crate) fn at_rest(&self, rest: f64) -> f64 {
        let panels = &self.survival.panels;
        let place = panels.partition_point(|panel| panel.at(panel.high) > rest);
        let Some(panel) = panels.get(place) else { return self.end_ms() };
        let (mut low, mut high) = (panel.low, panel.high);
        if panel.at(low) <= rest {
            return low;
        }
        // Regula falsi in the form of Illinois (M. Dowell, P. Jarratt, BIT 11, 1971), and every third time the
        // middle, so that an edge of the arithmetic is found too.
        let (mut above, mut below) = (panel.at(low) - rest, panel.at(high) - rest);
        let mut last_above = false;
        for step in 0..STEPS_MAX {
            if high - low <= NEAREST * high.abs() {
                break;
            }
            let guess = low + (high - low) * above / (above - below);
            let inside = step % 3 < 2 && guess > low && guess < high;
            let middle = if inside { guess } else { 0.5 * (low + high) };
            let found = panel.at(middle) - rest;
            if found > 0.0 {
                (low, above) = (middle, found);
                below *= if last_above && inside { 0.5 } else { 1.0 };
                last_above = true;
            } else {
                (high, below) = (middle, found);
                above *= if !last_above && inside { 0.5 } else { 1.0 };
                last_above = false;
            }
        }
        high
    }
}

fn zero_panel(at: f64) -> crate::numeric::piecewise::Panel {
    crate::numeric::piecewise::Panel { low: at, high: at + 1.0, powers: [0.0; crate::numeric::legendre::ORDER] }
}

/// Where a sum of two times, or their difference in distribution, has its edges: a kink and a kink
/// make a weaker one.
pub(crate) fn sums(some: &[Edge], others: &[Edge]) -> Vec<Edge> {
    let sum = |a: &Edge, b: &Edge| Edge { at_ms: a.at_ms + b.at_ms, order: a.order.saturating_add(b.order) };
    let all: Vec<Edge> = some.iter().flat_map(|a| others.iter().map(move |b| sum(a, b))).collect();
    strongest(merged(all))
}

/// Where a function of `some`, averaged over the times of `others` that come on top, has its edges: all
/// of them, as long as they are few.
pub(crate) fn differences(some: &[Edge], others: &[Edge]) -> Vec<Edge> {
    let less = |a: &Edge, b: &Edge| Edge { at_ms: a.at_ms - b.at_ms, order: a.order.saturating_add(b.order) };
    let all = merged(some.iter().flat_map(|a| others.iter().map(move |b| less(a, b))).collect());
    if all.len() <= EDGES_MAX { all } else { strongest(all) }
}

/// In order of time, of those at the same time the strongest.
pub(crate) fn merged(mut edges: Vec<Edge>) -> Vec<Edge> {
    edges.sort_by(|a, b| a.at_ms.total_cmp(&b.at_ms));
    let mut list: Vec<Edge> = Vec::new();
    for edge in edges {
        match list.last_mut() {
            Some(last) if edge.at_ms - last.at_ms <= ALIKE_MS => last.order = last.order.min(edge.order),
            _ => list.push(edge),
        }
    }
    list
}

/// The first edge, and those that are worth telling: fewer kinds the more there are.
fn strongest(edges: Vec<Edge>) -> Vec<Edge> {
    let weaker_than = |order: u8| edges.iter().filter(|edge| edge.order <= order).count();
    let most = (0..=2).rev().find(|order| weaker_than(*order) <= EDGES_MAX).unwrap_or(0);
    let kept = edges.iter().enumerate().filter(|(place, edge)| *place == 0 || edge.order <= most);
    kept.map(|(_, edge)| *edge).collect()
}

#[cfg(test)]
mod tests;
