//! From a verdict to what the drawing points out, and to the words that go with it.

use check::{RelationKind, Verdict};
use diagram::transcript::{self, Entry};
use diagram::{Annotation, EdgeKind, OrderEdge, Story};
use history::ModelId;

/// What to point out for a verdict: the operations of its reason and the orders between them.
/// A model that holds points out nothing, nor does a measure that is ideal.
#[must_use]
pub fn annotate(verdict: &Verdict) -> Annotation {
    let Some(violation) = verdict.reason() else { return Annotation::default() };
    let edges = violation.edges.iter().map(|edge| {
        let (kind, words) = match edge.kind {
            RelationKind::RealTime => (EdgeKind::RealTime, format!("{} later", edge.gap)),
            RelationKind::Session => (EdgeKind::Session, String::new()),
            RelationKind::ReadsFrom => (EdgeKind::ReadsFrom, "read from".to_owned()),
            RelationKind::Overwritten | RelationKind::Derived => (EdgeKind::Deduced, "so before".to_owned()),
        };
        OrderEdge { from: edge.from, to: edge.to, kind, words }
    });
    Annotation { numbered: violation.operations.clone(), edges: edges.collect(), ..Annotation::default() }
}

/// What a verdict says in words that leave with a picture: what is broken ("Not linearizable"), and
/// the sentence with circled digits. Nothing where [`annotate`] points out nothing.
#[must_use]
pub fn told(model: ModelId, verdict: &Verdict) -> Option<(String, String)> {
    let lead = match verdict {
        Verdict::Measured(measured) => format!("{model}, {}", measured.least),
        _ => check::model(model).map_or("Violated", |model| model.lead).to_owned(),
    };
    verdict.reason().map(|reason| (lead, reason.plain()))
}

/// A run in words, with what the verdict says at the operation that shows it.
#[must_use]
pub fn transcript(story: &Story, verdict: Option<(ModelId, &Verdict)>) -> Vec<Entry> {
    let note = verdict.map(|(_, verdict)| annotate(verdict)).unwrap_or_default();
    let why = verdict.and_then(|(model, verdict)| {
        let (lead, sentence) = told(model, verdict)?;
        let allowed = verdict.reason().map_or("", |reason| reason.allowed.as_str());
        Some(format!("{lead}: {sentence} {allowed}"))
    });
    transcript::transcript(story, &note, why.unwrap_or_default().trim_end())
}
