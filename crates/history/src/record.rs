//! What clients could have written down: the only thing a checker may see.

use serde::{Deserialize, Serialize};

use crate::arrange::separate;
use crate::{Action, Clock, Happening, Key, Operation, OperationId, Outcome, ProcessId, Role, SessionId, Trace, Value};

/// The operations of a run in order of invocation, with the names that its sentences use.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    /// The operations; `operations[i].id` is `i`.
    pub operations: Vec<Operation>,
    /// The names of the keys, by number.
    pub keys: Vec<String>,
    /// The names of the lifelines, by session number.
    pub sessions: Vec<String>,
    /// What every key holds before any write.
    pub initial: Value,
    /// Where keys hold sets or lists: what each of the numbers among the values stands for.
    #[serde(default)]
    pub contents: Vec<String>,
    /// What the moments of the operations are. Not among what is sent or kept: runs have times, and what is
    /// brought without stays where it was read.
    #[serde(skip)]
    pub clock: Clock,
}

impl History {
    /// What the clients of a run saw.
    ///
    /// Where a session goes on at the very moment its answer came, the answered operation is taken
    /// to have ended a microsecond sooner: a session does one thing at a time.
    #[must_use]
    pub fn of(trace: &Trace) -> Self {
        let mut operations: Vec<Operation> = Vec::new();
        let mut last_of_session = [usize::MAX; 256];
        for event in &trace.events {
            match event.what {
                Happening::Invoke { operation, process, session, key, action, role } => {
                    debug_assert_eq!(operation.index(), operations.len());
                    let last = &mut last_of_session[session.index()];
                    let last = std::mem::replace(last, operations.len());
                    if let Some(last) = operations.get_mut(last).filter(|last| last.process == process) {
                        separate(last, event.at);
                    }
                    operations.push(Operation {
                        id: operation,
                        process,
                        session,
                        key,
                        action,
                        invoked: event.at,
                        returned: None,
                        outcome: Outcome::Info,
                        role,
                    });
                }
                Happening::Return { operation, outcome, value } => {
                    let Some(entry) = operations.get_mut(operation.index()) else {
                        continue;
                    };
                    entry.outcome = outcome;
                    entry.returned = Some(event.at);
                    if entry.is_read() {
                        entry.action = Action::Read(value);
                    }
                }
                _ => {}
            }
        }
        Self {
            operations,
            keys: trace.keys.clone(),
            // Probes run on lifelines of their own, named after the replica they ask.
            sessions: trace.sessions.iter().chain(&trace.replicas).map(|line| line.name.clone()).collect(),
            initial: trace.initial,
            contents: trace.contents.clone(),
            clock: Clock::Time,
        }
    }

    /// The operation with that number.
    #[must_use]
    pub fn operation(&self, id: OperationId) -> Option<&Operation> {
        self.operations.get(id.index())
    }

    /// The operations of clients that models look at: neither probes nor calls.
    pub fn client_operations(&self) -> impl Iterator<Item = &Operation> {
        self.operations.iter().filter(|operation| operation.role == Role::Client)
    }

    /// Whatever clients did: all but the probes.
    pub fn work(&self) -> impl Iterator<Item = &Operation> {
        self.operations.iter().filter(|operation| operation.role != Role::Probe)
    }

    /// A value in words: the number, or the content that it stands for.
    #[must_use]
    pub fn value_in_words(&self, value: Value) -> String {
        value.in_words(&self.contents)
    }

    /// The name of a key.
    #[must_use]
    pub fn key_name(&self, key: Key) -> &str {
        self.keys.get(key.index()).map_or("?", String::as_str)
    }

    /// The name of a lifeline.
    #[must_use]
    pub fn session_name(&self, session: SessionId) -> &str {
        self.sessions.get(session.index()).map_or("?", String::as_str)
    }

    /// Its relations: session order and reads-from.
    #[must_use]
    pub fn relations(&self) -> Relations {
        Relations::of(self)
    }
}

/// The orders between the operations of a history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relations {
    /// The client operations of each process, in session order (by start, as a process is
    /// sequential), processes in order of first use.
    pub session_order: Vec<(ProcessId, Vec<OperationId>)>,
}

impl Relations {
    fn of(history: &History) -> Self {
        let mut session_order: std::collections::BTreeMap<ProcessId, Vec<OperationId>> =
            std::collections::BTreeMap::new();
        for operation in history.client_operations() {
            session_order.entry(operation.process).or_default().push(operation.id);
        }
        for ids in session_order.values_mut() {
            ids.sort_by_key(|id| (history.operations[id.index()].invoked, *id));
        }
        Self { session_order: session_order.into_iter().collect() }
    }
}
