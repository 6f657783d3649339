//! The implication lattice: which model is stronger than which, as one cited table, and beside it
//! the steps that are known *not* to follow, each with a history that shows it.

use history::ModelId::{self, *};

use crate::{Judgement, Verdict};

/// Every history that keeps `stronger` keeps `weaker`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Implication {
    /// The model that promises more.
    pub stronger: ModelId,
    /// The model that follows from it.
    pub weaker: ModelId,
    /// Where the step is stated or argued.
    pub source: &'static str,
}

/// A history that keeps `holds` and breaks `broken`, so that the one cannot imply the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Separation {
    /// The model that the history keeps.
    pub holds: ModelId,
    /// The model that it breaks.
    pub broken: ModelId,
    /// The id of the litmus history.
    pub litmus: &'static str,
}

const fn implication(stronger: ModelId, weaker: ModelId, source: &'static str) -> Implication {
    Implication { stronger, weaker, source }
}

const fn separation(holds: ModelId, broken: ModelId, litmus: &'static str) -> Separation {
    Separation { holds, broken, litmus }
}

const HERLIHY_WING: &str = "Herlihy and Wing 1990: the order also extends real time";
const LAMPORT_REGISTERS: &str = "Lamport 1986, safe and regular registers";
const PERRIN: &str = "Perrin, Mostéfaoui and Jard 2016; Bouajjani et al. 2017";
const VIOTTI_VUKOLIC: &str = "Viotti and Vukolić 2016, the map of models";
const AHAMAD: &str = "Ahamad et al. 1995: causal memory keeps each process's order";
const TERRY: &str = "Terry et al. 1994, as observable anomalies";

/// The direct implications. [`implies`] follows them.
///
/// Only direct steps are listed: causal memory gives monotonic reads by way of PRAM. No step leads
/// to [`Converged`]: a finite history that keeps an order may end before the replicas agree.
pub const IMPLICATIONS: &[Implication] = &[
    implication(Linearizable, BoundedStaleness, "k = 1: Golab, Li and Shah 2011"),
    implication(Linearizable, DeltaAtomicity, "zero delay: Golab, Li and Shah 2011"),
    implication(Linearizable, RegularStrong, LAMPORT_REGISTERS),
    implication(Linearizable, Sequential, HERLIHY_WING),
    implication(RegularStrong, RegularWeak, "Shao et al. 2011"),
    implication(RegularWeak, Safe, LAMPORT_REGISTERS),
    implication(Sequential, CausalMemory, AHAMAD),
    implication(Sequential, CausalConvergence, PERRIN),
    implication(Sequential, PerKeySequential, "the same order, key by key"),
    implication(CausalMemory, Pram, AHAMAD),
    implication(CausalMemory, Causal, PERRIN),
    implication(CausalConvergence, Causal, PERRIN),
    implication(CausalConvergence, MonotonicReads, "one order of writes, and pasts only grow"),
    implication(Causal, ReadYourWrites, VIOTTI_VUKOLIC),
    implication(Causal, MonotonicWrites, VIOTTI_VUKOLIC),
    implication(Causal, WritesFollowReads, VIOTTI_VUKOLIC),
    implication(Pram, ReadYourWrites, TERRY),
    implication(Pram, MonotonicReads, TERRY),
    implication(Pram, MonotonicWrites, TERRY),
];

/// Steps that do not follow, as litmus histories show. [`separated`] extends them along the
/// lattice: what a history keeps, it keeps with all that follows.
pub const SEPARATIONS: &[Separation] = &[
    separation(RegularStrong, Linearizable, "new-old-inversion"),
    separation(RegularWeak, RegularStrong, "popl17-a"),
    separation(RegularWeak, PerKeySequential, "popl17-a"),
    separation(RegularWeak, CausalConvergence, "popl17-a"),
    separation(RegularWeak, Pram, "popl17-c"),
    separation(RegularWeak, Converged, "popl17-a"),
    separation(Safe, RegularWeak, "vv-fig2-x7"),
    separation(Safe, Causal, "vv-fig2-x7"),
    separation(Sequential, Safe, "sc-not-lin-stale-read"),
    separation(Sequential, Converged, "not-converged"),
    separation(PerKeySequential, MonotonicWrites, "only-mw"),
    separation(PerKeySequential, WritesFollowReads, "wrc"),
    separation(CausalMemory, PerKeySequential, "popl17-a"),
    separation(CausalMemory, CausalConvergence, "popl17-a"),
    separation(CausalConvergence, Sequential, "store-buffering"),
    separation(CausalConvergence, Pram, "popl17-b"),
    separation(Causal, Pram, "popl17-c"),
    separation(Causal, MonotonicReads, "mr-flicker"),
    separation(Pram, WritesFollowReads, "wrc"),
    separation(ReadYourWrites, MonotonicReads, "only-mr"),
    separation(ReadYourWrites, MonotonicWrites, "only-mw"),
    separation(MonotonicReads, ReadYourWrites, "only-ryw"),
    separation(MonotonicReads, MonotonicWrites, "only-mw"),
    separation(MonotonicWrites, ReadYourWrites, "only-ryw"),
    separation(MonotonicWrites, MonotonicReads, "only-mr"),
    separation(WritesFollowReads, ReadYourWrites, "only-ryw"),
    separation(WritesFollowReads, MonotonicReads, "only-mr"),
    separation(WritesFollowReads, MonotonicWrites, "only-mw"),
    separation(Converged, RegularStrong, "gk-forward-forward"),
];

/// Whether every history that keeps `a` keeps `b`, as far as the table knows. A model implies
/// itself, and every model implies [`ModelId::Weak`].
#[must_use]
pub fn implies(a: ModelId, b: ModelId) -> bool {
    a == b || b == Weak || IMPLICATIONS.iter().any(|step| step.stronger == a && implies(step.weaker, b))
}

/// A history that keeps `a` and breaks `b`, if one is known: the id of a litmus history.
#[must_use]
pub fn separated(a: ModelId, b: ModelId) -> Option<&'static str> {
    SEPARATIONS.iter().find(|step| implies(step.holds, a) && implies(b, step.broken)).map(|step| step.litmus)
}

/// The steps of the lattice that a judgement contradicts: the stronger model holds and the weaker
/// is violated. Always empty, unless a checker is wrong.
///
/// A model that is a scale is kept at its ideal end, which is linearizability, and not elsewhere.
#[must_use]
pub fn contradictions(judgement: &Judgement) -> Vec<(ModelId, ModelId)> {
    let mut found = Vec::new();
    for (stronger, verdict) in &judgement.0 {
        let kept = match verdict {
            Verdict::Holds(_) => *stronger,
            Verdict::Measured(measured) if measured.least.is_ideal() => Linearizable,
            _ => continue,
        };
        for (weaker, other) in &judgement.0 {
            let broken = match other {
                Verdict::Violated(_) => true,
                Verdict::Measured(measured) => !measured.least.is_ideal(),
                _ => false,
            };
            if broken && implies(kept, *weaker) {
                found.push((*stronger, *weaker));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_both_implied_and_separated() {
        for a in ModelId::ALL {
            for b in ModelId::ALL {
                assert!(!(implies(*a, *b) && separated(*a, *b).is_some()), "{a} and {b}");
            }
        }
    }

    #[test]
    fn implication_is_an_order() {
        for a in ModelId::ALL {
            for b in ModelId::ALL {
                assert!(a == b || !implies(*a, *b) || !implies(*b, *a), "{a} and {b}");
                for c in ModelId::ALL {
                    assert!(!implies(*a, *b) || !implies(*b, *c) || implies(*a, *c));
                }
            }
        }
    }

    #[test]
    fn no_listed_step_follows_from_the_others() {
        for step in IMPLICATIONS {
            let detour = IMPLICATIONS.iter().any(|first| {
                first.stronger == step.stronger && first.weaker != step.weaker && implies(first.weaker, step.weaker)
            });
            assert!(!detour, "{} to {} has a detour", step.stronger, step.weaker);
        }
    }

    #[test]
    fn every_history_keeps_the_weakest_model() {
        assert!(ModelId::ALL.iter().all(|model| implies(*model, Weak)));
    }

    #[test]
    fn what_must_never_be_drawn_is_not_implied() {
        for (a, b) in [
            (Causal, MonotonicReads),
            (CausalConvergence, Pram),
            (CausalConvergence, CausalMemory),
            (CausalMemory, CausalConvergence),
            (Pram, WritesFollowReads),
            (PerKeySequential, Pram),
            (Sequential, Converged),
            (Linearizable, Converged),
        ] {
            assert!(!implies(a, b), "{a} does not imply {b}");
        }
    }
}
