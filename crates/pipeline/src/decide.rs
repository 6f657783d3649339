//! The advisor: says what is needed, finds the settings that give it.
//!
//! Every strategy in every mode and size is a [`Candidate`]. What a mode promises is in the guarantee
//! table; who may be down is arithmetic for quorums, and otherwise seen in runs; response times and how
//! fresh reads are, the mathematics gives for quorums, and seeded runs for the others, with an interval.
//! [`Advisor`] asks what is cheapest to know first, and takes one candidate at a time, so that whoever
//! waits sees the first answers early.

mod drawn;
mod exclude;
mod figures;
mod front;
mod judge;
mod probe;
mod quorums;
mod requirements;
mod search;
pub(crate) mod space;
mod survive;
mod text;
mod why;

pub use exclude::Exclusion;
pub use figures::{Figures, Method, Spread};
pub use judge::{Check, Judge, Known, Part};
pub use requirements::{Fresh, Requirements};
pub use search::{Advice, Advisor, Answer, Rejected, Verdict};
pub use space::{Candidate, candidates};
pub use survive::Survived;
pub use text::QUANTILES;
