//! Sets, by what becomes of a thing that one adds while another removes it.
//!
//! Adding wins: each addition has a tag, and a removal takes away the tags that it saw, not those that
//! it could not know of (OR-set, specification 15 of Shapiro et al.). Removing wins: the mirror of it,
//! removals have tags, and an addition takes away those that it saw. What was removed stays away:
//! two-phase set (specification 12). Nothing is removed: grow-only set (specification 11).

use std::collections::BTreeSet;

use history::calls::{Item, Request};

use super::Tag;
use crate::crdt::rules::Policy;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Set {
    policy: Policy,
    /// What was ever added. Where adding wins the tags say it.
    added: BTreeSet<Item>,
    /// The tags that stand: of additions, or, where removing wins, of removals.
    tags: BTreeSet<(Item, Tag)>,
    /// The tags that were taken away; of a two-phase set, what was removed.
    gone: BTreeSet<(Item, Tag)>,
}

impl Set {
    pub(crate) const fn new(policy: Policy) -> Self {
        Self { policy, added: BTreeSet::new(), tags: BTreeSet::new(), gone: BTreeSet::new() }
    }

    fn tags_of(&self, item: Item) -> impl Iterator<Item = (Item, Tag)> + '_ {
        self.tags.range((item, Tag::LEAST)..=(item, Tag::MOST)).copied()
    }

    pub(crate) fn has(&self, item: Item) -> bool {
        match self.policy {
            Policy::AddWins => self.tags_of(item).next().is_some(),
            Policy::RemoveWins => self.added.contains(&item) && self.tags_of(item).next().is_none(),
            Policy::TwoPhase => self.added.contains(&item) && !self.gone.contains(&(item, Tag::LEAST)),
            Policy::GrowOnly => self.added.contains(&item),
        }
    }

    pub(crate) fn things(&self) -> Vec<Item> {
        let mut things: Vec<Item> = match self.policy {
            Policy::AddWins => self.tags.iter().map(|(item, _)| *item).collect(),
            _ => self.added.iter().copied().filter(|item| self.has(*item)).collect(),
        };
        things.dedup();
        things
    }

    /// What adding or removing changes, if anything; nothing at all where it is refused.
    #[expect(clippy::option_option, reason = "a refusal is not a change of nothing")]
    pub(crate) fn change(&self, request: Request, tag: Tag) -> Option<Option<Self>> {
        let mut part = Self::new(self.policy);
        match (self.policy, request) {
            (Policy::AddWins, Request::Add(item)) => _ = part.tags.insert((item, tag)),
            (Policy::AddWins, Request::Remove(item)) => part.gone.extend(self.tags_of(item)),
            (Policy::RemoveWins, Request::Add(item)) => {
                part.added.insert(item);
                part.gone.extend(self.tags_of(item));
            }
            (Policy::RemoveWins, Request::Remove(item)) => _ = part.tags.insert((item, tag)),
            (Policy::TwoPhase | Policy::GrowOnly, Request::Add(item)) => _ = part.added.insert(item),
            (Policy::TwoPhase, Request::Remove(item)) => {
                part.gone.extend(self.has(item).then_some((item, Tag::LEAST)));
            }
            _ => return None,
        }
        let changes = part != Self::new(self.policy);
        Some(changes.then_some(part))
    }

    pub(crate) fn includes(&self, other: &Self) -> bool {
        let known = |tag: &(Item, Tag)| self.tags.contains(tag) || self.gone.contains(tag);
        other.added.is_subset(&self.added) && other.gone.is_subset(&self.gone) && other.tags.iter().all(known)
    }

    pub(crate) fn join(&mut self, other: &Self) {
        self.added.extend(&other.added);
        self.gone.extend(&other.gone);
        self.tags.extend(other.tags.difference(&self.gone));
        other.gone.iter().for_each(|tag| _ = self.tags.remove(tag));
    }

    /// A tag comes before the removal that saw it, and never again: so it need not be remembered.
    pub(crate) fn carry_out(&mut self, other: &Self) {
        if matches!(self.policy, Policy::TwoPhase | Policy::GrowOnly) {
            return self.join(other);
        }
        self.added.extend(&other.added);
        self.tags.extend(&other.tags);
        other.gone.iter().for_each(|tag| _ = self.tags.remove(tag));
    }
}
