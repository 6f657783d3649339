//! A falling function of a time as panels, each a polynomial, found by halving until it fits.

use super::legendre::{self, Nodes, ORDER, RULE};

/// Times closer than this are the same time, in milliseconds: sums of decimal fractions meet only so
/// nearly. A simulated clock counts in steps a million times as long.
pub(crate) const ALIKE_MS: f64 = 1e-9;
/// A panel that is still not met after so many halvings is taken as it is.
const DEPTH_MAX: u32 = 48;
/// From so many places on a polynomial is looked up at twelve at once.
const FEW: usize = 5;
/// Values below this share of the tolerance are none.
const NOTHING: f64 = 0.01;
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

    /// The values at times in order, and whether it is one polynomial from `low` to `high`, between which they lie.
    pub(crate) fn at_nodes(&self, (low, high): (f64, f64), times: &Nodes) -> (Nodes, bool) {
        let (mut values, mut begin, mut is_one) = ([0.0; ORDER], 0, false);
        while begin < ORDER {
            let panel = self.place(times[begin]).and_then(|place| self.panels.get(place));
            let (from, to) = match panel {
                None => (f64::NEG_INFINITY, self.panels.first().map_or(f64::INFINITY, |panel| panel.low)),
                Some(panel) if times[begin] + ALIKE_MS >= panel.high => (panel.high, f64::INFINITY),
                Some(panel) => (panel.low, panel.high),
            };
            let inside = |time: &&f64| from <= **time + ALIKE_MS && **time + ALIKE_MS < to;
            let end = begin + times[begin..].iter().take_while(inside).count().max(1);
            match panel {
                None => values[begin..end].fill(self.before),
                Some(_) if to == f64::INFINITY => {}
                Some(panel) if end - begin < FEW => {
                    values[begin..end]
                        .iter_mut()
                        .zip(&times[begin..])
                        .for_each(|(value, time)| *value = panel.at(*time));
                }
                Some(panel) => {
                    let (middle, inverse) = (panel.middle(), 1.0 / panel.half());
                    let found = legendre::at_each(&panel.powers, &times.map(|time| (time - middle) * inverse));
                    values[begin..end].copy_from_slice(&found[begin..end]);
                }
            }
            is_one = end - begin == ORDER && from <= low + ALIKE_MS && high <= to + ALIKE_MS;
            begin = end;
        }
        (values, is_one)
    }

    /// The panel that a time lies in, or the last; nothing before the first.
    pub(crate) fn place(&self, x: f64) -> Option<usize> {
        self.panels.partition_point(|panel| panel.low <= x + ALIKE_MS).checked_sub(1)
    }

    /// Where panels begin and end.
    pub(crate) fn boundaries(&self) -> impl Iterator<Item = f64> + '_ {
        self.panels.iter().map(|panel| panel.low).chain(self.panels.last().map(|panel| panel.high))
    }

    /// Builds functions that fall with time from their values. `edges` are the times at which one of
    /// them, or a low derivative of it, may jump, ascending; from the first on they are built, up to
    /// the last, or where nothing worth mention is left. Each is met to about `tolerance`, absolutely.
    pub(crate) fn build(edges: &[f64], count: usize, tolerance: f64, value: &mut dyn FnMut(f64, &mut [f64])) -> Built {
        Self::weighed(edges, count, tolerance, &|_| 1.0, value)
    }

    /// The same for functions of which what lies before a time counts no more than a weight says. Where that is
    /// nothing they are not looked at.
    pub(crate) fn weighed(
        edges: &[f64],
        count: usize,
        tolerance: f64,
        weight: &dyn Fn(f64) -> f64,
        value: &mut dyn FnMut(f64, &mut [f64]),
    ) -> Built {
        let functions = vec![Self { before: 1.0, panels: Vec::new() }; count];
        let mut built = Built { functions, values: vec![Vec::new(); count], error: 0.0 };
        let samples = vec![[0.0; ORDER]; count];
        let mut halving = Halving { tolerance, weight: 1.0, value, scratch: vec![0.0; count], samples, seam: None };
        for pair in edges.windows(2) {
            if pair[1] - pair[0] <= ALIKE_MS {
                continue;
            }

            let mut waiting = vec![(pair[0], pair[1], DEPTH_MAX)];
            while let Some((low, high, depth)) = waiting.pop() {
                if halving.is_over(low, &mut built) {
                    return built;
                }
                halving.weight = weight(high);
                let room = depth > 0 && built.values.first().map_or(0, Vec::len) < PANELS_MAX;
                if let Err(Falls { early }) = halving.take((low, high), low == pair[0], room, &mut built) {
                    let split = split(pair[0], low, high, early);
                    waiting.push((split, high, depth - 1));
                    waiting.push((low, split, depth - 1));
                }
            }
        }
        built
    }
}

/// Where to part a panel: in the middle, or where most of the fall is early, since what falls does so after an edge,
/// near to its edge, and further out in equal ratios, until a panel is no wider than it is far from the edge.
fn split(edge: f64, low: f64, high: f64, early: bool) -> f64 {
    let (near, far) = (low - edge, high - edge);
    if early && near <= 0.0 {
        edge + far / 8.0
    } else if early && far > 4.0 * near {
        edge + (near * far).sqrt()
    } else {
        0.5 * (low + high)
    }
}

/// How functions fall on a panel that is not taken.
struct Falls {
    early: bool,
}

/// One panel after the other.
struct Halving<'a> {
    tolerance: f64,
    /// How much the present panel counts.
    weight: f64,
    value: &'a mut dyn FnMut(f64, &mut [f64]),
    scratch: Vec<f64>,
    samples: Vec<Nodes>,
    /// Where the last panel that was taken ends, and the values just before.
    seam: Option<(f64, Vec<f64>)>,
}

impl Halving<'_> {
    /// Takes a panel if polynomials meet the functions there, or there is no room for smaller ones.
    fn take(&mut self, (low, high): (f64, f64), first: bool, room: bool, built: &mut Built) -> Result<(), Falls> {
        let (middle, half) = (0.5 * (low + high), 0.5 * (high - low));
        let narrow = half < 1e-7 * (1e-3 + low.abs());
        if self.weight < NOTHING * self.tolerance {
            built.error = built.error.max(self.weight);
            self.samples.fill([0.0; ORDER]);
            self.push((low, high), built);
            return Ok(());
        }
        let tolerance = self.tolerance / self.weight;
        let begin = match &self.seam {
            Some((at, values)) if *at == low && !first => values.clone(),
            _ => self.values(low + 2e-12 * half).to_vec(),
        };
        for (k, s) in RULE.nodes.iter().enumerate() {
            (self.value)(middle + half * s, &mut self.scratch);
            self.samples.iter_mut().zip(&self.scratch).for_each(|(sample, value)| sample[k] = *value);
            if k == 0 && room && !narrow && first && self.drop_at_once(&begin) {
                return Err(Falls { early: true });
            }
        }
        let missing = self.samples.iter().map(|sample| RULE.missing(sample)).fold(0.0, f64::max);
        let small = missing <= tolerance;
        // Whether nothing hides between an end and the node nearest to it: a kink that happens to lie there is seen
        // from neither side.
        let end = if small || !room || narrow { self.values(high - 2e-12 * half).to_vec() } else { Vec::new() };
        let ends = begin.iter().zip(&end).map(|(begin, end)| [*begin, *end]);
        let fits = |(sample, ends): (&Nodes, [f64; 2])| RULE.missing_at_ends(sample, ends) <= 30.0 * tolerance;
        if room && !narrow && !(small && self.samples.iter().zip(ends).all(fits)) {
            return Err(Falls { early: self.fall_early() });
        }
        self.seam = Some((high, end));
        built.error = built.error.max(missing * self.weight);
        self.push((low, high), built);
        Ok(())
    }

    fn push(&self, (low, high): (f64, f64), built: &mut Built) {
        for (place, sample) in self.samples.iter().enumerate() {
            let (powers, _) = RULE.polynomial(sample);
            built.functions[place].panels.push(Panel { low, high, powers });
            built.values[place].push(*sample);
        }
    }

    /// Whether what is left from here on is nothing worth mention. One panel is there always.
    fn is_over(&self, low: f64, built: &mut Built) -> bool {
        let Some((_, left)) = self.seam.as_ref().filter(|(at, _)| *at == low) else { return false };
        let most = left.iter().fold(0.0, |most: f64, left| most.max(left.abs()));
        let is_over = most < NOTHING * self.tolerance;
        if is_over {
            built.error = built.error.max(most);
        }
        is_over
    }

    fn values(&mut self, x: f64) -> &[f64] {
        (self.value)(x, &mut self.scratch);
        &self.scratch
    }

    /// Whether a function falls so much up to the first node of a panel that no polynomial can meet it;
    /// this spares the other nodes of a panel that reaches far behind everything.
    fn drop_at_once(&self, begin: &[f64]) -> bool {
        let least = 1e3 * self.tolerance / self.weight;
        begin.iter().zip(&self.scratch).any(|(begin, then)| begin - then > (0.1 * begin).max(least))
    }

    /// Whether the function that is met worst does most of its fall in the first fifth of the panel.
    fn fall_early(&self) -> bool {
        let worst = self.samples.iter().max_by(|a, b| RULE.missing(a).total_cmp(&RULE.missing(b)));
        worst.is_some_and(|sample| 2.0 * sample[3] < sample[0] + sample[ORDER - 1])
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
