//! Charts, as pictures like any other: response times, staleness, replication lag, quorum overlap, message delays,
//! recorded delays, what consistency costs, settings between their costs, small histories.

mod cdf;
mod cost;
mod density;
mod frame;
mod histogram;
mod lag;
mod lanes;
mod likeness;
mod overlap;
mod pareto;
mod plot;
mod staleness;

pub use cdf::{Cdf, Taken, cdf};
pub use cost::{Cost, CostAxis, CostRow, CostRows, cost};
pub use density::density;
pub(crate) use frame::no_axis;
pub use histogram::histogram;
pub use lag::{LagRow, lag};
pub use lanes::{Bar, Tie, lanes};
pub use likeness::{Alike, likeness};
pub use overlap::{Replicas, overlap};
pub use pareto::{Choice, Costs, pareto};
pub use plot::{Along, Chart, Reading, level_words, share_words, time_words};
pub use staleness::{Freshness, Seen, staleness};
