//! What a key is to the sessions: with another object come amounts that make sense for it.

use scenario::{Object, ScriptedAction, Workload};

/// Makes every key an object of that kind, and every scripted operation a call that it knows.
pub(crate) fn set(workload: &mut Workload, object: Object) {
    (workload.initial, workload.amount) = match object {
        Object::Register => (1, 1),
        Object::Counter => (0, 1),
        // Two payments of it are more than there is.
        Object::Account => (1_000, 800),
        // One is left, and all want it.
        Object::Stock => (1, 1),
        // Carts of a few things, and a feed of a few numbers.
        Object::Set => (0, 4),
        Object::List => (0, 9),
        // An order is of one.
        Object::Order => (0, 1),
        Object::Text => (0, 26),
        // Half of an account moves at once.
        Object::Bank => (100, 50),
        // Few values, so that an old one comes back.
        Object::CasRegister => (0, 5),
    };
    if object == Object::Bank {
        workload.random.keys = workload.random.keys.max(2);
    }
    workload.object = object;
    for operation in &mut workload.script {
        operation.action = match (object, operation.action) {
            (_, ScriptedAction::Read) => ScriptedAction::Read,
            (Object::Register, _) => ScriptedAction::Write,
            (
                Object::Counter | Object::Account | Object::Stock | Object::Set | Object::Text | Object::Bank,
                ScriptedAction::Take(amount),
            ) => ScriptedAction::Take(amount),
            (_, ScriptedAction::Add(amount)) => ScriptedAction::Add(amount),
            _ => ScriptedAction::Add(workload.amount),
        };
    }
}
