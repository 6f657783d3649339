//! The kinds of faults as people choose among them: their words, what they need to be told, and
//! the mark that stands beside them.

use scenario::{CutDirection, FaultAction, Node, limits};
use yew::prelude::*;

use crate::components::{Quantity, el};
use crate::words;

/// A kind of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FaultKind {
    Partition,
    Inward,
    Outward,
    Crash,
    CrashDiskLost,
    Pause,
    Slow,
    Loss,
    ClockStep,
    ClockDrift,
}

/// Which nodes a kind of fault is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Takes {
    /// One or more of any.
    Several,
    /// One replica.
    Replica,
    /// One of any.
    One,
    /// None: it acts everywhere.
    None,
}

impl FaultKind {
    pub(crate) const ALL: [Self; 10] = [
        Self::Partition,
        Self::Inward,
        Self::Outward,
        Self::Crash,
        Self::CrashDiskLost,
        Self::Pause,
        Self::Slow,
        Self::Loss,
        Self::ClockStep,
        Self::ClockDrift,
    ];

    pub(crate) const fn of(action: &FaultAction) -> Self {
        match action {
            FaultAction::Partition { direction: CutDirection::Both, .. } => Self::Partition,
            FaultAction::Partition { direction: CutDirection::Inward, .. } => Self::Inward,
            FaultAction::Partition { direction: CutDirection::Outward, .. } => Self::Outward,
            FaultAction::Crash { disk_lost: false, .. } => Self::Crash,
            FaultAction::Crash { disk_lost: true, .. } => Self::CrashDiskLost,
            FaultAction::Pause { .. } => Self::Pause,
            FaultAction::Slow { .. } => Self::Slow,
            FaultAction::Loss { .. } => Self::Loss,
            FaultAction::ClockStep { .. } => Self::ClockStep,
            FaultAction::ClockDrift { .. } => Self::ClockDrift,
        }
    }

    /// What it is called where it is chosen.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Partition => words::faults::PARTITION,
            Self::Inward => words::faults::INWARD,
            Self::Outward => words::faults::OUTWARD,
            Self::Crash => words::faults::CRASH,
            Self::CrashDiskLost => words::faults::DISK_LOST,
            Self::Pause => words::faults::PAUSE,
            Self::Slow => words::faults::SLOW,
            Self::Loss => words::faults::LOSS,
            Self::ClockStep => words::faults::CLOCK_STEP,
            Self::ClockDrift => words::faults::CLOCK_DRIFT,
        }
    }

    /// What it does, in one sentence.
    pub(crate) const fn help(self) -> &'static str {
        match self {
            Self::Partition => words::faults::PARTITION_TOLD,
            Self::Inward => words::faults::INWARD_TOLD,
            Self::Outward => words::faults::OUTWARD_TOLD,
            Self::Crash => words::faults::CRASH_TOLD,
            Self::CrashDiskLost => words::faults::DISK_LOST_TOLD,
            Self::Pause => words::faults::PAUSE_TOLD,
            Self::Slow => words::faults::SLOW_TOLD,
            Self::Loss => words::faults::LOSS_TOLD,
            Self::ClockStep => words::faults::CLOCK_STEP_TOLD,
            Self::ClockDrift => words::faults::CLOCK_DRIFT_TOLD,
        }
    }

    pub(crate) const fn takes(self) -> Takes {
        match self {
            Self::Partition | Self::Inward | Self::Outward => Takes::Several,
            Self::Crash | Self::CrashDiskLost | Self::Pause => Takes::Replica,
            Self::Slow | Self::ClockStep | Self::ClockDrift => Takes::One,
            Self::Loss => Takes::None,
        }
    }

    /// How much, with the amount to begin with, where it has one.
    pub(crate) fn amount(self) -> Option<(Quantity, f64)> {
        match self {
            Self::Slow => {
                let (low, high) = limits::SLOW_FACTOR_RANGE;
                Some((Quantity::of(words::faults::TIMES_AS_LONG, low, high, 1.0, "").signed("×"), 5.0))
            }
            Self::Loss => {
                Some((Quantity::of(words::faults::SHARE_LOST, 0.0, limits::SHARE_MAX * 100.0, 5.0, "%"), 20.0))
            }
            Self::ClockStep => {
                let most = limits::CLOCK_STEP_US_MAX as f64 / 1000.0;
                Some((Quantity::of(words::faults::STEP, -most, most, 10.0, "ms"), 100.0))
            }
            Self::ClockDrift => {
                let most = limits::CLOCK_DRIFT_PPM_MAX as f64 / 1000.0;
                Some((Quantity::of(words::faults::GAIN, -most, most, 1.0, "ms"), 100.0))
            }
            _ => None,
        }
    }

    /// The amount of a fault that there is already.
    pub(crate) fn amount_of(action: &FaultAction) -> Option<f64> {
        match *action {
            FaultAction::Slow { factor, .. } => Some(factor),
            FaultAction::Loss { share } => Some(share * 100.0),
            FaultAction::ClockStep { by_us, .. } => Some(by_us as f64 / 1000.0),
            FaultAction::ClockDrift { rate_ppm, .. } => Some(rate_ppm as f64 / 1000.0),
            _ => None,
        }
    }

    /// The fault of this kind. Nothing, if it is not told a node that it needs.
    pub(crate) fn action(self, nodes: &[Node], amount: f64) -> Option<FaultAction> {
        let cut = |direction| (!nodes.is_empty()).then(|| FaultAction::Partition { nodes: nodes.to_vec(), direction });
        let first = nodes.first().copied();
        let thousandths = (amount * 1000.0).round() as i64;
        match self {
            Self::Partition => cut(CutDirection::Both),
            Self::Inward => cut(CutDirection::Inward),
            Self::Outward => cut(CutDirection::Outward),
            Self::Crash => first.map(|node| FaultAction::Crash { node, disk_lost: false }),
            Self::CrashDiskLost => first.map(|node| FaultAction::Crash { node, disk_lost: true }),
            Self::Pause => first.map(|node| FaultAction::Pause { node }),
            Self::Slow => first.map(|node| FaultAction::Slow { node, factor: amount }),
            Self::Loss => Some(FaultAction::Loss { share: amount / 100.0 }),
            Self::ClockStep => first.map(|node| FaultAction::ClockStep { node, by_us: thousandths }),
            Self::ClockDrift => first.map(|node| FaultAction::ClockDrift { node, rate_ppm: thousandths }),
        }
    }

    /// Its mark: the same shapes as on the timeline.
    pub(crate) fn mark(self) -> Html {
        let (line, line_shape, fill, fill_shape) = match self {
            Self::Partition => ("q-wall", WALL, "q-wall-hatch", HATCH),
            Self::Inward => ("q-wall", WALL, "q-wall-cap", "M10 5.5 6 8l4 2.5"),
            Self::Outward => ("q-wall", WALL, "q-wall-cap", "M6 5.5 10 8l-4 2.5"),
            Self::Crash | Self::CrashDiskLost => {
                ("q-crash", WALL, "q-crash-hatch", "M4.5 6 9 1.5M4.5 9.5l7-7M4.5 13l7-7M7 14l4.5-4.5")
            }
            Self::Pause => ("q-crash", WALL, "q-held", "M6.2 5.5h1.2v5H6.2zM8.6 5.5h1.2v5H8.6z"),
            Self::Slow => ("q-slow", "M8 1.5V14.5", "q-slow", ""),
            Self::Loss => ("q-lost", "M4.5 4.5l7 7M11.5 4.5l-7 7", "q-lost", ""),
            Self::ClockStep => ("q-notch", "M6 1.5V5l4 1.5v3L6 11v3.5", "q-notch", ""),
            Self::ClockDrift => ("q-notch", "M5 1.5 11 14.5", "q-notch", ""),
        };
        let path = |class, shape| el("path").class(class).set("d", shape);
        el("svg")
            .class("fault-mark")
            .set("width", "16")
            .set("height", "16")
            .set("viewBox", "0 0 16 16")
            .set("aria-hidden", "true")
            .add(path(fill, fill_shape))
            .add(path(line, line_shape))
            .into()
    }
}

const WALL: &str = "M4.5 1.5h7v13h-7z";
const HATCH: &str =
    "M4.5 4.7 7.7 1.5H10L4.5 7zM4.5 9.2l7-7v2.3l-7 7zM4.5 13.7l7-7V9l-5.5 5.5H4.5zM8.2 14.5l3.3-3.3v2.3l-1 1z";

/// A fault in a few words: "Partition: r4, r5".
pub(crate) fn words(action: &FaultAction) -> String {
    let kind = FaultKind::of(action);
    let mut words = match kind {
        FaultKind::Partition => words::faults::PARTITION_SHORT,
        FaultKind::Inward => words::faults::INWARD_SHORT,
        FaultKind::Outward => words::faults::OUTWARD_SHORT,
        FaultKind::Slow => words::faults::SLOW_SHORT,
        FaultKind::ClockStep => words::faults::CLOCK_STEP_SHORT,
        FaultKind::ClockDrift => words::faults::CLOCK_DRIFT_SHORT,
        other => other.label(),
    }
    .to_owned();
    if let (Some((quantity, _)), Some(amount)) = (kind.amount(), FaultKind::amount_of(action)) {
        let plus = if amount > 0.0 && quantity.low < 0.0 { "+" } else { "" };
        let a_second = if kind == FaultKind::ClockDrift { "/s" } else { "" };
        words.push_str(&format!(" {plus}{}{a_second}", quantity.text(&[amount])));
    }
    for (index, node) in action.nodes().iter().enumerate() {
        words.push_str(if index == 0 { ": " } else { ", " });
        words.push_str(&node.to_string());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_the_kind_of_the_fault_it_makes() {
        let nodes = ["r2".parse().expect("a name"), "r5".parse().expect("a name")];
        for kind in FaultKind::ALL {
            let begin = kind.amount().map_or(0.0, |(_, begin)| begin);
            let action = kind.action(&nodes, begin).expect("it has its nodes");
            assert_eq!(FaultKind::of(&action), kind);
            assert_eq!(FaultKind::amount_of(&action).unwrap_or(0.0), begin);
            let named = match kind.takes() {
                Takes::Several => 2,
                Takes::Replica | Takes::One => 1,
                Takes::None => 0,
            };
            assert_eq!(action.nodes().len(), named, "{kind:?}");
        }
    }

    #[test]
    fn a_fault_without_its_node_is_none() {
        for kind in FaultKind::ALL.into_iter().filter(|kind| kind.takes() != Takes::None) {
            assert_eq!(kind.action(&[], 1.0), None);
        }
    }

    #[test]
    fn faults_are_said_in_a_few_words() {
        let node: Node = "r3".parse().expect("a name");
        for (kind, amount, said) in [
            (FaultKind::Partition, 0.0, "Partition: r3"),
            (FaultKind::CrashDiskLost, 0.0, "Crash, disk lost: r3"),
            (FaultKind::Slow, 5.0, "Slow ×5: r3"),
            (FaultKind::ClockStep, 40.0, "Clock +40\u{a0}ms: r3"),
            (FaultKind::ClockDrift, -0.2, "Drift −0.2\u{a0}ms/s: r3"),
            (FaultKind::Loss, 20.0, "Loss 20\u{a0}%"),
        ] {
            assert_eq!(kind.action(&[node], amount).map(|action| words(&action)).as_deref(), Some(said));
        }
    }
}
