//! Draws from a law by a table of its quantiles.

use std::rc::Rc;

use crate::law::Law;

/// Cells of the table for each halving of what is left to an end.
const CELLS: usize = 64;
const CELL_BITS: u32 = 6;
/// Halvings that the table holds; what lies further out is looked up in the law.
const HALVINGS: usize = 24;

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
        ((self.bits() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }
}

/// The quantiles of a law, closer together towards both ends: as far out as a table by even steps of
/// probability would need millions of entries. In between they are linear, which moves a time by less
/// than one part in ten thousand.
#[derive(Clone, Debug)]
pub(crate) struct Sampler {
    law: Rc<Law>,
    /// The time and the step to the next, for the lower end and then the upper, from the middle out.
    cells: Vec<(f64, f64)>,
}

impl Sampler {
    pub(crate) fn of(law: Rc<Law>) -> Self {
        let mut cells = Vec::with_capacity(2 * HALVINGS * CELLS);
        for upper in [false, true] {
            for halving in 0..HALVINGS {
                let size = 0.25 / (1_u64 << halving) as f64;
                // From `size` to twice that, left to the end.
                let left = |cell: usize| size * (1.0 + cell as f64 / CELLS as f64);
                let time = |cell: usize| law.at_share(left(cell), upper);
                cells.extend((0..CELLS).map(|cell| (time(cell), time(cell + 1) - time(cell))));
            }
        }
        Self { law, cells }
    }

    pub(crate) fn has_atoms(&self) -> bool {
        !self.law.measure.atoms.is_empty()
    }

    #[inline]
    pub(crate) fn draw(&self, source: &mut Source) -> f64 {
        let bits = source.bits();
        let upper = bits >> 63;
        // Strictly between 0 and a half: what is left to the end.
        let left = ((bits << 1 >> 12) as f64 + 0.5) * (0.5 / (1_u64 << 52) as f64);
        let float = left.to_bits();
        // The exponent counts halvings: 1021 is a quarter up to a half.
        let halving = 1021_u64.wrapping_sub(float >> 52) as usize;
        let cell = (float >> (52 - CELL_BITS)) as usize & (CELLS - 1);
        let place = (upper as usize * HALVINGS + halving) * CELLS + cell;
        match self.cells.get(place) {
            Some((time, step)) if halving < HALVINGS => {
                let inside =
                    (float << (12 + CELL_BITS) >> (12 + CELL_BITS)) as f64 * (1.0 / (1_u64 << (52 - CELL_BITS)) as f64);
                time + step * inside
            }
            _ => self.law.at_share(left, upper == 1),
        }
    }
}

impl Law {
    /// The quantile with so much left to the lower or the upper end.
    fn at_share(&self, left: f64, upper: bool) -> f64 {
        self.at_rest(if upper { left } else { 1.0 - left })
    }
}
