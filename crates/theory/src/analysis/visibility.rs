//! t-visibility: the time after which a write is seen with a given probability.

use crate::stale::Staleness;

/// How near a time is found, as a share of it.
const NEAR: f64 = 1e-7;
/// Steps that are enough for any function that falls.
const STEPS_MAX: u32 = 200;

/// Looks the staleness up, and remembers what it has seen.
pub(crate) struct Visibility<'a> {
    staleness: &'a Staleness,
    /// Time and P(stale), by time.
    seen: Vec<(f64, f64)>,
}

impl<'a> Visibility<'a> {
    pub(crate) fn new(staleness: &'a Staleness) -> Self {
        let end_ms = staleness.end_ms();
        Self { staleness, seen: vec![(0.0, staleness.at(0.0)), (end_ms, staleness.forever())] }
    }

    /// P(stale) at a time.
    pub(crate) fn stale(&mut self, t_ms: f64) -> f64 {
        let place = self.seen.partition_point(|(seen, _)| *seen < t_ms);
        if let Some((_, stale)) = self.seen.get(place).filter(|(seen, _)| *seen == t_ms) {
            return *stale;
        }
        let stale = self.staleness.at(t_ms);
        self.seen.insert(place, (t_ms, stale));
        stale
    }

    /// The smallest time from which on P(consistent) is at least `p`; nothing if there is none.
    pub(crate) fn reached(&mut self, p: f64) -> Option<f64> {
        let rest = 1.0 - p;
        if self.seen[0].1 <= rest {
            return Some(0.0);
        }
        if self.staleness.forever() > rest {
            return None;
        }
        let place = self.seen.partition_point(|(_, stale)| *stale > rest);
        let (mut low, mut high) = (*self.seen.get(place - 1)?, *self.seen.get(place)?);
        for step in 0..STEPS_MAX {
            if high.0 - low.0 <= NEAR * high.0 {
                break;
            }
            let middle = next(low, high, rest, step);
            let found = (middle, self.stale(middle));
            if found.1 > rest { low = found } else { high = found }
        }
        Some(high.0)
    }
}

/// Where to look next: far off by ratios, near by a line through logarithms, and every third time in
/// the middle, so that a jump is found too.
fn next(low: (f64, f64), high: (f64, f64), rest: f64, step: u32) -> f64 {
    if high.0 > 8.0 * low.0 {
        return if low.0 > 0.0 { (low.0 * high.0).sqrt() } else { high.0 / 16.0 };
    }
    let middle = 0.5 * (low.0 + high.0);
    if step % 3 == 2 || high.1 <= 0.0 {
        return middle;
    }
    let log = |stale: f64| libm::log(stale / rest);
    let share = log(low.1) / (log(low.1) - log(high.1));
    // A little beyond, so that the other end moves as well.
    let guess = low.0 + share * (high.0 - low.0);
    let nudge = 0.3 * NEAR * high.0;
    let guess = if share < 0.5 { guess + nudge } else { guess - nudge };
    if guess > low.0 && guess < high.0 { guess } else { middle }
}
