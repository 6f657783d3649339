//! Believes no witness: replays it.

use history::{History, Operation, OperationId, Outcome, Role, Value};

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

fn step(value: Value, operation: &Operation) -> Result<Value, String> {
    if operation.is_write() || operation.value() == value {
        Ok(operation.value())
    } else {
        Err(format!("{:?} read {} where {value} stood", operation.id, operation.value()))
    }
}
