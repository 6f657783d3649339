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
use crate::numeric::legendre::{FEW, Nodes, ORDER, RULE, dot};
use crate::numeric::measure::{Measure, Part, Stretch};
use crate::numeric::piecewise::ALIKE_MS;

/// Stretches with no more than this share of the tolerance are left out.
const SELDOM: f64 = 0.01;
/// So many parts are known at most.
const KNOWN_MAX: usize = 24;
/// Edges of this order and stronger are not crossed by a stretch, however smooth the nodes look.
const STRONG: u8 = 2;
/// How often a stretch is halved at most.
const HALVINGS: u8 = 3;

pub(crate) struct Late {
    write: Option<Rc<Law>>,
    response: Rc<Law>,
    rows: Vec<Rows>,
    atoms: Vec<(f64, Vec<f64>)>,
    ordinates: Vec<Ordinate>,
    tolerance: f64,
    /// By which rows W is not smooth on: what is known of the others.
    known: Vec<(Vec<bool>, Vec<Known>)>,
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

/// What was left of the chances at R's nodes, in units of the one at `pivot`, and phi of it.
///
/// phi is linear in the chances that the write is late at R's nodes, and for all x these lie near to a space of
/// few dimensions: each is made of parts that were met before, and of what is left. Where that is more than
/// nothing, it is worked out, and a part from then on. (Cross approximation: M. Bebendorf, Numerische Mathematik
/// 86, 2000; here what is left is always looked at in whole, so that it bounds the error.)
struct Known {
    pivot: usize,
    waiting: Vec<f64>,
    phi: Vec<f64>,
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
        let stretches = measure.stretches.iter().filter(|stretch| stretch.total > SELDOM * tolerance);
        let halvings = if class.moves_edges() { HALVINGS } else { 0 };
        let stretches = stretches.flat_map(|stretch| resolved(*stretch, &response, ordinates, tolerance, halvings));
        let rows = stretches.map(|stretch| Rows::of(stretch, &response, ordinates, tolerance)).collect();
        let (write, ordinates, values) = (class.write.clone(), ordinates.to_vec(), vec![0.0; ordinates.len()]);
        Self { write, response, rows, atoms, ordinates, tolerance, known: Vec::new(), values }
    }

    /// Works phi out for one x.
    pub(crate) fn fill(&mut self, x: f64) {
        let late = |time: f64| self.write.as_ref().map_or(1.0, |write| write.survives(time));
        let mut waiting: Vec<f64> = self.atoms.iter().map(|(r, _)| late(x + r)).collect();
        let mut cut = Vec::with_capacity(self.rows.len());
        for rows in &self.rows {
            let found = rows.waiting(self.write.as_deref(), x, self.tolerance);
            cut.push(found.is_none());
            waiting.extend(found.unwrap_or([0.0; ORDER]));
        }
        let place = self.known.iter().position(|(other, _)| *other == cut).unwrap_or_else(|| {
            self.known.push((cut.clone(), Vec::new()));
            self.known.len() - 1
        });
        self.values.fill(0.0);
        for part in &self.known[place].1 {
            let share = waiting[part.pivot];
            add(&mut waiting, -share, &part.waiting);
            add(&mut self.values, share, &part.phi);
        }
        let (pivot, left) = self.left(&waiting);
        if left > self.tolerance {
            let share = waiting[pivot];
            waiting.iter_mut().for_each(|waiting| *waiting /= share);
            let phi = self.phi(&waiting);
            add(&mut self.values, share, &phi);
            if self.known[place].1.len() < KNOWN_MAX {
                self.known[place].1.push(Known { pivot, waiting, phi });
            }
        }
        if let Some(write) = self.write.as_deref() {
            for (rows, _) in self.rows.iter().zip(cut).filter(|(_, cut)| *cut) {
                rows.add_cut(write, &self.response, x, &self.ordinates, &mut self.values);
            }
        }
    }

    /// How much phi can be of these chances at R's nodes at most, and which counts most.
    fn left(&self, waiting: &[f64]) -> (usize, f64) {
        let (mut pivot, mut most, mut sum) = (0, 0.0, 0.0);
        let atoms = self.atoms.iter().filter_map(|(_, counted)| counted.last());
        let masses = atoms.chain(self.rows.iter().flat_map(|rows| &rows.stretch.masses));
        for (place, (mass, waiting)) in masses.zip(waiting).enumerate() {
            let counts = (mass * waiting).abs();
            sum += counts;
            if counts > most {
                (pivot, most) = (place, counts);
            }
        }
        (pivot, sum)
    }

    /// phi of these chances at R's nodes.
    fn phi(&self, waiting: &[f64]) -> Vec<f64> {
        let mut phi = vec![0.0; self.ordinates.len()];
        let (at_atoms, at_nodes) = waiting.split_at(self.atoms.len());
        for ((_, counted), waiting) in self.atoms.iter().zip(at_atoms) {
            add(&mut phi, *waiting, counted);
        }
        for (rows, waiting) in self.rows.iter().zip(at_nodes.as_chunks().0) {
            for (value, counted) in phi[rows.begin..].iter_mut().zip(&rows.counted[rows.begin..]) {
                *value += dot(counted, waiting);
            }
        }
        phi
    }
}

/// Adds `share` times `more`.
fn add(sum: &mut [f64], share: f64, more: &[f64]) {
    sum.iter_mut().zip(more).for_each(|(sum, more)| *sum += share * more);
}

/// The values of a law at the nodes between two times, and whether it is one polynomial there, as its values at the
/// nodes and the ends look, or may be taken for one: what hardly ever is need not be met so nearly. A step may hide
/// between an end and the node nearest to it.
fn smooth(law: &Law, (low, high): (f64, f64), times: &Nodes, tolerance: f64) -> (Nodes, bool) {
    let (values, is_one) = law.survival.at_nodes((low, high), times);
    let inside = |at: f64| at > low + ALIKE_MS && at < high - ALIKE_MS;
    let ends = || {
        let [first, last] = [law.survives(low), law.survives_before(high)];
        if times[0] < times[1] { [first, last] } else { [last, first] }
    };
    let is_smooth = is_one
        || tolerance > 1.0
        || !law.edges.iter().any(|edge| edge.order <= STRONG && inside(edge.at_ms))
            && RULE.missing(&values) <= tolerance
            && RULE.missing_at_ends(&values, ends()) <= 30.0 * tolerance;
    (values, is_smooth)
}

/// A stretch of R, in halves until S is smooth on each at most ordinates, by one of each cell: an edge of W that moves
/// through them with x then meets one that S bends on at few of them, and does not cut both at every ordinate.
fn resolved(stretch: Stretch, response: &Law, ordinates: &[Ordinate], tolerance: f64, halvings: u8) -> Vec<Stretch> {
    let (times, enough) = (stretch.times(), 10.0 * tolerance / stretch.total);
    let is_rough = |ordinate: &&Ordinate| {
        let [(y, _), _] = ordinate.at;
        !smooth(response, (y - stretch.high, y - stretch.low), &times.map(|r| y - r), enough).1
    };
    let looked_at = || ordinates.iter().skip(FEW / 2).step_by(FEW);
    if halvings == 0 || 2 * looked_at().filter(is_rough).count() <= looked_at().count() {
        return vec![stretch];
    }
    let middle = 0.5 * (stretch.low + stretch.high);
    let halves = [stretch.cut(stretch.low, middle), stretch.cut(middle, stretch.high)];
    halves.into_iter().flat_map(|half| resolved(half, response, ordinates, tolerance, halvings - 1)).collect()
}

/// Where the parts of a stretch between cuts begin and end.
fn between(stretch: &Stretch, mut cuts: Vec<f64>) -> Vec<(f64, f64)> {
    cuts.retain(|cut| *cut > stretch.low + ALIKE_MS && *cut < stretch.high - ALIKE_MS);
    cuts.extend([stretch.low, stretch.high]);
    cuts.sort_by(f64::total_cmp);
    cuts.windows(2).map(|pair| (pair[0], pair[1])).collect()
}

impl Rows {
    /// The chance that the write is late at each node, if it is smooth there.
    fn waiting(&self, write: Option<&Law>, x: f64, tolerance: f64) -> Option<Nodes> {
        let Some(write) = write else { return Some([1.0; ORDER]) };
        let (low, high) = (x + self.stretch.low, x + self.stretch.high);
        let (waiting, is_smooth) =
            smooth(write, (low, high), &self.times.map(|r| x + r), 10.0 * tolerance / self.stretch.total);
        is_smooth.then_some(waiting)
    }

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
                let (low, high) = (y - stretch.high, y - stretch.low);
                let then = times.map(|r| y - r);
                let (pending, is_smooth) = smooth(response, (low, high), &then, 10.0 * tolerance / stretch.total);
                rows.cut[place] |= !is_smooth;
                let answered = pending.map(|pending| 1.0 - pending);
                let counts = if is_smooth { product(&answered, &stretch.masses) } else { rows.cut_by(response, *y) };
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
        let cuts = response.survival.boundaries().map(|at| y - at).collect();
        self.weights(&self.parts(cuts, &|times| {
            let (pending, _) = response.survival.at_nodes((y, y), &times.map(|r| y - r));
            pending.map(|pending| 1.0 - pending)
        }))
    }

    /// The parts of the stretch between cuts, weighed by a factor that is smooth on each.
    fn parts(&self, cuts: Vec<f64>, factor: &dyn Fn(&Nodes) -> Nodes) -> Vec<(f64, f64, Part)> {
        let weighed = |(low, high): (f64, f64)| {
            let Part { times, masses } = self.stretch.part(low, high);
            (low, high, Part { times, masses: product(&masses, &factor(&times)) })
        };
        between(&self.stretch, cuts).into_iter().map(weighed).collect()
    }

    /// The weights of the nodes for an integrand of which one factor is not smooth.
    fn weights(&self, parts: &[(f64, f64, Part)]) -> Nodes {
        let Stretch { low, high, .. } = self.stretch;
        let (middle, inverse) = (0.5 * (low + high), 2.0 / (high - low));
        RULE.counts(parts.iter().flat_map(|(_, _, part)| {
            part.times.iter().map(move |time| (time - middle) * inverse).zip(part.masses.iter().copied())
        }))
    }

    /// Adds the stretch where W is not smooth on it.
    #[cold]
    fn add_cut(&self, write: &Law, response: &Law, x: f64, ordinates: &[Ordinate], values: &mut [f64]) {
        let cuts = write.survival.boundaries().map(|at| at - x).collect();
        let parts = self.parts(cuts, &|times| write.survival.at_nodes((x, x), &times.map(|r| x + r)).0);
        let weights = self.weights(&parts);
        let stretch = |(low, high, part): &(f64, f64, Part)| {
            let mut values = part.masses;
            values.iter_mut().zip(&RULE.weights).for_each(|(value, weight)| *value /= weight);
            Stretch::new(*low, *high, &values)
        };
        let weighed = Measure { stretches: parts.iter().map(stretch).collect(), ..Measure::default() };
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
}

fn product(a: &Nodes, b: &Nodes) -> Nodes {
    let mut product = *a;
    product.iter_mut().zip(b).for_each(|(a, b)| *a *= b);
    product
}
