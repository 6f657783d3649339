//! A bank: money is paid into an account, moved from one to another, and all accounts are read as of
//! one moment. Each call is a transaction over several keys, as in the bank workload of Jepsen.
//!
//! As all accounts are one object, linearizability here is strict serializability (Herlihy and Wing
//! 1990, section 5; Papadimitriou 1979).

use history::Outcome;
use history::calls::{Call, Calls, Item, Reply, Request};

use super::{Object, Specification, number_kinds};
use crate::memo::Memo;
use crate::search::{Machine, NO, Nature};

pub(super) const OBJECT: Object = Object {
    name: "bank",
    title: "a bank",
    about: "deposit N, transfer N to another account, which is refused where there is less than N, and read all; \
            accounts hold 0 at first",
    whole: Some("the bank"),
    knows: |call| {
        matches!(
            (call.request, &call.reply),
            (Request::Deposit(_), Reply::Done)
                | (Request::Transfer { .. }, Reply::Done | Reply::Answer(_))
                | (Request::ReadAll, Reply::List(_))
        )
    },
    specify: |calls, list| Box::new(Bank::new(calls, list)),
};

/// A kind of call; accounts by number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Deposit(usize, i64),
    Transfer(usize, usize, i64),
    /// So much was not there.
    Refused(usize, i64),
    Read(Vec<i64>),
    /// An answer that no balances are.
    Nonsense,
}

/// The bank. A state is the balances of all accounts, by the order in which states were met.
struct Bank {
    met: Vec<Vec<i64>>,
    states: std::collections::BTreeMap<Vec<i64>, u32>,
    /// By state and kind: the state after it.
    steps: Memo,
    kinds: Vec<Kind>,
    kind_of: Vec<u32>,
    only_grows: bool,
}

impl Bank {
    fn new(calls: &Calls, list: &[&Call]) -> Self {
        let accounts = list.iter().map(|call| accounts(call)).fold(calls.keys.len(), usize::max);
        let (kinds, kind_of) = number_kinds(list.iter().map(|call| kind(call, accounts)).collect());
        let only_grows = kinds.iter().all(|kind| !matches!(kind, Kind::Transfer(..) | Kind::Deposit(_, ..0)));
        let states = std::collections::BTreeMap::new();
        let mut bank = Self { met: Vec::new(), states, steps: Memo::new(), kinds, kind_of, only_grows };
        let initial = if let Some(Item::Int(initial)) = calls.initial { initial } else { 0 };
        bank.number(vec![initial; accounts]);
        bank
    }

    fn number(&mut self, balances: Vec<i64>) -> u32 {
        let next = self.met.len() as u32;
        let number = *self.states.entry(balances.clone()).or_insert(next);
        if number == next {
            self.met.push(balances);
        }
        number
    }

    /// The balances after a call that changes them.
    fn after(&self, state: u32, kind: u32) -> Option<Vec<i64>> {
        let mut balances = self.met[state as usize].clone();
        match self.kinds[kind as usize] {
            Kind::Deposit(into, amount) => balances[into] = balances[into].saturating_add(amount),
            Kind::Transfer(from, to, amount) if balances[from] >= amount => {
                balances[from] = balances[from].saturating_sub(amount);
                balances[to] = balances[to].saturating_add(amount);
            }
            _ => return None,
        }
        Some(balances)
    }
}

/// How many accounts a call speaks of.
fn accounts(call: &Call) -> usize {
    match (call.request, &call.reply) {
        (Request::Transfer { to, .. }, _) => call.key.index().max(to.index()) + 1,
        (_, Reply::List(items)) => items.len(),
        _ => call.key.index() + 1,
    }
}

fn kind(call: &Call, accounts: usize) -> Kind {
    let refused = call.outcome == Outcome::Ok && call.reply == Reply::Answer(false);
    match (call.request, &call.reply) {
        (Request::Deposit(amount), _) => Kind::Deposit(call.key.index(), amount),
        (Request::Transfer { amount, .. }, _) if refused => Kind::Refused(call.key.index(), amount),
        (Request::Transfer { amount, to }, _) => Kind::Transfer(call.key.index(), to.index(), amount),
        (_, Reply::List(items)) if items.len() == accounts => {
            let number = |item: &Item| if let Item::Int(number) = item { Some(*number) } else { None };
            items.iter().map(number).collect::<Option<Vec<i64>>>().map_or(Kind::Nonsense, Kind::Read)
        }
        _ => Kind::Nonsense,
    }
}

impl Machine for Bank {
    fn initial(&self) -> u32 {
        0
    }

    fn step(&mut self, state: u32, kind: u32) -> u32 {
        let held = &self.met[state as usize];
        let stays = match &self.kinds[kind as usize] {
            Kind::Read(read) => read == held,
            Kind::Refused(from, amount) => *amount > held[*from],
            Kind::Nonsense => false,
            Kind::Deposit(..) | Kind::Transfer(..) => {
                let key = [u64::from(state), u64::from(kind), 0];
                let (reached, known) = self.steps.entry(key, NO - 1);
                if known {
                    return reached;
                }
                let Some(balances) = self.after(state, kind) else {
                    self.steps.replace(key, NO);
                    return NO;
                };
                let reached = self.number(balances);
                self.steps.replace(key, reached);
                return reached;
            }
        };
        if stays { state } else { NO }
    }

    fn nature(&self, kind: u32) -> Nature {
        match self.kinds[kind as usize] {
            Kind::Read(_) | Kind::Refused(..) | Kind::Nonsense => Nature { looks: true, ..Nature::default() },
            Kind::Deposit(..) => Nature { always: true, ..Nature::default() },
            Kind::Transfer(..) => Nature::default(),
        }
    }

    fn only_grows(&self) -> bool {
        self.only_grows
    }

    fn leads_to(&mut self, state: u32, kind: u32) -> bool {
        let held = &self.met[state as usize];
        match &self.kinds[kind as usize] {
            Kind::Read(read) => held.iter().zip(read).all(|(held, read)| held <= read),
            Kind::Refused(from, amount) => held[*from] < *amount,
            Kind::Nonsense => false,
            Kind::Deposit(..) | Kind::Transfer(..) => true,
        }
    }
}

impl Specification for Bank {
    fn kind(&self, place: usize) -> u32 {
        self.kind_of[place]
    }

    fn state(&self, calls: &Calls, state: u32) -> String {
        let balances = self.met.get(state as usize).map_or(&[][..], Vec::as_slice);
        let one = |(name, held): (&String, &i64)| format!("{name}={held}");
        calls.keys.iter().zip(balances).map(one).collect::<Vec<_>>().join(", ")
    }
}
