//! What a key holds, and what an application makes of several such things.

use std::collections::BTreeSet;
use std::rc::Rc;

use history::Value;
use history::calls::Item;

use super::held::Sibling;
use crate::version_vector::Dot;

/// What a write puts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Content {
    Value(Value),
    /// The things of a cart, in their order.
    Cart(Rc<[Thing]>),
}

/// A thing in a cart, and the write that put it there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Thing {
    pub(crate) item: Item,
    pub(crate) put: Dot,
}

impl Content {
    pub(crate) fn items(&self) -> Vec<Item> {
        self.items_of(|_| true)
    }

    /// The value, or those of the things, each once.
    pub(crate) fn items_of(&self, counts: impl Fn(&Thing) -> bool) -> Vec<Item> {
        match self {
            Self::Value(value) => vec![Item::from(*value)],
            Self::Cart(things) => items(things.iter().filter(|thing| counts(thing))),
        }
    }

    fn things(&self) -> &[Thing] {
        match self {
            Self::Value(_) => &[],
            Self::Cart(things) => things,
        }
    }
}

/// The things themselves, each once.
pub(crate) fn items<'t>(things: impl IntoIterator<Item = &'t Thing>) -> Vec<Item> {
    let mut items: Vec<Item> = things.into_iter().map(|thing| thing.item).collect();
    items.dedup();
    items
}

/// How an application makes one cart of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Resolve {
    /// Everything that is in any of them: Dynamo's cart (DeCandia et al. 2007, section 4.4).
    Union,
    /// A thing stays out if whoever took it out had seen it put in: an observed-remove set, as Bieniusa
    /// et al. have it ("An Optimized Conflict-free Replicated Set", 2012).
    ObservedRemove,
    /// The cart that was written last, by the clocks.
    Newest,
}

impl Resolve {
    pub(crate) fn cart(self, siblings: &[Sibling]) -> BTreeSet<Thing> {
        let all = || siblings.iter().flat_map(|sibling| sibling.content.things()).copied();
        match self {
            Self::Union => all().collect(),
            Self::ObservedRemove => {
                let stays = |thing: &Thing| {
                    siblings.iter().all(|sibling| sibling.content.things().contains(thing) || !sibling.knew(thing.put))
                };
                all().filter(stays).collect()
            }
            Self::Newest => {
                siblings.last().map(|newest| newest.content.things().iter().copied().collect()).unwrap_or_default()
            }
        }
    }
}
