//! How fresh reads are, as it is defined: every order tried, every bound tried.

use history::{History, Instant, Operation, Outcome, Value};

use super::definition::{clients, linearizable, some_order, visible};

/// The operations of each key that happened, or were seen.
fn by_key(history: &History) -> Vec<Vec<&Operation>> {
    let operations = visible(history);
    let mut keys: Vec<_> = operations.iter().map(|operation| operation.key).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.iter().map(|key| operations.iter().copied().filter(|operation| operation.key == *key).collect()).collect()
}

/// Some order of the key's writes and this read extends real time and is legal.
fn fits_alone(history: &History, of_key: &[&Operation], read: &Operation) -> bool {
    let operations: Vec<&Operation> =
        of_key.iter().copied().filter(|operation| operation.is_write() || operation.id == read.id).collect();
    some_order(&operations, &mut Vec::new(), history.initial)
}

/// Each read fits alone.
pub(crate) fn regular_weak(history: &History) -> bool {
    let reads_fit = |of_key: &Vec<&Operation>| {
        of_key.iter().filter(|operation| operation.is_read()).all(|read| fits_alone(history, of_key, read))
    };
    by_key(history).iter().all(reads_fit)
}

/// Each read that overlaps no write of its key fits alone.
pub(crate) fn safe(history: &History) -> bool {
    by_key(history).iter().all(|of_key| {
        of_key.iter().filter(|operation| operation.is_read()).all(|read| {
            let overlaps =
                of_key.iter().any(|other| other.is_write() && !other.precedes(read) && !read.precedes(other));
            overlaps || fits_alone(history, of_key, read)
        })
    })
}

/// Some order of each key's writes extends real time, and each read can be put into it, alone, so
/// that it is legal and true to real time on both sides.
pub(crate) fn regular_strong(history: &History) -> bool {
    by_key(history).iter().all(|of_key| {
        let writes: Vec<&Operation> = of_key.iter().copied().filter(|operation| operation.is_write()).collect();
        let reads: Vec<&Operation> = of_key.iter().copied().filter(|operation| operation.is_read()).collect();
        some_write_order(&writes, &mut Vec::new(), &|order| {
            reads.iter().all(|read| {
                (0..=order.len()).any(|place| {
                    let (before, after) = order.split_at(place);
                    before.last().map_or(history.initial, |write| write.value()) == read.value()
                        && !before.iter().any(|write| read.precedes(write))
                        && !after.iter().any(|write| write.precedes(read))
                })
            })
        })
    })
}

fn some_write_order<'h>(
    left: &[&'h Operation],
    done: &mut Vec<&'h Operation>,
    fine: &dyn Fn(&[&Operation]) -> bool,
) -> bool {
    if left.is_empty() {
        return fine(done);
    }
    (0..left.len()).any(|choice| {
        let next = left[choice];
        if left.iter().any(|other| other.precedes(next)) {
            return false;
        }
        let rest: Vec<&Operation> = left.iter().copied().filter(|other| other.id != next.id).collect();
        done.push(next);
        let found = some_write_order(&rest, done, fine);
        done.pop();
        found
    })
}

/// The least k so that some order extends real time and each read returns one of the k latest
/// writes of its key, the initial value being the first; nothing if there is none.
pub(crate) fn least_versions(history: &History) -> Option<u32> {
    let certain: Vec<&Operation> = clients(history).filter(|o| o.outcome == Outcome::Ok).collect();
    let possible: Vec<&Operation> = clients(history).filter(|o| o.outcome == Outcome::Info && o.is_write()).collect();
    let most = certain.len() + possible.len() + 1;
    let fits = |k: usize| {
        (0..1_u32 << possible.len()).any(|mask| {
            let mut operations = certain.clone();
            operations.extend((0..).zip(&possible).filter(|(bit, _)| mask >> bit & 1 == 1).map(|(_, o)| *o));
            some_order_within(&operations, &mut Vec::new(), history.initial, k)
        })
    };
    (1..=most).find(|k| fits(*k)).map(|k| k as u32)
}

fn some_order_within<'h>(left: &[&'h Operation], done: &mut Vec<&'h Operation>, initial: Value, k: usize) -> bool {
    if left.is_empty() {
        return true;
    }
    (0..left.len()).any(|choice| {
        let next = left[choice];
        if left.iter().any(|other| other.id != next.id && other.precedes(next)) {
            return false;
        }
        let writes = done.iter().rev().filter(|o| o.is_write() && o.key == next.key).map(|write| write.value());
        let mut latest = writes.chain([initial]).take(k);
        if next.is_read() && !latest.any(|value| value == next.value()) {
            return false;
        }
        let rest: Vec<&Operation> = left.iter().copied().filter(|other| other.id != next.id).collect();
        done.push(next);
        let found = some_order_within(&rest, done, initial, k);
        done.pop();
        found
    })
}

/// The history with every read begun so much sooner, and everything moved by as much as makes room.
pub(crate) fn begun_sooner(history: &History, by_us: u64) -> History {
    const ROOM: u64 = 1_000_000_000;
    let mut moved = history.clone();
    for operation in &mut moved.operations {
        let sooner = if operation.is_read() { by_us } else { 0 };
        operation.invoked = Instant::from_us(operation.invoked.as_us() + ROOM - sooner);
        operation.returned = operation.returned.map(|at| Instant::from_us(at.as_us() + ROOM));
    }
    moved
}

/// The least delay, in microseconds, by which reads begun so much sooner make it linearizable;
/// nothing if there is none.
pub(crate) fn least_delay(history: &History) -> Option<u64> {
    let ends = history.operations.iter().filter_map(|operation| operation.returned);
    let last = ends.max().map_or(0, |at| at.as_us());
    (0..=last).find(|by_us| linearizable(&begun_sooner(history, *by_us)))
}
