//! How much work a checker may do, in steps: never in seconds, so that the verdict is the same on
//! every machine.

use serde::{Deserialize, Serialize};

/// A number of steps. One step is one operation looked at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Budget(u64);

impl Budget {
    /// No limit.
    pub const UNLIMITED: Self = Self(u64::MAX);

    /// So many steps.
    #[must_use]
    pub const fn steps(steps: u64) -> Self {
        Self(steps)
    }

    /// How many steps are left.
    #[must_use]
    pub const fn left(self) -> u64 {
        self.0
    }

    /// Takes `steps` away; `false` if there are not so many.
    #[must_use]
    pub(crate) const fn spend(&mut self, steps: usize) -> bool {
        match self.0.checked_sub(steps as u64) {
            Some(left) => {
                self.0 = left;
                true
            }
            None => {
                self.0 = 0;
                false
            }
        }
    }
}

impl Default for Budget {
    /// Enough for every polynomial checker on a million operations.
    fn default() -> Self {
        Self(100_000_000)
    }
}
