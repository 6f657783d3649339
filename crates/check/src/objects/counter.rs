//! A counter: adding always works, and reading tells the sum.

use history::calls::{Item, Reply, Request};

use super::Object;
use super::amount::Amount;

pub(super) const OBJECT: Object = Object {
    name: "counter",
    title: "a counter",
    about: "add N (inc, dec) and read: it holds the sum, 0 at first",
    whole: None,
    knows: |call| {
        matches!(
            (call.request, &call.reply),
            (Request::Add(Item::Int(_)), Reply::Done) | (Request::Read, Reply::Value(Item::Int(_)))
        )
    },
    specify: |calls, list| Box::new(Amount::new(calls, list)),
};
