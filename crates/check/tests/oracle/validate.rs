//! Believes no witness: replays it.

use history::{History, Key, Operation, OperationId, Outcome, Role, Value};

/// Whether the orders of a linearizability witness are legal, complete and true to real time.
pub(crate) fn orders(history: &History, orders: &[check::KeyOrder]) -> Result<(), String> {
    let mut seen: Vec<OperationId> = Vec::new();
    for of_key in orders {
        let mut value = history.initial;
        let mut earlier: Vec<&Operation> = Vec::new();
        for id in &of_key.order {
            let operation = history.operation(*id).ok_or("an operation that is not there")?;
            if operation.key != of_key.key || operation.role != Role::Client || seen.contains(id) {
                return Err(format!("{id:?} does not belong here"));
            }
            if operation.outcome == Outcome::Fail || operation.outcome == Outcome::Info && operation.is_read() {
                return Err(format!("{id:?} did not happen"));
            }
            if let Some(late) = earlier.iter().find(|before| operation.end() < before.invoked) {
                return Err(format!("{:?} stands before {id:?}, which was over when it began", late.id));
            }
            value = step(value, operation)?;
            earlier.push(operation);
            seen.push(*id);
        }
    }
    let missing =
        history.client_operations().find(|operation| operation.outcome == Outcome::Ok && !seen.contains(&operation.id));
    missing.map_or(Ok(()), |operation| Err(format!("{:?} is missing", operation.id)))
}

/// Whether a witness of sequential consistency holds every operation that happened, keeps the
/// order of each process, and lets each read see the write before it.
pub(crate) fn sequence(history: &History, order: &[OperationId]) -> Result<(), String> {
    replay(history, order, history.client_operations())
}

/// The same of each key alone, whose operations have an order of their own.
pub(crate) fn timelines(history: &History, orders: &[check::KeyOrder]) -> Result<(), String> {
    for operation in history.client_operations().filter(|operation| operation.outcome == Outcome::Ok) {
        let count = orders.iter().filter(|of_key| of_key.key == operation.key).count();
        if count != 1 {
            return Err(format!("{count} orders hold the key of {:?}", operation.id));
        }
    }
    orders.iter().try_for_each(|of_key| {
        replay(history, &of_key.order, history.client_operations().filter(|operation| operation.key == of_key.key))
    })
}

fn replay<'h>(
    history: &History,
    order: &[OperationId],
    expected: impl Iterator<Item = &'h Operation>,
) -> Result<(), String> {
    let mut held: Vec<(Key, Value)> = Vec::new();
    let mut earlier: Vec<&Operation> = Vec::new();
    for id in order {
        let operation = history.operation(*id).ok_or("an operation that is not there")?;
        let happened = operation.outcome == Outcome::Ok || operation.outcome == Outcome::Info && operation.is_write();
        if !happened || operation.role != Role::Client || earlier.iter().any(|other| other.id == *id) {
            return Err(format!("{id:?} does not belong here"));
        }
        let of_process = earlier.iter().rev().find(|other| other.process == operation.process);
        if of_process.is_some_and(|previous| operation.invoked < previous.invoked) {
            return Err(format!("{id:?} stands after what its process did later"));
        }
        let value =
            held.iter().rev().find(|(key, _)| *key == operation.key).map_or(history.initial, |(_, value)| *value);
        held.push((operation.key, step(value, operation)?));
        earlier.push(operation);
    }
    let missing = |o: &&Operation| o.outcome == Outcome::Ok && !earlier.iter().any(|other| other.id == o.id);
    let mut expected = expected;
    expected.find(missing).map_or(Ok(()), |operation| Err(format!("{:?} is missing", operation.id)))
}

fn step(value: Value, operation: &Operation) -> Result<Value, String> {
    if operation.is_write() || operation.value() == value {
        Ok(operation.value())
    } else {
        Err(format!("{:?} read {} where {value} stood", operation.id, operation.value()))
    }
}
