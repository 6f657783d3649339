//! The calls on objects that a run made.

use std::collections::BTreeMap;

use super::{Call, Calls, Clock, Item, OrderState, Reply, Request};
use crate::{Happening, Key, OperationId, Outcome, ProcessId, StepDeed, Trace, Value};

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
        if trace.services {
            calls.words = OrderState::words();
        }
        (!calls.calls.is_empty()).then_some(calls)
    }

    /// What the services of a run did to the steps of sagas, each saga a key; nothing if there were
    /// none. A step that was refused is a call that failed.
    #[must_use]
    pub fn of_steps(trace: &Trace) -> Option<Self> {
        let processes = trace.replicas.iter().map(|line| line.name.clone()).collect();
        let mut calls = Self { processes, clock: Clock::Time, ..Self::default() };
        let (mut keys, mut words) = (BTreeMap::new(), BTreeMap::new());
        for event in &trace.events {
            let Happening::Step { replica, saga, step, deed } = &event.what else { continue };
            // More sagas than there are keys are not begun: limits see to that.
            let next = Key(u16::try_from(keys.len()).unwrap_or(u16::MAX));
            let key = *keys.entry(*saga).or_insert(next);
            if key.index() == calls.keys.len() {
                calls.keys.push(format!("order #{}", saga.0 + 1));
            }
            let next = words.len() as u32;
            let word = *words.entry(step.clone()).or_insert(next);
            if word as usize == calls.words.len() {
                calls.words.push(step.clone().into_owned());
            }
            let word = Item::Word(word);
            calls.calls.push(Call {
                id: OperationId(calls.calls.len() as u32),
                process: ProcessId(replica.0.into()),
                key,
                request: if *deed == StepDeed::Undo { Request::Undo(word) } else { Request::Do(word) },
                reply: Reply::Done,
                invoked: event.at,
                returned: Some(event.at),
                outcome: if *deed == StepDeed::Refuse { Outcome::Fail } else { Outcome::Ok },
            });
        }
        calls.tell_texts();
        (!calls.calls.is_empty()).then_some(calls)
    }
}
