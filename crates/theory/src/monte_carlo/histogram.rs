//! Counts of times by size, fine enough to read quantiles off.

/// Bins for each doubling.
const BIN_BITS: u32 = 8;
/// The smallest time that has a bin of its own, as the exponent of a power of two: a nanosecond.
const SMALLEST: i64 = -20;
/// Doublings that have bins: up to a million seconds.
const DOUBLINGS: usize = 50;

/// How many times lie in each bin.
#[derive(Clone, Debug)]
pub(crate) struct Histogram {
    below: u32,
    never: u32,
    bins: Vec<u32>,
    total: u32,
}

impl Default for Histogram {
    fn default() -> Self {
        Self { below: 0, never: 0, bins: vec![0; DOUBLINGS << BIN_BITS], total: 0 }
    }
}

impl Histogram {
    #[inline]
    pub(crate) fn add(&mut self, ms: f64) {
        self.total += 1;
        match Self::place(ms) {
            None => self.below += 1,
            Some(place) => match self.bins.get_mut(place) {
                Some(bin) => *bin += 1,
                None => self.never += 1,
            },
        }
    }

    /// The bin of a time; nothing for one that is too small to have one.
    #[inline]
    fn place(ms: f64) -> Option<usize> {
        let bits = ms.to_bits() as i64;
        let place = (bits >> (52 - BIN_BITS)) - ((1023 + SMALLEST) << BIN_BITS);
        (bits >= 0 && place >= 0).then_some(place as usize)
    }

    /// Where a bin begins.
    fn begin(place: usize) -> f64 {
        f64::from_bits((place as u64 + ((1023 + SMALLEST) as u64 * (1 << BIN_BITS))) << (52 - BIN_BITS))
    }

    /// The share of all that is at most `ms`, even within a bin.
    pub(crate) fn share_up_to(&self, ms: f64) -> f64 {
        let Some(place) = Self::place(ms) else { return f64::from(self.below) / f64::from(self.total) };
        let place = place.min(self.bins.len());
        let whole: u32 = self.bins[..place].iter().sum();
        let part = self.bins.get(place).map_or(0.0, |bin| {
            let (begin, end) = (Self::begin(place), Self::begin(place + 1));
            f64::from(*bin) * (ms - begin) / (end - begin)
        });
        (f64::from(self.below) + f64::from(whole) + part) / f64::from(self.total)
    }

    /// The time that a share `p` does not exceed; zero for one too small to have a bin.
    pub(crate) fn quantile(&self, p: f64) -> f64 {
        let wanted = p * f64::from(self.total);
        let mut seen = f64::from(self.below);
        if seen >= wanted {
            return 0.0;
        }
        for (place, bin) in self.bins.iter().enumerate() {
            let more = f64::from(*bin);
            if seen + more >= wanted {
                let (begin, end) = (Self::begin(place), Self::begin(place + 1));
                return begin + (end - begin) * (wanted - seen) / more;
            }
            seen += more;
        }
        f64::INFINITY
    }
}
