//! A text: a Replicated Growable Array (Roh et al. 2011).
//!
//! Each letter hangs on the one that it was typed behind. Of letters behind the same one the later
//! stands first, with all that hangs on it. So the text is a tree, of which no order of arrival
//! changes anything (H. Attiya et al., "Specification and Complexity of Collaborative Text Editing",
//! PODC 2016). A deleted letter is only marked, for others may hang on it.

use std::collections::{BTreeMap, BTreeSet};

use history::calls::Item;

use super::Tag;

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Text {
    letters: BTreeMap<Tag, Letter>,
    deleted: BTreeSet<Tag>,
    /// The same in order, the deleted ones included,
    order: Vec<Place>,
    /// but for those whose own letter has not come yet.
    waiting: BTreeSet<Tag>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Letter {
    item: Item,
    /// The letter that it was typed behind; nothing at the front.
    behind: Option<Tag>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Place {
    tag: Tag,
    item: Item,
    deleted: bool,
}

impl Text {
    /// The letters that are to be read, in order.
    fn read(&self) -> impl Iterator<Item = &Place> {
        self.order.iter().filter(|place| !place.deleted)
    }

    pub(crate) fn things(&self) -> Vec<Item> {
        self.read().map(|place| place.item).collect()
    }

    /// Types a letter behind so many, or at the end.
    pub(crate) fn insert(&self, at: u32, item: Item, tag: Tag) -> Self {
        let behind = self.read().take(at as usize).last().map(|place| place.tag);
        Self { letters: BTreeMap::from([(tag, Letter { item, behind })]), ..Self::default() }
    }

    /// Deletes the letter behind so many, if there is one; and which that is.
    pub(crate) fn delete(&self, at: u32) -> (Option<Self>, Item) {
        match self.read().nth(at as usize) {
            None => (None, Item::Nil),
            Some(place) => (Some(Self { deleted: BTreeSet::from([place.tag]), ..Self::default() }), place.item),
        }
    }

    pub(crate) fn includes(&self, other: &Self) -> bool {
        other.letters.keys().all(|tag| self.letters.contains_key(tag)) && other.deleted.is_subset(&self.deleted)
    }

    pub(crate) fn join(&mut self, other: &Self) {
        for (tag, letter) in &other.letters {
            self.add(*tag, *letter);
        }
        // Whoever waits for another has a later tag than that one.
        for tag in std::mem::take(&mut self.waiting) {
            self.put(tag);
        }
        other.deleted.iter().for_each(|tag| self.mark(*tag));
    }

    /// A letter finds the one that it stands behind, and a deletion its letter: what finds nothing
    /// cannot be carried out.
    pub(crate) fn carry_out(&mut self, other: &Self) {
        for (tag, letter) in &other.letters {
            if letter.behind.is_none_or(|behind| self.letters.contains_key(&behind)) {
                self.add(*tag, *letter);
            }
        }
        for tag in std::mem::take(&mut self.waiting) {
            self.put(tag);
        }
        for tag in other.deleted.iter().filter(|tag| self.letters.contains_key(tag)).copied().collect::<Vec<_>>() {
            self.mark(tag);
        }
    }

    /// Adds a letter that waits for its place.
    fn add(&mut self, tag: Tag, letter: Letter) {
        if let std::collections::btree_map::Entry::Vacant(vacant) = self.letters.entry(tag) {
            vacant.insert(letter);
            self.waiting.insert(tag);
        }
    }

    /// Puts a letter in its place: behind its own, and behind all later ones there, with what hangs on
    /// those. All of that has later tags, and what comes behind has earlier ones.
    fn put(&mut self, tag: Tag) {
        let Some(Letter { item, behind }) = self.letters.get(&tag).copied() else { return };
        let first = match behind {
            None => Some(0),
            Some(behind) => self.order.iter().position(|place| place.tag == behind).map(|place| place + 1),
        };
        let Some(first) = first else {
            self.waiting.insert(tag);
            return;
        };
        let later = self.order[first..].iter().take_while(|place| place.tag > tag).count();
        self.order.insert(first + later, Place { tag, item, deleted: self.deleted.contains(&tag) });
    }

    fn mark(&mut self, tag: Tag) {
        if self.deleted.insert(tag)
            && let Some(place) = self.order.iter_mut().find(|place| place.tag == tag)
        {
            place.deleted = true;
        }
    }

    /// The letters to be read, by their tree: the definition.
    #[cfg(test)]
    pub(super) fn by_its_tree(&self) -> Vec<Item> {
        let mut behind: BTreeMap<Option<Tag>, Vec<Tag>> = BTreeMap::new();
        for (tag, letter) in &self.letters {
            behind.entry(letter.behind).or_default().push(*tag);
        }
        let mut read = Vec::new();
        let mut next = behind.remove(&None).unwrap_or_default();
        while let Some(tag) = next.pop() {
            read.extend((!self.deleted.contains(&tag)).then(|| self.letters[&tag].item));
            next.extend(behind.remove(&Some(tag)).unwrap_or_default());
        }
        read
    }
}
