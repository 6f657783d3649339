//! Sets that the leaders merge themselves: of two that are concurrent, a leader keeps what is in either.
//!
//! Each set has a version vector of how many changes of each leader are in it (D. S. Parker et al.,
//! "Detection of Mutual Inconsistency in Distributed Systems", 1983). A set that has all that another has
//! takes its place; so what was taken out stays out, unless someone changed the set meanwhile without
//! having seen it go.

use std::cmp::Ordering;
use std::rc::Rc;

use history::calls::{Item, Reply, Request};
use history::{Key, NodeId, OperationId, Version};
use sim::{Context, Outbox};

use super::message::Message;
use super::{MultiLeader, Replica};
use crate::store::Arrival;
use crate::version_vector::{Dot, Vector};

/// A set, with the changes that are in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Cart {
    seen: Vector,
    items: Vec<Item>,
}

impl Cart {
    fn change(&mut self, who: u16, request: Request) {
        let place = |item: &Item| self.items.binary_search(item);
        match request {
            Request::Add(item) => {
                if let Err(place) = place(&item) {
                    self.items.insert(place, item);
                }
            }
            Request::Remove(item) => self.items.retain(|held| *held != item),
            _ => return,
        }
        let number = self.seen.get(who) + 1;
        self.seen.raise(Dot { who, number });
    }

    /// Merges what another leader has; says whether that changed anything. Two that have the same
    /// changes and hold different things came to them by different ways, and are merged as well.
    fn merge(&mut self, other: &Self) -> bool {
        match other.seen.partial_cmp(&self.seen) {
            Some(Ordering::Less) => return false,
            Some(Ordering::Greater) => {
                *self = other.clone();
                return true;
            }
            _ => {}
        }
        let before = self.clone();
        self.items.extend(&other.items);
        self.items.sort_unstable();
        self.items.dedup();
        self.seen.join(&other.seen);
        *self != before
    }
}

/// The sets of a leader, by key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Carts(Vec<Rc<Cart>>);

impl Carts {
    fn get(&self, key: Key) -> Rc<Cart> {
        self.0.get(key.index()).cloned().unwrap_or_default()
    }

    /// Those that were ever changed.
    pub(super) fn all(&self) -> impl Iterator<Item = (Key, Rc<Cart>)> + '_ {
        (0..).map(Key).zip(self.0.iter().cloned()).filter(|(_, cart)| **cart != Cart::default())
    }

    pub(super) fn contains(&self, key: Key) -> Option<Vec<Item>> {
        self.0.get(key.index()).map(|cart| cart.items.clone())
    }

    fn set(&mut self, key: Key, cart: Cart) {
        if self.0.len() <= key.index() {
            self.0.resize_with(key.index() + 1, Rc::default);
        }
        self.0[key.index()] = Rc::new(cart);
    }
}

impl Replica {
    /// Carries a call out: it is done as soon as it is done here.
    pub(super) fn call(
        &mut self,
        cx: &Context<'_>,
        from: NodeId,
        (operation, key, request): (OperationId, Key, Request),
        out: &mut Outbox<MultiLeader>,
    ) {
        let mut cart = (*self.carts.get(key)).clone();
        if request.only_looks() {
            out.observe_siblings(operation, key, || vec![cart.items.clone()]);
            return out.send(from, Message::Answer { operation, key, reply: Reply::List(cart.items) });
        }
        match self.latest.arrival(from, operation) {
            Arrival::Outdated => return,
            Arrival::Again => return out.send(from, Message::Answer { operation, key, reply: Reply::Done }),
            Arrival::New => out.send(from, Message::Answer { operation, key, reply: Reply::Done }),
        }
        let version = self.next_version(cx, operation, None);
        out.stamp(operation, version);
        cart.change(cx.me.replica().map_or(0, |me| me.0.into()), request);
        self.keep(key, cart, version, out);
        if self.rules.mail {
            let cart = self.carts.get(key);
            for other in cx.replicas().map(NodeId::Replica).filter(|other| *other != cx.me) {
                out.send(other, Message::MailCart { key, cart: Rc::clone(&cart), version });
            }
        }
    }

    pub(super) fn merge(&mut self, key: Key, other: &Cart, version: Version, out: &mut Outbox<MultiLeader>) {
        let mut cart = (*self.carts.get(key)).clone();
        if cart.merge(other) {
            self.keep(key, cart, version, out);
        }
    }

    fn keep(&mut self, key: Key, cart: Cart, version: Version, out: &mut Outbox<MultiLeader>) {
        self.highest = self.highest.max(version.stamp);
        if self.carts.contains(key).unwrap_or_default() != cart.items {
            out.apply_contents(key, || cart.items.clone(), version);
        }
        self.carts.set(key, cart);
    }

    /// What another pushed is merged; what it lacks then goes back.
    pub(super) fn merge_all(
        &mut self,
        from: NodeId,
        round: u32,
        all: &[(Key, Rc<Cart>)],
        out: &mut Outbox<MultiLeader>,
    ) {
        for (key, cart) in all {
            self.merge(*key, cart, Version { stamp: self.highest, counter: round, writer: 0 }, out);
        }
        let theirs = |key| all.iter().find(|(known, _)| *known == key).map(|(_, cart)| cart);
        let more: Box<[_]> = self.carts.all().filter(|(key, cart)| theirs(*key) != Some(cart)).collect();
        if !more.is_empty() {
            out.send(from, Message::PullCarts { round, more });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: Item = Item::Word(0);
    const B: Item = Item::Word(1);

    fn changed(cart: &Cart, who: u16, request: Request) -> Cart {
        let mut changed = cart.clone();
        changed.change(who, request);
        changed
    }

    fn merged(one: &Cart, other: &Cart) -> Cart {
        let mut merged = one.clone();
        merged.merge(other);
        merged
    }

    #[test]
    fn a_later_set_takes_the_place_of_an_earlier_and_concurrent_ones_are_united() {
        let first = changed(&Cart::default(), 0, Request::Add(A));
        let without = changed(&first, 0, Request::Remove(A));
        let beside = changed(&first, 1, Request::Add(B));
        assert_eq!(merged(&first, &without).items, []);
        assert_eq!(merged(&without, &first), without, "what is older changes nothing");
        for both in [merged(&without, &beside), merged(&beside, &without)] {
            assert_eq!(both.items, [A, B], "what was taken out comes back with what was concurrent");
            assert_eq!(merged(&both, &beside), both);
        }
    }

    #[test]
    fn sets_of_the_same_changes_that_came_by_different_ways_agree_in_the_end() {
        let put = changed(&Cart::default(), 0, Request::Add(A));
        let taken = changed(&put, 0, Request::Remove(A));
        let beside = changed(&Cart::default(), 1, Request::Add(B));
        let one = merged(&merged(&put, &beside), &taken);
        let other = merged(&taken, &beside);
        assert_eq!((one.items.as_slice(), other.items.as_slice()), (&[A, B][..], &[B][..]));
        assert_eq!(one.seen, other.seen);
        assert_eq!(merged(&one, &other), merged(&other, &one));
    }
}
