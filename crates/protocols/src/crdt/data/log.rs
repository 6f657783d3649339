//! A list that grows: what was appended, in the order of tags. What was appended after something was
//! read stands behind it everywhere; what was appended at one time is ordered by replica.

use std::collections::BTreeMap;

use history::calls::Item;

use super::Tag;

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Log(BTreeMap<Tag, Item>);

impl Log {
    pub(crate) fn of(tag: Tag, item: Item) -> Self {
        Self(BTreeMap::from([(tag, item)]))
    }

    pub(crate) fn things(&self) -> Vec<Item> {
        self.0.values().copied().collect()
    }

    pub(crate) fn includes(&self, other: &Self) -> bool {
        other.0.keys().all(|tag| self.0.contains_key(tag))
    }

    pub(crate) fn join(&mut self, other: &Self) {
        for (tag, item) in &other.0 {
            self.0.entry(*tag).or_insert(*item);
        }
    }
}
