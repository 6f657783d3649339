//! What is still to happen, in order of time, then of rank, then of scheduling.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use history::{FaultId, ReplicaId, SessionId};

/// A queue of pending things. The thing is part of the number that sorts it, so that the heap moves
/// nothing else.
#[derive(Debug)]
pub(crate) struct Queue {
    heap: BinaryHeap<Reverse<Entry>>,
    /// The first of the heap was handed out. It stays there until the next thing takes its place: most
    /// things bring about one other, and the heap is put in order once for both.
    taken: bool,
    /// What is due in the very instant that it was put here, as a word to oneself: in order already.
    at_once: VecDeque<Entry>,
    now_us: u64,
    scheduled: u64,
}

/// What is still to happen. Messages and timers go by the number of their slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pending {
    FaultBegin(FaultId),
    FaultEnd(FaultId),
    Start(ReplicaId),
    Begin(SessionId),
    Arrive(u32),
    Wake(u32),
    Deadline(SessionId),
    Settled,
}

/// What goes first among things of the same instant.
#[derive(Clone, Copy, Debug)]
enum Rank {
    /// Faults change the world before anything else sees it.
    Fault = 0,
    /// A replica that a fault held starts before anything new reaches it.
    Start = 1,
    /// A session gives up at its deadline, also if its answer comes at that very instant.
    Deadline = 2,
    /// Everything else, in order of scheduling.
    Usual = 3,
}

/// When something is due and what it is, as one number that sorts: the time in 64 bits, the rank in
/// 4, the count of scheduling in 32, the kind of thing in 4, its number in 24.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry(u128);

impl Entry {
    const NUMBER_BITS: u32 = 24;
    const KIND_BITS: u32 = 4;
    const COUNT_AT: u32 = Self::NUMBER_BITS + Self::KIND_BITS;
    const RANK_AT: u32 = 60;

    fn new(at_us: u64, scheduled: u64, pending: Pending) -> Self {
        let (rank, kind, number) = match pending {
            Pending::FaultBegin(id) => (Rank::Fault, 0, id.0.into()),
            Pending::FaultEnd(id) => (Rank::Fault, 1, id.0.into()),
            Pending::Start(id) => (Rank::Start, 2, id.0.into()),
            Pending::Begin(id) => (Rank::Usual, 3, id.0.into()),
            Pending::Arrive(slot) => (Rank::Usual, 4, slot),
            Pending::Wake(slot) => (Rank::Usual, 5, slot),
            Pending::Deadline(id) => (Rank::Deadline, 6, id.0.into()),
            Pending::Settled => (Rank::Usual, 7, 0),
        };
        let thing = kind << Self::NUMBER_BITS | u64::from(number);
        let low = (rank as u64) << Self::RANK_AT | scheduled << Self::COUNT_AT | thing;
        Self(u128::from(at_us) << 64 | u128::from(low))
    }

    const fn at_us(self) -> u64 {
        (self.0 >> 64) as u64
    }

    const fn pending(self) -> Pending {
        let number = self.0 as u32 & ((1 << Self::NUMBER_BITS) - 1);
        match self.0 as u32 >> Self::NUMBER_BITS & ((1 << Self::KIND_BITS) - 1) {
            0 => Pending::FaultBegin(FaultId(number as u16)),
            1 => Pending::FaultEnd(FaultId(number as u16)),
            2 => Pending::Start(ReplicaId(number as u8)),
            3 => Pending::Begin(SessionId(number as u8)),
            4 => Pending::Arrive(number),
            5 => Pending::Wake(number),
            6 => Pending::Deadline(SessionId(number as u8)),
            _ => Pending::Settled,
        }
    }
}

impl Queue {
    pub(crate) const fn new() -> Self {
        Self { heap: BinaryHeap::new(), taken: false, at_once: VecDeque::new(), now_us: 0, scheduled: 0 }
    }

    /// The caller keeps to so many things, waiting and ever, that an [`Entry`] has room for them.
    pub(crate) fn push(&mut self, at_us: u64, pending: Pending) {
        let entry = Entry::new(at_us, self.scheduled, pending);
        self.scheduled += 1;
        if at_us == self.now_us && matches!(pending, Pending::Arrive(_)) {
            self.at_once.push_back(entry);
            return;
        }
        if std::mem::take(&mut self.taken) {
            if let Some(mut first) = self.heap.peek_mut() {
                *first = Reverse(entry);
            }
        } else {
            self.heap.push(Reverse(entry));
        }
    }

    pub(crate) fn pop(&mut self) -> Option<(u64, Pending)> {
        if std::mem::take(&mut self.taken) {
            self.heap.pop();
        }
        let first = self.heap.peek().map(|Reverse(first)| *first);
        let entry = match self.at_once.front() {
            Some(at_once) if first.is_none_or(|first| *at_once < first) => self.at_once.pop_front()?,
            _ => {
                self.taken = first.is_some();
                first?
            }
        };
        self.now_us = entry.at_us();
        Some((self.now_us, entry.pending()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_come_by_time_then_rank_then_order() {
        let mut queue = Queue::new();
        let (session, replica) = (SessionId(7), ReplicaId(8));
        let in_order = [
            (1, Pending::Settled),
            (5, Pending::FaultEnd(FaultId(2))),
            (5, Pending::FaultBegin(FaultId(1))),
            (5, Pending::Start(replica)),
            (5, Pending::Deadline(session)),
            (5, Pending::Wake(3)),
            (5, Pending::Arrive(9)),
            (5, Pending::Begin(session)),
            (9, Pending::FaultBegin(FaultId(0))),
        ];
        for place in [5, 6, 8, 1, 4, 3, 7, 2, 0] {
            let (at_us, pending) = in_order[place];
            queue.push(at_us, pending);
        }
        let order: Vec<(u64, Pending)> = std::iter::from_fn(|| queue.pop()).collect();
        assert_eq!(order, in_order);
    }

    /// Whatever is put in and when, what comes out is the first by time, rank and order of all that is in.
    #[test]
    fn what_is_due_at_once_keeps_its_place() {
        let mut queue = Queue::new();
        let mut waiting: Vec<Entry> = Vec::new();
        let (mut now_us, mut count, mut draw) = (0, 0, 7_u64);
        for _ in 0..20_000 {
            draw = draw.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            if draw >> 62 < 2 {
                let at_us = now_us + (draw >> 40) % 3;
                let pending = match (draw >> 32) % 4 {
                    0 => Pending::Deadline(SessionId(3)),
                    1 => Pending::FaultBegin(FaultId(2)),
                    _ => Pending::Arrive((draw >> 8) as u32 & 0xffff),
                };
                queue.push(at_us, pending);
                waiting.push(Entry::new(at_us, count, pending));
                count += 1;
            } else {
                waiting.sort_unstable();
                let first = (!waiting.is_empty()).then(|| waiting.remove(0));
                assert_eq!(queue.pop(), first.map(|entry| (entry.at_us(), entry.pending())));
                now_us = first.map_or(now_us, Entry::at_us);
            }
        }
        assert!(count > 5_000);
    }

    #[test]
    fn the_latest_time_and_the_largest_counts_keep_their_order() {
        let (count, slot) = ((1 << 32) - 1, (1 << Entry::NUMBER_BITS) - 1);
        let last = Entry::new(u64::MAX, count, Pending::Arrive(slot));
        assert_eq!((last.at_us(), last.pending()), (u64::MAX, Pending::Arrive(slot)));
        let deadline = Pending::Deadline(SessionId(u8::MAX));
        assert!(Entry::new(u64::MAX, count, deadline) < Entry::new(u64::MAX, 0, Pending::Arrive(0)));
        assert!(Entry::new(7, count - 1, Pending::Wake(slot)) < Entry::new(7, count, Pending::Arrive(0)));
    }
}
