//! What a node's own clock shows: true time, and what faults did to it.

use history::NodeId;
use scenario::{Fault, FaultAction};

/// The clock of one node.
#[derive(Clone, Debug, Default)]
pub(crate) struct Clock {
    errors: Vec<Error>,
}

#[derive(Clone, Debug)]
struct Error {
    at_us: u64,
    until_us: Option<u64>,
    kind: ErrorKind,
}

#[derive(Clone, Copy, Debug)]
enum ErrorKind {
    Step { by_us: i64 },
    Drift { rate_ppm: i64 },
}

impl Clock {
    pub(crate) fn of(node: NodeId, faults: &[Fault]) -> Self {
        let errors = faults.iter().filter_map(|fault| {
            let (on, kind) = match fault.action {
                FaultAction::ClockStep { node, by_us } => (node, ErrorKind::Step { by_us }),
                FaultAction::ClockDrift { node, rate_ppm } => (node, ErrorKind::Drift { rate_ppm }),
                _ => return None,
            };
            (on.0 == node).then_some(Error { at_us: fault.at_us, until_us: fault.until_us, kind })
        });
        Self { errors: errors.collect() }
    }

    /// What it shows at a moment of true time.
    pub(crate) fn show_us(&self, now_us: u64) -> i64 {
        let error_us: i64 = self.errors.iter().map(|error| error.at(now_us)).sum();
        i64::try_from(now_us).unwrap_or(i64::MAX).saturating_add(error_us)
    }
}

impl Error {
    fn at(&self, now_us: u64) -> i64 {
        if now_us < self.at_us {
            return 0;
        }
        match self.kind {
            ErrorKind::Step { .. } if self.until_us.is_some_and(|until| now_us >= until) => 0,
            ErrorKind::Step { by_us } => by_us,
            ErrorKind::Drift { rate_ppm } => {
                let elapsed_us = now_us.min(self.until_us.unwrap_or(u64::MAX)) - self.at_us;
                i64::try_from(elapsed_us).unwrap_or(i64::MAX).saturating_mul(rate_ppm) / 1_000_000
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_ends_with_its_fault_and_a_drift_leaves_what_it_gained() {
        let node = scenario::Node(NodeId::Session(history::SessionId(0)));
        let span = |at_us, until_us, action| Fault { at_us, until_us: Some(until_us), action };
        let faults = [
            span(100, 200, FaultAction::ClockStep { node, by_us: -1_000 }),
            span(1_000, 3_000, FaultAction::ClockDrift { node, rate_ppm: 250_000 }),
        ];
        let clock = Clock::of(node.0, &faults);
        for (now_us, shown_us) in [(99, 99), (100, -900), (199, -801), (200, 200), (2_000, 2_250), (9_000, 9_500)] {
            assert_eq!(clock.show_us(now_us), shown_us, "at {now_us}");
        }
    }
}
