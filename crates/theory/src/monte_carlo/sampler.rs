//! Draws from a law by a table of its quantiles.

use std::rc::Rc;

use crate::law::Law;

/// Cells of the table for each halving of what is left to an end.
const CELLS: usize = 64;
const CELL_BITS: u32 = 6;
/// Halvings that the table holds; what lies further out is looked up in the law.
const HALVINGS: usize = 24;
/// How far off a drawn probability may be. Cells that cannot be so near, as those with an edge of the law in
/// them, are not in the table.
const NEAR: f64 = 1e-6;

/// A stream of numbers: xoshiro256+ (D. Blackman, S. Vigna, "Scrambled Linear Pseudorandom Number
/// Generators", ACM TOMS 2021), seeded by SplitMix64.
#[derive(Clone, Debug)]
pub(crate) struct Source([u64; 4]);

impl Source {
    pub(crate) fn new(seed: u32) -> Self {
        let mut state = u64::from(seed);
        let mut next = || {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = state;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            z ^ (z >> 31)
        };
        Self([next(), next(), next(), next()])
    }

    #[inline]
    pub(crate) fn bits(&mut self) -> u64 {
        let [a, b, c, d] = self.0;
        let bits = a.wrapping_add(d);
        let (c, d) = (c ^ a, d ^ b);
        self.0 = [a ^ d, b ^ c, c ^ (b << 17), d.rotate_left(45)];
        bits
    }

    /// A number strictly between 0 and 1.
    #[inline]
    pub(crate) fn uniform(&mut self) -> f64 {
        // Through a signed number: unsigned ones take processors and engines several steps.
        ((self.bits() >> 11) as i64 as f64 + 0.5) * (0.5 / (1_u64 << 52) as f64)
    }
}

/// The quantiles of a law, closer together towards both ends: as far out as a table by even steps of
/// probability would need millions of entries. In between they are parabolas.
#[derive(Clone, Debug)]
pub(crate) struct Sampler {
    law: Rc<Law>,
    /// From the middle out; of each halving the lower end first, then the upper.
    cells: Vec<Cell>,
}

/// Times within a cell, from 0 to 1 of the way through it: `time + x (slope + x bend)`. Not a number where the law
/// itself is asked.
#[derive(Clone, Copy, Debug)]
struct Cell {
    time: f64,
    slope: f64,
    bend: f64,
}

impl Cell {
    /// Through the times at both ends and in the middle.
    fn through(first: f64, middle: f64, last: f64) -> Self {
        Self { time: first, slope: 4.0 * middle - 3.0 * first - last, bend: 2.0 * (first + last - 2.0 * middle) }
    }

    #[inline]
    fn at(self, x: f64) -> f64 {
        self.time + x * (self.slope + x * self.bend)
    }
}

impl Sampler {
    pub(crate) fn of(law: Rc<Law>) -> Self {
        let mut cells = Vec::with_capacity(2 * HALVINGS * CELLS);
        for halving in 0..HALVINGS {
            let size = 0.25 / (1_u64 << halving) as f64;
            // From `size` to twice that, left to the end.
            let left = |halves: usize| size * (1.0 + halves as f64 / (2 * CELLS) as f64);
            for upper in [false, true] {
                let mut first = law.at_share(left(0), upper);
                for place in 0..CELLS {
                    let [middle, last] = [1, 2].map(|half| law.at_share(left(2 * place + half), upper));
                    let cell = Cell::through(first, middle, last);
                    let share = |x: f64| size * (1.0 + (place as f64 + x) / CELLS as f64);
                    let near = [0.25, 0.75].into_iter().all(|x| law.is_near(cell.at(x), share(x), upper));
                    cells.push(if near { cell } else { Cell { time: f64::NAN, ..cell } });
                    first = last;
                }
            }
        }
        Self { law, cells }
    }

    pub(crate) fn has_atoms(&self) -> bool {
        !self.law.measure.atoms.is_empty()
    }

    #[inline]
    pub(crate) fn draw(&self, source: &mut Source) -> f64 {
        self.at(source.bits())
    }

    /// The time of 64 bits: the first says which end, the rest is what is left to it, as a share.
    #[inline]
    pub(crate) fn at(&self, bits: u64) -> f64 {
        let (upper, left) = ((bits >> 63) as usize, bits << 1);
        // Zeros in front count halvings. Behind the one that ends them come the cell, and the way through it.
        let halving = left.leading_zeros();
        let rest = left.wrapping_shl(halving + 1);
        let place = (2 * halving as usize + upper) * CELLS + (rest >> (64 - CELL_BITS)) as usize;
        if let Some(cell) = self.cells.get(place) {
            let ms = cell.at(f64::from_bits(ONE | rest << CELL_BITS >> 12) - 1.0);
            if !ms.is_nan() {
                return ms;
            }
        }
        // Strictly between 0 and a half.
        self.law.at_share(((left >> 12) as i64 as f64 + 0.5) * (0.5 / (1_u64 << 52) as f64), upper == 1)
    }
}

/// The bits of one: with any bits of a fraction behind them, a number from one to two.
const ONE: u64 = 0x3ff0_0000_0000_0000;

impl Law {
    /// The quantile with so much left to the lower or the upper end.
    fn at_share(&self, left: f64, upper: bool) -> f64 {
        self.at_rest(if upper { left } else { 1.0 - left })
    }

    /// Whether a time has about so much left to the lower or the upper end.
    pub(crate) fn is_near(&self, ms: f64, left: f64, upper: bool) -> bool {
        let rest = if upper { left } else { 1.0 - left };
        // At an atom any of the shares that it bridges.
        let nudge = 1e-9 * ms.abs();
        self.survives_before(ms - nudge) >= rest - NEAR && self.survives(ms + nudge) <= rest + NEAR
    }
}
