//! The places of the models. Every name has room beside its node, and every step a clear way, at the
//! widths of both fields: a test holds that.

use history::ModelId::{self, *};

use super::Availability::{self, Every, Majority, Sticky};
use super::Placed;
use Words::{Below, Left, Right};

/// Where a model stands in its field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// Across, in px of the field's own width.
    pub x: f64,
    /// Down, in px.
    pub y: f64,
    /// Where its words stand.
    pub words: Words,
    /// By how many px they stand higher than beside it.
    pub lift: f64,
    /// Its name, a line each.
    pub lines: &'static [&'static str],
}

/// Where the words of a model stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Words {
    /// At its right.
    Right,
    /// At its left.
    Left,
    /// Below it.
    Below,
}

/// A field for the lattice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Field {
    /// The width that the places are made for. Another one scales them across, never down.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// The ground line, on which [`ModelId::Weak`] stands.
    pub floor: f64,
    /// Where a partition begins to matter, corner by corner.
    pub border: &'static [(f64, f64)],
    /// What is written into the field: where, whether it is a heading, whether it ends there.
    pub captions: &'static [(f64, f64, bool, bool, &'static str)],
}

/// The field of a wide screen.
pub const WIDE: Field = Field {
    width: 872.0,
    height: 622.0,
    floor: 580.0,
    border: &[(340.0, 538.0), (340.0, 256.0), (872.0, 256.0)],
    captions: &[
        (348.0, 232.0, false, false, "only a majority"),
        (348.0, 248.0, false, false, "can answer"),
        (348.0, 273.0, false, false, "every side can"),
        (40.0, 567.0, true, false, "Weak"),
        (78.0, 567.0, false, false, "promises nothing, so every history stands on this line"),
        (0.0, 600.0, true, false, "How fresh"),
        (0.0, 617.0, false, false, "is what a read returns"),
        (348.0, 600.0, true, false, "In what order"),
        (348.0, 617.0, false, false, "do sessions see writes"),
        (744.0, 600.0, true, false, "In the end"),
        (744.0, 617.0, false, false, "do replicas agree"),
    ],
};

/// The field of a narrow screen.
pub const NARROW: Field = Field {
    width: 344.0,
    height: 434.0,
    floor: 408.0,
    border: &[(0.0, 286.0), (140.0, 286.0), (140.0, 136.0), (344.0, 136.0)],
    captions: &[
        (0.0, 279.0, false, false, "only a majority can"),
        (0.0, 302.0, false, false, "every side can answer"),
        (0.0, 22.0, true, false, "How fresh"),
        (26.0, 396.0, true, false, "Weak"),
        (58.0, 396.0, false, false, "every history stands on this line"),
        (0.0, 428.0, true, false, "In the end"),
        (148.0, 428.0, true, false, "In what order"),
    ],
};

const fn placed(model: ModelId, available: Availability, wide: Standing, narrow: Standing) -> Placed {
    Placed { model, available, wide, narrow }
}

const fn at(x: f64, y: f64, words: Words, lines: &'static [&'static str]) -> Standing {
    Standing { x, y, words, lift: 0.0, lines }
}

const fn higher(x: f64, y: f64, words: Words, lift: f64, lines: &'static [&'static str]) -> Standing {
    Standing { x, y, words, lift, lines }
}

/// The place of every model.
pub const PLACES: &[Placed] = &[
    placed(
        Linearizable,
        Majority,
        higher(300.0, 34.0, Right, 6.0, &["Linearizable"]),
        higher(164.0, 24.0, Right, 8.0, &["Linearizable"]),
    ),
    placed(
        BoundedStaleness,
        Majority,
        at(34.0, 200.0, Below, &["Bounded", "staleness"]),
        at(28.5, 94.0, Below, &["Bounded", "staleness"]),
    ),
    placed(
        DeltaAtomicity,
        Majority,
        at(124.0, 200.0, Below, &["Bounded", "delay"]),
        at(87.0, 94.0, Below, &["Bounded", "delay"]),
    ),
    placed(
        RegularStrong,
        Majority,
        at(210.0, 200.0, Right, &["Regular, strong"]),
        at(124.0, 94.0, Right, &["Regular,", "strong"]),
    ),
    placed(
        RegularWeak,
        Majority,
        at(210.0, 312.0, Right, &["Regular, weak"]),
        at(124.0, 170.0, Left, &["Regular,", "weak"]),
    ),
    placed(Safe, Majority, at(210.0, 404.0, Right, &["Safe"]), at(124.0, 246.0, Left, &["Safe"])),
    placed(
        Sequential,
        Majority,
        higher(470.0, 200.0, Right, 12.0, &["Sequential"]),
        higher(262.0, 94.0, Right, 6.0, &["Sequential"]),
    ),
    placed(
        PerKeySequential,
        Sticky,
        at(760.0, 312.0, Right, &["Sequential", "per key"]),
        at(318.0, 170.0, Below, &["Per key"]),
    ),
    placed(
        CausalMemory,
        Sticky,
        at(582.0, 312.0, Right, &["Causal memory"]),
        higher(244.0, 170.0, Right, 9.0, &["Causal", "memory"]),
    ),
    placed(
        CausalConvergence,
        Sticky,
        at(452.0, 312.0, Left, &["Causal", "convergence"]),
        at(210.0, 170.0, Left, &["Causal", "converg."]),
    ),
    placed(Causal, Sticky, at(660.0, 404.0, Right, &["Causal"]), at(288.0, 246.0, Right, &["Causal"])),
    placed(Pram, Sticky, higher(532.0, 404.0, Left, 12.0, &["PRAM"]), higher(240.0, 246.0, Left, 9.0, &["PRAM"])),
    placed(
        ReadYourWrites,
        Sticky,
        at(488.0, 490.0, Below, &["Read your", "writes"]),
        at(206.0, 322.0, Below, &["Read your", "writes"]),
    ),
    placed(
        MonotonicReads,
        Every,
        at(384.0, 490.0, Below, &["Monotonic", "reads"]),
        at(156.0, 322.0, Below, &["Monot.", "reads"]),
    ),
    placed(
        MonotonicWrites,
        Every,
        at(598.0, 490.0, Below, &["Monotonic", "writes"]),
        at(260.0, 322.0, Below, &["Monot.", "writes"]),
    ),
    placed(
        WritesFollowReads,
        Every,
        at(706.0, 490.0, Below, &["Writes", "follow reads"]),
        at(314.0, 322.0, Below, &["Writes f.", "reads"]),
    ),
    placed(Converged, Every, at(822.0, 490.0, Below, &["Eventual"]), at(60.0, 322.0, Below, &["Eventual"])),
    placed(Weak, Every, at(22.0, 563.0, Right, &[]), at(11.0, 392.0, Right, &[])),
];
