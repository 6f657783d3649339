//! Judging while it happens: events one by one, and at each of them what fails with it.
//!
//! A model fails at an event if the history cut behind it breaks the model, and the history cut
//! before it does not; where it is cut, what has no answer yet may or may not have taken effect.
//! Judged are the models of which one look at the newest event is enough: linearizability and
//! regularity in the time of a search in a sorted list, the session guarantees in that of a look at
//! each session.
//!
//! Two kinds of events can make the past appear in another light. Where a write fails whose value
//! has been read, what sessions know is gathered again without it. And where a value is read before
//! the write of it is asked for, from there on the models of more than one session are asked about
//! the whole history, at each event that can break them.

mod causes;
mod freshness;
mod peaks;
mod record;
mod registers;
mod sessions;

use std::fmt;

use history::{Action, History, Key, ModelId, OperationId, Outcome, ProcessId, Value};

use crate::{Budget, Prepared, Verdict, model};
use causes::Causes;
use freshness::Freshness;
pub use record::events;
use registers::{Origin, Registers};
use sessions::Sessions;

/// Something that a client could write down at once: what it asks, or what it is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A process asks.
    Invoke {
        /// Who asks.
        process: ProcessId,
        /// Of which key.
        key: Key,
        /// What. The value of a read is not looked at.
        action: Action,
    },
    /// A process has its answer, or gives up.
    Return {
        /// Who has been waiting.
        process: ProcessId,
        /// What it knows of the effect of what it asked.
        outcome: Outcome,
        /// What a read returned. Not looked at for a write.
        value: Value,
    },
}

/// A model that does not hold any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The model.
    pub model: ModelId,
    /// The number of the event with which it failed, from 0.
    pub event: u32,
    /// The operation that was invoked or answered then.
    pub operation: OperationId,
}

/// An event that cannot come next. It is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// A process asks before it has its answer.
    Busy(ProcessId),
    /// A process is answered that asked nothing.
    Idle(ProcessId),
    /// A process goes on although nobody knows what became of its write.
    Unsure(ProcessId),
}

/// The models that are judged, strongest first.
pub const MODELS: [ModelId; 7] = [
    ModelId::Linearizable,
    ModelId::RegularStrong,
    ModelId::RegularWeak,
    ModelId::ReadYourWrites,
    ModelId::MonotonicReads,
    ModelId::MonotonicWrites,
    ModelId::WritesFollowReads,
];

/// What has happened so far, and what has failed.
///
/// Real time is the order of the events: one operation is over before another if its answer was fed
/// before the other was asked for.
#[derive(Debug)]
pub struct Online {
    registers: Registers,
    freshness: Freshness,
    sessions: Sessions,
    causes: Causes,
    failures: Vec<Failure>,
    /// Whether a value was read before the write of it was asked for.
    irregular: bool,
}

impl Online {
    /// Nothing has happened, and every key holds `initial`.
    #[must_use]
    pub fn new(initial: Value) -> Self {
        Self {
            registers: Registers::new(initial),
            freshness: Freshness::default(),
            sessions: Sessions::default(),
            causes: Causes::default(),
            failures: Vec::new(),
            irregular: false,
        }
    }

    /// The next event; which models fail with it.
    ///
    /// # Errors
    /// It cannot come next.
    pub fn feed(&mut self, event: Event) -> Result<Vec<Failure>, Refused> {
        let decided = self.undecided().is_none();
        let known = self.failures.len();
        match event {
            Event::Invoke { process, key, action } => {
                let late = self.registers.invoke(process, key, action)?;
                if decided {
                    self.invoked(late);
                }
            }
            Event::Return { process, outcome, value } => {
                let operation = self.registers.answer(process, outcome, value)?;
                if decided && self.undecided().is_none() {
                    self.answered(operation);
                }
            }
        }
        Ok(self.failures[known..].to_vec())
    }

    /// Every failure so far, the first of each model.
    #[must_use]
    pub fn failures(&self) -> &[Failure] {
        &self.failures
    }

    /// The event from which on nothing more can be told, if there is one: since then a value that
    /// was read was there more than once.
    #[must_use]
    pub const fn undecided(&self) -> Option<u32> {
        self.registers.undecided
    }

    /// What has happened so far, as a history: the event numbered `n` at `n + 1` µs.
    #[must_use]
    pub fn history(&self) -> History {
        record::history(&self.registers)
    }

    /// An operation was asked for; `late`, if it writes what has been read before.
    fn invoked(&mut self, late: bool) {
        let operation = self.registers.last();
        self.freshness.invoked(&self.registers, operation);
        if late && self.undecided().is_none() {
            self.irregular = true;
            self.ask_about_all(operation);
        }
    }

    fn answered(&mut self, operation: u32) {
        let call = &self.registers.calls[operation as usize];
        match (call.write, call.outcome) {
            (true, Outcome::Fail) => {
                let node = &self.registers.nodes[call.node as usize];
                if node.read && node.writes == 0 {
                    self.fail_fresh(operation, [true; 3]);
                    self.gather_again();
                }
            }
            (true, _) => {
                self.freshness.written(&self.registers, operation);
                self.sessions.written(&self.registers, operation);
            }
            (false, Outcome::Ok) => self.read(operation),
            (false, _) => {}
        }
    }

    fn read(&mut self, read: u32) {
        let stale = self.freshness.read(&self.registers, read);
        self.fail_fresh(read, stale);
        let missed = self.sessions.own_write_missed(&self.registers, read);
        self.fail(ModelId::ReadYourWrites, read, missed);
        if self.irregular {
            self.sessions.read(&self.registers, read);
            self.ask_about_all(read);
            return;
        }
        let back = self.sessions.went_back(&self.registers, read);
        self.fail(ModelId::MonotonicReads, read, back);
        let out_of_order = self.sessions.earlier_write_missed(&self.registers, read);
        self.fail(ModelId::MonotonicWrites, read, out_of_order);
        if !self.has_failed(ModelId::WritesFollowReads) {
            let missed = self.causes.missed(&self.registers, read);
            self.fail(ModelId::WritesFollowReads, read, missed);
            self.causes.read(&self.registers, read);
        }
        self.sessions.read(&self.registers, read);
    }

    /// Gathers what sessions know from the beginning: a write has failed that they had read.
    fn gather_again(&mut self) {
        self.sessions = Sessions::default();
        self.causes = Causes::default();
        for answered in 0..self.registers.answered.len() {
            let operation = self.registers.answered[answered];
            let call = &self.registers.calls[operation as usize];
            match (call.write, call.outcome) {
                (true, Outcome::Ok) => self.sessions.written(&self.registers, operation),
                (false, Outcome::Ok) => {
                    if !self.irregular && !self.has_failed(ModelId::WritesFollowReads) {
                        self.causes.read(&self.registers, operation);
                    }
                    self.sessions.read(&self.registers, operation);
                }
                _ => {}
            }
        }
    }

    /// Asks the checkers of whole histories where one look is not enough.
    fn ask_about_all(&mut self, operation: u32) {
        let history = self.history();
        let prepared = Prepared::new(&history);
        for id in [ModelId::MonotonicReads, ModelId::MonotonicWrites, ModelId::WritesFollowReads] {
            if !self.has_failed(id) {
                let verdict = model(id).map(|model| model.judge_prepared(&prepared, Budget::UNLIMITED).0);
                self.fail(id, operation, matches!(verdict, Some(Verdict::Violated(_))));
            }
        }
    }

    fn fail_fresh(&mut self, operation: u32, broken: [bool; 3]) {
        for (id, broken) in MODELS.into_iter().zip(broken) {
            self.fail(id, operation, broken);
        }
    }

    fn fail(&mut self, model: ModelId, operation: u32, broken: bool) {
        if broken && !self.has_failed(model) {
            let event = self.registers.events - 1;
            self.failures.push(Failure { model, event, operation: OperationId(operation) });
        }
    }

    fn has_failed(&self, model: ModelId) -> bool {
        self.failures.iter().any(|failure| failure.model == model)
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (process, words) = match self {
            Self::Busy(process) => (process, " asks again before it has its answer"),
            Self::Idle(process) => (process, " is answered, but has asked nothing"),
            Self::Unsure(process) => {
                (process, " goes on although nobody knows what became of its write: it must go on as a new process")
            }
        };
        f.write_str(&["process ", &process.0.to_string(), words].concat())
    }
}

/// Where a read's value comes from, for the models of sessions: `None` if from nowhere.
fn source(registers: &Registers, read: u32) -> Option<Origin> {
    registers.origin(registers.calls[read as usize].node)
}
