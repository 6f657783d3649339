//! Where the mass of a time lies: densities on stretches, and atoms; and means under it.

use super::legendre::{self, FEW, Nodes, RULE};
use super::piecewise::{ALIKE_MS, Panel, Piecewise};

/// Mass that is not worth following.
const NOTHING: f64 = 1e-13;

/// A density on one stretch of time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stretch {
    pub(crate) low: f64,
    pub(crate) high: f64,
    /// Mass for each step of `s`, which goes from −1 to 1: coefficients of powers.
    pub(crate) density: Nodes,
    /// The mass that counts at each node of the quadrature.
    pub(crate) masses: Nodes,
    /// The same at each node of the shorter rule.
    pub(crate) few: [f64; FEW],
    pub(crate) total: f64,
}

/// Mass over time, ascending.
#[derive(Clone, Debug, Default)]
pub(crate) struct Measure {
    pub(crate) stretches: Vec<Stretch>,
    /// Time and mass.
    pub(crate) atoms: Vec<(f64, f64)>,
}

/// Part of a stretch on which another function is one polynomial.
pub(crate) struct Part {
    /// The times of twelve nodes.
    pub(crate) times: Nodes,
    /// The mass that counts at each.
    pub(crate) masses: Nodes,
}

impl Stretch {
    /// A density with these values at the nodes, for each step of `s`.
    pub(crate) fn new(low: f64, high: f64, values: &Nodes) -> Self {
        let (density, _) = RULE.polynomial(values);
        let mut masses = *values;
        masses.iter_mut().zip(&RULE.weights).for_each(|(mass, weight)| *mass *= weight);
        let (nodes, weights) = &RULE.few;
        let mut few = legendre::at_each(&density, nodes);
        few.iter_mut().zip(weights).for_each(|(mass, weight)| *mass *= weight);
        Self { low, high, density, masses, few, total: masses.iter().sum() }
    }

    /// The times of the nodes.
    #[inline]
    pub(crate) fn times(&self) -> Nodes {
        let (middle, half) = (0.5 * (self.low + self.high), 0.5 * (self.high - self.low));
        RULE.nodes.map(|s| middle + half * s)
    }

    /// The nodes of the part between two times.
    #[inline]
    pub(crate) fn part(&self, low: f64, high: f64) -> Part {
        if low <= self.low && high >= self.high {
            return Part { times: self.times(), masses: self.masses };
        }
        let (middle, half) = (0.5 * (self.low + self.high), 0.5 * (self.high - self.low));
        let (part_middle, part_half) = (0.5 * (low + high), 0.5 * (high - low));
        let times = RULE.nodes.map(|s| part_middle + part_half * s);
        let mut masses = legendre::at_each(&self.density, &times.map(|x| (x - middle) / half));
        for (mass, weight) in masses.iter_mut().zip(&RULE.weights) {
            *mass *= weight * part_half / half;
        }
        Part { times, masses }
    }

    /// The part between two times as a stretch of its own.
    pub(crate) fn cut(&self, low: f64, high: f64) -> Self {
        let mut values = self.part(low, high).masses;
        values.iter_mut().zip(&RULE.weights).for_each(|(value, weight)| *value /= weight);
        Self::new(low, high, &values)
    }
}

impl Stretch {
    /// The integral of a function, which is one polynomial there, over the part between two times.
    ///
    /// Both factors fade out towards their last coefficient, the eleventh, which is as small as the tolerance:
    /// what the shorter rule misses are products of coefficients of which the numbers add up to sixteen or more.
    #[inline]
    fn weighed(&self, low: f64, high: f64, panel: &Panel, shift: f64, way: f64) -> f64 {
        let (nodes, weights) = &RULE.few;
        let (middle, half) = (0.5 * (low + high), 0.5 * (high - low));
        let inverse = 1.0 / panel.half();
        let (from, step) = ((shift + way * middle - panel.middle()) * inverse, way * half * inverse);
        let values = legendre::at_each(&panel.powers, &nodes.map(|s| from + step * s));
        if low <= self.low && high >= self.high {
            return values.iter().zip(&self.few).map(|(value, mass)| value * mass).sum();
        }
        let inverse = 2.0 / (self.high - self.low);
        let (from, step) = ((middle - 0.5 * (self.low + self.high)) * inverse, half * inverse);
        let density = legendre::at_each(&self.density, &nodes.map(|s| from + step * s));
        let sum: f64 = values.iter().zip(&density).zip(weights).map(|((value, density), w)| value * density * w).sum();
        sum * step
    }
}

impl Measure {
    /// The mean of `function` at `shift` + X.
    pub(crate) fn mean_after(&self, function: &Piecewise, shift: f64) -> f64 {
        self.mean(function, shift, 1.0)
    }

    /// The mean of `function` at `shift` − X.
    pub(crate) fn mean_before(&self, function: &Piecewise, shift: f64) -> f64 {
        self.mean(function, shift, -1.0)
    }

    fn mean(&self, function: &Piecewise, shift: f64, way: f64) -> f64 {
        let atoms: f64 = self.atoms.iter().map(|(at, mass)| mass * function.at(shift + way * at)).sum();
        let mut sum = 0.0;
        let mut cursor = Cursor::new(function, shift, way);
        for stretch in self.stretches.iter().filter(|stretch| stretch.total.abs() > NOTHING) {
            let mut low = stretch.low;
            while low < stretch.high {
                let (panel, until) = cursor.at(low);
                let high = if until < stretch.high - ALIKE_MS { until } else { stretch.high };
                sum += match panel {
                    On::Panel(panel) => stretch.weighed(low, high, panel, shift, way),
                    On::Before if low == stretch.low && high == stretch.high => function.before * stretch.total,
                    On::Before => function.before * stretch.part(low, high).masses.iter().sum::<f64>(),
                    On::Behind => 0.0,
                };
                low = high;
            }
        }
        atoms + sum
    }
}

/// What a function is at a time.
enum On<'a> {
    Before,
    Panel(&'a Panel),
    Behind,
}

/// Goes along a function at `shift` + `way` × x as x rises.
struct Cursor<'a> {
    function: &'a Piecewise,
    shift: f64,
    way: f64,
    /// How many panels begin at or below the time looked at; going down, strictly below.
    place: Option<usize>,
}

impl<'a> Cursor<'a> {
    const fn new(function: &'a Piecewise, shift: f64, way: f64) -> Self {
        Self { function, shift, way, place: None }
    }

    /// What the function is just after `x`, and the x up to which it is that.
    fn at(&mut self, x: f64) -> (On<'a>, f64) {
        let panels = &self.function.panels;
        let time = self.shift + self.way * x;
        if self.way > 0.0 {
            // The panel that goes on after `time`.
            let mut place = self.place.unwrap_or_else(|| panels.partition_point(|panel| panel.high <= time + ALIKE_MS));
            while panels.get(place).is_some_and(|panel| panel.high <= time + ALIKE_MS) {
                place += 1;
            }
            self.place = Some(place);
            match panels.get(place) {
                Some(panel) if panel.low > time + ALIKE_MS => (On::Before, panel.low - self.shift),
                Some(panel) => (On::Panel(panel), panel.high - self.shift),
                None if panels.is_empty() => (On::Before, f64::INFINITY),
                None => (On::Behind, f64::INFINITY),
            }
        } else {
            // The panel that ends at or above `time` and goes on below it.
            let mut place = self.place.unwrap_or_else(|| panels.partition_point(|panel| panel.low < time - ALIKE_MS));
            while place > 0 && panels[place - 1].low >= time - ALIKE_MS {
                place -= 1;
            }
            self.place = Some(place);
            match place.checked_sub(1).and_then(|place| panels.get(place)) {
                Some(panel) if panel.high < time - ALIKE_MS => (On::Behind, self.shift - panel.high),
                Some(panel) => (On::Panel(panel), self.shift - panel.low),
                None => (On::Before, f64::INFINITY),
            }
        }
    }
}
