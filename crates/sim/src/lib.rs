//! The deterministic kernel: events, network, clocks, faults, sessions, and the record of it all.
//!
//! [`simulate`] runs any [`Protocol`] over a valid scenario and returns its trace. The same
//! scenario gives the same trace, byte for byte, on every machine: time is in whole microseconds,
//! ties are broken by order of scheduling, and chance is a function of what a draw is for
//! ([`chance`]), not of how many draws came before.
//!
//! No concrete protocol is known here, nothing is judged and nothing drawn.

mod calls;
pub mod chance;
mod clocks;
mod closing;
mod cluster;
mod contents;
mod faults;
mod kernel;
mod lots;
mod machines;
mod outage;
mod outbox;
mod protocol;
mod queue;
mod recorder;
mod sessions;
mod slots;
mod wire;
mod written;

pub use cluster::{Cluster, Context};
pub use kernel::simulate;
pub use outbox::Outbox;
pub use protocol::{Ask, Call, Machine, Protocol, Reply, Request};
pub use recorder::Recording;
pub use sessions::arrivals;
pub use written::{Written, written};
