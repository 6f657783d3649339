//! Believes no witness of the causal models: works out the causal pasts anew, and replays it.

use check::{View, Witness};
use history::{History, Operation, OperationId, Value};

use super::causal::causal_order;
use super::definition::{po, visible};

/// The operations that an order names, each known to the history and named once.
fn named<'h>(operations: &[&'h Operation], order: &[OperationId]) -> Result<Vec<&'h Operation>, String> {
    let mut found: Vec<&Operation> = Vec::new();
    for id in order {
        let operation = operations.iter().find(|operation| operation.id == *id).ok_or(format!("what is {id:?}?"))?;
        if found.iter().any(|known| known.id == *id) {
            return Err(format!("{id:?} is named twice"));
        }
        found.push(operation);
    }
    Ok(found)
}

/// Whether an order has all of these operations, and none that should have come sooner.
fn is_order_of(
    order: &[&Operation],
    all: &[&Operation],
    before: &dyn Fn(&Operation, &Operation) -> bool,
) -> Result<(), String> {
    if let Some(missing) = all.iter().find(|one| !order.iter().any(|other| other.id == one.id)) {
        return Err(format!("{:?} is missing", missing.id));
    }
    if let Some(extra) = order.iter().find(|one| !all.iter().any(|other| other.id == one.id)) {
        return Err(format!("{:?} does not belong there", extra.id));
    }
    for (place, one) in order.iter().enumerate() {
        if let Some(late) = order[place + 1..].iter().find(|other| before(other, one)) {
            return Err(format!("{:?} comes too late, after {:?}", late.id, one.id));
        }
    }
    Ok(())
}

/// What the last write to a key in an order wrote.
fn stands(history: &History, order: &[&Operation], read: &Operation) -> Value {
    let last = order.iter().rfind(|write| write.is_write() && write.key == read.key);
    last.map_or(history.initial, |write| write.value())
}

/// Whether a witness of a causal model, of PRAM or of none is right.
pub(crate) fn witness(history: &History, witness: &Witness, causal: bool) -> Result<(), String> {
    let operations = visible(history);
    let order = causal_order(&operations);
    let place = |one: &Operation| operations.iter().position(|other| other.id == one.id).expect("it is visible");
    let before = |a: &Operation, b: &Operation| order[place(a)][place(b)];
    match witness {
        Witness::Causes { order } => causes(history, &operations, order, &before),
        Witness::Arbitration { order } => arbitration(history, &operations, order, &before),
        Witness::Views(views) => {
            let before = |a: &Operation, b: &Operation| if causal { before(a, b) } else { po(a, b) };
            every_view(history, &operations, views, &before)
        }
        Witness::Examined { .. } => Ok(()),
        other => Err(format!("{other:?} is no witness of these models")),
    }
}

/// Builds the order of every read's past as the witness says, and looks where it ends.
fn causes(
    history: &History,
    operations: &[&Operation],
    order: &[OperationId],
    before: &dyn Fn(&Operation, &Operation) -> bool,
) -> Result<(), String> {
    let order = named(operations, order)?;
    is_order_of(&order, operations, before)?;
    for read in operations.iter().filter(|operation| operation.is_read()) {
        let past: Vec<&Operation> = order.iter().copied().filter(|one| before(one, read)).collect();
        let source = past.iter().find(|one| one.is_write() && one.key == read.key && one.value() == read.value());
        let follows = |one: &&Operation| source.is_some_and(|source| source.id == one.id || before(source, one));
        let (late, early): (Vec<&Operation>, Vec<&Operation>) = past.iter().copied().partition(follows);
        let built = [early, late].concat();
        is_order_of(&built, &past, before)?;
        if stands(history, &built, read) != read.value() {
            return Err(format!("{:?} read what was replaced", read.id));
        }
    }
    Ok(())
}

fn arbitration(
    history: &History,
    operations: &[&Operation],
    order: &[OperationId],
    before: &dyn Fn(&Operation, &Operation) -> bool,
) -> Result<(), String> {
    let writes: Vec<&Operation> = operations.iter().copied().filter(|operation| operation.is_write()).collect();
    let order = named(operations, order)?;
    is_order_of(&order, &writes, before)?;
    for read in operations.iter().filter(|operation| operation.is_read()) {
        let past: Vec<&Operation> = order.iter().copied().filter(|write| before(write, read)).collect();
        if stands(history, &past, read) != read.value() {
            return Err(format!("{:?} did not read the last write of its past", read.id));
        }
    }
    Ok(())
}

fn every_view(
    history: &History,
    operations: &[&Operation],
    views: &[View],
    before: &dyn Fn(&Operation, &Operation) -> bool,
) -> Result<(), String> {
    if let Some(unseeing) = operations.iter().find(|one| !views.iter().any(|view| view.process == one.process)) {
        return Err(format!("{:?} has no view", unseeing.process));
    }
    for view in views {
        let own = |one: &Operation| one.process == view.process;
        let seen: Vec<&Operation> = operations.iter().copied().filter(|one| one.is_write() || own(one)).collect();
        let order = named(operations, &view.order)?;
        is_order_of(&order, &seen, before)?;
        for (place, read) in order.iter().enumerate().filter(|(_, one)| one.is_read()) {
            if stands(history, &order[..place], read) != read.value() {
                return Err(format!("{:?} read what did not stand there", read.id));
            }
        }
    }
    Ok(())
}
