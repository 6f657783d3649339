//! What a checker answers: a [`Verdict`], with a [`Witness`] where the model holds and a reason
//! where nothing can be decided.

use history::{Key, OperationId, ProcessId};
use serde::{Deserialize, Serialize};

use crate::{Measured, Violation};

/// The answer of one checker for one history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The history keeps the model, and here is why.
    Holds(Witness),
    /// The history breaks the model, and here is where.
    Violated(Violation),
    /// The model is a scale, and this is where the history stands on it.
    Measured(Box<Measured>),
    /// Not decided; never a guess.
    Unknown(Why),
    /// The model says nothing about such a history.
    NotApplicable(Why),
}

/// Why a model holds, in a form that can be checked without trusting the checker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Witness {
    /// For each key one order in which the operations may have taken effect. Operations that did
    /// not happen, and unanswered ones that nobody saw, are left out. Where reads need only fit one
    /// by one, the order is of the writes alone.
    Order(Vec<KeyOrder>),
    /// One order of all operations in which each read sees the write before it, and which keeps
    /// what every session did in turn. Left out are the same.
    Sequence(Vec<OperationId>),
    /// For each read that is bound the write that it returned. Taken alone, each read fits an order
    /// of the writes.
    Sources(Vec<Source>),
    /// Nothing older was ever seen: how many reads had something that they could have missed.
    /// Zero means that this history never put the promise to the test.
    Examined {
        /// The number of such reads.
        reads: u32,
    },
    /// All operations in an order that extends the causal one. For each read it gives an order of
    /// the read's causal past that ends in what it returned: of the operations in that past first
    /// those that do not have the write that was read in their own past, then that write and those
    /// that do, both as they stand here.
    Causes {
        /// The operations, causes before effects.
        order: Vec<OperationId>,
    },
    /// All writes in an order that extends the causal one: every read returned the one of its key
    /// that is the last in its causal past.
    Arbitration {
        /// The writes, earliest first.
        order: Vec<OperationId>,
    },
    /// For each session an order of its own operations and of all writes that explains its reads.
    Views(Vec<View>),
    /// Reads of the settled store that agree, key by key.
    Agreement {
        /// The reads that were compared.
        reads: Vec<OperationId>,
    },
    /// Every history satisfies the model.
    Always,
}

/// The order of the operations of one key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyOrder {
    /// The key.
    pub key: Key,
    /// Its operations, first effect first.
    pub order: Vec<OperationId>,
}

/// The order in which one session may have seen everything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// The session, as the sequential process that it is.
    pub process: ProcessId,
    /// Its own operations and the writes of all.
    pub order: Vec<OperationId>,
}

/// Where the value of a read comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The read.
    pub read: OperationId,
    /// The write whose value it returned; nothing if it was the initial value.
    pub write: Option<OperationId>,
}

/// Why there is no verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    /// What stands in the way.
    pub reason: Reason,
    /// The operations it is about, if any.
    pub operations: Vec<OperationId>,
    /// The same in words, with names and times.
    pub sentence: String,
}

/// What can stand in the way of a verdict. The names are stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The budget of steps ran out.
    OutOfSteps,
    /// A read returned a value that was written more than once, so that nobody can tell which
    /// write it saw.
    RepeatedValue,
    /// An operation ends before it starts.
    EndsBeforeStart,
    /// A process began an operation before its previous one was over.
    OverlappingOperations,
    /// A call is none that the object knows.
    UnknownCall,
    /// More calls are open at one time than a search can keep apart.
    TooManyOpen,
    /// The history holds nothing that could show it either way.
    Untested,
    /// The history tells an order and no times, and the question is about time.
    NoTimes,
}

impl Verdict {
    /// Whether the model is kept.
    #[must_use]
    pub const fn holds(&self) -> bool {
        matches!(self, Self::Holds(_))
    }

    /// Whether the model is kept for want of a test: nothing in the history could have shown otherwise.
    #[must_use]
    pub const fn is_untested(&self) -> bool {
        matches!(self, Self::Holds(Witness::Examined { reads: 0 }))
    }

    /// Whether nothing better can be asked for: the model is kept, or measured at its best.
    #[must_use]
    pub const fn is_ideal(&self) -> bool {
        match self {
            Self::Holds(_) => true,
            Self::Measured(measured) => measured.least.is_ideal(),
            _ => false,
        }
    }

    /// The violation, if there is one.
    #[must_use]
    pub const fn violation(&self) -> Option<&Violation> {
        match self {
            Self::Violated(violation) => Some(violation),
            _ => None,
        }
    }

    /// What there is to point out: the violation, or why the measure is no smaller.
    #[must_use]
    pub const fn reason(&self) -> Option<&Violation> {
        match self {
            Self::Violated(violation) => Some(violation),
            Self::Measured(measured) => measured.reason.as_ref(),
            _ => None,
        }
    }

    /// The verdict in one word, as JSON and the command line use it.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Holds(_) => "holds",
            Self::Violated(_) => "violated",
            Self::Measured(_) => "measured",
            Self::Unknown(_) => "unknown",
            Self::NotApplicable(_) => "not_applicable",
        }
    }
}
