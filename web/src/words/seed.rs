//! The seed, below the controls.

pub(crate) const SEED: &str = "Seed";
pub(crate) const NEXT: &str = "Next seed";
pub(crate) const RESET_ALL: &str = "Reset all";
