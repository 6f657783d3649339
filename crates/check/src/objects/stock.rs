//! A stock: no more can be sold than is on the shelf.

use history::calls::{Item, Reply, Request};

use super::Object;
use super::amount::Amount;

pub(super) const OBJECT: Object = Object {
    name: "stock",
    title: "a stock",
    about: "restock N, buy N, which is refused where fewer are left, and read; 0 at first",
    whole: None,
    knows: |call| {
        matches!(
            (call.request, &call.reply),
            (Request::Restock(_), Reply::Done)
                | (Request::Buy(_), Reply::Done | Reply::Answer(_))
                | (Request::Read, Reply::Value(Item::Int(_)))
        )
    },
    specify: |calls, list| Box::new(Amount::new(calls, list)),
};
