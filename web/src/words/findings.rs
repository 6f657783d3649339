//! The verdict above the picture, in sentences, and the proof of what holds.

use super::plural;

// Above the picture.
pub(crate) const RUNNING: &str = "Running the scenario.";
pub(crate) const JUDGING: &str = "Judging this run.";

pub(crate) fn untested(told: history::ModelId, why: &str) -> String {
    format!("{told}: untested. {why}")
}

pub(crate) const TO_THE_PROOF: &str = "Go to where the proof ends";

pub(crate) fn operation(number: u8, text: &str) -> String {
    format!("Operation {number}: {text}")
}

pub(crate) fn move_to_heal(name: &str, to: u8) -> String {
    format!("Move {name} to {to} and watch it heal")
}

// A model that the run kept, and what that is worth.
pub(crate) const NO_VIOLATION: &str = "no violation";

pub(crate) fn kept(how: &str, operations: usize) -> String {
    format!(": {how} in this run of {operations} operations.")
}

pub(crate) const UNREAD: &str = "No read in it was answered.";

pub(crate) fn luck(sum: u8, n: u8) -> String {
    format!("W + R = {sum} ≤ {n}: a read may still miss a write.")
}

pub(crate) fn overlap_with_faults(sum: u8, n: u8) -> String {
    format!("W + R = {sum} > {n}, but this run has faults: another seed may still break it.")
}

pub(crate) fn overlap(sum: u8, n: u8) -> String {
    format!("W + R = {sum} > {n}: without faults every read meets every completed write.")
}

pub(crate) const PROTOCOL: &str = "Another seed or another fault may still break it.";

pub(crate) fn none_of_the_next(seeds: &str) -> String {
    format!("None of the next {seeds} seeds breaks it.")
}

pub(crate) const SEEK: &str = "Look for a run that breaks it";

// Operations that had no answer.
pub(crate) fn silent(silent: u32, begun: u32) -> String {
    format!("{silent} of {begun} operations {} never answered.", were(silent))
}

pub(crate) fn refused(failed: u32, begun: u32) -> String {
    format!("{failed} of {begun} operations {} refused.", were(failed))
}

pub(crate) fn silent_and_refused(begun: u32, silent: u32, failed: u32) -> String {
    format!("Of {begun} operations {silent} {} never answered and {failed} refused.", were(silent))
}

fn were(count: u32) -> &'static str {
    plural(count.into(), "was", "were")
}

// What a verdict rests on.
pub(crate) fn each_in_order(orders: &str) -> String {
    format!("An order that explains every answer — {orders}")
}

pub(crate) fn one_order(order: &str) -> String {
    format!("One order that explains every answer — {order}")
}

pub(crate) fn sources(reads: usize) -> String {
    format!("{reads} reads, each right if taken alone.")
}

pub(crate) const NO_READ_COULD: &str = "No read of this run could have shown otherwise.";

pub(crate) fn examined(reads: u32) -> String {
    format!("{reads} reads could have shown otherwise, and none did.")
}

pub(crate) fn causes(order: &str) -> String {
    format!("Each read fits with its causes, in this order — {order}")
}

pub(crate) fn arbitration(order: &str) -> String {
    format!("All agree on this order of the writes — {order}")
}

pub(crate) fn views(sessions: usize) -> String {
    format!("Each of {sessions} sessions has an order of its own that explains what it read.")
}

pub(crate) fn agreement(reads: usize) -> String {
    format!("{reads} reads of the settled store agree.")
}

pub(crate) const ALWAYS: &str = "Every history satisfies it.";
