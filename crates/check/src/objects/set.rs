//! A set: elements come in and go out; reading tells all of them.

use std::collections::BTreeMap;

use history::Outcome;
use history::calls::{Call, Calls, Item, Reply, Request};

use super::{Object, Specification, number_kinds};
use crate::memo::Memo;
use crate::search::{Machine, NO, Nature};

pub(super) const OBJECT: Object = Object {
    name: "set",
    title: "a set",
    about: "add E and remove E, which may answer whether that changed anything, contains E, and read; empty at first",
    whole: None,
    knows: |call| {
        matches!(
            (call.request, &call.reply),
            (Request::Add(_) | Request::Remove(_), Reply::Done | Reply::Answer(_))
                | (Request::Contains(_), Reply::Answer(_))
                | (Request::Read, Reply::List(_) | Reply::Value(Item::Nil))
        )
    },
    specify: |_, list| Box::new(Set::new(list)),
};

/// A kind of call; elements by their number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// Came in; whether it was new, if that was answered.
    Add(u32, Option<bool>),
    /// Went out; whether it was there, if that was answered.
    Remove(u32, Option<bool>),
    Contains(u32, bool),
    Read(Vec<u64>),
}

/// The set, of elements or of the steps that stand. A state is a set of elements, a bit each, by the order in which states were met.
pub(super) struct Set {
    elements: BTreeMap<Item, u32>,
    met: Vec<Vec<u64>>,
    numbers: BTreeMap<Vec<u64>, u32>,
    /// By state and element: the state with it, or without it.
    steps: Memo,
    kinds: Vec<Kind>,
    kind_of: Vec<u32>,
    only_grows: bool,
}

impl Set {
    pub(super) fn new(list: &[&Call]) -> Self {
        let mut set = Self {
            elements: BTreeMap::new(),
            met: Vec::new(),
            numbers: BTreeMap::new(),
            steps: Memo::new(),
            kinds: Vec::new(),
            kind_of: Vec::new(),
            only_grows: list.iter().all(|call| !matches!(call.request, Request::Remove(_) | Request::Undo(_))),
        };
        let all = list.iter().map(|call| set.kind_from(call)).collect();
        (set.kinds, set.kind_of) = number_kinds(all);
        set.number(Vec::new());
        set
    }

    fn kind_from(&mut self, call: &Call) -> Kind {
        let answer = match call.reply {
            Reply::Answer(answer) if call.outcome == Outcome::Ok => Some(answer),
            _ => None,
        };
        match (call.request, &call.reply) {
            (Request::Add(item) | Request::Do(item), _) => Kind::Add(self.element(item), answer),
            (Request::Remove(item) | Request::Undo(item), _) => Kind::Remove(self.element(item), answer),
            (Request::Contains(item), _) => Kind::Contains(self.element(item), answer == Some(true)),
            (_, Reply::List(items)) => {
                let mut content = Vec::new();
                for item in items {
                    put(&mut content, self.element(*item), true);
                }
                Kind::Read(content)
            }
            _ => Kind::Read(Vec::new()),
        }
    }

    fn element(&mut self, item: Item) -> u32 {
        let next = self.elements.len() as u32;
        *self.elements.entry(item).or_insert(next)
    }

    fn number(&mut self, content: Vec<u64>) -> u32 {
        let next = self.met.len() as u32;
        let number = *self.numbers.entry(content.clone()).or_insert(next);
        if number == next {
            self.met.push(content);
        }
        number
    }

    /// The state with an element, or without it.
    fn with(&mut self, state: u32, element: u32, there: bool) -> u32 {
        if has(&self.met[state as usize], element) == there {
            return state;
        }
        let key = [u64::from(state), u64::from(element), 0];
        let (reached, known) = self.steps.entry(key, NO - 1);
        if known {
            return reached;
        }
        let mut content = self.met[state as usize].clone();
        put(&mut content, element, there);
        let reached = self.number(content);
        self.steps.replace(key, reached);
        reached
    }
}

fn has(content: &[u64], element: u32) -> bool {
    content.get(element as usize / 64).is_some_and(|bits| bits >> (element % 64) & 1 == 1)
}

/// Puts an element in or takes it out. No word at the end is zero, so that equal sets are equal.
fn put(content: &mut Vec<u64>, element: u32, there: bool) {
    let word = element as usize / 64;
    if word >= content.len() {
        content.resize(word + 1, 0);
    }
    let bit = 1 << (element % 64);
    content[word] = if there { content[word] | bit } else { content[word] & !bit };
    while content.last() == Some(&0) {
        content.pop();
    }
}

impl Machine for Set {
    fn initial(&self) -> u32 {
        0
    }

    fn step(&mut self, state: u32, kind: u32) -> u32 {
        let content = &self.met[state as usize];
        match &self.kinds[kind as usize] {
            Kind::Read(read) => {
                if read == content {
                    state
                } else {
                    NO
                }
            }
            Kind::Contains(element, there) => {
                if has(content, *element) == *there {
                    state
                } else {
                    NO
                }
            }
            Kind::Add(element, new) if new.is_none_or(|new| new != has(content, *element)) => {
                let element = *element;
                self.with(state, element, true)
            }
            Kind::Remove(element, there) if there.is_none_or(|there| there == has(content, *element)) => {
                let element = *element;
                self.with(state, element, false)
            }
            _ => NO,
        }
    }

    fn nature(&self, kind: u32) -> Nature {
        match &self.kinds[kind as usize] {
            Kind::Read(_) | Kind::Contains(..) => Nature { looks: true, ..Nature::default() },
            Kind::Add(_, Some(false)) | Kind::Remove(_, Some(false)) => Nature { looks: true, ..Nature::default() },
            Kind::Add(_, None) | Kind::Remove(_, None) => Nature { always: true, ..Nature::default() },
            Kind::Add(..) | Kind::Remove(..) => Nature::default(),
        }
    }

    fn only_grows(&self) -> bool {
        self.only_grows
    }

    fn leads_to(&mut self, state: u32, kind: u32) -> bool {
        let content = &self.met[state as usize];
        match &self.kinds[kind as usize] {
            Kind::Read(read) => {
                content.len() <= read.len() && content.iter().zip(read).all(|(here, there)| here & !there == 0)
            }
            Kind::Contains(element, false) => !has(content, *element),
            _ => true,
        }
    }
}

impl Specification for Set {
    fn kind(&self, place: usize) -> u32 {
        self.kind_of[place]
    }

    fn state(&self, calls: &Calls, state: u32) -> String {
        let content = &self.met[state as usize];
        let items: Vec<Item> =
            self.elements.iter().filter(|(_, element)| has(content, **element)).map(|(item, _)| *item).collect();
        calls.items(&items)
    }
}
