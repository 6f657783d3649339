//! What was met before: the one table of this room that finds things by a hash.
//!
//! Open addressing with linear probing (Knuth, TAOCP vol. 3, 6.4, algorithm L) and a hash of our
//! own, the same on every machine. It is asked, and never walked through, so that no order in which
//! things happen to lie can reach a verdict.

/// Three numbers, and a number to remember for them.
#[derive(Clone, Copy, Debug)]
struct Slot {
    key: [u64; 3],
    /// One more than what is remembered; zero where the slot is free.
    value: u32,
}

/// A table from three numbers to one.
#[derive(Debug)]
pub(crate) struct Memo {
    slots: Vec<Slot>,
    used: usize,
}

impl Memo {
    pub(crate) const fn new() -> Self {
        Self { slots: Vec::new(), used: 0 }
    }

    /// Forgets everything, and keeps the room unless it was far too large.
    pub(crate) fn clear(&mut self) {
        if self.used > 0 {
            self.slots.truncate((self.used * 8).next_power_of_two().max(64));
            self.slots.fill(Slot { key: [0; 3], value: 0 });
            self.used = 0;
        }
    }

    /// What is remembered for a key; if nothing is, `new` is from now on. Whether it was known.
    pub(crate) fn entry(&mut self, key: [u64; 3], new: u32) -> (u32, bool) {
        if self.used * 2 >= self.slots.len() {
            self.grow();
        }
        let place = self.place(&key);
        let slot = &mut self.slots[place];
        if slot.value > 0 {
            return (slot.value - 1, true);
        }
        *slot = Slot { key, value: new.wrapping_add(1) };
        self.used += 1;
        (new, false)
    }

    /// Remembers a number for a key, instead of what was remembered.
    pub(crate) fn replace(&mut self, key: [u64; 3], value: u32) {
        if self.entry(key, value).1 {
            let place = self.place(&key);
            self.slots[place].value = value.wrapping_add(1);
        }
    }

    /// Whether a row was met before; from now on it was. For a table of nothing but rows of one
    /// width: of each its beginnings are remembered, by four more numbers at a time.
    pub(crate) fn met(&mut self, row: &[u32]) -> bool {
        let (mut beginning, mut known) = (0, false);
        for from in (0..row.len().max(1)).step_by(4) {
            let number = |place: usize| row.get(from + place).map_or(0, |number| u64::from(*number));
            let key = [beginning, number(0) << 32 | number(1), number(2) << 32 | number(3)];
            let longer;
            (longer, known) = self.entry(key, self.used as u32);
            beginning = u64::from(longer) + 1;
        }
        known
    }

    /// Where a key is, or would be.
    fn place(&self, key: &[u64; 3]) -> usize {
        let mask = self.slots.len() - 1;
        let mut place = hash(key) as usize & mask;
        while self.slots[place].value > 0 && self.slots[place].key != *key {
            place = (place + 1) & mask;
        }
        place
    }

    #[cold]
    fn grow(&mut self) {
        let room = (self.slots.len() * 2).max(64);
        let old = std::mem::replace(&mut self.slots, vec![Slot { key: [0; 3], value: 0 }; room]);
        for slot in old.into_iter().filter(|slot| slot.value > 0) {
            let place = self.place(&slot.key);
            self.slots[place] = slot;
        }
    }
}

/// Multiplies and folds: the finishing step of MurmurHash3 (A. Appleby), once for each number.
fn hash(key: &[u64; 3]) -> u64 {
    let mut hash = 0x9e37_79b9_7f4a_7c15_u64;
    for part in key {
        hash = (hash ^ part).wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash ^= hash >> 32;
    }
    hash
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::Memo;

    proptest! {
        #[test]
        fn a_row_was_met_if_a_set_has_it(
            rows in (0..11_usize).prop_flat_map(|width| {
                prop::collection::vec(prop::collection::vec(0..3_u32, width), 0..400)
            }),
        ) {
            let (mut memo, mut set) = (Memo::new(), BTreeSet::new());
            for row in &rows {
                prop_assert_eq!(memo.met(row), !set.insert(row));
            }
        }
    }

    #[test]
    fn it_remembers_what_a_tree_remembers() {
        let (mut memo, mut tree) = (Memo::new(), BTreeMap::new());
        let mut state = 1_u64;
        for value in 0..5_000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let key = [state >> 54, 0, state >> 20 & 3];
            let known = tree.get(&key).copied();
            assert_eq!(memo.entry(key, value), (known.unwrap_or(value), known.is_some()));
            tree.entry(key).or_insert(value);
            if value % 7 == 0 {
                memo.replace(key, value + 9);
                tree.insert(key, value + 9);
            }
        }
        memo.clear();
        assert_eq!(memo.entry([1, 2, 3], 4), (4, false));
    }
}
