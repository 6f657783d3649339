//! The replicas, the quorums, and how they overlap.

// The numbers that are chosen.
pub(crate) const N: &str = "N, the number of replicas";
pub(crate) const W: &str = "W, the acknowledgements a write waits for";
pub(crate) const R: &str = "R, the answers a read waits for";
pub(crate) const SPARES: &str = "Spare nodes, which stand in for replicas";
pub(crate) const SPARES_LABEL: &str = "Spare nodes";
pub(crate) const NO_DIALS: &str = "W and R mean nothing to this strategy.";

pub(crate) fn drag_to_heal(letter: &str, to: u8) -> String {
    format!("Drag {letter} to {to} and watch it heal")
}

// How writes and reads overlap.
pub(crate) const OVERLAP: &str = "Overlap of writes and reads";
pub(crate) const MEETS: &str = "every read meets every write";
pub(crate) const MISSES: &str = "a read may miss the latest write";

pub(crate) fn sum(sum: u32, relation: &str, n: u8, words: &str) -> String {
    format!("W\u{a0}+\u{a0}R\u{a0}=\u{a0}{sum}\u{a0}{relation}\u{a0}{n}: {words}")
}

pub(crate) const FAULT_FREE: &str = "In fault-free runs. Overlap alone is not linearizability.";
