//! One scenario, all the way to its report.

use check::{Budget, Judgement};
use history::{Digest, History, Trace};
use protocols::Recording;
use scenario::{Problem, Scenario, ValidScenario};
use serde::{Deserialize, Serialize};

use crate::Application;

/// What one run shows: what happened, what clients saw of it, and what follows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The fingerprint of the trace: the same for the same scenario on every machine.
    pub digest: Digest,
    /// What happened.
    pub trace: Trace,
    /// What the clients saw.
    pub history: History,
    /// Which models that history keeps.
    pub judgement: Judgement,
    /// Response times and staleness.
    pub summary: measure::Summary,
    /// What conflicts cost; nothing where the run was cut off.
    pub lost: Option<measure::Lost>,
    /// What the calls on objects come to, where there were any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application: Option<Application>,
}

/// Runs a scenario, judges what its clients saw and measures what happened.
///
/// # Errors
/// Every problem of the scenario at once.
pub fn evaluate(scenario: &Scenario, recording: Recording) -> Result<Report, Vec<Problem>> {
    run(scenario, recording).map(Report::of)
}

impl Report {
    /// Judges and measures a run that is over.
    #[must_use]
    pub fn of(trace: Trace) -> Self {
        let history = History::of(&trace);
        Self {
            digest: trace.digest(),
            judgement: check::judge(&history, Budget::default()),
            summary: measure::summarize(&trace, &history),
            lost: measure::Lost::of(&trace, &history),
            application: Application::of(&trace),
            history,
            trace,
        }
    }
}

/// What the clients of a run see, and nothing else: the fastest way to a verdict.
///
/// # Errors
/// Every problem of the scenario at once.
pub fn history(scenario: &Scenario) -> Result<History, Vec<Problem>> {
    run(scenario, Recording::HistoryOnly).map(|trace| History::of(&trace))
}

/// The fingerprint of a run.
///
/// # Errors
/// Every problem of the scenario at once.
pub fn digest(scenario: &Scenario) -> Result<Digest, Vec<Problem>> {
    run(scenario, Recording::Full).map(|trace| trace.digest())
}

/// Runs a scenario, and nothing else.
///
/// # Errors
/// Every problem of the scenario at once.
pub fn run(scenario: &Scenario, recording: Recording) -> Result<Trace, Vec<Problem>> {
    validate(scenario).map(|valid| {
        let simulate = protocols::find(valid.info().id).map(|entry| entry.simulate);
        // Validation has just found this protocol in the same registry.
        simulate.expect("a valid scenario names a registered protocol")(&valid, recording)
    })
}

pub(crate) fn validate(scenario: &Scenario) -> Result<ValidScenario, Vec<Problem>> {
    scenario.validate(crate::protocols())
}
