//! Between calls and a plain history of registers.

use super::words::titled;
use super::{Call, Calls, Item, Reply, Request};
use crate::{Action, History, Operation, Outcome, Role, SessionId, Value};

impl Calls {
    /// The same as a history of registers, which every model can judge.
    ///
    /// # Errors
    /// Why it is none: the first call that is neither a read nor a write of a number.
    pub fn history(&self) -> Result<History, String> {
        let mut sessions: Vec<String> = Vec::new();
        let mut session_of = Vec::with_capacity(self.processes.len());
        for name in &self.processes {
            let name = titled(name);
            let known = sessions.iter().position(|known| *known == name);
            let place = known.unwrap_or(sessions.len());
            if known.is_none() {
                sessions.push(name);
            }
            session_of.push(u8::try_from(place).map_err(|_| "it has more than 256 processes".to_owned())?);
        }
        let mut history = History {
            operations: Vec::with_capacity(self.calls.len()),
            keys: self.keys.clone(),
            sessions,
            initial: self.initial.map_or(Some(Value::Nil), number).ok_or("what is there at first is no number")?,
            contents: Vec::new(),
            clock: self.clock,
        };
        for call in &self.calls {
            let action = action(call).ok_or_else(|| {
                format!("{} {}, which is no read or write of a number", self.who(call), self.deed(call))
            })?;
            history.operations.push(Operation {
                id: call.id,
                process: call.process,
                session: SessionId(session_of.get(call.process.index()).copied().unwrap_or_default()),
                key: call.key,
                action,
                invoked: call.invoked,
                returned: call.returned,
                outcome: call.outcome,
                role: Role::Client,
            });
        }
        Ok(history)
    }

    /// A history of registers as calls; probes are left out, for only convergence looks at them.
    #[must_use]
    pub fn of(history: &History) -> Self {
        let mut calls = Self {
            keys: history.keys.clone(),
            initial: Some(Item::from(history.initial)),
            clock: history.clock,
            ..Self::default()
        };
        for operation in history.client_operations() {
            let process = operation.process.index();
            if process >= calls.processes.len() {
                calls.processes.resize(process + 1, String::new());
            }
            history.session_name(operation.session).clone_into(&mut calls.processes[process]);
            let (request, reply) = match operation.action {
                Action::Write(value) => (Request::Write(Item::from(value)), Reply::Done),
                Action::Read(value) => (Request::Read, Reply::Value(Item::from(value))),
            };
            calls.calls.push(Call {
                id: operation.id,
                process: operation.process,
                key: operation.key,
                request,
                reply,
                invoked: operation.invoked,
                returned: operation.returned,
                outcome: operation.outcome,
            });
        }
        calls
    }
}

fn action(call: &Call) -> Option<Action> {
    match (call.request, &call.reply) {
        (Request::Write(value), _) => number(value).map(Action::Write),
        (Request::Read, Reply::Value(value)) => number(*value).map(Action::Read),
        (Request::Read, _) if call.outcome != Outcome::Ok => Some(Action::Read(Value::Nil)),
        _ => None,
    }
}

const fn number(item: Item) -> Option<Value> {
    match item {
        Item::Nil => Some(Value::Nil),
        Item::Int(number) => Some(Value::Int(number)),
        Item::Word(_) => None,
    }
}

impl From<Value> for Item {
    fn from(value: Value) -> Self {
        match value {
            Value::Nil => Self::Nil,
            Value::Int(number) => Self::Int(number),
        }
    }
}
