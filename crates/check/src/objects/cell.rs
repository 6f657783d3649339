//! A place that holds one value: what registers with and without compare-and-set have in common.

use history::Outcome;
use history::calls::{Call, Calls, Item, Reply, Request};

use super::{Specification, number_kinds};
use crate::memo::Memo;
use crate::search::{Machine, NO, Nature};

/// A kind of call; values by their number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Read(u32),
    Write(u32),
    /// Held the one, then the other.
    Swap(u32, u32),
    /// Did not hold that.
    Refused(u32),
}

/// The cell. A state is the number of the value that it holds.
pub(super) struct Cell {
    items: Vec<Item>,
    numbers: Memo,
    kinds: Vec<Kind>,
    /// By place in the list of calls.
    kind_of: Vec<u32>,
    initial: u32,
}

impl Cell {
    pub(super) fn new(calls: &Calls, list: &[&Call]) -> Self {
        let mut cell =
            Self { items: Vec::new(), numbers: Memo::new(), kinds: Vec::new(), kind_of: Vec::new(), initial: 0 };
        cell.initial = cell.number(calls.initial.unwrap_or(Item::Nil));
        let all = list.iter().map(|call| cell.kind_from(call)).collect();
        (cell.kinds, cell.kind_of) = number_kinds(all);
        cell
    }

    fn kind_from(&mut self, call: &Call) -> Kind {
        match (call.request, &call.reply) {
            (Request::Write(value), _) => Kind::Write(self.number(value)),
            (Request::CompareAndSet { expected, .. }, Reply::Answer(false)) if call.outcome == Outcome::Ok => {
                Kind::Refused(self.number(expected))
            }
            (Request::CompareAndSet { expected, new }, _) => Kind::Swap(self.number(expected), self.number(new)),
            (_, Reply::Value(value)) => Kind::Read(self.number(*value)),
            _ => Kind::Read(NO),
        }
    }

    fn number(&mut self, item: Item) -> u32 {
        let key = match item {
            Item::Nil => [0, 0, 0],
            Item::Int(number) => [1, number as u64, 0],
            Item::Word(word) => [2, u64::from(word), 0],
        };
        let (number, known) = self.numbers.entry(key, self.items.len() as u32);
        if !known {
            self.items.push(item);
        }
        number
    }
}

impl Machine for Cell {
    fn initial(&self) -> u32 {
        self.initial
    }

    fn step(&mut self, state: u32, kind: u32) -> u32 {
        match self.kinds[kind as usize] {
            Kind::Read(value) if value == state => state,
            Kind::Write(value) => value,
            Kind::Swap(old, new) if old == state => new,
            Kind::Refused(value) if value != state => state,
            _ => NO,
        }
    }

    fn nature(&self, kind: u32) -> Nature {
        match self.kinds[kind as usize] {
            Kind::Read(_) | Kind::Refused(_) => Nature { looks: true, ..Nature::default() },
            Kind::Write(_) => Nature { looks: false, always: true, overwrites: true },
            Kind::Swap(..) => Nature::default(),
        }
    }
}

impl Specification for Cell {
    fn kind(&self, place: usize) -> u32 {
        self.kind_of[place]
    }

    fn state(&self, calls: &Calls, state: u32) -> String {
        self.items.get(state as usize).map_or_else(String::new, |item| calls.item(*item))
    }
}
