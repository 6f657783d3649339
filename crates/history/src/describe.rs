//! How a protocol's message tells what it is, so that the kernel can trace and draw any message
//! without knowing the protocol.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::{Key, OperationId, Value};

/// A message that describes itself.
pub trait Describe {
    /// What it is about, for the trace and the drawing.
    fn describe(&self) -> Label;

    /// Where its random delay comes from.
    fn lane(&self) -> Lane;
}

/// What a message is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Label {
    /// Why it is sent.
    pub purpose: Purpose,
    /// Whether it asks or answers.
    pub direction: Direction,
    /// The operation that it serves, if any.
    pub operation: Option<OperationId>,
    /// One or two words: "set", "get", "ack".
    pub words: Cow<'static, str>,
    /// The key it carries.
    pub key: Option<Key>,
    /// The value it carries.
    pub value: Option<Value>,
}

/// Why a message is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Serves a read.
    Read,
    /// Serves a write.
    Write,
    /// Brings another replica up to date, apart from any answer.
    Replicate,
    /// Keeps the cluster together: votes, leases, membership.
    Control,
}

/// Which way a message goes in a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Asks.
    Request,
    /// Answers.
    Answer,
}

/// The stream that a message's delay is drawn from: with sender and receiver it names the draw,
/// so that one message more or less moves no other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Lane {
    /// The operation that caused it; a periodic task counts its own rounds here.
    pub cause: u32,
    /// The step of the conversation.
    pub phase: u8,
    /// The attempt, where a step is tried again.
    pub attempt: u8,
}
