//! Every model with the definition that its checker is held against: a line each.

use check::{Measure, Verdict};
use history::{History, ModelId};

use super::{causal, definition, freshness, orders};

/// A model with its definition.
pub(crate) struct Defined {
    pub(crate) id: ModelId,
    /// Whether its definition asks for more of the clock than the order within each process.
    pub(crate) timed: bool,
    definition: Definition,
}

enum Definition {
    /// Kept or broken.
    Kept(fn(&History) -> bool),
    /// Kept, broken, or never put to the test.
    Tested(fn(&History) -> Option<bool>),
    /// Kept from a least bound on, or not at all.
    Least(fn(&History) -> Option<u64>),
}

/// What a definition says of a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    Kept,
    Broken,
    Untested,
    /// The least bound that it keeps: versions, or microseconds.
    Least(u64),
}

const fn defined(id: ModelId, timed: bool, definition: Definition) -> Defined {
    Defined { id, timed, definition }
}

/// All of them.
pub(crate) const DEFINED: &[Defined] = &[
    defined(ModelId::Linearizable, true, Definition::Kept(definition::linearizable)),
    defined(ModelId::BoundedStaleness, true, Definition::Least(least_versions)),
    defined(ModelId::DeltaAtomicity, true, Definition::Least(freshness::least_delay)),
    defined(ModelId::RegularStrong, true, Definition::Kept(freshness::regular_strong)),
    defined(ModelId::RegularWeak, true, Definition::Kept(freshness::regular_weak)),
    defined(ModelId::Safe, true, Definition::Kept(freshness::safe)),
    defined(ModelId::Sequential, false, Definition::Kept(orders::sequential)),
    defined(ModelId::PerKeySequential, false, Definition::Kept(orders::per_key_sequential)),
    defined(ModelId::CausalMemory, false, Definition::Kept(causal::causal_memory)),
    defined(ModelId::CausalConvergence, false, Definition::Kept(causal::causal_convergence)),
    defined(ModelId::Causal, false, Definition::Kept(causal::causal)),
    defined(ModelId::Pram, false, Definition::Kept(causal::pram)),
    defined(ModelId::ReadYourWrites, false, Definition::Kept(definition::read_your_writes)),
    defined(ModelId::MonotonicReads, false, Definition::Kept(definition::monotonic_reads)),
    defined(ModelId::MonotonicWrites, false, Definition::Kept(causal::monotonic_writes)),
    defined(ModelId::WritesFollowReads, false, Definition::Kept(causal::writes_follow_reads)),
    defined(ModelId::Converged, true, Definition::Tested(definition::converged)),
    defined(ModelId::Weak, false, Definition::Kept(|_| true)),
];

fn least_versions(history: &History) -> Option<u64> {
    freshness::least_versions(history).map(u64::from)
}

impl Defined {
    pub(crate) fn expected(&self, history: &History) -> Expected {
        let verdict = |kept| if kept { Expected::Kept } else { Expected::Broken };
        match self.definition {
            Definition::Kept(kept) => verdict(kept(history)),
            Definition::Least(least) => least(history).map_or(Expected::Broken, Expected::Least),
            Definition::Tested(kept) => kept(history).map_or(Expected::Untested, verdict),
        }
    }
}

/// The same of a verdict; nothing if it is none.
pub(crate) fn said(verdict: &Verdict) -> Option<Expected> {
    match verdict {
        Verdict::Holds(_) => Some(Expected::Kept),
        Verdict::Violated(_) => Some(Expected::Broken),
        Verdict::Measured(measured) => Some(Expected::Least(match measured.least {
            Measure::Versions(versions) => u64::from(versions),
            Measure::Delay(delay) => delay.as_us(),
        })),
        Verdict::Unknown(why) if why.reason == check::Reason::Untested => Some(Expected::Untested),
        Verdict::Unknown(_) | Verdict::NotApplicable(_) => None,
    }
}
