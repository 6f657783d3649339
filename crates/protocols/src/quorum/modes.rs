//! The ways to run the quorum protocol, and what each promises.

use scenario::Mode;

pub(super) const MODES: [Mode; 0] = [];
