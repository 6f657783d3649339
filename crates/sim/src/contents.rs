//! What keys hold that is more than a number: sets and lists, and several values side by side, each
//! under a number of its own.
//!
//! A protocol that knows nothing of sets carries the number and compares it, as it would any other
//! value. Every write has a new number, also where it makes what was there before: which write a
//! read saw stays decidable, and a condition on a number is never met by chance.

use std::collections::BTreeMap;

use history::Value;
use history::calls::{Item, OrderState};
use scenario::{Object, Workload};

/// The contents of a run.
#[derive(Clone, Debug)]
pub(crate) struct Contents {
    list: Vec<Vec<Item>>,
    /// The same in words.
    words: Vec<String>,
    /// What replicas were seen to hold, by what it is: the same content has the same number.
    seen: BTreeMap<Vec<Item>, i64>,
    /// The same of what they hold side by side.
    several: BTreeMap<Vec<Vec<Item>>, i64>,
    form: Form,
}

/// What a content is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// A value that was written: its item is its own number.
    Value,
    /// Things in their order.
    List,
    /// Things whose order means nothing.
    Set,
    /// Orders with their states.
    Orders,
    /// Letters in their order.
    Text,
}

impl Contents {
    /// The number of what holds nothing.
    pub(crate) const EMPTY: Value = Value::Int(0);

    /// Those of a run, where its keys hold many things, or several values side by side.
    pub(crate) fn of(workload: &Workload, siblings: bool) -> Option<Self> {
        match workload.object {
            Object::List => Some(Self::new(Form::List)),
            Object::Set => Some(Self::new(Form::Set)),
            Object::Order => Some(Self::new(Form::Orders)),
            Object::Text => Some(Self::new(Form::Text)),
            Object::Register if siblings => {
                let mut contents = Self::new(Form::Value);
                contents.put_number(workload.initial);
                Some(contents)
            }
            _ => None,
        }
    }

    /// Only what is empty, where that is something.
    fn new(form: Form) -> Self {
        let (seen, several) = (BTreeMap::new(), BTreeMap::new());
        let mut contents = Self { list: Vec::new(), words: Vec::new(), seen, several, form };
        if form != Form::Value {
            contents.find(Vec::new());
        }
        contents
    }

    /// Puts a value that somebody writes under a new number.
    pub(crate) fn put_number(&mut self, number: i64) -> Value {
        let place = self.list.len() as i64;
        self.words.push(number.to_string());
        self.list.push(vec![Item::Int(place)]);
        Value::Int(place)
    }

    /// The number of what a replica holds side by side.
    pub(crate) fn side_by_side(&mut self, mut siblings: Vec<Vec<Item>>) -> Value {
        match (siblings.len(), self.form) {
            (0, _) => return Self::EMPTY,
            (1, Form::Value) => return numbered(&siblings[0]),
            (1, _) => return self.find(siblings.swap_remove(0)),
            _ => {}
        }
        if let Some(number) = self.several.get(&siblings) {
            return Value::Int(*number);
        }
        let words = siblings.iter().map(|sibling| match self.form {
            Form::Value => numbered(sibling).in_words(&self.words),
            _ => self.in_words(sibling),
        });
        let (words, number) = (words.collect::<Vec<_>>().join(" | "), self.list.len() as i64);
        self.words.push(words);
        self.list.push(Vec::new());
        self.several.insert(siblings, number);
        Value::Int(number)
    }

    /// What is under a number.
    pub(crate) fn get(&self, value: Value) -> &[Item] {
        let place = if let Value::Int(number) = value { usize::try_from(number).ok() } else { Some(0) };
        place.and_then(|place| self.list.get(place)).map_or(&[], Vec::as_slice)
    }

    /// Puts a content that somebody writes under a new number.
    pub(crate) fn put(&mut self, items: Vec<Item>) -> Value {
        let number = self.list.len() as i64;
        self.words.push(self.in_words(&items));
        self.list.push(items);
        Value::Int(number)
    }

    /// The number of a content that was found somewhere.
    pub(crate) fn find(&mut self, items: Vec<Item>) -> Value {
        if let Some(number) = self.seen.get(&items) {
            return Value::Int(*number);
        }
        let value = self.put(items.clone());
        if let Value::Int(number) = value {
            self.seen.insert(items, number);
        }
        value
    }

    /// All of them in words, by number.
    pub(crate) fn into_words(self) -> Vec<String> {
        self.words
    }

    fn in_words(&self, items: &[Item]) -> String {
        let item = |item: &Item| match item {
            Item::Nil => "nil".to_owned(),
            Item::Int(number) => number.to_string(),
            Item::Word(number) => Item::letter(*number),
        };
        let listed = |between| items.iter().map(item).collect::<Vec<_>>().join(between);
        match self.form {
            Form::Orders => OrderState::in_words(items),
            Form::Set => format!("{{{}}}", listed(", ")),
            Form::Text => format!("\"{}\"", listed("")),
            Form::Value | Form::List => format!("[{}]", listed(", ")),
        }
    }
}

/// A written value, by the item that is its number.
fn numbered(sibling: &[Item]) -> Value {
    match sibling.first() {
        Some(Item::Int(number)) => Value::Int(*number),
        _ => Contents::EMPTY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_new_and_what_is_found_is_known_again() {
        let mut contents = Contents::new(Form::Set);
        let items = vec![Item::Word(0), Item::Word(2)];
        assert_eq!(contents.find(Vec::new()), Contents::EMPTY);
        assert_ne!(contents.put(items.clone()), contents.put(items.clone()));
        let found = contents.find(items.clone());
        assert_eq!(found, contents.find(items.clone()));
        assert_eq!(contents.get(found), items);
        assert_eq!((contents.get(Value::Nil), contents.get(Value::Int(99))), (&[][..], &[][..]));
        assert_eq!(contents.into_words(), ["{}", "{a, c}", "{a, c}", "{a, c}"]);
    }

    #[test]
    fn what_is_side_by_side_is_shown_so_and_known_again() {
        let mut carts = Contents::new(Form::Set);
        let (a, b) = (vec![Item::Word(0)], vec![Item::Word(1)]);
        let both = carts.side_by_side(vec![a.clone(), b.clone()]);
        assert_eq!(both, carts.side_by_side(vec![a.clone(), b]));
        assert_eq!(carts.side_by_side(vec![a.clone()]), carts.find(a));
        assert_eq!(carts.side_by_side(Vec::new()), Contents::EMPTY);
        assert_eq!(both.in_words(&carts.into_words()), "{a} | {b}");
        let mut values = Contents::of(&Workload::default(), true).expect("values side by side");
        let [two, three] = [2, 3].map(|number| values.put_number(number));
        let item = |value| vec![Item::from(value)];
        let both = values.side_by_side(vec![item(two), item(three)]);
        assert_eq!(values.side_by_side(vec![item(three)]), three);
        let words = values.into_words();
        assert_eq!([Contents::EMPTY, two, both].map(|value| value.in_words(&words)), ["1", "2", "2 | 3"]);
    }
}
