//! A run as JSON: what `quorate run --json` prints, and what the page saves.

use check::{Anomaly, Measure, Reason, Verdict};
use history::{History, ModelId, OperationId};
use measure::Monitoring;
use scenario::Scenario;
use serde::Serialize;

use crate::{Application, Report};

/// A run with what is said of it.
#[derive(Serialize)]
pub struct RunJson<'a> {
    engine: u32,
    link: Option<String>,
    scenario: &'a Scenario,
    verdicts: Vec<VerdictJson<OperationId>>,
    monitoring: Monitoring,
    #[serde(flatten)]
    report: &'a Report,
}

impl<'a> RunJson<'a> {
    /// The run of a scenario; `link` is the fragment that opens it, if there is one.
    #[must_use]
    pub fn of(scenario: &'a Scenario, report: &'a Report, link: Option<String>) -> Self {
        let judged = &report.judgement.0;
        let verdicts = judged.iter().map(|(model, verdict)| VerdictJson::of(*model, verdict, |id| id));
        let (engine, monitoring) = (history::ENGINE_VERSION, monitoring(scenario, report));
        Self { engine, link, scenario, verdicts: verdicts.collect(), monitoring, report }
    }
}

/// A history that was recorded elsewhere, with what is said of it. What it does not know is not there: nothing of
/// replicas, and of an order alone nothing of times.
#[derive(Serialize)]
pub struct RecordJson<'a> {
    engine: u32,
    /// What moments are: `time` in microseconds, or the `line` or the `event` of an order alone, times 1000.
    clock: &'static str,
    operations: usize,
    verdicts: Vec<VerdictJson<OperationId>>,
    application: Option<&'a Application>,
    history: &'a History,
}

impl<'a> RecordJson<'a> {
    /// What was brought, as it was judged.
    #[must_use]
    pub fn of(report: &'a Report) -> Self {
        let judged = report.judgement.0.iter();
        Self {
            engine: history::ENGINE_VERSION,
            clock: report.history.clock.place().unwrap_or("time"),
            operations: report.history.work().count(),
            verdicts: judged.map(|(model, verdict)| VerdictJson::of(*model, verdict, |id| id)).collect(),
            application: report.application.as_ref(),
            history: &report.history,
        }
    }
}

/// What an operator watches of a run.
#[must_use]
pub fn monitoring(scenario: &Scenario, report: &Report) -> Monitoring {
    Monitoring::of(&report.trace, &report.history, protocols::arrivals(scenario).as_deref(), Monitoring::WINDOWS)
}

/// A verdict as JSON has it.
#[derive(Debug, Serialize)]
pub struct VerdictJson<Id> {
    model: &'static str,
    /// `holds`, `violated`, `measured`, `unknown` or `not_applicable`.
    pub verdict: &'static str,
    /// What was measured: a number of versions, or of milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<Number>,
    /// What happened, or why there is no verdict.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sentence: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    anomaly: Option<Anomaly>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<Reason>,
    /// The operations of the smallest reason.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    operations: Vec<Id>,
}

/// What is said of a model that is kept for want of a test.
const UNTESTED: &str = "No read in it could have shown otherwise.";

/// A number that has a fraction only where it needs one.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Number {
    Whole(u64),
    Part(f64),
}

impl<Id> VerdictJson<Id> {
    /// The verdict of a model, with the operations as somebody calls them.
    #[must_use]
    pub fn of(model: ModelId, verdict: &Verdict, named: impl Fn(OperationId) -> Id) -> Self {
        let (value, reason) = match verdict {
            Verdict::Measured(measured) => (Some(number(measured.least)), None),
            Verdict::Unknown(why) | Verdict::NotApplicable(why) => (None, Some(why)),
            Verdict::Holds(_) | Verdict::Violated(_) => (None, None),
        };
        let violation = verdict.reason();
        let untested = verdict.is_untested();
        let sentence = violation.map(check::Violation::plain).or_else(|| Some(reason?.sentence.clone()));
        let sentence = sentence.or_else(|| untested.then(|| UNTESTED.to_owned()));
        let operations = violation.map(|violation| &violation.operations).or(reason.map(|why| &why.operations));
        Self {
            model: model.key(),
            verdict: verdict.word(),
            value,
            // What is searched for in it is typed with plain spaces.
            sentence: sentence.map(|sentence| sentence.replace('\u{a0}', " ")),
            anomaly: violation.map(|violation| violation.anomaly),
            reason: reason.map(|why| why.reason).or(untested.then_some(Reason::Untested)),
            operations: operations.into_iter().flatten().map(|id| named(*id)).collect(),
        }
    }
}

/// Versions as a number, time as milliseconds.
fn number(measure: Measure) -> Number {
    match measure {
        Measure::Versions(versions) => Number::Whole(versions.into()),
        Measure::Delay(delay) if delay.as_us() % 1000 == 0 => Number::Whole(delay.as_us() / 1000),
        Measure::Delay(delay) => Number::Part(delay.as_us() as f64 / 1000.0),
    }
}
