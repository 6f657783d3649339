//! A register: it holds what was written last.

use history::calls::{Reply, Request};

use super::Object;
use super::cell::Cell;

pub(super) const OBJECT: Object = Object {
    name: "register",
    title: "a register",
    about: "read and write: it holds what was written last, nil at first",
    whole: None,
    knows: |call| {
        matches!((call.request, &call.reply), (Request::Write(_), Reply::Done) | (Request::Read, Reply::Value(_)))
    },
    specify: |calls, list| Box::new(Cell::new(calls, list)),
};
