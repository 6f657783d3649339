//! The calls on objects that a run made.

use super::{Call, Calls, Clock, Item, Reply};
use crate::{Happening, OperationId, Outcome, Trace, Value};

impl Calls {
    /// What the clients of a run called, and what they were answered; nothing if they only read and
    /// wrote.
    #[must_use]
    pub fn of_trace(trace: &Trace) -> Option<Self> {
        let mut calls = Self { keys: trace.keys.clone(), clock: Clock::Time, ..Self::default() };
        calls.initial = match trace.initial {
            // Sets and lists begin empty.
            _ if !trace.contents.is_empty() => None,
            Value::Nil => Some(Item::Nil),
            Value::Int(number) => Some(Item::Int(number)),
        };
        if !trace.contents.is_empty() {
            calls.words = (0..Item::LETTERS).map(Item::letter).collect();
        }
        for event in &trace.events {
            match &event.what {
                Happening::Call { call, process, session, key, request } => {
                    debug_assert_eq!(call.index(), calls.calls.len());
                    if process.index() >= calls.processes.len() {
                        calls.processes.resize(process.index() + 1, String::new());
                    }
                    let name = trace.sessions.get(session.index()).map_or("?", |line| line.name.as_str());
                    name.clone_into(&mut calls.processes[process.index()]);
                    calls.calls.push(Call {
                        id: OperationId(call.0),
                        process: *process,
                        key: *key,
                        request: *request,
                        reply: Reply::Done,
                        invoked: event.at,
                        returned: None,
                        outcome: Outcome::Info,
                    });
                }
                Happening::Answer { call, outcome, reply } => {
                    if let Some(entry) = calls.calls.get_mut(call.index()) {
                        entry.outcome = *outcome;
                        entry.returned = (*outcome != Outcome::Info).then_some(event.at);
                        entry.reply = reply.clone();
                    }
                }
                _ => {}
            }
        }
        (!calls.calls.is_empty()).then_some(calls)
    }
}
