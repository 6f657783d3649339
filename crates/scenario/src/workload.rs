//! What the clients do: random work, a script, or both.

use serde::{Deserialize, Serialize};

use crate::{Distribution, Node};

/// What the clients do.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Workload {
    /// Work drawn at random, the same for every session.
    pub random: RandomWork,
    /// Operations at given times.
    pub script: Vec<ScriptedOperation>,
}

/// Random work: each session thinks, asks, waits for the answer, and thinks again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RandomWork {
    /// Operations of each session.
    pub operations: u16,
    /// How many of a hundred operations write.
    pub write_percent: u8,
    /// How many keys they are spread over, evenly.
    pub keys: u8,
    /// The pause before each operation.
    pub think: Distribution,
}

/// An operation at a given time. A session does one operation at a time: if it is still waiting
/// for an answer then, the operation begins when that has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScriptedOperation {
    /// The session that asks.
    pub session: Node,
    /// When, in microseconds.
    pub at_us: u64,
    /// What it asks. A write puts the next number, so that no two writes of a key put the same.
    pub action: ScriptedAction,
    /// The key, by number.
    #[serde(default)]
    pub key: u8,
}

/// What a scripted operation asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScriptedAction {
    /// Reads the key.
    Read,
    /// Writes the key.
    Write,
}

impl Workload {
    /// How many keys the store holds: all that this work may touch.
    #[must_use]
    pub fn key_count(&self) -> u8 {
        self.script.iter().map(|entry| entry.key.saturating_add(1)).fold(self.random.keys.max(1), u8::max)
    }
}

impl Default for RandomWork {
    fn default() -> Self {
        Self { operations: 0, write_percent: 50, keys: 1, think: Distribution::Constant { ms: 0.0 } }
    }
}
