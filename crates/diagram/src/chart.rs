//! Charts, as pictures like any other: response times, quorum overlap, message delays.

mod density;
mod frame;
mod histogram;
mod overlap;

pub use density::density;
pub use histogram::histogram;
pub use overlap::{Replicas, overlap};
