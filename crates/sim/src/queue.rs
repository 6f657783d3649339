//! What is still to happen, in order of time, then of rank, then of scheduling.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A queue of pending things. The heap moves small keys only; the things stay where they are.
#[derive(Debug)]
pub(crate) struct Queue<T> {
    heap: BinaryHeap<Reverse<Place>>,
    things: Vec<Option<T>>,
    free: Vec<u32>,
    scheduled: u64,
}

/// When a thing is due and where it lies, as one number that sorts: the time in 64 bits, the rank
/// in 4, the count of scheduling in 36, the slot in 24.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place(u128);

/// What goes first among things of the same instant.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Rank {
    /// Faults change the world before anything else sees it.
    Fault = 0,
    /// A replica that a fault held starts before anything new reaches it.
    Start = 1,
    /// A session gives up at its deadline, also if its answer comes at that very instant.
    Deadline = 2,
    /// Everything else, in order of scheduling.
    Usual = 3,
}

impl Place {
    const SLOT_BITS: u32 = 24;
    const RANK_AT: u32 = 60;

    const fn new(at_us: u64, rank: Rank, scheduled: u64, slot: u32) -> Self {
        let low = (rank as u64) << Self::RANK_AT | scheduled << Self::SLOT_BITS | slot as u64;
        Self((at_us as u128) << 64 | low as u128)
    }

    const fn at_us(self) -> u64 {
        (self.0 >> 64) as u64
    }

    const fn slot(self) -> usize {
        (self.0 & ((1 << Self::SLOT_BITS) - 1)) as usize
    }
}

impl<T> Queue<T> {
    pub(crate) const fn new() -> Self {
        Self { heap: BinaryHeap::new(), things: Vec::new(), free: Vec::new(), scheduled: 0 }
    }

    /// The caller keeps to so many things that a slot has room in a [`Place`].
    pub(crate) fn push(&mut self, at_us: u64, rank: Rank, thing: T) {
        let slot = match self.free.pop() {
            Some(slot) => {
                self.things[slot as usize] = Some(thing);
                slot
            }
            None => {
                self.things.push(Some(thing));
                (self.things.len() - 1) as u32
            }
        };
        self.heap.push(Reverse(Place::new(at_us, rank, self.scheduled, slot)));
        self.scheduled += 1;
    }

    pub(crate) fn pop(&mut self) -> Option<(u64, T)> {
        let Reverse(place) = self.heap.pop()?;
        self.free.push(place.slot() as u32);
        self.things[place.slot()].take().map(|thing| (place.at_us(), thing))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_come_by_time_then_rank_then_order() {
        let mut queue = Queue::new();
        for (at_us, rank, thing) in [
            (5, Rank::Usual, 'e'),
            (5, Rank::Usual, 'f'),
            (9, Rank::Fault, 'g'),
            (5, Rank::Deadline, 'd'),
            (5, Rank::Start, 'c'),
            (5, Rank::Fault, 'b'),
            (1, Rank::Usual, 'a'),
        ] {
            queue.push(at_us, rank, thing);
        }
        let order: String = std::iter::from_fn(|| queue.pop()).map(|(_, thing)| thing).collect();
        assert_eq!(order, "abcdefg");
    }

    #[test]
    fn the_latest_time_and_the_largest_counts_keep_their_order() {
        let (count, slot) = ((1 << 36) - 1, (1 << Place::SLOT_BITS) - 1);
        let last = Place::new(u64::MAX, Rank::Usual, count, slot);
        assert_eq!((last.at_us(), last.slot()), (u64::MAX, slot as usize));
        assert!(Place::new(u64::MAX, Rank::Deadline, count, slot) < Place::new(u64::MAX, Rank::Usual, 0, 0));
        assert!(Place::new(7, Rank::Usual, count - 1, slot) < Place::new(7, Rank::Usual, count, 0));
    }
}
