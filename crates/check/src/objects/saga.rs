//! A saga: steps are taken, and taken back; reading tells which stand.

use history::calls::{Item, Reply, Request};

use super::Object;
use super::set::Set;

pub(super) const OBJECT: Object = Object {
    name: "saga",
    title: "a saga",
    about: "do STEP, undo STEP, and read, which tells the steps that stand; none at first",
    whole: None,
    knows: |call| {
        matches!(
            (call.request, &call.reply),
            (Request::Do(_) | Request::Undo(_), Reply::Done)
                | (Request::Read, Reply::List(_) | Reply::Value(Item::Nil))
        )
    },
    specify: |_, list| Box::new(Set::new(list)),
};
