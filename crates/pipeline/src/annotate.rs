//! From a verdict to what the drawing points out.

use check::{RelationKind, Verdict};
use diagram::{Annotation, EdgeKind, OrderEdge};

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
