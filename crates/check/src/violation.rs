//! A broken promise: the operations that break it, the orders that tie them, and the sentence
//! that a person can follow.

use history::{Duration, OperationId};
use serde::{Deserialize, Serialize};

/// The smallest reason why a history breaks a model.
///
/// The operations judged alone, as a history of their own, break the same model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Violation {
    /// What kind of contradiction it is.
    pub anomaly: Anomaly,
    /// The operations that are numbered on the picture, in order of their start: the first has
    /// number 1. From one (a value that nobody wrote) to six; a circle or a chain of causes may need
    /// more.
    pub operations: Vec<OperationId>,
    /// The orders between them that cannot all hold.
    pub edges: Vec<Relation>,
    /// What happened and why that cannot be, without the model's lead.
    pub sentence: Vec<Piece>,
    /// What the model would have allowed instead.
    pub allowed: String,
}

/// A kind of contradiction. The names are stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Anomaly {
    /// A read returned a value that nobody wrote.
    ThinAir,
    /// A read was over before the write of its value began.
    FutureRead,
    /// A read returned a value after a newer one had been acknowledged.
    StaleRead,
    /// A read saw a write in progress, and a later read did not.
    NewOldInversion,
    /// Operations prove one value the older, and others prove it the newer.
    ContradictoryOrder,
    /// A session did not read its own write, but something older.
    MissedOwnWrite,
    /// A session read a value, overwrote it, and read it again.
    OverwrittenValueReturned,
    /// A session read a value and then an older one.
    WentBack,
    /// A session read a value, then another, then the first again.
    Flicker,
    /// Operations would each have to come before the next, and the last before the first.
    CircularOrder,
    /// Every order of the operations was tried, and none explains the answers.
    NoOrder,
    /// A session saw a write of another one, and missed an earlier one.
    MissedEarlierWrite,
    /// A session saw an effect, and missed a cause that its writer had read.
    MissedCauseOfWrite,
    /// What a session read depends on what it did afterwards.
    CausalCycle,
    /// A session read what had been replaced in the causal past of its read.
    MissedCause,
    /// A session read what had been replaced in what it knew of each writer.
    MissedWrite,
    /// Reads order the writes in a circle, so that there is no one order for all sessions.
    NoCommonOrder,
    /// One session's reads order the writes in a circle.
    NoViewOfOneSession,
    /// After the last write replicas or sessions still read different values.
    Disagreement,
}

/// An order between two operations, for the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relation {
    /// The earlier operation.
    pub from: OperationId,
    /// The later operation.
    pub to: OperationId,
    /// What orders them.
    pub kind: RelationKind,
    /// From the end of the first to the start of the second; zero where time orders nothing.
    pub gap: Duration,
}

/// What orders two operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RelationKind {
    /// The first was over before the second began.
    RealTime,
    /// The same process issued one after the other.
    Session,
    /// The second read what the first wrote.
    ReadsFrom,
    /// The second overwrote what the first had read or written, which was read all the same.
    Overwritten,
    /// A read that knew of the first returned the second.
    Derived,
}

/// A part of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Piece {
    /// Plain words.
    Text(String),
    /// Words about one operation, to be led by its numbered disc.
    Operation {
        /// The operation.
        id: OperationId,
        /// Its number on the picture, from 1.
        number: u8,
        /// "B read x=1".
        text: String,
    },
}

impl Violation {
    /// The sentence as plain text, with circled digits for the numbered discs.
    #[must_use]
    pub fn plain(&self) -> String {
        let mut plain = String::new();
        for piece in &self.sentence {
            match piece {
                Piece::Text(text) => plain.push_str(text),
                Piece::Operation { number, text, .. } => {
                    plain.push(circled(*number));
                    plain.push(' ');
                    plain.push_str(text);
                }
            }
        }
        plain
    }

    /// The number of an operation on the picture, from 1, if it is part of the reason.
    #[must_use]
    pub fn number_of(&self, id: OperationId) -> Option<u8> {
        (1..).zip(&self.operations).find_map(|(number, operation)| (*operation == id).then_some(number))
    }
}

/// The circled digit of a number: ① to ⑳.
#[must_use]
pub fn circled(number: u8) -> char {
    match number {
        1..=20 => char::from_u32(0x245f + u32::from(number)).unwrap_or('•'),
        _ => '•',
    }
}
