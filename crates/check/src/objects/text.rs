//! A text: letters are typed and deleted at any place; reading tells all of it.
//!
//! What is typed beyond the end comes at the end, and where no letter is none is deleted. So this is
//! the sequential list object of H. Attiya et al. ("Specification and Complexity of Collaborative
//! Text Editing", PODC 2016), for editors that may know less of the text than there is.

use std::collections::BTreeMap;

use history::Outcome;
use history::calls::{Call, Calls, Item, Reply, Request};

use super::{Object, Specification, number_kinds};
use crate::memo::Memo;
use crate::search::{Machine, NO, Nature};

pub(super) const OBJECT: Object = Object {
    name: "text",
    title: "a text",
    about: "insert [AT L], delete AT, which may answer the letter, and read: it holds letters in a row, none at first",
    whole: None,
    knows: |call| {
        matches!(
            (call.request, &call.reply),
            (Request::Insert { .. }, Reply::Done)
                | (Request::Delete { .. }, Reply::Done | Reply::Value(_))
                | (Request::Read, Reply::List(_) | Reply::Value(Item::Nil))
        )
    },
    specify: |_, list| Box::new(Text::new(list)),
};

/// A kind of call.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Insert(u32, Item),
    /// Which letter went out, if that was answered.
    Delete(u32, Option<Item>),
    Read(Vec<Item>),
}

/// The text. A state is a row of letters, by the order in which states were met.
struct Text {
    met: Vec<Vec<Item>>,
    numbers: BTreeMap<Vec<Item>, u32>,
    /// By state and kind: the state after it.
    steps: Memo,
    kinds: Vec<Kind>,
    kind_of: Vec<u32>,
    only_grows: bool,
}

impl Text {
    fn new(list: &[&Call]) -> Self {
        let kind = |call: &&Call| match (call.request, &call.reply) {
            (Request::Insert { at, item }, _) => Kind::Insert(at, item),
            (Request::Delete { at }, Reply::Value(letter)) if call.outcome == Outcome::Ok => {
                Kind::Delete(at, Some(*letter))
            }
            (Request::Delete { at }, _) => Kind::Delete(at, None),
            (_, Reply::List(letters)) => Kind::Read(letters.clone()),
            _ => Kind::Read(Vec::new()),
        };
        let (kinds, kind_of) = number_kinds(list.iter().map(kind).collect());
        let only_grows = kinds.iter().all(|kind| !matches!(kind, Kind::Delete(..)));
        let numbers = BTreeMap::from([(Vec::new(), 0)]);
        Self { met: vec![Vec::new()], numbers, steps: Memo::new(), kinds, kind_of, only_grows }
    }

    fn number(&mut self, letters: Vec<Item>) -> u32 {
        let next = self.met.len() as u32;
        let number = *self.numbers.entry(letters.clone()).or_insert(next);
        if number == next {
            self.met.push(letters);
        }
        number
    }

    /// The state after a change, made once.
    fn changed(&mut self, state: u32, kind: u32, change: impl FnOnce(&mut Vec<Item>)) -> u32 {
        let key = [u64::from(state), u64::from(kind), 0];
        let (reached, known) = self.steps.entry(key, NO - 1);
        if known {
            return reached;
        }
        let mut letters = self.met[state as usize].clone();
        change(&mut letters);
        let reached = self.number(letters);
        self.steps.replace(key, reached);
        reached
    }
}

impl Machine for Text {
    fn initial(&self) -> u32 {
        0
    }

    fn step(&mut self, state: u32, kind: u32) -> u32 {
        let letters = &self.met[state as usize];
        match &self.kinds[kind as usize] {
            Kind::Read(read) => {
                if read == letters {
                    state
                } else {
                    NO
                }
            }
            Kind::Insert(at, letter) => {
                let (at, letter) = (letters.len().min(*at as usize), *letter);
                self.changed(state, kind, |letters| letters.insert(at, letter))
            }
            Kind::Delete(at, told) => {
                let at = *at as usize;
                let there = letters.get(at).copied();
                match (told.is_none_or(|told| told == there.unwrap_or(Item::Nil)), there) {
                    (false, _) => NO,
                    (true, None) => state,
                    (true, Some(_)) => self.changed(state, kind, |letters| {
                        letters.remove(at);
                    }),
                }
            }
        }
    }

    fn nature(&self, kind: u32) -> Nature {
        match self.kinds[kind as usize] {
            Kind::Insert(..) | Kind::Delete(_, None) => Nature { always: true, ..Nature::default() },
            Kind::Read(_) | Kind::Delete(_, Some(Item::Nil)) => Nature { looks: true, ..Nature::default() },
            Kind::Delete(_, Some(_)) => Nature::default(),
        }
    }

    fn only_grows(&self) -> bool {
        self.only_grows
    }

    /// Typing keeps what is there in its order.
    fn leads_to(&mut self, state: u32, kind: u32) -> bool {
        let Kind::Read(read) = &self.kinds[kind as usize] else { return true };
        let mut read = read.iter();
        self.met[state as usize].iter().all(|letter| read.any(|other| other == letter))
    }
}

impl Specification for Text {
    fn kind(&self, place: usize) -> u32 {
        self.kind_of[place]
    }

    fn state(&self, calls: &Calls, state: u32) -> String {
        calls.items(&self.met[state as usize])
    }
}
