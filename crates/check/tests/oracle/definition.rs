//! The models as they are defined: every order tried, every pair looked at.

use history::{History, Operation, Outcome, Role, Value};

/// Some order of all operations extends real time and is legal for registers. An unanswered write
/// takes part or not; a failed operation and an unanswered read never do.
pub(crate) fn linearizable(history: &History) -> bool {
    let certain: Vec<&Operation> = clients(history).filter(|o| o.outcome == Outcome::Ok).collect();
    let possible: Vec<&Operation> = clients(history).filter(|o| o.outcome == Outcome::Info && o.is_write()).collect();
    (0..1_u32 << possible.len()).any(|mask| {
        let mut operations = certain.clone();
        operations.extend((0..).zip(&possible).filter(|(bit, _)| mask >> bit & 1 == 1).map(|(_, o)| *o));
        some_order(&operations, &mut Vec::new(), history.initial)
    })
}

pub(super) fn clients(history: &History) -> impl Iterator<Item = &Operation> {
    history.operations.iter().filter(|operation| operation.role == Role::Client)
}

/// Tries every operation next that has none left before it in real time.
pub(super) fn some_order<'h>(left: &[&'h Operation], done: &mut Vec<&'h Operation>, initial: Value) -> bool {
    if left.is_empty() {
        return true;
    }
    (0..left.len()).any(|choice| {
        let next = left[choice];
        if left.iter().any(|other| other.id != next.id && other.end() < next.invoked) {
            return false;
        }
        let newest = done.iter().rev().find(|o| o.is_write() && o.key == next.key);
        if next.is_read() && next.value() != newest.map_or(initial, |write| write.value()) {
            return false;
        }
        let rest: Vec<&Operation> = left.iter().copied().filter(|other| other.id != next.id).collect();
        done.push(next);
        let found = some_order(&rest, done, initial);
        done.pop();
        found
    })
}

/// The operations that a session guarantee looks at: what happened, and unanswered writes that
/// somebody read.
pub(crate) fn visible(history: &History) -> Vec<&Operation> {
    let read_by_someone = |write: &Operation| {
        clients(history).any(|read| {
            read.is_read() && read.outcome == Outcome::Ok && (read.key, read.value()) == (write.key, write.value())
        })
    };
    clients(history)
        .filter(|o| match o.outcome {
            Outcome::Ok => true,
            Outcome::Info => o.is_write() && read_by_someone(o),
            Outcome::Fail => false,
        })
        .collect()
}

/// Session order: the same process, by start.
pub(crate) fn po(a: &Operation, b: &Operation) -> bool {
    a.process == b.process && (a.invoked, a.id) < (b.invoked, b.id)
}

/// Whether the value `c` is older than the value `a` of the same key: the initial one, or written
/// before it by the same process.
pub(crate) fn older(history: &History, operations: &[&Operation], c: &Operation, a: &Operation) -> bool {
    let writer = |value: Value| operations.iter().find(|o| o.is_write() && o.key == c.key && o.value() == value);
    if c.value() == history.initial {
        return a.value() != history.initial;
    }
    match (writer(c.value()), writer(a.value())) {
        (Some(c), Some(a)) => po(c, a),
        _ => false,
    }
}

/// A process wrote `a` and then read `c`, `c` older than `a`; or it read `c`, wrote `a` over it,
/// and read `c` again, without having written `c` itself after `a`.
pub(crate) fn read_your_writes(history: &History) -> bool {
    let operations = visible(history);
    !pairs(&operations).any(|(write, read)| {
        let overwritten = || {
            operations.iter().any(|before| {
                before.is_read() && before.key == read.key && before.value() == read.value() && po(before, write)
            }) && !rewritten(&operations, write, read)
        };
        write.is_write()
            && read.is_read()
            && write.value() != read.value()
            && (older(history, &operations, read, write) || overwritten())
    })
}

/// A process read `a` and then `c`, `c` older than `a`; or it read `c`, then `a`, then `c` again,
/// without having written `c` itself after it read `a`.
pub(crate) fn monotonic_reads(history: &History) -> bool {
    let operations = visible(history);
    !pairs(&operations).any(|(first, read)| {
        let flicker = || {
            operations.iter().any(|before| {
                before.is_read() && before.key == read.key && before.value() == read.value() && po(before, first)
            }) && !rewritten(&operations, first, read)
        };
        first.is_read()
            && read.is_read()
            && first.value() != read.value()
            && (older(history, &operations, read, first) || flicker())
    })
}

/// Whether the reader wrote the value itself between `from` and `read`.
fn rewritten(operations: &[&Operation], from: &Operation, read: &Operation) -> bool {
    operations.iter().any(|write| {
        write.is_write() && write.key == read.key && write.value() == read.value() && po(from, write) && po(write, read)
    })
}

/// All pairs of one key in session order.
fn pairs<'o, 'h>(
    operations: &'o [&'h Operation],
) -> impl Iterator<Item = (&'h Operation, &'h Operation)> + use<'o, 'h> {
    operations
        .iter()
        .flat_map(move |a| operations.iter().filter(move |b| a.key == b.key && po(a, b)).map(move |b| (*a, *b)))
}

/// Whether the last reads after the last write agree; nothing if fewer than two processes read.
pub(crate) fn converged(history: &History) -> Option<bool> {
    let operations = visible(history);
    let ended = operations.iter().filter(|o| o.is_write()).map(|o| o.end()).max();
    let last: Vec<&&Operation> = operations
        .iter()
        .filter(|o| o.is_read() && ended.is_none_or(|ended| ended < o.invoked))
        .filter(|o| !operations.iter().any(|later| later.is_read() && later.key == o.key && po(o, later)))
        .collect();
    let compared = || last.iter().flat_map(|a| last.iter().map(move |b| (a, b)));
    let pairs: Vec<_> = compared().filter(|(a, b)| a.key == b.key && a.id < b.id).collect();
    (!pairs.is_empty()).then(|| pairs.iter().all(|(a, b)| a.value() == b.value()))
}
