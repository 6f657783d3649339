//! Gauss's quadrature, and polynomials through its nodes.
//!
//! A function on a panel is known by its values at the twelve nodes of Gauss and Legendre on
//! [−1, 1]. One set of nodes serves for interpolation, for derivatives and for integrals
//! (L. N. Trefethen, "Approximation Theory and Approximation Practice", SIAM 2013, chapters 17 and
//! 19). No node lies at an end, so a jump between two panels concerns neither.

use std::sync::LazyLock;

/// How many nodes a panel has.
pub(crate) const ORDER: usize = 12;
/// A number for each node.
pub(crate) type Nodes = [f64; ORDER];
/// How many nodes an integral over the product of two polynomials takes.
pub(crate) const FEW: usize = 8;

/// The nodes with everything that is worked out from them.
pub(crate) struct Rule {
    /// The nodes, ascending.
    pub(crate) nodes: Nodes,
    /// The weights of the quadrature; they add up to 2.
    pub(crate) weights: Nodes,
    /// From values at the nodes to coefficients of Legendre polynomials.
    to_legendre: [Nodes; ORDER],
    /// From values at the nodes to coefficients of powers.
    to_powers: [Nodes; ORDER],
    /// From values at the nodes to the derivative there.
    derivative: [Nodes; ORDER],
    /// From values at the nodes to those at −1 and 1.
    to_ends: [Nodes; 2],
    /// Nodes and weights of a shorter rule.
    pub(crate) few: ([f64; FEW], [f64; FEW]),
    /// From values at the nodes of the shorter rule to the last two coefficients of Legendre polynomials.
    few_to_legendre: [[f64; FEW]; 2],
    /// The weights of the barycentric formula (J.-P. Berrut, L. N. Trefethen, SIAM Review 2004).
    barycentric: Nodes,
}

/// The rule. Worked out from its definition by the first who asks.
pub(crate) static RULE: LazyLock<Rule> = LazyLock::new(Rule::new);

impl Rule {
    fn new() -> Self {
        let mut rule = Self {
            nodes: [0.0; ORDER],
            weights: [0.0; ORDER],
            to_legendre: [[0.0; ORDER]; ORDER],
            to_powers: [[0.0; ORDER]; ORDER],
            derivative: [[0.0; ORDER]; ORDER],
            to_ends: [[0.0; ORDER]; 2],
            few: gauss(),
            few_to_legendre: [[0.0; FEW]; 2],
            barycentric: [1.0; ORDER],
        };
        (rule.nodes, rule.weights) = gauss();
        let powers = powers_of_legendre();
        for k in 0..ORDER {
            let values = legendre(rule.nodes[k]);
            for j in 0..ORDER {
                let share = (2.0 * j as f64 + 1.0) / 2.0 * rule.weights[k] * values[j];
                rule.to_legendre[j][k] = share;
                for (row, power) in rule.to_powers.iter_mut().zip(&powers[j]) {
                    row[k] += power * share;
                }
            }
        }
        for k in 0..FEW {
            let values = legendre(rule.few.0[k]);
            for (row, n) in rule.few_to_legendre.iter_mut().zip(FEW - 2..) {
                row[k] = (2.0 * n as f64 + 1.0) / 2.0 * rule.few.1[k] * values[n];
            }
        }
        for k in 0..ORDER {
            for other in (0..ORDER).filter(|other| *other != k) {
                rule.barycentric[k] /= rule.nodes[k] - rule.nodes[other];
            }
        }
        rule.to_ends = [rule.cardinals(-1.0), rule.cardinals(1.0)];
        for row in 0..ORDER {
            for k in (0..ORDER).filter(|k| *k != row) {
                let entry = rule.barycentric[k] / rule.barycentric[row] / (rule.nodes[row] - rule.nodes[k]);
                rule.derivative[row][k] = entry;
                rule.derivative[row][row] -= entry;
            }
        }
        rule
    }

    /// The coefficients of the powers of the polynomial through values at the nodes, and the size of
    /// its last two Legendre coefficients: what is missing is about as large or smaller.
    pub(crate) fn polynomial(&self, values: &Nodes) -> (Nodes, f64) {
        (apply(&self.to_powers, values), self.missing(values))
    }

    /// The size of the last two Legendre coefficients of the polynomial through values at the nodes.
    pub(crate) fn missing(&self, values: &Nodes) -> f64 {
        self.to_legendre[ORDER - 2..].iter().map(|row| dot(row, values).abs()).fold(0.0, f64::max)
    }

    /// The same of the polynomial through values at the nodes of the shorter rule.
    pub(crate) fn missing_few(&self, values: &[f64]) -> f64 {
        let coefficient = |row: &[f64; FEW]| row.iter().zip(values).map(|(a, b)| a * b).sum::<f64>().abs();
        self.few_to_legendre.iter().map(coefficient).fold(0.0, f64::max)
    }

    /// How far the polynomial through values at the nodes is from those at the two ends.
    pub(crate) fn missing_at_ends(&self, values: &Nodes, ends: [f64; 2]) -> f64 {
        let off = |row: &Nodes, end: f64| (dot(row, values) - end).abs();
        off(&self.to_ends[0], ends[0]).max(off(&self.to_ends[1], ends[1]))
    }

    /// The derivative at the nodes of the polynomial through values at the nodes.
    pub(crate) fn slopes(&self, values: &Nodes) -> Nodes {
        apply(&self.derivative, values)
    }

    /// How much the value at each node counts in a sum of values of the polynomial, each at a place with its weight.
    pub(crate) fn counts(&self, places: impl Iterator<Item = (f64, f64)>) -> Nodes {
        let mut sums = [0.0; ORDER];
        for (s, weight) in places {
            let values = legendre(s);
            sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += weight * value);
        }
        let mut counts = [0.0; ORDER];
        for (row, sum) in self.to_legendre.iter().zip(sums) {
            counts.iter_mut().zip(row).for_each(|(count, entry)| *count += sum * entry);
        }
        counts
    }

    /// How much the value at each node counts in the polynomial at `s`.
    pub(crate) fn cardinals(&self, s: f64) -> Nodes {
        let mut parts = [0.0; ORDER];
        let mut sum = 0.0;
        for k in 0..ORDER {
            let away = s - self.nodes[k];
            if away == 0.0 {
                parts = [0.0; ORDER];
                parts[k] = 1.0;
                return parts;
            }
            parts[k] = self.barycentric[k] / away;
            sum += parts[k];
        }
        parts.map(|part| part / sum)
    }
}

/// The polynomial with these coefficients of powers at `s`: even and odd ones apart, as neither waits for the other.
#[inline]
pub(crate) fn at(powers: &Nodes, s: f64) -> f64 {
    let square = s * s;
    let (mut even, mut odd) = (0.0, 0.0);
    for pair in powers.rchunks_exact(2) {
        (even, odd) = (even * square + pair[0], odd * square + pair[1]);
    }
    even + s * odd
}

/// The polynomial with these coefficients of powers at several places.
#[inline]
pub(crate) fn at_each<const PLACES: usize>(powers: &Nodes, places: &[f64; PLACES]) -> [f64; PLACES] {
    let mut values = [powers[ORDER - 1]; PLACES];
    for power in powers[..ORDER - 1].iter().rev() {
        for (value, s) in values.iter_mut().zip(places) {
            *value = *value * s + power;
        }
    }
    values
}

/// The sum of the products. Four sums at a time, as none of them waits for the others.
#[inline]
pub(crate) fn dot(a: &Nodes, b: &Nodes) -> f64 {
    let mut sums = [0.0; 4];
    for (a, b) in a.chunks_exact(4).zip(b.chunks_exact(4)) {
        for k in 0..4 {
            sums[k] += a[k] * b[k];
        }
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3])
}

fn apply(matrix: &[Nodes; ORDER], values: &Nodes) -> Nodes {
    let mut results = [0.0; ORDER];
    for (result, row) in results.iter_mut().zip(matrix) {
        *result = dot(row, values);
    }
    results
}

/// The first twelve Legendre polynomials at `x`.
fn legendre(x: f64) -> Nodes {
    let mut values = [1.0; ORDER];
    values[1] = x;
    for n in 2..ORDER {
        values[n] = step(n, x, values[n - 1], values[n - 2]);
    }
    values
}

/// Bonnet's recursion.
#[inline]
fn step(n: usize, x: f64, last: f64, before: f64) -> f64 {
    let (forward, back) = STEPS[n];
    forward * x * last - back * before
}

/// What the recursion takes of the last and of the one before it.
const STEPS: [(f64, f64); ORDER + 1] = {
    let mut steps = [(0.0, 0.0); ORDER + 1];
    let mut n = 1;
    while n <= ORDER {
        steps[n] = ((2 * n - 1) as f64 / n as f64, (n - 1) as f64 / n as f64);
        n += 1;
    }
    steps
};

/// The nodes of Gauss's rule, ascending, and its weights, by Newton's steps to the roots of the Legendre
/// polynomial of its order.
fn gauss<const COUNT: usize>() -> ([f64; COUNT], [f64; COUNT]) {
    let (mut nodes, mut weights) = ([0.0; COUNT], [0.0; COUNT]);
    let order = COUNT as f64;
    for k in 0..COUNT {
        let mut x = libm::cos(std::f64::consts::PI * (order - k as f64 - 0.25) / (order + 0.5));
        let mut slope = 1.0;
        for _ in 0..20 {
            let (mut before, mut value) = (1.0, x);
            for n in 2..=COUNT {
                (before, value) = (value, step(n, x, value, before));
            }
            slope = order * (before - x * value) / (1.0 - x * x);
            x -= value / slope;
        }
        nodes[k] = x;
        weights[k] = 2.0 / ((1.0 - x * x) * slope * slope);
    }
    (nodes, weights)
}

/// The coefficients of powers of each Legendre polynomial.
fn powers_of_legendre() -> [Nodes; ORDER] {
    let mut rows = [[0.0; ORDER]; ORDER];
    rows[0][0] = 1.0;
    rows[1][1] = 1.0;
    for n in 2..ORDER {
        for power in 0..ORDER {
            let lower = if power > 0 { rows[n - 1][power - 1] } else { 0.0 };
            rows[n][power] = step(n, 1.0, lower, rows[n - 2][power]);
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn polynomials_are_integrated_up_to_the_degree_that_gauss_promises() {
        for degree in 0..2 * ORDER {
            let power = |x: f64| (0..degree).fold(1.0, |value, _| value * x);
            let sum: f64 = RULE.nodes.iter().zip(&RULE.weights).map(|(x, w)| w * power(*x)).sum();
            let exact = if degree % 2 == 0 { 2.0 / (degree as f64 + 1.0) } else { 0.0 };
            assert!((sum - exact).abs() < 1e-14, "{degree}: {sum}");
        }
    }

    #[test]
    fn what_goes_through_the_nodes_is_met_between_them() {
        let values = RULE.nodes.map(libm::exp);
        let (powers, missing) = RULE.polynomial(&values);
        let slopes = RULE.slopes(&values);
        let everywhere = at_each(&powers, &RULE.nodes);
        assert!(missing < 1e-7, "{missing}");
        for k in 0..ORDER {
            assert!((slopes[k] - values[k]).abs() < 1e-8, "{k}");
            assert!((everywhere[k] - values[k]).abs() < 1e-12, "{k}");
        }
        for s in [-1.0, -0.3, 0.0, 0.77, 1.0] {
            let cardinal: f64 = RULE.cardinals(s).iter().zip(&values).map(|(count, value)| count * value).sum();
            assert!((at(&powers, s) - libm::exp(s)).abs() < 1e-9, "{s}");
            assert!((cardinal - libm::exp(s)).abs() < 1e-9, "{s}");
        }
    }
}
