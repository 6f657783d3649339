//! How long a run will take, in steps of the kernel, before it is run: small ones are answered in
//! the same frame, large ones elsewhere.

use scenario::Scenario;

/// Up to here a run with its judgement and picture fits into one frame of a slow machine.
pub const STEPS_IN_A_FRAME: u64 = 20_000;

/// About how many steps a scenario takes. An upper estimate for the protocols there are: every
/// operation asks every replica at most twice, and each of those messages has an answer.
#[must_use]
pub fn estimated_steps(scenario: &Scenario) -> u64 {
    scenario.operations() * (2 + 4 * u64::from(scenario.cluster.n)) + 2 * scenario.faults.len() as u64
}
