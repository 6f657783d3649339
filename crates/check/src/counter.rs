//! Counts by place: how many things stand at a place or beyond, while things are added.
//!
//! Fenwick, *A new data structure for cumulative frequency tables* (1994).

/// So many things at each of some places.
pub(crate) struct Counter(Vec<u32>);

impl Counter {
    pub(crate) fn new(places: usize) -> Self {
        Self(vec![0; places + 1])
    }

    /// Adds one thing.
    pub(crate) fn add(&mut self, place: usize) {
        // Counted from the back, so that a prefix holds what stands at a place or beyond.
        let mut node = self.0.len() - 1 - place;
        while let Some(count) = self.0.get_mut(node) {
            *count += 1;
            node += node & node.wrapping_neg();
        }
    }

    /// Takes one thing away that was added there.
    pub(crate) fn remove(&mut self, place: usize) {
        let mut node = self.0.len() - 1 - place;
        while let Some(count) = self.0.get_mut(node) {
            *count -= 1;
            node += node & node.wrapping_neg();
        }
    }

    /// How many things stand at this place or beyond.
    pub(crate) fn from(&self, place: usize) -> u32 {
        let mut node = (self.0.len() - 1).saturating_sub(place);
        let mut sum = 0;
        while node > 0 {
            sum += self.0[node];
            node &= node - 1;
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_counts_what_stands_at_a_place_or_beyond(places in prop::collection::vec(0..20_usize, 0..40)) {
            let mut counter = Counter::new(20);
            for place in &places {
                counter.add(*place);
                counter.add(19 - place);
                counter.remove(19 - place);
            }
            for from in 0..=20 {
                let count = places.iter().filter(|place| **place >= from).count();
                prop_assert_eq!(counter.from(from) as usize, count);
            }
        }
    }
}
