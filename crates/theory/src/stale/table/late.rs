//! phi: the chance that one replica answers a read by y and gets the write more than x later than the
//! read, P(R + S ≤ y, W > x + R), for one x at all y.
//!
//! R is integrated over its stretches. W and S are smooth on most of them. On a stretch where S is not,
//! the weights of R's nodes take its place (product integration: what is left of the integrand is
//! replaced by the polynomial through the nodes); where W is not, its own weights do; where neither is,
//! the stretch is cut at the panels of both.

use std::rc::Rc;

use super::super::answers::Class;
use super::Ordinate;
use crate::law::Law;
use crate::numeric::legendre::{Nodes, ORDER, RULE, dot};
use crate::numeric::measure::{Measure, Stretch};
use crate::numeric::piecewise::ALIKE_MS;

/// Edges of this order and stronger are not crossed by a stretch, however smooth the nodes look.
const STRONG: u8 = 2;

pub(crate) struct Late {
    write: Option<Rc<Law>>,
    response: Rc<Law>,
    rows: Vec<Rows>,
    atoms: Vec<(f64, Vec<f64>)>,
    ordinates: Vec<Ordinate>,
    tolerance: f64,
    /// phi at each ordinate, for the x that was asked for last.
    pub(crate) values: Vec<f64>,
}

/// What one stretch of R adds.
struct Rows {
    stretch: Stretch,
    times: Nodes,
    /// By ordinate: what each node counts there, times W.
    counted: Vec<Nodes>,
    /// By ordinate: the chance that the answer of each node is there.
    answered: Vec<Nodes>,
    /// Whether S is not smooth there, by ordinate.
    cut: Vec<bool>,
    /// Ordinates before this get nothing.
    begin: usize,
}

impl Late {
    pub(crate) fn of(class: &Class, ordinates: &[Ordinate], tolerance: f64) -> Self {
        let response = Rc::clone(&class.response);
        let answered = |r: f64, ordinate: &Ordinate| -> f64 {
            ordinate
                .at
                .iter()
                .filter(|(_, share)| *share != 0.0)
                .map(|(y, share)| share * (1.0 - response.survives(y - r)))
                .sum()
        };
        let measure = &class.request.measure;
        let atom =
            |(r, mass): &(f64, f64)| (*r, ordinates.iter().map(|ordinate| mass * answered(*r, ordinate)).collect());
        let atoms = measure.atoms.iter().map(atom).collect();
        let rows =
            measure.stretches.iter().map(|stretch| Rows::of(*stretch, &response, ordinates, tolerance)).collect();
        let (write, ordinates, values) = (class.write.clone(), ordinates.to_vec(), vec![0.0; ordinates.len()]);
        Self { write, response, rows, atoms, ordinates, tolerance, values }
    }

    /// Works phi out for one x.
    pub(crate) fn fill(&mut self, x: f64) {
        let Self { write, response, rows, atoms, ordinates, tolerance, values } = self;
        let write = &*write;
        values.fill(0.0);
        let late = |time: f64| write.as_ref().map_or(1.0, |write| write.survives(time));
        for (r, counted) in atoms.iter() {
            let waiting = late(x + r);
            values.iter_mut().zip(counted).for_each(|(value, counted)| *value += counted * waiting);
        }
        for rows in rows.iter() {
            let waiting = rows.times.map(|r| late(x + r));
            let smooth = write.as_ref().is_none_or(|write| {
                let (low, high) = (x + rows.stretch.low, x + rows.stretch.high);
                let ends = [write.survives(low), write.survives_before(high)];
                is_smooth(write, (low, high), &waiting, ends, *tolerance / rows.stretch.total)
            });
            match write {
                Some(write) if !smooth => rows.add_cut(write, response, x, ordinates, values),
                _ => {
                    let begin = rows.begin;
                    for (value, counted) in values[begin..].iter_mut().zip(&rows.counted[begin..]) {
                        *value += dot(counted, &waiting);
                    }
                }
            }
        }
    }
}

/// Whether a law is one polynomial between two times, as its values at the nodes and the ends there
/// look, or may be taken for one: what hardly ever is need not be met so nearly. A step may hide
/// between an end and the node nearest to it.
fn is_smooth(law: &Law, (low, high): (f64, f64), values: &Nodes, ends: [f64; 2], tolerance: f64) -> bool {
    let inside = |at: f64| at > low + ALIKE_MS && at < high - ALIKE_MS;
    tolerance > 1.0
        || RULE.missing(values) <= tolerance
            && RULE.missing_at_ends(values, ends) <= 30.0 * tolerance
            && !law.edges.iter().any(|edge| edge.order <= STRONG && inside(edge.at_ms))
}

/// The parts of a stretch between cuts.
fn parts(stretch: &Stretch, mut cuts: Vec<f64>) -> Vec<(f64, f64)> {
    cuts.retain(|cut| *cut > stretch.low + ALIKE_MS && *cut < stretch.high - ALIKE_MS);
    cuts.extend([stretch.low, stretch.high]);
    cuts.sort_by(f64::total_cmp);
    cuts.windows(2).map(|pair| (pair[0], pair[1])).collect()
}

impl Rows {
    fn of(stretch: Stretch, response: &Law, ordinates: &[Ordinate], tolerance: f64) -> Self {
        let times = stretch.times();
        let mut rows = Self {
            stretch,
            times,
            counted: vec![[0.0; ORDER]; ordinates.len()],
            answered: vec![[0.0; ORDER]; ordinates.len()],
            cut: vec![false; ordinates.len()],
            begin: ordinates.len(),
        };
        for (place, ordinate) in ordinates.iter().enumerate() {
            let mut counted = [0.0; ORDER];
            for (y, share) in ordinate.at.iter().filter(|(_, share)| *share != 0.0) {
                let answered = times.map(|r| 1.0 - response.survives(y - r));
                let (low, high) = (y - stretch.high, y - stretch.low);
                let ends = [1.0 - response.survives_before(high), 1.0 - response.survives(low)];
                let smooth = is_smooth(response, (low, high), &answered, ends, tolerance / stretch.total);
                let counts = if smooth { product(&answered, &stretch.masses) } else { rows.cut_by(response, *y) };
                rows.cut[place] |= !smooth;
                for k in 0..ORDER {
                    counted[k] += share * counts[k];
                    rows.answered[place][k] += share * answered[k];
                }
            }
            if counted.iter().any(|count| count.abs() > 1e-16) {
                rows.begin = rows.begin.min(place);
            }
            rows.counted[place] = counted;
        }
        rows
    }

    /// What each node counts where S is not smooth.
    fn cut_by(&self, response: &Law, y: f64) -> Nodes {
        self.weights(response.survival.boundaries().map(|at| y - at).collect(), &|r| 1.0 - response.survives(y - r))
    }

    /// The weights of the nodes for an integrand of which one factor is not smooth.
    fn weights(&self, cuts: Vec<f64>, factor: &dyn Fn(f64) -> f64) -> Nodes {
        let (middle, half) =
            (0.5 * (self.stretch.low + self.stretch.high), 0.5 * (self.stretch.high - self.stretch.low));
        let mut counts = [0.0; ORDER];
        for (low, high) in parts(&self.stretch, cuts) {
            let part = self.stretch.part(low, high);
            for (time, mass) in part.times.iter().zip(part.masses) {
                let weight = mass * factor(*time);
                if weight != 0.0 {
                    let cardinals = RULE.cardinals((time - middle) / half);
                    counts.iter_mut().zip(cardinals).for_each(|(count, cardinal)| *count += weight * cardinal);
                }
            }
        }
        counts
    }

    /// Adds the stretch where W is not smooth on it.
    #[cold]
    fn add_cut(&self, write: &Law, response: &Law, x: f64, ordinates: &[Ordinate], values: &mut [f64]) {
        let own: Vec<f64> = write.survival.boundaries().map(|at| at - x).collect();
        let weights = self.weights(own.clone(), &|r| write.survives(x + r));
        let weighed = self.weighed(own, &|r| write.survives(x + r));
        let total: f64 = weighed.stretches.iter().map(|stretch| stretch.total).sum();
        for place in self.begin..ordinates.len() {
            if self.cut[place] {
                for (y, share) in ordinates[place].at.iter().filter(|(_, share)| *share != 0.0) {
                    values[place] += share * (total - weighed.mean_before(&response.survival, *y));
                }
            } else {
                values[place] += dot(&weights, &self.answered[place]);
            }
        }
    }

    /// The stretch weighed by a factor that is smooth between cuts.
    fn weighed(&self, cuts: Vec<f64>, factor: &dyn Fn(f64) -> f64) -> Measure {
        let mut measure = Measure::default();
        for (low, high) in parts(&self.stretch, cuts) {
            let part = self.stretch.part(low, high);
            let mut values = part.masses;
            for (value, (time, weight)) in values.iter_mut().zip(part.times.iter().zip(&RULE.weights)) {
                *value *= factor(*time) / weight;
            }
            measure.stretches.push(Stretch::new(low, high, &values));
        }
        measure
    }
}

fn product(a: &Nodes, b: &Nodes) -> Nodes {
    let mut product = *a;
    product.iter_mut().zip(b).for_each(|(a, b)| *a *= b);
    product
}
