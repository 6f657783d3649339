//! Views: for each session one order of its own operations and of all writes.

use super::evidence::{Derived, Evidence, circle};
use super::knowledge::{Knowledge, Trouble, What};
use super::past::Past;
use super::schedule::Link;
use super::{Finding, ids};
use crate::index::NONE;
use crate::observed::Observed;
use crate::{Budget, View, Witness};

/// What would have been allowed instead of orders that do not fit one view.
pub(crate) const ALLOWED: &str = "Either order, but only one of them: ";

/// The views of all sessions; they extend the causal order, if its pasts are given, or else the
/// session order alone.
///
/// # Errors
/// Why there is no view, for the session that meets it first.
pub(crate) fn all(observed: &Observed<'_>, past: Option<&Past>, budget: &mut Budget) -> Result<Witness, Finding> {
    let mut views = Vec::new();
    let mut worst: Option<Failure> = None;
    for session in 0..observed.sessions() {
        let mut knowledge = Knowledge::new(observed, past, session);
        match knowledge.view(budget) {
            None => return Err(Finding::OutOfSteps),
            Some(Ok(order)) => {
                let first = observed.entry(observed.starts()[session]);
                views.push(View { process: observed.index.operation(first).process, order: ids(observed, &order) });
            }
            Some(Err(trouble)) => {
                if worst.as_ref().is_none_or(|known| observed.over(trouble.at) < observed.over(known.trouble.at)) {
                    worst = Some(Failure { session, trouble, derived: knowledge.derived });
                }
            }
        }
    }
    worst.map_or(Ok(Witness::Views(views)), |failure| Err(failure.explain(observed, past.is_some())))
}

/// Why a session has no view.
struct Failure {
    session: usize,
    trouble: Trouble,
    derived: Vec<Derived>,
}

impl Failure {
    fn explain(self, observed: &Observed<'_>, causal: bool) -> Finding {
        let Trouble { at, what } = self.trouble;
        let mut evidence = Evidence::new(observed).of_reader((!causal).then_some(self.session)).with(self.derived);
        match what {
            What::Replaced { known } => evidence.by_read(known, at, NONE),
            What::Both { known } => {
                evidence.plain(observed.source(at), known);
                evidence.by_read(known, at, NONE);
            }
            What::Round(links) => {
                let last_reader = |link: Link| {
                    let reads = || observed.places(self.session).rev();
                    reads().find(|read| observed.is_write(link.to) && observed.write_read(*read) == Some(link.to))
                };
                return circle(evidence, &links, &last_reader);
            }
        }
        evidence.clash()
    }
}
