//! The one straight way: scenario → simulate → trace → history → judge and measure → report.
//!
//! [`evaluate`] goes all of it for one scenario; [`Series`] goes it for many seeds. The registries
//! of protocols and networks are listed here again, so that nobody above needs the rooms below.

mod agreement;
mod annotate;
mod application;
mod brought;
mod compare;
mod contacts;
mod cost;
pub mod decide;
mod estimate;
mod evaluate;
mod guarantees;
mod headline;
mod heal;
mod inscription;
mod json;
mod parcel;
mod pieces;
mod prospect;
mod published;
mod sagas;
mod seek;
mod series;
mod trial;

pub use agreement::{Finding, Found, Term, WithoutRegion, without_region};
pub use annotate::{annotate, told, transcript};
pub use application::{Application, InvariantVerdict};
pub use brought::judge_brought;
pub use compare::{
    Changes, Compared, Difference, OperationChange, Seen, Setting, Turn, VerdictChange, compare, settings,
};
pub use contacts::{counted, meeting};
pub use cost::{Contender, Strength, Times, Verdicts, contenders, ranked, times};
pub use estimate::{STEPS_IN_A_FRAME, estimated_steps};
pub use evaluate::{Report, digest, evaluate, history, run};
pub use guarantees::{Guarantee, GuaranteeRow, guarantee_models, guarantees};
pub use headline::headline;
pub use heal::{Dial, Healing, heal};
pub use inscription::{Inscription, because, inscription, inscription_of_record};
pub use json::{RecordJson, RunJson, VerdictJson, monitoring};
pub use parcel::{pack, unpack};
pub use pieces::{Arrived, Arriving, Receipt, send};
pub use prospect::{ExpectedTimes, Prospect, prospect};
pub use protocols::{Recording, Written, arrivals, written};
pub use published::{ExactRow, PublishedRow};
pub use sagas::{Saga, Sagas};
pub use seek::{seeds_at_once, seek};
pub use series::{LostCount, Series, Share};
pub use trial::{Count, Tally, trial, try_out};

use scenario::{Knobs, ProtocolInfo, Scenario};

/// The protocols, in the order in which people choose from them.
pub fn protocols() -> impl Iterator<Item = &'static ProtocolInfo> {
    protocols::PROTOCOLS.iter().map(|entry| &entry.info)
}

/// The protocol with that id.
#[must_use]
pub fn protocol(id: &str) -> Option<&'static ProtocolInfo> {
    protocols::find(id).map(|entry| &entry.info)
}

/// Whether W + R > N, under the settings of a scenario, lets every read meet every write that is over.
#[must_use]
pub fn overlap_matters(scenario: &Scenario) -> bool {
    let knobs = &scenario.strategy.knobs;
    protocol(&scenario.strategy.protocol).is_some_and(|info| info.quorums && (info.overlaps)(&Knobs::of(info, knobs)))
}

/// Whether nothing but a spare node is missing for the settings of a scenario to go together.
#[must_use]
pub fn lacks_a_spare(scenario: &Scenario) -> bool {
    let Some(info) = protocol(&scenario.strategy.protocol).filter(|info| info.spares) else { return false };
    let knobs = Knobs::of(info, &scenario.strategy.knobs);
    if scenario.cluster.spares > 0 || (info.clashes)(scenario, &knobs).is_empty() {
        return false;
    }
    let mut with_one = scenario.clone();
    with_one.cluster.spares = 1;
    (info.clashes)(&with_one, &knobs).is_empty()
}
