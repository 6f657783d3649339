//! Content: what the page and the tests show, as data. Links, not runs: nothing here is executed.

mod faults;

pub use faults::{DOUBLED, FAULTS, FaultScenario};
