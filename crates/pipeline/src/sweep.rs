//! The same scenario over many seeds: how often each model is broken.

use check::{Budget, Measure, Verdict};
use history::{History, ModelId};
use protocols::Recording;
use scenario::{Problem, Scenario};
use serde::{Deserialize, Serialize};

use crate::evaluate;

/// What many runs show.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sweep {
    /// How many runs.
    pub runs: u32,
    /// Reads that returned a value older than one acknowledged before they began, over all runs.
    pub stale_reads: u64,
    /// Completed reads over all runs.
    pub reads: u64,
    /// For each model, how its verdicts were shared out.
    pub models: Vec<(ModelId, Share)>,
}

/// How the verdicts of one model were shared out over many runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Runs that kept it.
    pub held: u32,
    /// Runs that broke it.
    pub violated: u32,
    /// Runs that could not tell.
    pub undecided: u32,
    /// Of a model that is a scale, the worst measure; runs that were measured kept it.
    pub worst: Option<Measure>,
    /// The first seed that broke it.
    pub first_violating_seed: Option<u32>,
}

/// Runs a scenario with `runs` seeds, from its own on.
///
/// # Errors
/// Every problem of the scenario at once.
pub fn sweep(scenario: &Scenario, runs: u32) -> Result<Sweep, Vec<Problem>> {
    let mut total =
        Sweep { models: check::models().iter().map(|m| (m.id, Share::default())).collect(), ..Sweep::default() };
    for offset in 0..runs {
        let scenario = Scenario { seed: scenario.seed.wrapping_add(offset), ..scenario.clone() };
        let trace = evaluate::run(&scenario, Recording::HistoryOnly)?;
        let history = History::of(&trace);
        for (model, (_, share)) in check::models().iter().zip(&mut total.models) {
            match model.judge(&history, Budget::default()) {
                Verdict::Holds(_) => share.held += 1,
                Verdict::Violated(_) => {
                    share.violated += 1;
                    share.first_violating_seed.get_or_insert(scenario.seed);
                }
                Verdict::Measured(measured) => {
                    share.held += 1;
                    share.worst = share.worst.max(Some(measured.least));
                }
                Verdict::Unknown(_) | Verdict::NotApplicable(_) => share.undecided += 1,
            }
        }
        let summary = measure::summarize(&trace, &history);
        total.runs += 1;
        total.reads += u64::from(summary.reads.count);
        total.stale_reads += u64::from(summary.stale_reads());
    }
    Ok(total)
}
