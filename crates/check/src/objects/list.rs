//! A list: appending puts an element at its end; reading tells all of it.

use history::calls::{Item, Reply, Request};

use super::Object;
use super::sequence::{Deed, Sequence};

pub(super) const OBJECT: Object = Object {
    name: "list",
    title: "a list with append",
    about: "append E and read: it holds the elements in the order in which they came, none at first",
    whole: None,
    knows: |call| {
        matches!(
            (call.request, &call.reply),
            (Request::Append(_), Reply::Done) | (Request::Read, Reply::List(_) | Reply::Value(Item::Nil))
        )
    },
    specify: |_, list| {
        Box::new(Sequence::new(
            list,
            |call| match (&call.request, &call.reply) {
                (Request::Append(item), _) => Deed::Append(std::slice::from_ref(item)),
                (_, Reply::List(items)) => Deed::Read(items),
                _ => Deed::Read(&[]),
            },
            history::calls::Calls::items,
        ))
    },
};
