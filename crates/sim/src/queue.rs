//! What is still to happen, in order of time, then of rank, then of scheduling.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A queue of pending things. The heap moves small keys only; the things stay where they are.
#[derive(Debug)]
pub(crate) struct Queue<T> {
    heap: BinaryHeap<Reverse<(u64, u64, u32)>>,
    things: Vec<Option<T>>,
    free: Vec<u32>,
    scheduled: u64,
}

/// What goes first among things of the same instant.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Rank {
    /// Faults change the world before anything else sees it.
    Fault = 0,
    /// A replica that a fault held starts before anything new reaches it.
    Start = 1,
    /// Everything else, in order of scheduling.
    Usual = 2,
}

impl<T> Queue<T> {
    pub(crate) const fn new() -> Self {
        Self { heap: BinaryHeap::new(), things: Vec::new(), free: Vec::new(), scheduled: 0 }
    }

    pub(crate) fn push(&mut self, at_us: u64, rank: Rank, thing: T) {
        let slot = match self.free.pop() {
            Some(slot) => slot,
            None => {
                self.things.push(None);
                (self.things.len() - 1) as u32
            }
        };
        self.things[slot as usize] = Some(thing);
        self.heap.push(Reverse((at_us, (rank as u64) << 56 | self.scheduled, slot)));
        self.scheduled += 1;
    }

    pub(crate) fn pop(&mut self) -> Option<(u64, T)> {
        let Reverse((at_us, _, slot)) = self.heap.pop()?;
        self.free.push(slot);
        self.things[slot as usize].take().map(|thing| (at_us, thing))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_come_by_time_then_rank_then_order() {
        let mut queue = Queue::new();
        for (at_us, rank, thing) in [
            (5, Rank::Usual, 'd'),
            (5, Rank::Usual, 'e'),
            (9, Rank::Fault, 'f'),
            (5, Rank::Start, 'c'),
            (5, Rank::Fault, 'b'),
            (1, Rank::Usual, 'a'),
        ] {
            queue.push(at_us, rank, thing);
        }
        let order: String = std::iter::from_fn(|| queue.pop()).map(|(_, thing)| thing).collect();
        assert_eq!(order, "abcdef");
    }
}
