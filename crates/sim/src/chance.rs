//! Counter-based randomness: a draw is a function of the seed and of what it is for.
//!
//! One message more or less therefore shifts no other draw, which keeps pictures still while
//! sliders move. The mixing is that of SplitMix64 (Steele, Lea, Flood, "Fast Splittable
//! Pseudorandom Number Generators", OOPSLA 2014), with Stafford's constants, applied to seed,
//! stream and key in turn.

/// What a draw is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Stream {
    /// How long a message takes.
    Delay = 1,
    /// Whether a message is lost.
    Loss = 2,
    /// Whether a message arrives twice.
    Duplicate = 3,
    /// How long the second copy takes.
    DuplicateDelay = 4,
    /// How long a session thinks.
    Think = 5,
    /// Whether an operation writes.
    Kind = 6,
    /// Which key an operation is about.
    Key = 7,
    /// A protocol's own choice.
    Lot = 8,
    /// How long a node waits that asked for a drawn time.
    Wait = 9,
    /// What a trial of a promise is made of.
    Trial = 10,
    /// How much a call adds or takes.
    Amount = 11,
    /// Whether a call pays in.
    PaysIn = 12,
    /// At which place of a text somebody types.
    Place = 13,
}

/// 64 random bits for one purpose.
#[inline]
#[must_use]
pub const fn draw(seed: u32, stream: Stream, key: u64) -> u64 {
    Source::of(seed, stream).draw(key)
}

/// The draw as a number strictly between 0 and 1.
#[inline]
#[must_use]
pub const fn uniform(seed: u32, stream: Stream, key: u64) -> f64 {
    Source::of(seed, stream).uniform(key)
}

/// The draws for one purpose: what seed and stream come to, worked out once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source(u64);

impl Source {
    pub(crate) const fn of(seed: u32, stream: Stream) -> Self {
        Self(mix(((seed as u64) << 8 | stream as u64).wrapping_add(GOLDEN)))
    }

    const fn draw(self, key: u64) -> u64 {
        mix(self.0 ^ mix(key.wrapping_add(GOLDEN)))
    }

    pub(crate) const fn uniform(self, key: u64) -> f64 {
        ((self.draw(key) >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }
}

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_spread_evenly_and_independently() {
        let bins = 64_u32;
        let mut counts = vec![0_u32; (bins * bins) as usize];
        let total = 400_000_u32;
        for key in 0..total {
            let bin = |stream| (uniform(7, stream, u64::from(key)) * f64::from(bins)) as u32;
            counts[(bin(Stream::Delay) * bins + bin(Stream::Loss)) as usize] += 1;
        }
        let expected = f64::from(total) / f64::from(bins * bins);
        let chi2: f64 = counts.iter().map(|&count| f64::from(count) - expected).map(|off| off * off / expected).sum();
        // 4095 degrees of freedom: five standard deviations are 453.
        assert!((chi2 - 4095.0).abs() < 453.0, "{chi2}");
    }

    #[test]
    fn neighbouring_seeds_share_nothing() {
        let same = (0..10_000).filter(|&key| (draw(1, Stream::Delay, key) ^ draw(2, Stream::Delay, key)) >> 56 == 0);
        let count = same.count();
        assert!((10..80).contains(&count), "{count} of 10,000 first bytes agree; about 39 would by chance");
    }
}
