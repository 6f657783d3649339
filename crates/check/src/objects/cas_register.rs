//! A register with compare-and-set: it takes a new value only if it holds the expected one.

use history::calls::{Reply, Request};

use super::Object;
use super::cell::Cell;

pub(super) const OBJECT: Object = Object {
    name: "cas_register",
    title: "a register with compare-and-set",
    about: "read, write and cas [OLD NEW], which is refused unless the register holds OLD; nil at first",
    whole: None,
    knows: |call| {
        matches!(
            (call.request, &call.reply),
            (Request::Write(_), Reply::Done)
                | (Request::Read, Reply::Value(_))
                | (Request::CompareAndSet { .. }, Reply::Done | Reply::Answer(_))
        )
    },
    specify: |calls, list| Box::new(Cell::new(calls, list)),
};
