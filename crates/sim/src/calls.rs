//! Calls on objects: each reads a key, decides, and writes what it then should hold.
//!
//! Where the store can write on a condition, a call is one atomic step: it reads again when the
//! write is refused (optimistic concurrency control: H. T. Kung, J. T. Robinson, 1981). Where the
//! store cannot, two calls may decide on the same state, and one of them is lost.

use history::calls::{Item, Reply, Request};
use history::{CallId, Value};
use scenario::{Object, ScriptedAction};

/// How often a call reads again before it gives up: more than any crowd of sessions needs, fewer
/// than a store that refuses everything would take.
pub(crate) const ATTEMPTS_MAX: u8 = 64;

/// A call under way.
#[derive(Clone, Debug)]
pub(crate) struct Calling {
    pub(crate) call: CallId,
    pub(crate) request: Request,
    /// How often it has read.
    pub(crate) attempt: u8,
    /// What it will answer once its write is through; nothing while it reads.
    pub(crate) decided: Option<Reply>,
}

/// What a call comes to, given what its key holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decision {
    pub(crate) reply: Reply,
    /// What the key should hold, if that is something else.
    pub(crate) write: Option<Value>,
}

/// Decides a call.
pub(crate) fn decide(request: Request, held: Value) -> Decision {
    let number = match held {
        Value::Int(number) => number,
        Value::Nil => 0,
    };
    let write = |new: i64| Some(Value::Int(new));
    match request {
        Request::Add(Item::Int(amount)) | Request::Deposit(amount) | Request::Restock(amount) => {
            Decision { reply: Reply::Done, write: write(number.saturating_add(amount)) }
        }
        Request::Withdraw(amount) | Request::Buy(amount) if amount <= number => {
            Decision { reply: Reply::Answer(true), write: write(number - amount) }
        }
        Request::Withdraw(_) | Request::Buy(_) => Decision { reply: Reply::Answer(false), write: None },
        _ => Decision { reply: Reply::Value(Item::Int(number)), write: None },
    }
}

/// What a scripted action asks of an object; nothing of a register, which is read and written.
pub(crate) fn scripted(object: Object, action: ScriptedAction) -> Option<Request> {
    match (object, action) {
        (Object::Register, _) | (_, ScriptedAction::Write) => None,
        (_, ScriptedAction::Read) => Some(Request::Read),
        (_, ScriptedAction::Add(amount)) => Some(adding(object, amount)),
        (Object::Stock, ScriptedAction::Take(amount)) => Some(Request::Buy(amount)),
        (_, ScriptedAction::Take(amount)) => Some(Request::Withdraw(amount)),
    }
}

/// What random work asks of an object: a look, or a change of so much. Of an account half the
/// changes pay in; of a stock all of them sell.
pub(crate) fn random(object: Object, changes: bool, pays_in: bool, amount: i64) -> Option<Request> {
    match (object, changes) {
        (Object::Register, _) => None,
        (_, false) => Some(Request::Read),
        (Object::Counter, true) => Some(adding(object, amount)),
        (Object::Account, true) if pays_in => Some(adding(object, amount)),
        (Object::Account, true) => Some(Request::Withdraw(amount)),
        (Object::Stock, true) => Some(Request::Buy(amount)),
    }
}

const fn adding(object: Object, amount: i64) -> Request {
    match object {
        Object::Stock => Request::Restock(amount),
        Object::Account => Request::Deposit(amount),
        _ => Request::Add(Item::Int(amount)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_covered_is_refused_and_changes_nothing() {
        let decided = |request, held| {
            let Decision { reply, write } = decide(request, Value::Int(held));
            (reply, write)
        };
        assert_eq!(decided(Request::Withdraw(800), 1_000), (Reply::Answer(true), Some(Value::Int(200))));
        assert_eq!(decided(Request::Withdraw(800), 799), (Reply::Answer(false), None));
        assert_eq!(decided(Request::Buy(1), 1), (Reply::Answer(true), Some(Value::Int(0))));
        assert_eq!(decided(Request::Deposit(5), -7), (Reply::Done, Some(Value::Int(-2))));
        assert_eq!(decided(Request::Read, 3), (Reply::Value(Item::Int(3)), None));
    }
}
