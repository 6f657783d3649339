//! Why a history is not linearizable: the contradiction that is easiest to tell.
//!
//! Preferred are those where one read is at fault: it returned what nobody wrote, what was not
//! yet written, or what had been overwritten before it began; among them the one that shows
//! first. Then a pair of reads where the later one returned the older value. What is left are two
//! overlapping writes for which both orders are proved.

pub(crate) mod both_orders;
pub(crate) mod one_read;

use crate::Violation;
use crate::index::Index;

/// Explains why a history is not linearizable; `conflict` are two classes that each had to stand
/// before the other. Nothing, if there is neither such a pair nor a read at fault.
pub(crate) fn explain(index: &Index<'_>, conflict: Option<(u32, u32)>) -> Option<Violation> {
    match (one_read::find(index, one_read::Evidence::Seen), conflict) {
        (Some(fault), _) => Some(fault.tell(index)),
        (None, Some((one, other))) => Some(both_orders::explain(index, one, other, |_, _| true)),
        (None, None) => None,
    }
}

/// The first read of a value that nobody wrote.
pub(crate) fn thin_air(index: &Index<'_>) -> Option<Violation> {
    one_read::thin_air(index).map(|fault| fault.tell(index))
}
