//! The guarantee table: for every protocol, mode and model, what is declared to be kept or broken.
//!
//! A mode names only the decisive models. The lattice fills in the rest: what keeps a model keeps
//! all that it implies, and what breaks one breaks all that imply it. A cell can have both: kept as
//! long as clocks are right, say, and broken by one that is not.

use check::lattice::implies;
use history::ModelId;
use scenario::{Assumptions, Crashes, Mode, ProtocolInfo};

/// A line of the table: a mode of a protocol.
#[derive(Clone, Debug, PartialEq)]
pub struct GuaranteeRow {
    /// The protocol.
    pub protocol: &'static ProtocolInfo,
    /// Its mode.
    pub mode: &'static Mode,
    /// A cell for each model that has a checker, strongest first as a reading order.
    pub cells: Vec<Guarantee>,
}

/// What is declared of one model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guarantee {
    /// The model.
    pub model: ModelId,
    /// It is kept: because the mode keeps that model, under those assumptions.
    pub kept: Option<(ModelId, Assumptions)>,
    /// It is broken: because the run behind that link breaks that model.
    pub broken: Option<(ModelId, &'static str)>,
}

/// The whole table.
#[must_use]
pub fn guarantees() -> Vec<GuaranteeRow> {
    let modes = crate::protocols().flat_map(|protocol| (protocol.modes)().iter().map(move |mode| (protocol, mode)));
    modes.map(|(protocol, mode)| GuaranteeRow { protocol, mode, cells: cells(mode) }).collect()
}

/// The columns: every model that can be kept or broken. The scales are measured instead, and
/// nothing breaks [`ModelId::Weak`].
pub fn guarantee_models() -> impl Iterator<Item = ModelId> {
    let scales = [ModelId::BoundedStaleness, ModelId::DeltaAtomicity, ModelId::Weak];
    check::models().iter().map(|model| model.id).filter(move |id| !scales.contains(id))
}

fn cells(mode: &Mode) -> Vec<Guarantee> {
    let cell = |model| {
        let broken = mode.breaks.iter().copied().find(|(breaks, _)| implies(model, *breaks));
        let kept = mode.keeps.iter().copied().filter(|(keeps, _)| implies(*keeps, model));
        // Under the widest assumptions that are declared.
        let kept = kept.reduce(|best, next| if covers(next.1, best.1) { next } else { best });
        Guarantee { model, kept, broken }
    };
    guarantee_models().map(cell).collect()
}

/// Whether everything that may go wrong in `narrow` may go wrong in `wide`.
pub(crate) fn covers(wide: Assumptions, narrow: Assumptions) -> bool {
    let rank = |crashes| match crashes {
        Crashes::None => 0,
        Crashes::Minority => 1,
        Crashes::Any => 2,
    };
    rank(wide.crashes) >= rank(narrow.crashes)
        && wide.partitions >= narrow.partitions
        && wide.losses >= narrow.losses
        && wide.pauses >= narrow.pauses
        && wide.skew_ms >= narrow.skew_ms
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODE: Mode = Mode {
        id: "m",
        name: "M",
        settings: "",
        keeps: &[(ModelId::Causal, Assumptions::RIGHT_CLOCKS), (ModelId::ReadYourWrites, Assumptions::HARSH)],
        breaks: &[(ModelId::Pram, "seed=1")],
        mutant: "",
    };

    #[test]
    fn the_lattice_fills_in_what_is_not_named() {
        let cells = cells(&MODE);
        let cell = |model| *cells.iter().find(|cell| cell.model == model).expect("it has a column");
        assert_eq!(cell(ModelId::MonotonicWrites).kept, Some(MODE.keeps[0]));
        assert_eq!(cell(ModelId::ReadYourWrites).kept, Some(MODE.keeps[1]), "under the wider assumptions");
        assert_eq!(cell(ModelId::Linearizable).broken, Some(MODE.breaks[0]));
        assert_eq!(cell(ModelId::Causal).broken, None);
        assert_eq!((cell(ModelId::Converged).kept, cell(ModelId::Converged).broken), (None, None));
    }
}
