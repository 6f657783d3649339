//! A number that calls add to and take from: what counters, accounts and stocks have in common.

use history::Outcome;
use history::calls::{Call, Calls, Item, Reply, Request};

use super::{Specification, number_kinds};
use crate::memo::Memo;
use crate::search::{Machine, NO, Nature};

/// A kind of call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Read(i64),
    /// An answer that no number is.
    Nonsense,
    /// More, or less, whatever is there.
    Add(i64),
    /// So much less, which was there.
    Take(i64),
    /// So much was not there.
    Refused(i64),
}

/// The number, wide enough for every sum. States go by the order in which they were met.
pub(super) struct Amount {
    met: Vec<i128>,
    states: Memo,
    kinds: Vec<Kind>,
    kind_of: Vec<u32>,
    only_grows: bool,
}

impl Amount {
    pub(super) fn new(calls: &Calls, list: &[&Call]) -> Self {
        let (kinds, kind_of) = number_kinds(list.iter().map(|call| kind(call)).collect());
        let only_grows =
            kinds.iter().all(|kind| matches!(kind, Kind::Read(_) | Kind::Nonsense | Kind::Add(0..) | Kind::Refused(_)));
        let mut amount = Self { met: Vec::new(), states: Memo::new(), kinds, kind_of, only_grows };
        amount.number(match calls.initial {
            Some(Item::Int(initial)) => i128::from(initial),
            _ => 0,
        });
        amount
    }

    fn number(&mut self, amount: i128) -> u32 {
        let (number, known) = self.states.entry([amount as u64, (amount >> 64) as u64, 0], self.met.len() as u32);
        if !known {
            self.met.push(amount);
        }
        number
    }
}

fn kind(call: &Call) -> Kind {
    let refused = call.outcome == Outcome::Ok && call.reply == Reply::Answer(false);
    match call.request {
        Request::Add(Item::Int(amount)) | Request::Deposit(amount) | Request::Restock(amount) => Kind::Add(amount),
        Request::Withdraw(amount) | Request::Buy(amount) if refused => Kind::Refused(amount),
        Request::Withdraw(amount) | Request::Buy(amount) => Kind::Take(amount),
        _ => match call.reply {
            Reply::Value(Item::Int(amount)) => Kind::Read(amount),
            _ => Kind::Nonsense,
        },
    }
}

impl Machine for Amount {
    fn initial(&self) -> u32 {
        0
    }

    fn step(&mut self, state: u32, kind: u32) -> u32 {
        let held = self.met[state as usize];
        match self.kinds[kind as usize] {
            Kind::Read(amount) if i128::from(amount) == held => state,
            Kind::Refused(amount) if i128::from(amount) > held => state,
            Kind::Add(amount) => self.number(held + i128::from(amount)),
            Kind::Take(amount) if i128::from(amount) <= held => self.number(held - i128::from(amount)),
            _ => NO,
        }
    }

    fn nature(&self, kind: u32) -> Nature {
        match self.kinds[kind as usize] {
            Kind::Read(_) | Kind::Refused(_) | Kind::Nonsense => Nature { looks: true, ..Nature::default() },
            Kind::Add(_) => Nature { always: true, ..Nature::default() },
            Kind::Take(_) => Nature::default(),
        }
    }

    fn only_grows(&self) -> bool {
        self.only_grows
    }

    fn leads_to(&mut self, state: u32, kind: u32) -> bool {
        let held = self.met[state as usize];
        match self.kinds[kind as usize] {
            Kind::Read(amount) => held <= i128::from(amount),
            Kind::Refused(amount) => held < i128::from(amount),
            Kind::Nonsense => false,
            Kind::Add(_) | Kind::Take(_) => true,
        }
    }
}

impl Specification for Amount {
    fn kind(&self, place: usize) -> u32 {
        self.kind_of[place]
    }

    fn state(&self, _calls: &Calls, state: u32) -> String {
        self.met.get(state as usize).map_or_else(String::new, i128::to_string)
    }
}
