//! The vocabulary of Quorate: names, virtual time, operations, the [`Trace`] of a run and the
//! [`History`] that a checker may see.
//!
//! Two records describe one run. A [`Trace`] holds everything that happened inside the store:
//! messages, faults, what each replica held and when. A [`History`] holds only what clients could
//! have written down: who asked what, when, and what came back. [`History::of`] goes from the
//! first to the second, and nothing goes back.
//!
//! This crate imports no other room; it knows neither how a run is made nor how it is judged.

mod arrange;
pub mod calls;
mod clock;
pub mod decimal;
mod describe;
mod digest;
mod direction;
mod event;
pub mod formats;
mod id;
pub mod litmus;
mod model;
mod notation;
mod operation;
pub mod order;
mod record;
mod time;
mod trace;
mod value;

pub use clock::Clock;
pub use describe::{Describe, Direction, Label, Lane, Purpose};
pub use digest::{Digest, Digester};
pub use direction::{in_short, isolated};
pub use event::{DropCause, Event, FaultKind, Happening, StepDeed};
pub use id::{CallId, FaultId, Key, MessageId, NodeId, OperationId, ProcessId, ReplicaId, SessionId};
pub use model::ModelId;
pub use notation::{NotationError, parse_history, retime, write_history};
pub use operation::{Action, Operation, Outcome, Role};
pub use record::{History, Relations};
pub use time::{Duration, Instant};
pub use trace::{FaultMark, Holding, Participant, Stop, Trace};
pub use value::{Value, Version};

/// The version of the engine: of everything that turns a scenario into a trace. It rises whenever
/// the same scenario gives another trace than before, so that a link made earlier can say so.
pub const ENGINE_VERSION: u32 = 1;
