//! Charts, as pictures like any other: response times, staleness, quorum overlap, message delays.

mod cdf;
mod density;
mod frame;
mod histogram;
mod overlap;
mod plot;
mod staleness;

pub use cdf::{Cdf, Taken, cdf};
pub use density::density;
pub use histogram::histogram;
pub use overlap::{Replicas, overlap};
pub use plot::{Chart, Reading, level_words, share_words, time_words};
pub use staleness::{Freshness, Seen, staleness};
