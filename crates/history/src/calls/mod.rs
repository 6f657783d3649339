//! Recorded calls on objects beyond registers: what was asked, what was answered, and when.
//!
//! A [`History`](crate::History) knows reads and writes of numbers. [`Calls`] know every object
//! that has a sequential specification: compare-and-set, counters, sets, lists, texts, accounts.
//! Values are a few bytes each, texts by number, so that a checker can copy and compare them.

mod convert;
mod orders;
mod recorder;
mod traced;
mod words;

use std::collections::BTreeMap;

pub use crate::Clock;
pub use orders::OrderState;
pub use recorder::{Ending, Recorder};

use serde::{Deserialize, Serialize};

use crate::{Instant, Key, OperationId, Outcome, ProcessId};

/// The calls of a run in order of invocation, with the names that sentences use.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calls {
    /// The calls; `calls[i].id` is `i`.
    pub calls: Vec<Call>,
    /// The names of the keys, by number.
    pub keys: Vec<String>,
    /// The names of the processes, by number.
    pub processes: Vec<String>,
    /// The texts among the values, by number.
    pub words: Vec<String>,
    /// Whether many values are the letters of a text.
    pub texts: bool,
    /// Of posted messages that reply to another: which one.
    pub in_reply_to: BTreeMap<OperationId, Item>,
    /// What every key holds before any call, where the record says so.
    pub initial: Option<Item>,
    /// What the moments of the calls are.
    pub clock: Clock,
}

/// One call: who asked what of which key, when, and what came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Its place in the list.
    pub id: OperationId,
    /// The sequential process that made it.
    pub process: ProcessId,
    /// The key of the object.
    pub key: Key,
    /// What was asked.
    pub request: Request,
    /// What came back. Only meaningful where the outcome is [`Outcome::Ok`].
    pub reply: Reply,
    /// When it was asked.
    pub invoked: Instant,
    /// When the answer came; `None` if it never did.
    pub returned: Option<Instant>,
    /// What the caller knows of its effect.
    pub outcome: Outcome,
}

/// A value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    /// Nothing: what was never written.
    Nil,
    /// A number.
    Int(i64),
    /// A text: an index into [`Calls::words`].
    Word(u32),
}

impl Item {
    /// How many things the sets of a run may hold: as many as there are letters to name them.
    pub const LETTERS: u32 = 26;

    /// The name of a thing in the sets of a run, by number from 0: a, b, c, …
    #[must_use]
    pub fn letter(number: u32) -> String {
        char::from_u32('a' as u32 + number % Self::LETTERS).map_or_else(String::new, String::from)
    }
}

/// What is asked of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Request {
    /// What does it hold?
    Read,
    /// Is that an element of it?
    Contains(Item),
    /// Let it hold that.
    Write(Item),
    /// If it holds the one, let it hold the other.
    CompareAndSet {
        /// What it has to hold.
        expected: Item,
        /// What it then holds.
        new: Item,
    },
    /// Add that: a number to a counter, an element to a set.
    Add(Item),
    /// Take that element out of a set.
    Remove(Item),
    /// Put that behind what is there.
    Append(Item),
    /// Pay in.
    Deposit(i64),
    /// Pay out, if there is so much.
    Withdraw(i64),
    /// Put so many on the shelf.
    Restock(i64),
    /// Take so many off the shelf, if there are so many.
    Buy(i64),
    /// Take the lock, if it is free.
    Acquire,
    /// Give the lock back.
    Release,
    /// Take that step of a saga.
    Do(Item),
    /// Take that step of a saga back.
    Undo(Item),
    /// Order one of it.
    Place,
    /// Put that letter into a text, behind so many letters; behind all, if there are fewer.
    Insert {
        /// How many letters stand before it.
        at: u32,
        /// The letter.
        item: Item,
    },
    /// Take out of a text the letter that stands behind so many, if there is one. The answer is the
    /// letter, or nil.
    Delete {
        /// How many letters stand before it.
        at: u32,
    },
    /// What do all accounts of the bank hold?
    ReadAll,
    /// Pay so much from this account of the bank into another, if there is so much.
    Transfer {
        /// How much.
        amount: i64,
        /// Into which.
        to: Key,
    },
}

/// What an object answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// That it is done.
    #[default]
    Done,
    /// Yes, or no. A refused call ran, and changed nothing.
    Answer(bool),
    /// What it holds.
    Value(Item),
    /// Everything that it holds.
    List(Vec<Item>),
}

impl Calls {
    /// The name of a key.
    #[must_use]
    pub fn key_name(&self, key: Key) -> &str {
        self.keys.get(key.index()).map_or("?", String::as_str)
    }

    /// The name of a process.
    #[must_use]
    pub fn process_name(&self, process: ProcessId) -> &str {
        self.processes.get(process.index()).map_or("?", String::as_str)
    }

    /// Sees whether the calls are on a text.
    pub(crate) fn tell_texts(&mut self) {
        let edits = |call: &Call| matches!(call.request, Request::Insert { .. } | Request::Delete { .. });
        self.texts = self.calls.iter().any(edits);
    }

    /// A text.
    #[must_use]
    pub fn word(&self, word: u32) -> &str {
        self.words.get(word as usize).map_or("?", String::as_str)
    }
}

impl Call {
    /// When its effect is over: at its return if it happened, never if nobody knows.
    #[must_use]
    pub fn end(&self) -> Instant {
        match (self.outcome, self.returned) {
            (Outcome::Info, _) | (_, None) => Instant::NEVER,
            (_, Some(at)) => at,
        }
    }
}

impl Request {
    /// Whether it only looks.
    #[must_use]
    pub const fn only_looks(self) -> bool {
        matches!(self, Self::Read | Self::Contains(_) | Self::ReadAll)
    }
}
