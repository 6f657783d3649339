//! Invariants of recorded calls: judged beside the models, as text and as JSON.

use check::Reason;
use check::invariants::{Finding, Invariant, Recorded};
use check::objects::{Object, object};
use history::OperationId;
use history::calls::Calls;
use serde::Serialize;
use serde_json::Value as Json;

use crate::table::plain;
use crate::verdicts::{Told, write_told};

/// Invariants with what they come to.
pub(crate) type Findings = Vec<(&'static Invariant, Finding)>;

/// Judges calls on an object by some invariants.
pub(crate) fn judge(calls: &Calls, of: &Object, asked: &[&'static Invariant]) -> Findings {
    let speaks = asked.iter().any(|invariant| invariant.objects.contains(&of.name));
    let recorded = if speaks { Recorded::of(calls) } else { Recorded::default() };
    asked.iter().map(|invariant| (*invariant, invariant.find(&recorded, of))).collect()
}

/// A finding as the JSON output has it.
#[derive(Debug, Serialize)]
pub(crate) struct InvariantLine {
    invariant: &'static str,
    /// `holds`, `violated`, `unknown` or `not_applicable`.
    verdict: &'static str,
    /// What happened, or why there is no verdict.
    #[serde(skip_serializing_if = "Option::is_none")]
    sentence: Option<String>,
    /// What would have been allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    allowed: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<Reason>,
    /// The operations of the smallest reason.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    operations: Vec<Json>,
}

/// A finding for the JSON output, with operations as `named` names them.
pub(crate) fn line(invariant: &Invariant, finding: &Finding, named: &dyn Fn(&OperationId) -> Json) -> InvariantLine {
    let (sentence, allowed, reason) = match finding {
        Finding::Holds => (None, None, None),
        Finding::Broken(broken, _) => (Some(plain(&broken.sentence)), Some(plain(&broken.allowed)), None),
        Finding::Unknown(why) | Finding::NotApplicable(why) => (Some(plain(&why.sentence)), None, Some(why.reason)),
    };
    let operations = match finding {
        Finding::Broken(_, calls) => calls.iter().map(named).collect(),
        _ => Vec::new(),
    };
    InvariantLine { invariant: invariant.key, verdict: word(finding), sentence, allowed, reason, operations }
}

/// A finding in one word.
pub(crate) const fn word(finding: &Finding) -> &'static str {
    match finding {
        Finding::Holds => "holds",
        Finding::Broken(..) => "violated",
        Finding::Unknown(_) => "unknown",
        Finding::NotApplicable(_) => "not_applicable",
    }
}

/// The findings for a terminal; those that say nothing of such an object share a line. `others` is why
/// they do not.
pub(crate) fn write(findings: &Findings, others: &str) -> String {
    let applies = |(_, finding): &&(&Invariant, Finding)| !matches!(finding, Finding::NotApplicable(_));
    let told = findings.iter().filter(applies).map(|(invariant, finding)| {
        let mark = match finding {
            Finding::Holds => "✓",
            Finding::Broken(..) => "✗",
            Finding::Unknown(_) | Finding::NotApplicable(_) => "?",
        };
        let sentence = line(invariant, finding, &|id| Json::from(id.0)).sentence;
        Told { mark, name: invariant.name, word: word(finding).to_owned(), sentence }
    });
    let told: Vec<Told> = told.collect();
    let mut text = write_told(&told);
    let mut titles: Vec<&str> = Vec::new();
    for (invariant, _) in findings.iter().filter(|pair| !applies(pair)) {
        for title in invariant.objects.iter().filter_map(|name| object(name)).map(|object| object.title) {
            if !titles.contains(&title) {
                titles.push(title);
            }
        }
    }
    if let Some((last, first)) = titles.split_last() {
        let which = if told.is_empty() { "The invariants" } else { "The other invariants" };
        let listed = if first.is_empty() { String::new() } else { first.join(", ") + " or " };
        text.push_str(&format!("  {which} speak of {listed}{last}; {others}.\n"));
    }
    text
}
