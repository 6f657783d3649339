//! The lattice of models as a picture: where each model stands, by hand, on a wide screen and on a
//! narrow one; what becomes of it while the network is cut; and for each step down a smallest history
//! that shows that the step does not lead back up.

mod places;
mod separating;

use history::ModelId;

pub use places::{Field, NARROW, PLACES, Standing, WIDE, Words};
pub use separating::{SEPARATING, Separating, separating};

/// Who can go on answering, and keep a model, while the network is cut in two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Availability {
    /// The side with a majority of the replicas.
    Majority,
    /// Every replica, as long as each session stays with its own.
    Sticky,
    /// Every replica, whoever asks it.
    Every,
}

impl Availability {
    /// In one sentence.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Majority => "While the network is cut, only a side with a majority can answer.",
            Self::Sticky => "While the network is cut, every side can answer its own sessions.",
            Self::Every => "While the network is cut, every replica can answer whoever asks.",
        }
    }
}

/// Where the classes are stated or argued.
pub const AVAILABILITY_SOURCE: &str = "Availability after the map of consistency models on jepsen.io, which follows \
    Bailis et al., Highly Available Transactions (VLDB 2013). The map does not have regular, safe, bounded and \
    per-key models: a read that has to return what the other side acknowledged cannot be answered there, and one \
    Lamport-ordered register a key answers on every side.";

/// A model on the lattice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// Which model.
    pub model: ModelId,
    /// Who can answer while the network is cut.
    pub available: Availability,
    /// Where it stands on a wide screen, in [`WIDE`].
    pub wide: Standing,
    /// Where it stands on a narrow one, in [`NARROW`].
    pub narrow: Standing,
}

impl Placed {
    /// Where a model stands.
    #[must_use]
    pub fn of(model: ModelId) -> Option<&'static Self> {
        PLACES.iter().find(|placed| placed.model == model)
    }
}
