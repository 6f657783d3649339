//! Verdicts as lines of text and as JSON.

use check::{Judgement, Verdict};
use history::ModelId;
use pipeline::VerdictJson;
use serde::Serialize;
use serde_json::Value as Json;

use crate::table::plain;

/// A verdict as JSON has it, and what it cost to find.
#[derive(Debug, Serialize)]
pub(crate) struct CostedVerdict {
    #[serde(flatten)]
    pub(crate) verdict: VerdictJson<Json>,
    #[serde(flatten)]
    pub(crate) cost: Cost,
}

/// What a verdict cost.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Cost {
    /// The same on every machine.
    pub(crate) steps: u64,
    /// By this machine's clock, in microseconds.
    pub(crate) time_us: f64,
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

/// The sign of a verdict. A model that nothing could have broken is not praised for it.
pub(crate) fn mark(verdict: &Verdict) -> &'static str {
    match verdict {
        verdict if verdict.is_untested() => "–",
        Verdict::Holds(_) => "✓",
        Verdict::Violated(_) => "✗",
        Verdict::Measured(measured) if measured.least.is_ideal() => "✓",
        Verdict::Measured(_) => "≈",
        Verdict::Unknown(_) | Verdict::NotApplicable(_) => "?",
    }
}

/// The verdicts of models for a terminal.
pub(crate) fn write_verdicts(judgement: &Judgement) -> String {
    let told = judgement.0.iter().map(|(model, verdict)| {
        let line = VerdictJson::of(*model, verdict, |id| id);
        let word = match verdict {
            Verdict::Measured(measured) => plain(&measured.least.to_string()),
            verdict if verdict.is_untested() => "untested".to_owned(),
            _ => line.verdict.replace('_', " "),
        };
        Told { mark: mark(verdict), name: model.name(), word, sentence: line.sentence }
    });
    write_told(&told.collect::<Vec<_>>())
}

/// Whether one of the watched models is violated.
pub(crate) fn is_broken(judgement: &Judgement, watched: &[ModelId]) -> bool {
    watched.iter().filter_map(|id| judgement.get(*id)).any(|verdict| verdict.violation().is_some())
}
