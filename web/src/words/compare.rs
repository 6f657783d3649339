//! Two runs beside each other: the pinned one, A, and the present one, B.

// The bar above both.
pub(crate) const SWAP: &str = "Swap";
pub(crate) const SWAP_TOLD: &str = "Take A for B and B for A";
pub(crate) const UNPIN: &str = "Unpin";
pub(crate) const UNPIN_TOLD: &str = "Take A away";
pub(crate) const TWO_RUNS: &str = "The two runs";
pub(crate) const MARKS: &str = "Marks";
pub(crate) const DIFFERS: &str = "differs";
pub(crate) const LONGER: &str = "longer";
pub(crate) const SAME: &str = "The same scenario so far. Change this one, and see what becomes of it.";
pub(crate) const AND: &str = " and ";
pub(crate) const PINNED: &str = "pinned";

// Before the sign of a run, in a sentence.
pub(crate) const IN: &str = "in\u{a0}";

// The two drawings.
pub(crate) const RUN_A: &str = "Run A, pinned";
pub(crate) const RUN_B: &str = "Run B, this run";

pub(crate) fn in_a(word: &str) -> String {
    format!(", in A {word}")
}

// What changed.
pub(crate) const CHANGED: &str = "What changed";
pub(crate) const NOTHING: &str = "Nothing: both runs show the same.";
pub(crate) const ANSWERED_DIFFERENTLY: &str = "answered differently";
pub(crate) const SLOWER: &str = "slower";
pub(crate) const FASTER: &str = "faster";

pub(crate) fn alike(alike: u32) -> String {
    format!("{alike} alike")
}

pub(crate) const BETTER_IN: &str = "Better in ";
pub(crate) const WORSE_IN: &str = "Worse in ";
pub(crate) const TOLD_OF_ONE: &str = "Told of only one, seen from ";

pub(crate) fn more(count: usize) -> String {
    format!("{count} more")
}

pub(crate) fn not_listed(untold: usize) -> String {
    format!("{untold} further ones are not listed here.")
}

// Figures of both.
pub(crate) const KIND_AND_RUN: &str = "Kind and run";
pub(crate) const TIMES: &str = "Response times, A beside B";
pub(crate) const MESSAGES: &str = "Messages per operation";
pub(crate) const TIMED_OUT: &str = "Timed out";
pub(crate) const TAKES: &str = "The run takes";
