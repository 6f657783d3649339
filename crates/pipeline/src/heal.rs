//! The smallest move of one slider that heals a violation: the invitation on the page.

use check::{Budget, Family};
use history::{History, ModelId};
use protocols::Recording;
use scenario::Scenario;

use crate::evaluate;

/// A slider that can heal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dial {
    /// R, the answers a read waits for.
    R,
    /// W, the acknowledgements a write waits for.
    W,
}

/// A move that heals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Healing {
    /// Which slider.
    pub dial: Dial,
    /// To where.
    pub to: u8,
}

/// The smallest move of R, or else of W, to where every read meets every write and this very
/// scenario keeps the model. Found by running it, not by rule: a fault or a clock can leave
/// nothing to find. Convergence is not healed by quorums: they only choose who is waited for.
#[must_use]
pub fn heal(scenario: &Scenario, model: ModelId) -> Option<Healing> {
    let uses_quorums = crate::overlap_matters(scenario);
    let model = check::model(model).filter(|model| model.family != Family::Convergence)?;
    let cluster = &scenario.cluster;
    let overlapping = |dial, from: u8, other: u8| {
        let least = (cluster.n + 1).saturating_sub(other).max(from + 1);
        (least..=cluster.n).map(move |to| Healing { dial, to })
    };
    let moves = overlapping(Dial::R, cluster.r, cluster.w).chain(overlapping(Dial::W, cluster.w, cluster.r));
    moves.filter(|_| uses_quorums).find(|healing| {
        let mut moved = scenario.clone();
        match healing.dial {
            Dial::R => moved.cluster.r = healing.to,
            Dial::W => moved.cluster.w = healing.to,
        }
        let trace = evaluate::run(&moved, Recording::HistoryOnly);
        trace.is_ok_and(|trace| model.judge(&History::of(&trace), Budget::default()).holds())
    })
}
