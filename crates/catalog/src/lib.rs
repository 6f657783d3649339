//! Content: what the page and the tests show, as data. Links, not runs: nothing here is executed.

mod data_types;
mod faults;
pub mod lattice;
mod systems;

pub use data_types::{DATA_TYPES, DataTypeScenario};
pub use faults::{DOUBLED, FAULTS, FaultScenario};
pub use systems::{Claim, NotSimulated, SYSTEMS, Says, System, SystemMode};
