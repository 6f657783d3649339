//! An account: paying out is refused exactly where there is too little.

use history::calls::{Item, Reply, Request};

use super::Object;
use super::amount::Amount;

pub(super) const OBJECT: Object = Object {
    name: "account",
    title: "an account",
    about: "deposit N, withdraw N, which is refused where there is less than N, and read; 0 at first",
    whole: None,
    knows: |call| {
        matches!(
            (call.request, &call.reply),
            (Request::Deposit(_), Reply::Done)
                | (Request::Withdraw(_), Reply::Done | Reply::Answer(_))
                | (Request::Read, Reply::Value(Item::Int(_)))
        )
    },
    specify: |calls, list| Box::new(Amount::new(calls, list)),
};
