//! Sequential consistency as it is defined: every interleaving of the sessions tried.

use history::{History, Operation, Outcome, Role, Value};

/// Some order of all operations keeps every process's own and is legal for registers. An
/// unanswered write takes part or not; a failed operation and an unanswered read never do.
pub(crate) fn sequential(history: &History) -> bool {
    explained(history, &|_| true)
}

/// The same of each key alone.
pub(crate) fn per_key_sequential(history: &History) -> bool {
    history.operations.iter().all(|one| explained(history, &|other| other.key == one.key))
}

fn explained(history: &History, counts: &dyn Fn(&Operation) -> bool) -> bool {
    let clients = || history.operations.iter().filter(|o| o.role == Role::Client && counts(o));
    let certain: Vec<&Operation> = clients().filter(|o| o.outcome == Outcome::Ok).collect();
    let possible: Vec<&Operation> = clients().filter(|o| o.outcome == Outcome::Info && o.is_write()).collect();
    (0..1_u32 << possible.len()).any(|mask| {
        let mut operations = certain.clone();
        operations.extend((0..).zip(&possible).filter(|(bit, _)| mask >> bit & 1 == 1).map(|(_, o)| *o));
        some_interleaving(&operations, &mut Vec::new(), history.initial)
    })
}

/// Tries every operation next that has none left before it in its process.
fn some_interleaving<'h>(left: &[&'h Operation], done: &mut Vec<&'h Operation>, initial: Value) -> bool {
    left.is_empty()
        || left.iter().any(|next| {
            let comes_first = |other: &&Operation| {
                other.process != next.process || (next.invoked, next.id) <= (other.invoked, other.id)
            };
            let newest = done.iter().rev().find(|o| o.is_write() && o.key == next.key);
            let held = newest.map_or(initial, |write| write.value());
            if !left.iter().all(comes_first) || next.is_read() && next.value() != held {
                return false;
            }
            let rest: Vec<&Operation> = left.iter().copied().filter(|other| other.id != next.id).collect();
            done.push(next);
            let found = some_interleaving(&rest, done, initial);
            done.pop();
            found
        })
}
