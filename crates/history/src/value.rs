//! What a key holds, and which of two such things is newer.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a key holds: nothing yet, or a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "Option<i64>", into = "Option<i64>")]
pub enum Value {
    /// A number.
    Int(i64),
    /// Never written. In JSON `null`.
    #[default]
    Nil,
}

impl From<Option<i64>> for Value {
    fn from(number: Option<i64>) -> Self {
        number.map_or(Self::Nil, Self::Int)
    }
}

impl From<Value> for Option<i64> {
    fn from(value: Value) -> Self {
        match value {
            Value::Int(number) => Some(number),
            Value::Nil => None,
        }
    }
}

impl Value {
    /// In words: itself, or, where `contents` are given, the one that it stands for.
    #[must_use]
    pub fn in_words(self, contents: &[String]) -> String {
        let content = match self {
            Self::Int(number) => usize::try_from(number).ok().and_then(|place| contents.get(place)),
            Self::Nil => contents.first(),
        };
        content.cloned().unwrap_or_else(|| self.to_string())
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(n) => write!(f, "{n}"),
            Self::Nil => f.write_str("nil"),
        }
    }
}

/// The place of a written value in the version order of its key, as the protocol compares them:
/// by `stamp`, then `counter`, then `writer`.
///
/// A wall-clock protocol puts the writer's clock in `stamp` (it can be negative: clocks can be
/// wrong); a logical one the number of the round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Version {
    /// Wall-clock microseconds of the writer, or a logical number.
    pub stamp: i64,
    /// Tells apart writes of one writer with one stamp.
    pub counter: u32,
    /// Breaks ties between writers.
    pub writer: u32,
}

impl Version {
    /// The version of the initial value: older than all others.
    pub const INITIAL: Self = Self { stamp: i64::MIN, counter: 0, writer: 0 };
}

impl Default for Version {
    fn default() -> Self {
        Self::INITIAL
    }
}
