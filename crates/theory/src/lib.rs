//! What a setting implies without any run.
//!
//! So far: how the replicas that a write reached and those that a read asked overlap. Everything
//! is exact; no trace, no chance, no picture is known here.

mod overlap;
mod ratio;

pub use overlap::{Overlap, REPLICAS_MAX};
pub use ratio::Ratio;
