//! One operation of a client, as a history records it.

use serde::{Deserialize, Serialize};

use crate::{Instant, Key, OperationId, ProcessId, SessionId, Value};

/// One operation: who asked what of which key, when, and what came back.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Operation {
    /// Its place in the history's list.
    pub id: OperationId,
    /// The sequential process it belongs to.
    pub process: ProcessId,
    /// The lifeline it is drawn on.
    pub session: SessionId,
    /// The key it is about.
    pub key: Key,
    /// What was asked, with what was read.
    pub action: Action,
    /// When it was asked.
    pub invoked: Instant,
    /// When the answer came; `None` if it never did.
    pub returned: Option<Instant>,
    /// What the client knows of its effect.
    pub outcome: Outcome,
    /// Whether it is part of the work or only looks at the settled store.
    pub role: Role,
}

/// What an operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Puts a value.
    Write(Value),
    /// Returned a value. Only meaningful where the outcome is [`Outcome::Ok`].
    Read(Value),
}

/// What the client knows of an operation's effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It happened.
    Ok,
    /// It did not happen.
    Fail,
    /// Nobody knows: it may have happened, or may still happen.
    Info,
}

/// Why an operation is in the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Work of a client: every model looks at it.
    Client,
    /// A read of one replica after the store had settled: only convergence looks at it.
    Probe,
    /// A call on an object that the store carries out itself: no model of registers looks at it.
    Call,
}

impl Operation {
    /// Whether it writes.
    #[must_use]
    pub const fn is_write(&self) -> bool {
        matches!(self.action, Action::Write(_))
    }

    /// Whether it reads.
    #[must_use]
    pub const fn is_read(&self) -> bool {
        matches!(self.action, Action::Read(_))
    }

    /// The value written or read.
    #[must_use]
    pub const fn value(&self) -> Value {
        match self.action {
            Action::Write(value) | Action::Read(value) => value,
        }
    }

    /// When its effect is over: at its return if it happened, never if nobody knows.
    #[must_use]
    pub fn end(&self) -> Instant {
        match (self.outcome, self.returned) {
            (Outcome::Info, _) | (_, None) => Instant::NEVER,
            (_, Some(at)) => at,
        }
    }

    /// Real-time order: this one was over before `other` began.
    #[must_use]
    pub fn precedes(&self, other: &Self) -> bool {
        self.end() < other.invoked
    }
}
