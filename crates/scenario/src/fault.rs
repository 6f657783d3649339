//! What goes wrong, and when. Each fault is one rule that acts during its span.

use serde::{Deserialize, Serialize};

use crate::Node;

/// A fault: an action with its span.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// When it begins, in microseconds.
    pub at_us: u64,
    /// When it ends, in microseconds; without it, never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until_us: Option<u64>,
    /// What it does.
    pub action: FaultAction,
}

/// What a fault does while it acts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum FaultAction {
    /// Cuts the links between some nodes and all others. A message is lost if the cut stands at
    /// its sending or at its arrival.
    Partition {
        /// The nodes on one side.
        nodes: Vec<Node>,
        /// Which way the cut acts.
        #[serde(default)]
        direction: CutDirection,
    },
    /// Takes a replica down: it forgets what is in memory, and what reaches it is lost.
    Crash {
        /// The replica.
        node: Node,
        /// Whether its storage is gone when it restarts.
        #[serde(default)]
        disk_lost: bool,
    },
    /// Stops a replica; what reaches it waits, and is answered when it goes on.
    Pause {
        /// The replica.
        node: Node,
    },
    /// Makes every message to and from a node take longer.
    Slow {
        /// The node.
        node: Node,
        /// How many times as long.
        factor: f64,
    },
    /// Loses more messages, everywhere.
    Loss {
        /// The share of messages lost, from 0 to 1.
        share: f64,
    },
    /// Steps a node's clock; at the end of the fault it steps back.
    ClockStep {
        /// Whose clock.
        node: Node,
        /// By how much, in microseconds; negative is back in time.
        by_us: i64,
    },
    /// Makes a node's clock run fast or slow; what it gained or lost stays.
    ClockDrift {
        /// Whose clock.
        node: Node,
        /// Microseconds gained a second; negative runs slow.
        rate_ppm: i64,
    },
}

/// Which way a cut acts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CutDirection {
    /// Nothing passes.
    #[default]
    Both,
    /// Nothing reaches the cut side; what it sends still passes.
    Inward,
    /// Nothing leaves the cut side; what is sent to it still arrives.
    Outward,
}

impl Fault {
    /// Whether it acts at a moment.
    #[must_use]
    pub fn acts_at(&self, at_us: u64) -> bool {
        self.at_us <= at_us && self.until_us.is_none_or(|until| at_us < until)
    }
}

/// The shortest span that an end can be moved to, in microseconds.
const SPAN_US_MIN: u64 = 100;

impl Fault {
    /// The same fault with its begin or its end at another moment; it never turns round.
    #[must_use]
    pub fn moved(&self, end: bool, to_us: u64) -> Self {
        let mut moved = self.clone();
        if end {
            moved.until_us = Some(to_us.max(self.at_us + SPAN_US_MIN).min(crate::limits::TIME_US_MAX));
        } else {
            let last_us = self.until_us.unwrap_or(crate::limits::TIME_US_MAX);
            moved.at_us = to_us.min(last_us.saturating_sub(SPAN_US_MIN));
        }
        moved
    }

    /// The same fault, as long as it was, begun at another moment.
    #[must_use]
    pub fn shifted(&self, to_us: u64) -> Self {
        let length_us = self.until_us.map(|until_us| until_us.saturating_sub(self.at_us));
        let at_us = to_us.min(crate::limits::TIME_US_MAX.saturating_sub(length_us.unwrap_or(SPAN_US_MIN)));
        Self { at_us, until_us: length_us.map(|length_us| at_us + length_us), ..self.clone() }
    }
}

impl FaultAction {
    /// The nodes that it names.
    #[must_use]
    pub fn nodes(&self) -> &[Node] {
        match self {
            Self::Partition { nodes, .. } => nodes,
            Self::Crash { node, .. }
            | Self::Pause { node }
            | Self::Slow { node, .. }
            | Self::ClockStep { node, .. }
            | Self::ClockDrift { node, .. } => std::slice::from_ref(node),
            Self::Loss { .. } => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lasting(at_us: u64, until_us: Option<u64>) -> Fault {
        Fault { at_us, until_us, action: FaultAction::Loss { share: 0.5 } }
    }

    #[test]
    fn a_fault_that_is_moved_as_a_whole_keeps_its_length_and_stays_within_time() {
        let max = crate::limits::TIME_US_MAX;
        assert_eq!(lasting(100, Some(300)).shifted(0), lasting(0, Some(200)));
        assert_eq!(lasting(100, Some(300)).shifted(u64::MAX), lasting(max - 200, Some(max)));
        assert_eq!(lasting(100, None).shifted(700), lasting(700, None));
    }
}
