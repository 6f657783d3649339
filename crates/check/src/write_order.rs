//! One order of the writes of each key into which every read fits alone; or the knot that forbids
//! it.
//!
//! Of a write and the reads of its value let `[s, e]` be the time of the write, `f` the earliest
//! end and `l` the latest start among them all. Write A has to stand before write B exactly if
//! `A.f < B.s` (A was over, or had been read, before B began) or `A.e < B.l` (A was over before B,
//! or a read of it, began). If these demands can be met, taking the writes that nothing left has to
//! precede, one after the other, meets them: what is left has the least `f`, the least `e` and the
//! second least `e`, and they decide.
//!
//! If they cannot, three writes of those that are left say why. Let `x` have the least `e`, `p` the
//! second least, and `q` the least `f`. Nothing can go first, so that something precedes each: all
//! that begin after `q.f` have `q` before them, all others `x`, but for `x` itself, which has `p` or
//! `q`. If no two of the three contradict each other, they form the circle x, q, p.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::contradiction::both_orders;
use crate::index::{Entry, Index};
use crate::radix::{Record, sort};
use crate::telling::{Story, tell};
use crate::zones::Zones;
use crate::{Anomaly, KeyOrder, Violation};

/// The classes of all keys, key after key, each key in order.
pub(crate) struct WriteOrder(Vec<u32>);

/// Classes that each have to stand before the next, and the last before the first.
pub(crate) enum Knot {
    Two(u32, u32),
    Three([u32; 3]),
}

impl WriteOrder {
    /// Finds the order. Every read has to be sound, and no older than any write that was over before
    /// it began.
    pub(crate) fn find(index: &Index<'_>, zones: &Zones) -> Result<Self, Knot> {
        let mut writes = Vec::with_capacity(index.classes.len());
        for (item, class) in (0..).zip(&index.classes) {
            if class.certain() && !class.initial && !index.unseen(index.entry(class.write)) {
                writes.push(Record { group: u32::from(class.key.0), item, rank: index.entry(class.write).start });
            }
        }
        sort(&mut writes);
        let ranked = |rank: &dyn Fn(u32) -> u64| {
            let mut ranked: Vec<Record> = writes.iter().map(|w| Record { rank: rank(w.item), ..*w }).collect();
            sort(&mut ranked);
            ranked
        };
        let by_end = ranked(&|class| index.entry(index.classes[class as usize].write).end);
        let by_first_end = ranked(&|class| zones.zone(class).first_end);
        let mut order = Vec::with_capacity(writes.len());
        let mut placed = vec![false; index.classes.len()];
        let mut first = 0;
        for of_key in writes.chunk_by(|a, b| a.group == b.group) {
            let range = first..first + of_key.len();
            first = range.end;
            let (by_end, by_first_end) = (&by_end[range.clone()], &by_first_end[range]);
            let ready = BinaryHeap::new();
            let mut left = Left { index, zones, coming: of_key, by_end, second: 1, by_first_end, ready };
            while let Some(next) = left.first(&mut placed) {
                order.push(next);
            }
            if let Some(knot) = left.knot() {
                return Err(knot);
            }
        }
        Ok(Self(order))
    }

    /// The writes by key.
    pub(crate) fn by_key(&self, index: &Index<'_>) -> Vec<KeyOrder> {
        let class = |number: &u32| &index.classes[*number as usize];
        let keys = self.0.chunk_by(|a, b| class(a).key == class(b).key);
        let id = |number: &u32| index.entry(class(number).write).id;
        keys.map(|of_key| KeyOrder { key: class(&of_key[0]).key, order: of_key.iter().map(id).collect() }).collect()
    }
}

/// The writes of one key that have no place yet.
struct Left<'l> {
    index: &'l Index<'l>,
    zones: &'l Zones,
    /// By start, those that have not been met.
    coming: &'l [Record],
    /// By end: the first has the least, and the second least is at `second`, if there is one.
    by_end: &'l [Record],
    second: usize,
    /// By the earliest end of their class.
    by_first_end: &'l [Record],
    /// Those that may go first as far as writes are concerned, by the latest start of their class.
    ready: BinaryHeap<Reverse<(u64, u32)>>,
}

impl Left<'_> {
    /// Takes a write that nothing left has to precede, if there is one.
    fn first(&mut self, placed: &mut [bool]) -> Option<u32> {
        let is_placed = |record: &Record| placed[record.item as usize];
        while self.by_first_end.first().is_some_and(is_placed) {
            self.by_first_end = &self.by_first_end[1..];
        }
        if self.by_end.first().is_some_and(is_placed) {
            self.by_end = self.by_end.get(self.second..).unwrap_or_default();
            self.second = 1;
        }
        while self.by_end.get(self.second).is_some_and(is_placed) {
            self.second += 1;
        }
        let first_end = self.by_first_end.first()?.rank;
        while let Some((met, rest)) = self.coming.split_first()
            && met.rank <= first_end
        {
            self.ready.push(Reverse((self.zones.zone(met.item).last_start, met.item)));
            self.coming = rest;
        }
        let least = self.by_end.first()?;
        let second = self.by_end.get(self.second).map_or(u64::MAX, |record| record.rank);
        while self.ready.peek().is_some_and(|Reverse((_, class))| placed[*class as usize]) {
            self.ready.pop();
        }
        let Reverse((last_start, mut next)) = *self.ready.peek()?;
        if last_start > least.rank {
            // What ends first need not wait for its own end.
            next = least.item;
            let met = self.write(next).start <= first_end;
            if !met || self.zones.zone(next).last_start > second {
                return None;
            }
        }
        placed[next as usize] = true;
        Some(next)
    }

    /// Why none of those that are left can go first.
    fn knot(&self) -> Option<Knot> {
        let (x, q) = (self.by_end.first()?.item, self.by_first_end.first()?.item);
        let p = self.by_end.get(self.second)?.item;
        let both = |a, b| a != b && self.precedes(a, b) && self.precedes(b, a);
        let two = [(x, q), (x, p), (q, p)].into_iter().find(|(a, b)| both(*a, *b));
        Some(two.map_or(Knot::Three([q, p, x]), |(a, b)| Knot::Two(a, b)))
    }

    /// Whether class `a` has to stand before class `b`.
    fn precedes(&self, a: u32, b: u32) -> bool {
        let (zone_a, zone_b) = (self.zones.zone(a), self.zones.zone(b));
        zone_a.first_end < self.write(b).start || self.write(a).end < zone_b.last_start
    }

    fn write(&self, class: u32) -> &Entry {
        self.index.entry(self.index.classes[class as usize].write)
    }
}

impl Knot {
    pub(crate) fn tell(&self, index: &Index<'_>) -> Violation {
        let [q, p, x] = match *self {
            // Of two operations that order their values one has to be a write.
            Self::Two(one, other) => return both_orders::explain(index, one, other, |a, b| a || b),
            Self::Three(three) => three.map(|class| &index.classes[class as usize]),
        };
        let last_start = |class| index.members(class).iter().copied().max_by_key(|member| index.entry(*member).start);
        let first_end = index.members(q).iter().copied().min_by_key(|member| index.entry(*member).end);
        let cast = [
            (b'u', Some(q.write)),
            (b'v', Some(p.write)),
            (b'w', Some(x.write)),
            (b'q', first_end),
            (b's', last_start(x)),
            (b'r', last_start(q)),
        ];
        tell(index.history, &CIRCLE, &cast.map(|(role, entry)| (role, entry.map(|entry| index.entry(entry).id))))
    }
}

// `q` read `u` before `v` was written, `s` read `w` after `v` had been, and `r` read `u` after `w`
// had been.
const CIRCLE: Story<'_> = Story {
    anomaly: Anomaly::ContradictoryOrder,
    sentence: "Each of three writes would have to come before the next, round in a circle: [q {who q} had read] \
               [u {what u}] at {ended q} before [v {who v} began to write {what v}] at {began v}; {what v} had been \
               acknowledged to {who v} at {ended v} before [s {who s} began to read] [w {what w}] at {began s}; and \
               {what w} had been acknowledged to {who w} at {ended w} before [r {who r} began to read {what r}] at \
               {began r}.",
    allowed: "Any answers that agree on one order of {what u}, {what v} and {what w}.",
    before: &["qv", "vs", "wr"],
    read_from: &["uq", "ws", "ur"],
};
