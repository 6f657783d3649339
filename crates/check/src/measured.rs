//! How far a history is from the ideal: for models that are a scale, not a yes or no.

use std::fmt;

use history::Duration;
use serde::{Deserialize, Serialize};

use crate::{Violation, Witness};

/// The least bound that a history keeps, exactly: any smaller one, it breaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measured {
    /// The bound.
    pub least: Measure,
    /// An order that keeps it.
    pub witness: Witness,
    /// Why less would not do; nothing where nothing less can be asked for.
    pub reason: Option<Violation>,
}

/// A bound on how old a read may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// A read returns one of so many latest writes.
    Versions(u32),
    /// A read returns what was the newest at most so long before it began.
    Delay(Duration),
}

impl Measure {
    /// Whether no bound can be tighter: every read is as fresh as a linearizable one.
    #[must_use]
    pub const fn is_ideal(self) -> bool {
        match self {
            Self::Versions(versions) => versions <= 1,
            Self::Delay(delay) => delay.as_us() == 0,
        }
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Versions(versions) => write!(f, "k = {versions}"),
            Self::Delay(Duration::ZERO) => f.write_str("never stale"),
            Self::Delay(delay) => write!(f, "up to {delay} stale"),
        }
    }
}
