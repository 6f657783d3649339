//! The causal models, PRAM and the guarantees between sessions, as they are defined: every order
//! tried, every chain followed.

use history::{History, Operation};

use super::definition::{older, po, visible};

/// A relation between operations, by their places in a list.
type Order = Vec<Vec<bool>>;

/// Whether the read returned what the write wrote.
fn rf(write: &Operation, read: &Operation) -> bool {
    write.is_write() && read.is_read() && (write.key, write.value()) == (read.key, read.value())
}

/// Session order and reads-from, and what follows from them step by step.
pub(crate) fn causal_order(operations: &[&Operation]) -> Order {
    let mut order: Order =
        operations.iter().map(|a| operations.iter().map(|b| po(a, b) || rf(a, b)).collect()).collect();
    for middle in 0..operations.len() {
        for a in 0..operations.len() {
            for b in 0..operations.len() {
                order[a][b] |= order[a][middle] && order[middle][b];
            }
        }
    }
    order
}

fn goes_round(order: &Order) -> bool {
    (0..order.len()).any(|place| order[place][place])
}

/// Some order of these operations extends `order`, and every read that `counts` returns the last
/// write of its key before it.
fn legal(
    history: &History,
    operations: &[&Operation],
    order: &Order,
    left: &[usize],
    done: &mut Vec<usize>,
    counts: &dyn Fn(usize) -> bool,
) -> bool {
    left.is_empty()
        || left.iter().any(|next| {
            if left.iter().any(|other| order[*other][*next]) {
                return false;
            }
            let read = operations[*next];
            let last = done.iter().rev().map(|place| operations[*place]).find(|o| o.is_write() && o.key == read.key);
            if read.is_read() && counts(*next) && read.value() != last.map_or(history.initial, Operation::value) {
                return false;
            }
            let rest: Vec<usize> = left.iter().copied().filter(|other| other != next).collect();
            done.push(*next);
            let found = legal(history, operations, order, &rest, done, counts);
            done.pop();
            found
        })
}

fn past(order: &Order, of: usize) -> Vec<usize> {
    (0..order.len()).filter(|place| *place == of || order[*place][of]).collect()
}

/// Every read alone: an order of its causal past ends in what it returned.
pub(crate) fn causal(history: &History) -> bool {
    let operations = visible(history);
    let order = causal_order(&operations);
    !goes_round(&order)
        && (0..operations.len()).all(|read| {
            legal(history, &operations, &order, &past(&order, read), &mut Vec::new(), &|place| place == read)
        })
}

/// Every operation: an order of its causal past is legal for it and all before it in its session.
pub(crate) fn causal_memory(history: &History) -> bool {
    let operations = visible(history);
    let order = causal_order(&operations);
    !goes_round(&order)
        && (0..operations.len()).all(|last| {
            let own = |place: usize| place == last || po(operations[place], operations[last]);
            legal(history, &operations, &order, &past(&order, last), &mut Vec::new(), &own)
        })
}

/// One order of all writes extends the causal order, and every read returns the last write of its
/// key in its causal past.
pub(crate) fn causal_convergence(history: &History) -> bool {
    let operations = visible(history);
    let order = causal_order(&operations);
    let writes: Vec<usize> = (0..operations.len()).filter(|place| operations[*place].is_write()).collect();
    !goes_round(&order) && arbitrated(history, &operations, &order, &writes, &mut Vec::new())
}

fn arbitrated(
    history: &History,
    operations: &[&Operation],
    order: &Order,
    left: &[usize],
    done: &mut Vec<usize>,
) -> bool {
    if left.is_empty() {
        return (0..operations.len()).filter(|place| operations[*place].is_read()).all(|place| {
            let read = operations[place];
            let known = |write: &&usize| order[**write][place] && operations[**write].key == read.key;
            read.value() == done.iter().rfind(known).map_or(history.initial, |write| operations[*write].value())
        });
    }
    left.iter().any(|next| {
        if left.iter().any(|other| order[*other][*next]) {
            return false;
        }
        let rest: Vec<usize> = left.iter().copied().filter(|other| other != next).collect();
        done.push(*next);
        let found = arbitrated(history, operations, order, &rest, done);
        done.pop();
        found
    })
}

/// For each process: an order of its operations and all writes extends the session order of all
/// and is legal.
pub(crate) fn pram(history: &History) -> bool {
    let operations = visible(history);
    let order: Order = operations.iter().map(|a| operations.iter().map(|b| po(a, b)).collect()).collect();
    operations.iter().all(|of| {
        let seen = |place: &usize| operations[*place].is_write() || operations[*place].process == of.process;
        let seen: Vec<usize> = (0..operations.len()).filter(seen).collect();
        legal(history, &operations, &order, &seen, &mut Vec::new(), &|_| true)
    })
}

/// No session s wrote x=a and then to another key, which another process read before it read from
/// x something older than a.
pub(crate) fn monotonic_writes(history: &History) -> bool {
    let operations = visible(history);
    let all = || operations.iter().copied();
    !all().any(|a| {
        all().any(|later| {
            let written = a.is_write() && later.is_write() && po(a, later) && a.key != later.key;
            written
                && all().any(|seen| {
                    let other = rf(later, seen) && seen.process != a.process;
                    other && all().any(|read| reads_older(history, &operations, seen, read, a))
                })
        })
    })
}

/// Whether the session that read `seen` then read something older than `a` from the same key.
fn reads_older(
    history: &History,
    operations: &[&Operation],
    seen: &Operation,
    read: &Operation,
    a: &Operation,
) -> bool {
    read.is_read() && read.key == a.key && po(seen, read) && older(history, operations, read, a)
}

/// No chain: a was read, then its reader wrote, that may have been read and its reader written,
/// and so on; somebody who wrote neither a nor the last write read the last and then, from the key
/// of a, something older than a, or a itself where the last write was to the same key.
pub(crate) fn writes_follow_reads(history: &History) -> bool {
    let operations = visible(history);
    let all = || operations.iter().copied();
    !all().filter(|a| a.is_write()).any(|a| {
        let mut chained: Vec<&Operation> = Vec::new();
        let mut ends = vec![a];
        while let Some(end) = ends.pop() {
            for read in all().filter(|read| rf(end, read)) {
                for write in all().filter(|write| write.is_write() && po(read, write)) {
                    if !chained.iter().any(|known| known.id == write.id) {
                        chained.push(write);
                        ends.push(write);
                    }
                }
            }
        }
        chained.iter().any(|last| {
            all().filter(|seen| rf(last, seen)).any(|seen| {
                let third = seen.process != a.process && seen.process != last.process;
                third
                    && all().any(|read| {
                        let again = read.key == a.key && rf(a, read) && po(seen, read) && last.key == a.key;
                        let overwritten = again && last.id != a.id;
                        reads_older(history, &operations, seen, read, a) || overwritten
                    })
            })
        })
    })
}
