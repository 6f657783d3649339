//! What keys hold that is more than a number: sets and lists, each under a number of its own.
//!
//! A protocol that knows nothing of sets carries the number and compares it, as it would any other
//! value. Every write has a new number, also where it makes what was there before: which write a
//! read saw stays decidable, and a condition on a number is never met by chance.

use std::collections::BTreeMap;

use history::Value;
use history::calls::Item;
use scenario::Object;

/// The contents of a run.
#[derive(Clone, Debug)]
pub(crate) struct Contents {
    list: Vec<Vec<Item>>,
    /// The same in words.
    words: Vec<String>,
    /// What replicas were seen to hold, by what it is: the same content has the same number.
    seen: BTreeMap<Vec<Item>, i64>,
    ordered: bool,
}

impl Contents {
    /// The number of what holds nothing.
    pub(crate) const EMPTY: Value = Value::Int(0);

    /// Those of a run over such objects, if they hold many things.
    pub(crate) fn of(object: Object) -> Option<Self> {
        object.is_collection().then(|| Self::new(object == Object::List))
    }

    /// Only what is empty, in the form of a list or, where order means nothing, of a set.
    fn new(ordered: bool) -> Self {
        let mut contents = Self { list: Vec::new(), words: Vec::new(), seen: BTreeMap::new(), ordered };
        contents.find(Vec::new());
        contents
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
        let items = items.iter().map(item).collect::<Vec<_>>().join(", ");
        if self.ordered { format!("[{items}]") } else { format!("{{{items}}}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_new_and_what_is_found_is_known_again() {
        let mut contents = Contents::new(false);
        let items = vec![Item::Word(0), Item::Word(2)];
        assert_eq!(contents.find(Vec::new()), Contents::EMPTY);
        assert_ne!(contents.put(items.clone()), contents.put(items.clone()));
        let found = contents.find(items.clone());
        assert_eq!(found, contents.find(items.clone()));
        assert_eq!(contents.get(found), items);
        assert_eq!((contents.get(Value::Nil), contents.get(Value::Int(99))), (&[][..], &[][..]));
        assert_eq!(contents.into_words(), ["{}", "{a, c}", "{a, c}", "{a, c}"]);
    }
}
