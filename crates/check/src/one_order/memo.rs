//! The one table that remembers: states of a search that lead nowhere.

/// A set of states, each a row of numbers of one width. Only ever asked whether it holds a row;
/// the order of its slots, which depends on a hash, is never seen.
pub(crate) struct Memo {
    width: usize,
    rows: Vec<u32>,
    /// Numbers of rows, or [`Memo::FREE`]; a power of two of them, at most half of them taken.
    slots: Vec<u32>,
}

impl Memo {
    const FREE: u32 = u32::MAX;

    /// An empty set of rows of this width.
    pub(crate) const fn new(width: usize) -> Self {
        Self { width, rows: Vec::new(), slots: Vec::new() }
    }

    /// Whether the row is there.
    pub(crate) fn contains(&self, row: &[u32]) -> bool {
        !self.slots.is_empty() && self.slots[self.slot(row)] != Self::FREE
    }

    /// Adds a row.
    pub(crate) fn insert(&mut self, row: &[u32]) {
        if 2 * (self.count() + 1) > self.slots.len() {
            self.grow();
        }
        let slot = self.slot(row);
        if self.slots[slot] == Self::FREE {
            self.slots[slot] = self.count() as u32;
            self.rows.extend_from_slice(row);
        }
    }

    fn count(&self) -> usize {
        // A row of no numbers would be the only one of its kind.
        self.rows.len().checked_div(self.width).unwrap_or(0)
    }

    fn row(&self, number: u32) -> &[u32] {
        &self.rows[number as usize * self.width..][..self.width]
    }

    /// The slot of a row, or the free one where it would go.
    fn slot(&self, row: &[u32]) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = hash(row) as usize & mask;
        while self.slots[slot] != Self::FREE && self.row(self.slots[slot]) != row {
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn grow(&mut self) {
        self.slots = vec![Self::FREE; (2 * self.slots.len()).max(64)];
        for number in 0..self.count() as u32 {
            let slot = self.slot(self.row(number));
            self.slots[slot] = number;
        }
    }
}

/// FNV-1a over words (Fowler, Noll, Vo), folded: the same on every machine.
fn hash(row: &[u32]) -> u32 {
    let mut mixed = 0xcbf2_9ce4_8422_2325_u64;
    for number in row {
        mixed = (mixed ^ u64::from(*number)).wrapping_mul(0x0000_0100_0000_01b3);
        mixed ^= mixed >> 29;
    }
    (mixed ^ mixed >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn it_holds_what_was_put_in_and_nothing_else(
            rows in prop::collection::vec([0..9_u32, 0..9, 0..9], 0..400), others in prop::collection::vec([0..9_u32, 0..9, 0..9], 50)
        ) {
            let (mut memo, mut known) = (Memo::new(3), BTreeSet::new());
            for row in &rows {
                prop_assert_eq!(memo.contains(row), known.contains(row));
                memo.insert(row);
                known.insert(*row);
            }
            for row in rows.iter().chain(&others) {
                prop_assert_eq!(memo.contains(row), known.contains(row));
            }
        }
    }

    #[test]
    fn rows_of_no_width_are_all_the_same() {
        let mut memo = Memo::new(0);
        assert!(!memo.contains(&[]));
        memo.insert(&[]);
        assert!(memo.contains(&[]));
    }
}
