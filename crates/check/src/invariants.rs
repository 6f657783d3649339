//! What an application takes for granted, whatever its store promises: invariants, a family beside
//! the models.
//!
//! They judge a [`Log`]: what clients did to accounts, shelves, conversations, carts and sagas, and
//! what they saw of them. Each is broken only where no order of what happened, true to real time,
//! explains the log; what was never answered may have happened or not.
//!
//! [`Recorded`] is such a log of recorded calls, of which an invariant speaks where they are on one
//! of its objects. None needs a budget: each looks at a log once or twice in order.
//!
//! A new invariant is one file here, with its `mod` line and its entry in the registry.

mod balance;
mod cart;
mod disappearance;
mod flow;
mod log;
mod missing;
mod order;
mod recorded;
mod reply;
mod saga;
mod saga_backwards;
mod saga_once;
mod stock;
mod text;

use history::OperationId;

pub use log::{Deed, Log, Note};
pub use recorded::Recorded;

use crate::Why;

/// An invariant with its checker.
#[derive(Clone, Copy, Debug)]
pub struct Invariant {
    /// Its name on the command line.
    pub key: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// What is taken for granted, in one sentence.
    pub promise: &'static str,
    /// Where it is discussed.
    pub source: &'static str,
    /// The names of the objects of whose calls it speaks.
    pub objects: &'static [&'static str],
    /// Whether a log holds anything that could have broken it.
    at_stake: fn(&Log) -> bool,
    /// What is said where nothing could.
    untested: &'static str,
    check: fn(&Log) -> Option<Broken>,
}

/// What an invariant comes to for recorded calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// It is kept, and might have been broken.
    Holds,
    /// It is broken, with the calls that show it.
    Broken(Broken, Vec<OperationId>),
    /// The calls hold nothing that could show it either way.
    Unknown(Why),
    /// It does not speak of such an object.
    NotApplicable(Why),
}

/// Why an invariant does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The notes that show it, by their place in the log. Nothing of them can be spared: but what
    /// was supplied counts in any case.
    pub notes: Vec<u32>,
    /// What happened, with names, values and times.
    pub sentence: String,
    /// What would have been allowed.
    pub allowed: String,
}

/// The invariants that can be judged.
static INVARIANTS: &[Invariant] = &[
    balance::INVARIANT,
    stock::INVARIANT,
    reply::INVARIANT,
    disappearance::INVARIANT,
    cart::INVARIANT,
    saga::INVARIANT,
    saga_backwards::INVARIANT,
    saga_once::INVARIANT,
    text::INVARIANT,
    order::INVARIANT,
];

/// Every invariant that can be judged.
#[must_use]
pub const fn invariants() -> &'static [Invariant] {
    INVARIANTS
}

/// The invariant with that key.
#[must_use]
pub fn invariant(key: &str) -> Option<&'static Invariant> {
    INVARIANTS.iter().find(|invariant| invariant.key == key)
}

impl Invariant {
    /// Why a log breaks it, if it does.
    #[must_use]
    pub fn judge(&self, log: &Log) -> Option<Broken> {
        (self.check)(log)
    }
}
