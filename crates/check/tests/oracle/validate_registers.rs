//! Believes no witness of a register: replays it.

use history::{History, Operation, OperationId, Outcome, Role};

/// Whether orders are complete, true to real time, and let each read return one of the `versions`
/// latest writes of its key; the initial value is the first of them all.
pub(crate) fn orders_within(history: &History, orders: &[check::KeyOrder], versions: usize) -> Result<(), String> {
    let mut seen: Vec<OperationId> = Vec::new();
    for of_key in orders {
        let mut values = vec![history.initial];
        let mut earlier: Vec<&Operation> = Vec::new();
        for id in &of_key.order {
            let operation = history.operation(*id).ok_or("an operation that is not there")?;
            if operation.key != of_key.key || operation.role != Role::Client || seen.contains(id) {
                return Err(format!("{id:?} does not belong here"));
            }
            if operation.outcome == Outcome::Fail || operation.outcome == Outcome::Info && operation.is_read() {
                return Err(format!("{id:?} did not happen"));
            }
            if let Some(late) = earlier.iter().find(|before| operation.precedes(before)) {
                return Err(format!("{:?} stands before {id:?}, which was over when it began", late.id));
            }
            if operation.is_write() {
                values.push(operation.value());
            } else if !values.iter().rev().take(versions).any(|value| *value == operation.value()) {
                return Err(format!("{id:?} read {} after {values:?}", operation.value()));
            }
            earlier.push(operation);
            seen.push(*id);
        }
    }
    let missing =
        history.client_operations().find(|operation| operation.outcome == Outcome::Ok && !seen.contains(&operation.id));
    missing.map_or(Ok(()), |operation| Err(format!("{:?} is missing", operation.id)))
}

/// Whether the orders of writes are complete, true to real time, and have room for each read alone.
pub(crate) fn write_orders(history: &History, orders: &[check::KeyOrder]) -> Result<(), String> {
    let get = |id: &OperationId| history.operation(*id).ok_or("an operation that is not there");
    let empty = check::KeyOrder { key: history::Key(u16::MAX), order: Vec::new() };
    let order_of = |operation: &Operation| orders.iter().find(|order| order.key == operation.key).unwrap_or(&empty);
    for of_key in orders {
        let writes = of_key.order.iter().map(get).collect::<Result<Vec<_>, _>>()?;
        for (place, write) in writes.iter().enumerate() {
            let wrong = !write.is_write() || write.outcome == Outcome::Fail || write.key != of_key.key;
            if wrong || writes[..place].iter().any(|other| other.id == write.id || write.precedes(other)) {
                return Err(format!("{:?} does not belong here", write.id));
            }
        }
    }
    for operation in history.client_operations().filter(|operation| operation.outcome == Outcome::Ok) {
        let order = order_of(operation);
        if operation.is_write() {
            if !order.order.contains(&operation.id) {
                return Err(format!("{:?} is missing", operation.id));
            }
            continue;
        }
        let writes = order.order.iter().map(get).collect::<Result<Vec<_>, _>>()?;
        let fits = |place: usize| {
            let value = if place == 0 { history.initial } else { writes[place - 1].value() };
            value == operation.value()
                && writes[..place].iter().all(|write| !operation.precedes(write))
                && writes[place..].iter().all(|write| !write.precedes(operation))
        };
        if !(0..=writes.len()).any(fits) {
            return Err(format!("{:?} fits nowhere", operation.id));
        }
    }
    Ok(())
}

/// Whether each read that is bound names the write of its value, one that had begun, and that no
/// other write came after before the read began.
pub(crate) fn sources(
    history: &History,
    sources: &[check::Source],
    bound: fn(&History, &Operation) -> bool,
) -> Result<(), String> {
    let reads = history.client_operations().filter(|o| o.is_read() && o.outcome == Outcome::Ok && bound(history, o));
    let writes: Vec<&Operation> =
        history.client_operations().filter(|o| o.is_write() && o.outcome != Outcome::Fail).collect();
    let mut count = 0;
    for read in reads {
        count += 1;
        let source = sources.iter().find(|source| source.read == read.id).ok_or(format!("{:?} is missing", read.id))?;
        let write = source.write.and_then(|id| history.operation(id));
        let value = write.map_or(history.initial, Operation::value);
        let follows = |other: &Operation| write.is_none_or(|write| write.precedes(other));
        let replaced = writes.iter().any(|o| o.key == read.key && follows(o) && o.precedes(read));
        let begun = write.is_none_or(|write| write.key == read.key && !read.precedes(write));
        let real = write.is_none_or(|write| writes.iter().any(|other| other.id == write.id));
        if value != read.value() || replaced || !begun || !real {
            return Err(format!("{:?} cannot have returned {:?}", read.id, source.write));
        }
    }
    if count == sources.len() { Ok(()) } else { Err(format!("{count} reads, {} sources", sources.len())) }
}

/// Whether a read overlaps no write of its key.
pub(crate) fn undisturbed(history: &History, read: &Operation) -> bool {
    !history.client_operations().any(|write| {
        let seen = write.outcome == Outcome::Ok
            || history
                .client_operations()
                .any(|o| o.is_read() && o.outcome == Outcome::Ok && o.key == write.key && o.value() == write.value());
        let counts = write.is_write() && write.outcome != Outcome::Fail && seen && write.key == read.key;
        counts && !write.precedes(read) && !read.precedes(write)
    })
}
