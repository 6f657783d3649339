//! The same scenario over many seeds: how often each model is broken.

use check::{Budget, Measure, Verdict};
use history::{History, ModelId};
use protocols::Recording;
use scenario::{Problem, Scenario};
use serde::{Deserialize, Serialize};

use crate::{Application, evaluate};

/// What many runs show.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sweep {
    /// How many runs.
    pub runs: u32,
    /// Reads that returned a value older than one acknowledged before they began, over all runs.
    pub stale_reads: u64,
    /// Completed reads over all runs.
    pub reads: u64,
    /// Acknowledged writes that conflicts cost, things put into sets or lists that are gone, and things
    /// that were taken out and came back, over all runs.
    pub lost: LostCount,
    /// For each model, how its verdicts were shared out.
    pub models: Vec<(ModelId, Share)>,
    /// The same of calls on objects, where there were any: whether they were linearizable, by the
    /// name `calls`, and what the application takes for granted.
    pub application: Vec<(String, Share)>,
}

/// How much was lost over many runs: see [`measure::Lost`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostCount {
    /// Writes.
    pub writes: u64,
    /// Puts.
    pub puts: u64,
    /// Things that came back.
    pub returned: u64,
}

impl LostCount {
    /// Adds what one run lost.
    pub fn add(&mut self, lost: &measure::Lost) {
        self.writes += lost.writes.len() as u64;
        self.puts += lost.puts.len() as u64;
        self.returned += lost.returned.len() as u64;
    }
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

impl Sweep {
    fn count(&mut self, application: Option<&Application>, seed: u32) {
        let Some(application) = application else { return };
        let calls = &application.linearizable;
        self.share("calls").count(calls.violation().is_some(), calls.holds(), seed);
        for invariant in &application.invariants {
            self.share(&invariant.key).count(invariant.broken.is_some(), true, seed);
        }
    }

    fn share(&mut self, name: &str) -> &mut Share {
        let known = self.application.iter().position(|(known, _)| known == name);
        let place = known.unwrap_or_else(|| {
            self.application.push((name.to_owned(), Share::default()));
            self.application.len() - 1
        });
        &mut self.application[place].1
    }
}

impl Share {
    fn count(&mut self, broken: bool, decided: bool, seed: u32) {
        match (broken, decided) {
            (true, _) => {
                self.violated += 1;
                self.first_violating_seed.get_or_insert(seed);
            }
            (false, true) => self.held += 1,
            (false, false) => self.undecided += 1,
        }
    }
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
        let application = Application::of(&trace);
        total.count(application.as_ref(), scenario.seed);
        let summary = measure::summarize(&trace, &history);
        if let Some(lost) = measure::Lost::of(&trace, &history) {
            total.lost.add(&lost);
        }
        total.runs += 1;
        total.reads += u64::from(summary.reads.count);
        total.stale_reads += u64::from(summary.stale_reads());
    }
    Ok(total)
}
