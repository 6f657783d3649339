//! Content: what the page and the tests show, as data. Links, not runs: nothing here is executed.

mod faults;
mod systems;

pub use faults::{DOUBLED, FAULTS, FaultScenario};
pub use systems::{Claim, NotSimulated, SYSTEMS, Says, System, SystemMode};
