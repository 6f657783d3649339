//! Judges histories: which consistency models hold, with a witness, and where one does not, the
//! smallest reason a person can follow.
//!
//! [`judge`] asks every model of the registry ([`models`]), all of one [`Prepared`] history;
//! [`lattice`] says which model implies which. A checker sees a [`History`](history::History) and a [`Budget`] of steps, as a client
//! could have written the one down and any machine can count the other. It sees neither replicas
//! nor messages nor clocks.
//!
//! [`online`] takes events instead, one by one, and says at which of them what fails.
//!
//! [`invariants`] are what applications take for granted beside the models.
//!
//! A new model is one file here, with its `mod` line and its entry in the registry.

mod bounded_staleness;
mod budget;
mod causal;
mod causal_convergence;
mod causal_memory;
mod causality;
mod contradiction;
mod converged;
mod counter;
mod delay;
mod delta_atomicity;
mod dependencies;
mod index;
pub mod invariants;
pub mod lattice;
mod linearizable;
mod measured;
mod memo;
mod model;
mod monotonic_reads;
mod monotonic_writes;
pub mod objects;
mod observed;
mod older_versions;
mod one_order;
mod one_session;
pub mod online;
mod per_key_sequential;
mod pram;
mod prepared;
mod radix;
mod read_your_writes;
mod recital;
mod regular_strong;
mod regular_weak;
mod repeated;
mod safe;
mod search;
mod sequential;
mod sessions;
mod staleness;
mod telling;
mod verdict;
mod versions;
mod violation;
mod weak;
mod why;
mod window;
mod write_order;
mod writes_follow_reads;
mod zones;

pub use budget::Budget;
pub use measured::{Measure, Measured};
pub use model::{Family, Judgement, Model, judge, model, models};
pub use prepared::Prepared;
pub use staleness::{ReadStaleness, staleness};
pub use verdict::{KeyOrder, Reason, Source, Verdict, View, Why, Witness};
pub use violation::{Anomaly, Piece, Relation, RelationKind, Violation, circled};
