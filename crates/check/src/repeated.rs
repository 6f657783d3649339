//! Linearizability of registers whose values repeat: no zone can be drawn round them, so the
//! [search](crate::search) decides, key by key.
//!
//! What is broken is made small before it is told. Out of a history that is linearizable one can
//! leave any read, and any write of a value that is not read, and it stays so; hence what is still
//! broken without them was broken for another reason.

mod explain;

use history::{Key, order::sort_by_key};

use crate::index::{Entry, Index, NEVER};
use crate::radix::{Record, sort};
use crate::search::{Event, Found, Machine, NO, Nature, Stuck, Task, search};
use crate::{Budget, KeyOrder, Verdict, Witness, why};

/// Decides the keys of which a read can have seen several writes. `orders` are those of all keys
/// as far as zones know them; `whole` is what the budget was at first.
pub(crate) fn decide(index: &Index<'_>, mut orders: Vec<KeyOrder>, budget: &mut Budget, whole: Budget) -> Verdict {
    let mut keys: Vec<Key> = index.classes.iter().filter(|class| class.ambiguous).map(|class| class.key).collect();
    keys.dedup();
    orders.retain(|order| !keys.contains(&order.key));
    let mut undecided = None;
    for key in keys {
        let of_key = |entry: &Entry| index.classes[entry.class as usize].key == key && !index.unseen(entry);
        let entries: Vec<u32> =
            (0..).zip(&index.entries).filter(|(_, entry)| of_key(entry)).map(|(place, _)| place).collect();
        match run(index, &entries, budget) {
            Found::Order(order) => {
                let order = order.iter().map(|task| index.entry(entries[*task as usize]).id).collect();
                orders.push(KeyOrder { key, order });
            }
            Found::Stuck(stuck) => {
                return Verdict::Violated(explain::explain(index, shrunk(index, entries, stuck, budget)));
            }
            Found::OutOfSteps => undecided = Some(why::out_of_steps(whole)),
            Found::TooManyOpen => undecided = Some(why::too_many_open()),
        }
    }
    sort_by_key(&mut orders, |order| order.key);
    undecided.unwrap_or(Verdict::Holds(Witness::Order(orders)))
}

/// Looks for an order of some entries, in order of start and all of one key.
fn run(index: &Index<'_>, entries: &[u32], budget: &mut Budget) -> Found {
    let mut records = Vec::with_capacity(2 * entries.len());
    let mut tasks = Vec::with_capacity(entries.len());
    let mut initial = index.classes.len() as u32;
    for (task, entry) in (0..).zip(entries) {
        let Entry { start, end, class, write, .. } = *index.entry(*entry);
        records.push(Record { group: 0, item: task << 1, rank: start << 1 });
        if end != NEVER {
            records.push(Record { group: 0, item: task << 1 | 1, rank: end << 1 | 1 });
        }
        if index.classes[class as usize].initial {
            initial = class;
        }
        tasks.push(Task { kind: class << 1 | u32::from(write), required: end != NEVER });
    }
    sort(&mut records);
    let event = |record: &Record| Event { task: record.item >> 1, returns: record.item & 1 == 1 };
    let events: Vec<Event> = records.iter().map(event).collect();
    search::<1>(&mut Register { initial }, &tasks, &events, false, budget)
}

/// A register: a state is the class of the value that it holds.
struct Register {
    initial: u32,
}

impl Machine for Register {
    fn initial(&self) -> u32 {
        self.initial
    }

    fn step(&mut self, state: u32, kind: u32) -> u32 {
        let class = kind >> 1;
        if kind & 1 == 1 || class == state { class } else { NO }
    }

    fn nature(&self, kind: u32) -> Nature {
        let writes = kind & 1 == 1;
        Nature { looks: !writes, always: writes, overwrites: writes }
    }
}

/// Entries that have no order, and where that shows.
struct Broken {
    entries: Vec<u32>,
    stuck: Stuck,
}

/// Leaves out what does not matter, as far as some steps go.
fn shrunk(index: &Index<'_>, entries: Vec<u32>, stuck: Stuck, budget: &mut Budget) -> Broken {
    let end = index.entry(entries[stuck.task as usize]).end;
    let affordable = Budget::steps(budget.left().min(1_000 * entries.len() as u64 + 100_000));
    let mut left = affordable;
    let mut broken = Broken { entries, stuck };
    broken.try_without(index, &mut left, &|entry| index.entry(entry).start > end);
    let mut before = usize::MAX;
    while broken.entries.len() < before {
        before = broken.entries.len();
        // Whole values first, which is a short way to the same.
        let mut classes: Vec<u32> = broken.entries.iter().map(|entry| index.entry(*entry).class).collect();
        sort_by_key(&mut classes, |class| *class);
        classes.dedup();
        broken.leave_out(index, &mut left, &classes, |entry| index.entry(entry).class);
        for writes in [false, true] {
            let read = |class| {
                broken.entries.iter().map(|entry| index.entry(*entry)).any(|entry| !entry.write && entry.class == class)
            };
            let may_go = |entry: &Entry| entry.write == writes && !(writes && read(entry.class));
            let parts: Vec<u32> = broken.entries.iter().copied().filter(|entry| may_go(index.entry(*entry))).collect();
            broken.leave_out(index, &mut left, &parts, |entry| entry);
        }
    }
    let _ = budget.spend((affordable.left() - left.left()) as usize);
    broken
}

impl Broken {
    /// Tries to do without parts, many at once at first (Zeller and Hildebrandt 2002, delta
    /// debugging). `parts` are in order; `part` says which one an entry belongs to.
    fn leave_out(&mut self, index: &Index<'_>, left: &mut Budget, parts: &[u32], part: impl Fn(u32) -> u32) {
        let mut width = parts.len().div_ceil(2).max(1);
        loop {
            for chunk in parts.chunks(width) {
                let (first, last) = (chunk[0], chunk[chunk.len() - 1]);
                self.try_without(index, left, &|entry| {
                    (first..=last).contains(&part(entry)) && chunk.contains(&part(entry))
                });
            }
            if width == 1 {
                return;
            }
            width = width.div_ceil(2);
        }
    }

    fn try_without(&mut self, index: &Index<'_>, left: &mut Budget, out: &dyn Fn(u32) -> bool) {
        let fewer: Vec<u32> = self.entries.iter().copied().filter(|entry| !out(*entry)).collect();
        if fewer.len() < self.entries.len()
            && let Found::Stuck(stuck) = run(index, &fewer, left)
        {
            *self = Self { entries: fewer, stuck };
        }
    }
}
