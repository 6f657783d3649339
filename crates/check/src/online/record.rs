//! From a history to its events, and from events to a history.

use history::{Action, Duration, History, Instant, Key, Operation, OperationId, Role, SessionId, Value};

use super::Event;
use super::registers::Registers;
use crate::index::NONE;

/// The events of a history in the order in which they happened, each with the operation that it is
/// of. Of what happened at the same moment the beginnings come first: nothing of that was over
/// before the other began. Probes are left out.
#[must_use]
pub fn events(history: &History) -> Vec<(OperationId, Event)> {
    let mut events = Vec::with_capacity(2 * history.operations.len());
    for operation in history.client_operations() {
        let Operation { id, process, key, action, outcome, .. } = *operation;
        events.push((operation.invoked, false, id, Event::Invoke { process, key, action }));
        if let Some(at) = operation.returned {
            events.push((at, true, id, Event::Return { process, outcome, value: operation.value() }));
        }
    }
    history::order::sort_by_key(&mut events, |(at, returns, id, _)| (*at, *returns, *id));
    events.into_iter().map(|(_, _, id, event)| (id, event)).collect()
}

/// What has happened so far, a microsecond an event.
pub(super) fn history(registers: &Registers) -> History {
    let operation = |(id, call): (u32, &super::registers::Call)| {
        let value = registers.nodes.get(call.node as usize).map_or(Value::Nil, |node| node.value);
        Operation {
            id: OperationId(id),
            process: registers.names[call.process as usize],
            session: SessionId(registers.names[call.process as usize].0.min(255) as u8),
            key: call.key,
            action: if call.write { Action::Write(value) } else { Action::Read(value) },
            invoked: moment(call.began),
            returned: (call.ended != NONE).then(|| moment(call.ended)),
            outcome: call.outcome,
            role: Role::Client,
        }
    };
    let operations: Vec<Operation> = (0..).zip(&registers.calls).map(operation).collect();
    let keys = operations.iter().map(|operation| operation.key.0).max().map_or(0, |last| u32::from(last) + 1);
    let sessions = operations.iter().map(|operation| u32::from(operation.session.0) + 1).max().unwrap_or_default();
    History {
        keys: (0..keys).map(|key| Key::default_name(key as u16)).collect(),
        sessions: (0..sessions).map(|session| SessionId(session as u8).to_string()).collect(),
        operations,
        initial: registers.initial,
        contents: Vec::new(),
        ..History::default()
    }
}

fn moment(event: u32) -> Instant {
    Instant::ZERO + Duration::from_us(u64::from(event))
}
