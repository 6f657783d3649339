//! What a setting implies without any run.
//!
//! [`Overlap`] counts which replicas a write and a read have in common. [`Model`] is a store with the
//! delay of every message, and [`Model::analyse`] works out response times and how likely a read is
//! to be stale: by integration, with an error that is known. [`Availability`] says what goes on while
//! replicas are down, and [`Load`] how the work is shared out. [`Recorded`] reads recorded delays, and
//! [`fits`] says which family they look like. No trace, no picture is known here.

mod analysis;
mod availability;
mod fit;
mod law;
mod model;
mod monte_carlo;
mod numeric;
mod overlap;
mod published;
mod ratio;
mod recorded;
mod stale;
mod trials;

pub use analysis::{Analysis, Method, Question};
pub use availability::{Availability, Load, strict_settings, survives_without_region, unavailability};
pub use fit::{Fit, fits, ks_distance};
pub use model::{Assumption, Legs, Model};
pub use overlap::{Overlap, REPLICAS_MAX};
pub use published::{PUBLISHED, Published, WHICH_EXPONENT, WHY_LOWER};
pub use ratio::Ratio;
pub use recorded::{Column, Fitted, Likeness, Recorded, family, in_words};
pub use stale::{Ask, Sizes};
pub use trials::{Times, Trials};
