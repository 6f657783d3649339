//! Verdicts as lines of text and as JSON.

use check::{Anomaly, Judgement, Measure, Reason, Verdict};
use history::{ModelId, OperationId};
use serde::Serialize;
use serde_json::Value as Json;

use crate::table::plain;

/// A verdict as the JSON output has it.
#[derive(Debug, Serialize)]
pub(crate) struct VerdictLine {
    model: &'static str,
    /// `holds`, `violated`, `measured`, `unknown` or `not_applicable`.
    verdict: &'static str,
    /// What was measured: a number of versions, or of milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<Json>,
    /// What happened, or why there is no verdict.
    #[serde(skip_serializing_if = "Option::is_none")]
    sentence: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    anomaly: Option<Anomaly>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<Reason>,
    /// The operations of the smallest reason, by the ids of their file if it gave any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    operations: Vec<Json>,
    /// What it cost, where that was measured.
    #[serde(flatten)]
    pub(crate) cost: Option<Cost>,
}

/// What a verdict cost.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Cost {
    /// The same on every machine.
    pub(crate) steps: u64,
    /// By this machine's clock, in microseconds.
    pub(crate) time_us: f64,
}

/// All verdicts of a judgement, strongest model first, with the operations by the ids given, or by
/// their numbers where none are.
pub(crate) fn verdict_lines(judgement: &Judgement, ids: &[Json]) -> Vec<VerdictLine> {
    judgement.0.iter().map(|(model, verdict)| verdict_line(*model, verdict, ids)).collect()
}

pub(crate) fn verdict_line(model: ModelId, verdict: &Verdict, ids: &[Json]) -> VerdictLine {
    let named = |id: &OperationId| ids.get(id.index()).cloned().unwrap_or_else(|| Json::from(id.0));
    let mut line = VerdictLine {
        model: model.key(),
        verdict: verdict.word(),
        value: None,
        sentence: None,
        anomaly: None,
        reason: None,
        operations: Vec::new(),
        cost: None,
    };
    match verdict {
        Verdict::Holds(_) => {}
        Verdict::Violated(violation) => {
            line.sentence = Some(plain(&violation.plain()));
            line.anomaly = Some(violation.anomaly);
            line.operations = violation.operations.iter().map(named).collect();
        }
        Verdict::Measured(measured) => {
            line.value = Some(number(measured.least));
            if let Some(reason) = &measured.reason {
                line.sentence = Some(plain(&reason.plain()));
                line.anomaly = Some(reason.anomaly);
                line.operations = reason.operations.iter().map(named).collect();
            }
        }
        Verdict::Unknown(why) | Verdict::NotApplicable(why) => {
            line.sentence = Some(plain(&why.sentence));
            line.reason = Some(why.reason);
            line.operations = why.operations.iter().map(named).collect();
        }
    }
    line
}

/// Versions as a number, time as milliseconds: whole ones without a fraction.
fn number(measure: Measure) -> Json {
    match measure {
        Measure::Versions(versions) => Json::from(versions),
        Measure::Delay(delay) if delay.as_us() % 1000 == 0 => Json::from(delay.as_us() / 1000),
        Measure::Delay(delay) => Json::from(delay.as_us() as f64 / 1000.0),
    }
}

/// A verdict for a terminal.
pub(crate) struct Told {
    pub(crate) mark: &'static str,
    pub(crate) name: &'static str,
    pub(crate) word: String,
    pub(crate) sentence: Option<String>,
}

/// Verdicts for a terminal: a mark and a word each, and the sentence below.
pub(crate) fn write_told(told: &[Told]) -> String {
    let width = told.iter().map(|told| told.name.chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    for Told { mark, name, word, sentence } in told {
        text.push_str(&format!("{mark} {name:width$}  {word}\n"));
        if let Some(sentence) = sentence {
            text.push_str(&format!("    {sentence}\n"));
        }
    }
    text
}

/// The verdicts of models for a terminal.
pub(crate) fn write_verdicts(judgement: &Judgement) -> String {
    let told = judgement.0.iter().map(|(model, verdict)| {
        let mark = match verdict {
            Verdict::Holds(_) => "✓",
            Verdict::Violated(_) => "✗",
            Verdict::Measured(measured) if measured.least.is_ideal() => "✓",
            Verdict::Measured(_) => "≈",
            Verdict::Unknown(_) | Verdict::NotApplicable(_) => "?",
        };
        let line = verdict_line(*model, verdict, &[]);
        let word = match verdict {
            Verdict::Measured(measured) => plain(&measured.least.to_string()),
            _ => line.verdict.replace('_', " "),
        };
        Told { mark, name: model.name(), word, sentence: line.sentence }
    });
    write_told(&told.collect::<Vec<_>>())
}

/// Whether one of the watched models is violated.
pub(crate) fn is_broken(judgement: &Judgement, watched: &[ModelId]) -> bool {
    watched.iter().filter_map(|id| judgement.get(*id)).any(|verdict| verdict.violation().is_some())
}
