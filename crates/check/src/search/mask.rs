//! A set of places in the list of open calls, as bits.

/// So many words of 64 places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mask<const N: usize>(pub(crate) [u64; N]);

impl<const N: usize> Mask<N> {
    pub(crate) const EMPTY: Self = Self([0; N]);

    /// The set of one place.
    pub(crate) const fn of(place: u32) -> Self {
        let mut bits = [0; N];
        bits[(place / 64) as usize] = 1 << (place % 64);
        Self(bits)
    }

    pub(crate) fn has(self, place: u32) -> bool {
        self.0[(place / 64) as usize] >> (place % 64) & 1 == 1
    }

    pub(crate) fn is_empty(self) -> bool {
        self == Self::EMPTY
    }

    pub(crate) fn and(self, other: Self) -> Self {
        self.each(other, |a, b| a & b)
    }

    pub(crate) fn or(self, other: Self) -> Self {
        self.each(other, |a, b| a | b)
    }

    pub(crate) fn without(self, other: Self) -> Self {
        self.each(other, |a, b| a & !b)
    }

    /// The first place, taken out.
    pub(crate) fn pop(&mut self) -> Option<u32> {
        for (word, bits) in (0..).zip(&mut self.0) {
            if *bits != 0 {
                let place = bits.trailing_zeros();
                *bits &= *bits - 1;
                return Some(word * 64 + place);
            }
        }
        None
    }

    /// The first place that is not in it.
    pub(crate) fn first_free(self) -> Option<u32> {
        (0..).zip(self.0).find(|(_, bits)| *bits != u64::MAX).map(|(word, bits)| word * 64 + bits.trailing_ones())
    }

    fn each(mut self, other: Self, combine: impl Fn(u64, u64) -> u64) -> Self {
        for (bits, more) in self.0.iter_mut().zip(other.0) {
            *bits = combine(*bits, more);
        }
        self
    }
}
