//! From a verdict to what the drawing points out, and to the words that go with it.

use check::{RelationKind, Verdict};
use diagram::{Annotation, EdgeKind, OrderEdge};
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
