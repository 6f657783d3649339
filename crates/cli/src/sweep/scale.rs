//! Models that are a scale: no run breaks them, and each measures how far it is from the best.

use history::ModelId;

use super::table::{Cell, Kind, whole};
use super::tally::ModelCount;

/// What a scale counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scale {
    Versions,
    Time,
}

impl Scale {
    /// The scale that a model is, by its name; nothing for one that is kept or broken.
    pub(crate) fn of(model: &str) -> Option<Self> {
        let scales = [(ModelId::BoundedStaleness, Self::Versions), (ModelId::DeltaAtomicity, Self::Time)];
        scales.iter().find(|(id, _)| id.key() == model).map(|(_, scale)| *scale)
    }

    /// The end of its columns' names.
    pub(crate) const fn unit(self) -> &'static str {
        match self {
            Self::Versions => "",
            Self::Time => "_ms",
        }
    }

    /// What its columns hold.
    pub(crate) const fn kind(self) -> Kind {
        match self {
            Self::Versions => Kind::Whole,
            Self::Time => Kind::Real,
        }
    }

    /// How many runs have no measure, and of the others the median, the 95th percentile and the largest.
    pub(crate) fn cells(self, count: &ModelCount) -> [Cell; 4] {
        let measured = &count.measured;
        let cell = |number: Option<u64>| match (number, self) {
            (None, _) => Cell::Absent,
            (Some(versions), Self::Versions) => whole(versions),
            (Some(us), Self::Time) => Cell::Real(us as f64 / 1_000.0),
        };
        let [p50, p95, most] = [measured.quantile(5_000), measured.quantile(9_500), measured.most()].map(cell);
        [whole(count.unknown.into()), p50, p95, most]
    }
}
