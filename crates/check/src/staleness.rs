//! How stale each read was, against an order of the writes: the raw material of a distribution.
//!
//! The k-staleness and t-visibility of Bailis et al., *Probabilistically bounded staleness* (VLDB
//! 2012), read by read. The order is a witness's, or whichever the store itself kept.

use history::{Duration, History, Instant, Operation, OperationId, Outcome, Value, order};
use serde::{Deserialize, Serialize};

use crate::KeyOrder;
use crate::counter::Counter;

/// How stale one read was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadStaleness {
    /// The read.
    pub read: OperationId,
    /// One, and one more for each newer write that was over when it began.
    pub versions: u32,
    /// From the end of the first of those to when it began.
    pub delay: Duration,
}

/// How stale the answered reads were that returned a value of these orders or the initial one, key
/// by key and by start. In the orders only the writes matter.
#[must_use]
pub fn staleness(history: &History, orders: &[KeyOrder]) -> Vec<ReadStaleness> {
    orders.iter().flat_map(|of_key| of_one_key(history, of_key)).collect()
}

fn of_one_key(history: &History, of_key: &KeyOrder) -> Vec<ReadStaleness> {
    let operations = of_key.order.iter().filter_map(|id| history.operation(*id));
    let writes: Vec<&Operation> = operations.filter(|operation| operation.is_write()).collect();
    // Behind the initial value comes the first write: places count from one.
    let mut places: Vec<(Value, usize)> = (1..).zip(&writes).map(|(place, write)| (write.value(), place)).collect();
    places.push((history.initial, 0));
    order::sort_by_key(&mut places, |place| *place);
    let mut ends: Vec<(Instant, usize)> = (1..).zip(&writes).map(|(place, write)| (write.end(), place)).collect();
    let mut first_over = vec![Instant::NEVER; writes.len() + 2];
    for (end, place) in ends.iter().rev() {
        first_over[*place] = first_over[place + 1].min(*end);
    }
    order::sort_by_key(&mut ends, |end| *end);
    let mut ends = ends.into_iter().peekable();
    let mut over = Counter::new(writes.len() + 2);
    let answered = |operation: &&Operation| operation.is_read() && operation.outcome == Outcome::Ok;
    let mut reads: Vec<&Operation> =
        history.client_operations().filter(answered).filter(|read| read.key == of_key.key).collect();
    order::sort_by_key(&mut reads, |read| read.invoked);
    let mut found = Vec::with_capacity(reads.len());
    for read in reads {
        while let Some((_, place)) = ends.next_if(|(end, _)| *end < read.invoked) {
            over.add(place);
        }
        let Ok(value) = places.binary_search_by_key(&read.value(), |(value, _)| *value) else { continue };
        let newer = places[value].1 + 1;
        let (versions, delay) = (1 + over.from(newer), read.invoked.since(first_over[newer]));
        found.push(ReadStaleness { read: read.id, versions, delay });
    }
    found
}
