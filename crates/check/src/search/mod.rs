//! Linearizability of any object with a sequential specification: just-in-time linearization.
//!
//! G. Lowe, *Testing for linearizability* (2017), as Knossos' `linear` does it: events are taken in
//! the order of time, and a set of configurations is kept, each a state of the object with what has
//! taken effect of the open calls. An invocation opens a call. At a return, every configuration in
//! which the call has not taken effect is replaced by those that sequences of open calls ending in
//! it lead to. Where none is left, no order exists.
//!
//! What keeps the set small, beside forgetting what was met before:
//!
//! - A call that would change nothing in the state that is there has as good as taken effect, and
//!   may still do so later: it is *free*. So is one that could have come just before another that
//!   overwrites whatever was there, and a call whose outcome nobody knows, from the start.
//! - A configuration is left out if there is one with the same state in which every call is free
//!   or stands as it does here: that one can do all that this one can.
//! - Of two open calls that ask the same, the one that returns first goes first.
//! - Where an object only grows, a state is left out that an open read, or the next one, no longer
//!   fits.

mod frontier;
mod mask;
mod order;
mod sweep;

pub(crate) use sweep::{Stuck, search};

/// No state: the call cannot have been answered so.
pub(crate) const NO: u32 = u32::MAX;

/// One call on one object.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Task {
    /// What it asks and what it was answered, as a number of its machine.
    pub(crate) kind: u32,
    /// Whether it happened for certain; otherwise it may have at any time, or never.
    pub(crate) required: bool,
}

/// An event: the place of a task in the list, and whether it returns.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Event {
    pub(crate) task: u32,
    pub(crate) returns: bool,
}

/// A sequential object. States are numbers; equal numbers are equal states.
pub(crate) trait Machine {
    /// The state before any call.
    fn initial(&self) -> u32;

    /// The state after a call of that kind, or [`NO`] if it cannot have been answered so.
    fn step(&mut self, state: u32, kind: u32) -> u32;

    /// What is known of a kind whatever the state.
    fn nature(&self, kind: u32) -> Nature;

    /// Whether every call that changes anything makes the object grow.
    fn only_grows(&self) -> bool {
        false
    }

    /// Whether growing can still lead from a state to one in which a looking call has its answer.
    fn leads_to(&mut self, _state: u32, _kind: u32) -> bool {
        true
    }
}

/// What is known of a kind of call, whatever the state.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Nature {
    /// It never changes anything.
    pub(crate) looks: bool,
    /// It is possible in every state.
    pub(crate) always: bool,
    /// It is possible in every state, and the state after it does not depend on the one before.
    pub(crate) overwrites: bool,
}

/// What a search comes to.
#[derive(Debug)]
pub(crate) enum Found {
    /// An order in which the tasks may have taken effect. Those that nobody knows the outcome of
    /// are left out where they need not have happened.
    Order(Vec<u32>),
    /// There is none, and here is where that shows.
    Stuck(Stuck),
    /// The budget is used up.
    OutOfSteps,
    /// More calls are open at one time than are kept.
    TooManyOpen,
}
