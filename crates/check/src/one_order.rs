//! One order for all: whether some operations fit one legal order that keeps every session's own,
//! and if not, the fewest of them that do not.
//!
//! First what must stand before what is closed; a circle in it refutes, and names the operations.
//! If there is none, an order is searched for under the budget. Neither looks at the clock.

mod circle;
mod must_before;
mod part;
mod proof;
mod search;
mod shrink;

use history::OperationId;

use crate::index::Index;
use crate::radix::Record;
use crate::{Budget, Violation};
use must_before::{Edge, MustBefore, OutOfSteps};
use part::Part;
use proof::Proof;

/// Whether there is an order.
pub(crate) enum Answer {
    /// This one.
    Order(Vec<OperationId>),
    /// None, and this is why.
    Broken(Violation),
    /// The budget ran out.
    OutOfSteps,
}

/// Decides whether entries, given by process and start, fit one order.
pub(crate) fn decide(index: &Index<'_>, entries: &[Record], budget: &mut Budget) -> Answer {
    let part = Part::new(index, entries);
    match examine(&part, budget) {
        Ok(Finding::Order(nodes)) => {
            Answer::Order(nodes.iter().map(|node| index.entry(part.node(*node).entry).id).collect())
        }
        Ok(Finding::Circle(proof, _)) => {
            Answer::Broken(explain(index, shrink::closed(index, entries, &part, &proof.nodes())))
        }
        Ok(Finding::None) => Answer::Broken(explain(index, entries.to_vec())),
        Err(OutOfSteps) => Answer::OutOfSteps,
    }
}

/// What is known of a part.
enum Finding {
    /// It fits this order.
    Order(Vec<u32>),
    /// Something would have to stand before itself, by these edges.
    Circle(Proof, Vec<Edge>),
    /// Every order was tried.
    None,
}

fn examine(part: &Part, budget: &mut Budget) -> Result<Finding, OutOfSteps> {
    let relation = MustBefore::new(part, budget)?;
    if let Some(node) = relation.circular {
        return Ok(Finding::Circle(Proof::new(&relation, node), relation.edges));
    }
    Ok(search::find(part, &relation, budget)?.map_or(Finding::None, Finding::Order))
}

/// How much work may go into making a reason smaller. Apart from the budget of the verdict, so
/// that the reason is the same for every budget that suffices.
const SHRINKING: Budget = Budget::steps(5_000_000);

/// Tells why these entries fit no order.
fn explain(index: &Index<'_>, entries: Vec<Record>) -> Violation {
    let mut allowance = SHRINKING;
    let entries = shrink::shrink(index, entries, &mut allowance);
    let part = Part::new(index, &entries);
    let mut again = SHRINKING;
    match examine(&part, &mut again) {
        Ok(Finding::Circle(proof, edges)) => circle::tell(index, &part, &edges, &proof),
        _ => circle::tell_all(index, &part),
    }
}
