//! A falling function of a time as panels, each a polynomial, found by halving until it fits.

use super::legendre::{self, Nodes, ORDER, RULE};

/// Times closer than this are the same time, in milliseconds: sums of decimal fractions meet only so
/// nearly. A simulated clock counts in steps a million times as long.
pub(crate) const ALIKE_MS: f64 = 1e-9;
/// A panel that is still not met after so many halvings is taken as it is.
const DEPTH_MAX: u32 = 48;
/// Nor are more panels made than this.
const PANELS_MAX: usize = 4_000;

/// A function on one stretch of time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Panel {
    pub(crate) low: f64,
    pub(crate) high: f64,
    /// The coefficients of powers of `s`, which goes from −1 to 1 on the panel.
    pub(crate) powers: Nodes,
}

impl Panel {
    #[inline]
    pub(crate) fn middle(&self) -> f64 {
        0.5 * (self.low + self.high)
    }

    #[inline]
    pub(crate) fn half(&self) -> f64 {
        0.5 * (self.high - self.low)
    }

    #[inline]
    pub(crate) fn at(&self, x: f64) -> f64 {
        legendre::at(&self.powers, (x - self.middle()) / self.half())
    }
}

/// A function that falls with time: one value before the first panel, polynomials on panels without
/// gaps, and zero behind the last. It may jump between panels, and has there the value of the right.
#[derive(Clone, Debug, Default)]
pub(crate) struct Piecewise {
    pub(crate) before: f64,
    pub(crate) panels: Vec<Panel>,
}

/// Several functions on the same panels, and how far off they may be.
pub(crate) struct Built {
    pub(crate) functions: Vec<Piecewise>,
    /// The values at the nodes of each panel, by function and panel.
    pub(crate) values: Vec<Vec<Nodes>>,
    /// The largest last coefficient that was accepted.
    pub(crate) error: f64,
}

impl Piecewise {
    /// The value at a time.
    pub(crate) fn at(&self, x: f64) -> f64 {
        match self.place(x) {
            None => self.before,
            Some(place) => {
                self.panels.get(place).filter(|panel| x + ALIKE_MS < panel.high).map_or(0.0, |panel| panel.at(x))
            }
        }
    }

    /// The panel that a time lies in, or the last; nothing before the first.
    pub(crate) fn place(&self, x: f64) -> Option<usize> {
        self.panels.partition_point(|panel| panel.low <= x + ALIKE_MS).checked_sub(1)
    }

    /// Where panels begin and end.
    pub(crate) fn boundaries(&self) -> impl Iterator<Item = f64> + '_ {
        self.panels.iter().map(|panel| panel.low).chain(self.panels.last().map(|panel| panel.high))
    }

    /// Drops the panels at the end that hold nothing worth mention; one stays.
    pub(crate) fn trim(&mut self, tolerance: f64) {
        while self.panels.len() > 1 && self.panels.last().is_some_and(|panel| panel.at(panel.low).abs() < tolerance) {
            self.panels.pop();
        }
    }

    /// Builds functions that fall with time from their values. `edges` are the times at which one of
    /// them, or a low derivative of it, may jump, ascending; from the first on they are built, up to
    /// the last. Each is met to about `tolerance`, absolutely.
    pub(crate) fn build(edges: &[f64], count: usize, tolerance: f64, value: &mut dyn FnMut(f64, &mut [f64])) -> Built {
        let functions = vec![Self { before: 1.0, panels: Vec::new() }; count];
        let mut built = Built { functions, values: vec![Vec::new(); count], error: 0.0 };
        let mut halving = Halving { tolerance, value, scratch: vec![0.0; count], samples: vec![[0.0; ORDER]; count] };
        for pair in edges.windows(2) {
            if pair[1] - pair[0] <= ALIKE_MS {
                continue;
            }
            let mut waiting = vec![(pair[0], pair[1], DEPTH_MAX)];
            while let Some((low, high, depth)) = waiting.pop() {
                let room = depth > 0 && built.values.first().map_or(0, Vec::len) < PANELS_MAX;
                let ends = (low == pair[0], high == pair[1]);
                if halving.accept((low, high), ends, room, &mut built) {
                    continue;
                }
                let split = split(pair[0], low, high);
                waiting.push((split, high, depth - 1));
                waiting.push((low, split, depth - 1));
            }
        }
        built
    }
}

/// Where to part a panel: near to its edge, since what falls does so after an edge, and further out
/// in equal ratios, until a panel is no wider than it is far from the edge.
fn split(edge: f64, low: f64, high: f64) -> f64 {
    let (near, far) = (low - edge, high - edge);
    if near <= 0.0 {
        edge + far / 8.0
    } else if far > 4.0 * near {
        edge + (near * far).sqrt()
    } else {
        0.5 * (low + high)
    }
}

/// One panel after the other.
struct Halving<'a> {
    tolerance: f64,
    value: &'a mut dyn FnMut(f64, &mut [f64]),
    scratch: Vec<f64>,
    samples: Vec<Nodes>,
}

impl Halving<'_> {
    /// Takes a panel if polynomials meet the functions there, or there is no room for smaller ones.
    fn accept(&mut self, (low, high): (f64, f64), ends: (bool, bool), room: bool, built: &mut Built) -> bool {
        let (middle, half) = (0.5 * (low + high), 0.5 * (high - low));
        let narrow = half < 1e-7 * (1e-3 + low.abs());
        if room && !narrow && ends.0 && self.drops_at_once(low, middle + half * RULE.nodes[0]) {
            return false;
        }
        for (k, s) in RULE.nodes.iter().enumerate() {
            (self.value)(middle + half * s, &mut self.scratch);
            for (sample, value) in self.samples.iter_mut().zip(&self.scratch) {
                sample[k] = *value;
            }
        }
        let missing = self.samples.iter().map(|sample| RULE.missing(sample)).fold(0.0, f64::max);
        let small = missing <= self.tolerance;
        if room && !narrow && !(small && self.ends_fit(low, high)) {
            return false;
        }
        built.error = built.error.max(missing);
        for (place, sample) in self.samples.iter().enumerate() {
            let (powers, _) = RULE.polynomial(sample);
            built.functions[place].panels.push(Panel { low, high, powers });
            built.values[place].push(*sample);
        }
        true
    }

    /// Whether a function falls so much up to the first node of a panel that no polynomial can meet it;
    /// this spares the other nodes of a panel that reaches far behind everything.
    fn drops_at_once(&mut self, low: f64, first: f64) -> bool {
        (self.value)(low, &mut self.scratch);
        let before = self.scratch.clone();
        (self.value)(first, &mut self.scratch);
        before.iter().zip(&self.scratch).any(|(before, then)| before - then > 0.1)
    }

    /// Whether nothing hides between an end and the node nearest to it: a kink that happens to lie there
    /// is seen from neither side.
    fn ends_fit(&mut self, low: f64, high: f64) -> bool {
        let width = high - low;
        let mut first = vec![0.0; self.scratch.len()];
        (self.value)(low + 1e-12 * width, &mut first);
        (self.value)(high - 1e-12 * width, &mut self.scratch);
        let ends = first.iter().zip(&self.scratch).map(|(first, last)| [*first, *last]);
        self.samples.iter().zip(ends).all(|(sample, ends)| RULE.missing_at_ends(sample, ends) <= 30.0 * self.tolerance)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_with_a_kink_and_a_long_tail_is_met_everywhere() {
        let exact = |x: f64| if x < 1.0 { 1.0 - 0.2 * x } else { 0.8 * libm::pow(x, -1.5) };
        let built = Piecewise::build(&[0.0, 1.0, 1e6], 1, 1e-10, &mut |x, out| out[0] = exact(x));
        let [function] = &built.functions[..] else { panic!("one function") };
        assert!(built.error <= 1e-10 && function.panels.len() < 60, "{} panels", function.panels.len());
        for x in [0.0, 0.3, 0.999_999, 1.0, 1.001, 1.7, 5.0, 80.0, 4_000.0, 99_999.0] {
            assert!((function.at(x) - exact(x)).abs() < 1e-8, "{x}: {} is not {}", function.at(x), exact(x));
        }
        assert_eq!((function.at(-1.0), function.at(2e6)), (1.0, 0.0));
    }

    #[test]
    fn a_jump_belongs_to_the_right() {
        let built =
            Piecewise::build(&[0.0, 2.0, 4.0], 1, 1e-10, &mut |x, out| out[0] = if x < 2.0 { 1.0 } else { 0.25 });
        let function = &built.functions[0];
        for (x, value) in [(1.999, 1.0), (2.0, 0.25), (2.0 - 1e-12, 0.25), (3.0, 0.25), (5.0, 0.0)] {
            assert!((function.at(x) - value).abs() < 1e-12, "{x}");
        }
    }
}
