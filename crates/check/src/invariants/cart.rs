//! No item is lost from a cart: what was put in, and confirmed, is there until it is taken out.

use super::missing::missing;
use super::{Broken, Deed, Invariant, Log};

pub(super) const INVARIANT: Invariant = Invariant {
    key: "no_item_lost",
    name: "No item lost from a cart",
    promise: "What was put into a cart is in it until it is taken out.",
    source: "DeCandia et al. 2007",
    objects: &["set", "list"],
    at_stake: |log| log.followed(|deed| !put_in(deed).is_empty(), |deed| matches!(deed, Deed::See(_))),
    untested: "Nobody looked after anything had been put in.",
    check,
};

fn check(log: &Log) -> Option<Broken> {
    let found = missing(log, put_in)?;
    Some(found.told(log, "put", "taken it out"))
}

fn put_in(deed: &Deed) -> &[u32] {
    match deed {
        Deed::Add(item) | Deed::Answer { item, .. } => std::slice::from_ref(item),
        _ => &[],
    }
}
