//! Many stretches of time, and which of them meet a window.

use history::{Instant, order};
use serde::{Deserialize, Serialize};

/// Stretches in order of their begin, under a tree of their latest ends: each node holds the latest
/// end below it, so that what meets a window is found in a time that grows with how much that is, even
/// where one stretch from long ago reaches into it (Cormen et al., Introduction to Algorithms, §14.3).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Spans {
    /// Which one each is.
    places: Vec<u32>,
    begins: Vec<Instant>,
    /// All ends, in order.
    ends: Vec<Instant>,
    /// The tree, its root at 1, its leaves behind all else, in the order of the stretches.
    latest: Vec<Instant>,
}

impl Spans {
    /// Stretches: which one, from when, until when.
    pub(super) fn of(spans: impl Iterator<Item = (usize, Instant, Instant)>) -> Self {
        let mut spans: Vec<(Instant, u32, Instant)> =
            spans.filter_map(|(place, begin, end)| Some((begin, u32::try_from(place).ok()?, end))).collect();
        order::sort_by_key(&mut spans, |span| (span.0, span.1));
        let leaves = spans.len().next_power_of_two();
        let mut latest = vec![Instant::ZERO; 2 * leaves];
        for (leaf, (.., end)) in spans.iter().enumerate() {
            latest[leaves + leaf] = *end;
        }
        for node in (1..leaves).rev() {
            latest[node] = latest[2 * node].max(latest[2 * node + 1]);
        }
        let mut ends: Vec<Instant> = spans.iter().map(|span| span.2).collect();
        order::sort_by_key(&mut ends, |end| *end);
        Self {
            places: spans.iter().map(|span| span.1).collect(),
            begins: spans.iter().map(|span| span.0).collect(),
            ends,
            latest,
        }
    }

    /// How many meet a window.
    pub(super) fn count(&self, begin: Instant, end: Instant) -> usize {
        let begun = self.begins.partition_point(|from| *from <= end);
        let over = self.ends.partition_point(|to| *to < begin);
        begun.saturating_sub(over)
    }

    /// Which ones meet a window, in order of their begin.
    pub(super) fn meeting(&self, begin: Instant, end: Instant) -> Vec<u32> {
        let begun = self.begins.partition_point(|from| *from <= end);
        let leaves = self.latest.len() / 2;
        let mut found = Vec::new();
        // Nodes still to look at, with the first leaf below each and how many there are.
        let mut nodes = vec![(1, 0, leaves)];
        while let Some((node, first, many)) = nodes.pop() {
            if first >= begun || self.latest[node] < begin {
                continue;
            }
            if many == 1 {
                found.push(self.places[first]);
                continue;
            }
            nodes.push((2 * node + 1, first + many / 2, many / 2));
            nodes.push((2 * node, first, many / 2));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_and_counts_what_meets_a_window_and_nothing_else() {
        let mut seed = 7_u64;
        let mut roll = |bound: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % bound
        };
        for many in 0..40 {
            let spans: Vec<(usize, Instant, Instant)> = (0..many)
                .map(|place| {
                    let begin = roll(60);
                    (place, Instant::from_us(begin), Instant::from_us(begin + roll(20)))
                })
                .collect();
            let index = Spans::of(spans.iter().copied());
            for _ in 0..20 {
                let begin = Instant::from_us(roll(70));
                let end = Instant::from_us(begin.as_us() + roll(30));
                let meets = |span: &&(usize, Instant, Instant)| span.1 <= end && span.2 >= begin;
                let mut wanted: Vec<u32> = spans.iter().filter(meets).map(|span| span.0 as u32).collect();
                let mut found = index.meeting(begin, end);
                assert_eq!(index.count(begin, end), wanted.len());
                wanted.sort_unstable();
                found.sort_unstable();
                assert_eq!(found, wanted);
            }
        }
    }
}
