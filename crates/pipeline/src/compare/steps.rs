//! The operations of a run as its clients count them: a session's reads, writes and calls, in turn.

use std::collections::BTreeMap;

use history::{Action, Duration, Happening, History, Instant, Key, Operation, OperationId, Outcome, Role, Value};

use super::{Compared, Difference, Seen};

/// One of them.
pub(super) struct Step {
    /// "Session C, read 2".
    pub(super) name: String,
    /// "Session C, operation 3".
    pub(super) place: String,
    kind: Kind,
    key: Key,
    pub(super) operation: OperationId,
    /// What it did, whoever is told: "read x → 1".
    told: String,
    /// What came of it: "x=1", "no answer".
    came: String,
    /// The same for comparison: a number that a write happens to have says less than whose write it is.
    answer: Answer,
    begun: Instant,
    took: Option<Duration>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Read,
    Write,
    Call,
}

/// What a client learns.
#[derive(Clone, PartialEq, Eq)]
enum Answer {
    /// It was refused.
    Refused,
    /// It never came.
    None,
    /// The write happened.
    Done,
    /// What was there at the start.
    Initial,
    /// What a session's write put there, by their numbers.
    Written(u8, u32),
    /// Anything else, in words.
    Words(String),
}

/// A call that is not over, or a read or write beside any.
struct Begun {
    session: usize,
    kind: Kind,
    key: Key,
    operation: Option<OperationId>,
    begun: Instant,
    ended: Option<Instant>,
    outcome: Outcome,
    open: bool,
}

/// The steps of a run, by session, in the order in which they began.
pub(super) fn steps(run: Compared<'_>) -> Vec<Vec<Step>> {
    let history = &run.report.history;
    let writers = writers(history);
    let mut steps: Vec<Vec<Step>> = run.report.trace.sessions.iter().map(|_| Vec::new()).collect();
    let mut counts: BTreeMap<(usize, Kind), u32> = BTreeMap::new();
    for begun in begun(run) {
        let operation = begun.operation.and_then(|id| history.operation(id));
        let (Some(operation), Some(list)) = (operation, steps.get_mut(begun.session)) else { continue };
        let count = counts.entry((begun.session, begun.kind)).or_default();
        *count += 1;
        let place = list.len() + 1;
        list.push(step(run, &writers, &begun, operation, (*count, place)));
    }
    steps
}

fn step(
    run: Compared<'_>,
    writers: &BTreeMap<(Key, Value), Option<(u8, u32)>>,
    begun: &Begun,
    operation: &Operation,
    (count, place): (u32, usize),
) -> Step {
    let history = &run.report.history;
    let session = history.session_name(operation.session);
    let told = run.story.told(operation);
    let held = format!("{}={}", history.key_name(operation.key), history.value_in_words(operation.value()));
    let (came, answer) = match (begun.outcome, begun.kind) {
        (Outcome::Info, Kind::Read | Kind::Write) => ("no answer".to_owned(), Answer::None),
        (Outcome::Fail, Kind::Read | Kind::Write) => ("refused".to_owned(), Answer::Refused),
        (Outcome::Ok, Kind::Write) => ("acknowledged".to_owned(), Answer::Done),
        (Outcome::Ok, Kind::Read) => {
            let written = writers.get(&(operation.key, operation.value())).copied();
            let answer = match written {
                Some(Some((session, number))) => Answer::Written(session, number),
                None if operation.value() == history.initial => Answer::Initial,
                _ => Answer::Words(held.clone()),
            };
            (held, answer)
        }
        (_, Kind::Call) => (told.clone(), Answer::Words(told.clone())),
    };
    let kind = match begun.kind {
        Kind::Read => "read",
        Kind::Write => "write",
        Kind::Call => "call",
    };
    Step {
        name: format!("Session {session}, {kind} {count}"),
        place: format!("Session {session}, operation {place}"),
        kind: begun.kind,
        key: begun.key,
        operation: operation.id,
        told,
        came,
        answer,
        begun: begun.begun,
        took: begun.ended.filter(|_| begun.outcome == Outcome::Ok).map(|ended| ended.since(begun.begun)),
    }
}

impl Step {
    /// What differs between it and its counterpart in another run.
    pub(super) fn difference(&self, other: &Self) -> Option<Difference> {
        if (self.kind, self.key) != (other.kind, other.key) {
            return Some(Difference::Asked);
        }
        if self.answer != other.answer {
            return Some(Difference::Answer);
        }
        // What people read alike is alike.
        let words = |step: &Self| step.took.map(|took| took.to_string());
        (words(self) != words(other)).then_some(Difference::Time)
    }

    /// It as a change shows it.
    pub(super) fn seen(&self, what: Difference) -> Seen {
        let told = matches!(what, Difference::Asked | Difference::Alone);
        let words = if told { &self.told } else { &self.came };
        Seen { operation: self.operation, words: words.clone(), begun: self.begun, took: self.took }
    }
}

/// Whose write put a value, by session and number of its write; nothing where several did.
fn writers(history: &History) -> BTreeMap<(Key, Value), Option<(u8, u32)>> {
    let mut counts: BTreeMap<u8, u32> = BTreeMap::new();
    let mut writers = BTreeMap::new();
    for operation in history.client_operations().filter(|operation| operation.is_write()) {
        let count = counts.entry(operation.session.0).or_default();
        *count += 1;
        let writer = Some((operation.session.0, *count));
        writers.entry((operation.key, operation.value())).and_modify(|known| *known = None).or_insert(writer);
    }
    writers
}

/// All calls, and the reads and writes beside them, in the order in which they began.
fn begun(run: Compared<'_>) -> Vec<Begun> {
    let mut all: Vec<Begun> = Vec::new();
    let mut calls: BTreeMap<u32, usize> = BTreeMap::new();
    // Of each session: the call that it carries out, if any.
    let mut calling: BTreeMap<usize, usize> = BTreeMap::new();
    let mut alone: BTreeMap<OperationId, usize> = BTreeMap::new();
    for event in &run.report.trace.events {
        match &event.what {
            Happening::Call { call, session, key, .. } => {
                calls.insert(call.0, all.len());
                calling.insert(session.index(), all.len());
                all.push(Begun::new(session.index(), Kind::Call, *key, event.at));
            }
            Happening::Answer { call, outcome, .. } => {
                if let Some(begun) = calls.get(&call.0).and_then(|place| all.get_mut(*place)) {
                    calling.remove(&begun.session);
                    begun.end(event.at, *outcome);
                }
            }
            Happening::Invoke { operation, session, key, action, role, .. } if *role != Role::Probe => {
                let place = calling.get(&session.index()).copied().filter(|place| all[*place].open);
                let place = place.unwrap_or_else(|| {
                    let kind = if matches!(action, Action::Read(_)) { Kind::Read } else { Kind::Write };
                    alone.insert(*operation, all.len());
                    all.push(Begun::new(session.index(), kind, *key, event.at));
                    all.len() - 1
                });
                all[place].operation = Some(*operation);
            }
            Happening::Return { operation, outcome, .. } => {
                if let Some(begun) = alone.get(operation).and_then(|place| all.get_mut(*place)) {
                    begun.end(event.at, *outcome);
                }
            }
            _ => {}
        }
    }
    all
}

impl Begun {
    const fn new(session: usize, kind: Kind, key: Key, begun: Instant) -> Self {
        Self { session, kind, key, operation: None, begun, ended: None, outcome: Outcome::Info, open: true }
    }

    const fn end(&mut self, at: Instant, outcome: Outcome) {
        (self.ended, self.outcome, self.open) = (Some(at), outcome, false);
    }
}
