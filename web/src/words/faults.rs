//! Faults: what they are, the list of them, and the form in which one is put together.

// The list.
pub(crate) const ADD: &str = "Add a fault";
pub(crate) const FAULTS: &str = "Faults";
pub(crate) const CHANGE_THIS: &str = "Change this fault";

pub(crate) fn remove(words: &str) -> String {
    format!("Remove {words}")
}

pub(crate) const REMOVE: &str = "Remove";

pub(crate) fn from(time: &str) -> String {
    format!("from {time}")
}

// The form.
pub(crate) const FROM: &str = "From";
pub(crate) const CHOOSE_A_NODE: &str = "Choose a node that it strikes.";
pub(crate) const MUST_END_AFTER: &str = "It must end after it begins.";
pub(crate) const MEND_FIRST: &str = "Mend what is marked first.";
pub(crate) const CHANGE_TITLE: &str = "Change the fault";
pub(crate) const CHANGE: &str = "Change";
pub(crate) const NEW: &str = "New fault";
pub(crate) const ADD_THIS: &str = "Add";
pub(crate) const CANCEL: &str = "Cancel";
pub(crate) const KIND: &str = "Kind";
pub(crate) const STRIKES: &str = "Strikes";
pub(crate) const NO_END: &str = "no end";
pub(crate) const TO_OR_NO_END: &str = "to, or no end";
pub(crate) const TO: &str = "to";

// Kinds.
pub(crate) const PARTITION: &str = "Partition, both ways";
pub(crate) const INWARD: &str = "Partition, inward";
pub(crate) const OUTWARD: &str = "Partition, outward";
pub(crate) const CRASH: &str = "Crash";
pub(crate) const DISK_LOST: &str = "Crash, disk lost";
pub(crate) const PAUSE: &str = "Pause";
pub(crate) const SLOW: &str = "Slow link";
pub(crate) const LOSS: &str = "Loss";
pub(crate) const CLOCK_STEP: &str = "Clock step";
pub(crate) const CLOCK_DRIFT: &str = "Clock drift";

// What each does.
pub(crate) const PARTITION_TOLD: &str = "Nothing passes between the chosen nodes and all others.";
pub(crate) const INWARD_TOLD: &str = "Nothing reaches the chosen nodes; what they send passes.";
pub(crate) const OUTWARD_TOLD: &str = "Nothing leaves the chosen nodes; what is sent to them arrives.";
pub(crate) const CRASH_TOLD: &str = "The replica forgets what is in memory; what reaches it is lost.";
pub(crate) const DISK_LOST_TOLD: &str = "The replica restarts with nothing stored.";
pub(crate) const PAUSE_TOLD: &str = "The replica stops; what reaches it waits until it goes on.";
pub(crate) const SLOW_TOLD: &str = "Every message to and from the node takes longer.";
pub(crate) const LOSS_TOLD: &str = "More messages are lost, everywhere.";
pub(crate) const CLOCK_STEP_TOLD: &str = "The clock jumps, and jumps back at the end.";
pub(crate) const CLOCK_DRIFT_TOLD: &str = "The clock runs fast or slow; what it gained or lost stays.";

// How much.
pub(crate) const TIMES_AS_LONG: &str = "Times as long";
pub(crate) const SHARE_LOST: &str = "Share lost";
pub(crate) const STEP: &str = "Step";
pub(crate) const GAIN: &str = "Gain in a second";

// In few words.
pub(crate) const PARTITION_SHORT: &str = "Partition";
pub(crate) const INWARD_SHORT: &str = "Cut towards";
pub(crate) const OUTWARD_SHORT: &str = "Cut from";
pub(crate) const SLOW_SHORT: &str = "Slow";
pub(crate) const CLOCK_STEP_SHORT: &str = "Clock";
pub(crate) const CLOCK_DRIFT_SHORT: &str = "Drift";

// In the picture.
pub(crate) fn all_of(label: &str) -> String {
    format!("all of: {label}")
}
