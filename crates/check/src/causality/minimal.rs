//! Makes a reason as small as it can be.
//!
//! The models of this family are closed under parts that hold the write of each of their reads:
//! what a part breaks, the whole breaks. So a reason of which neither any one read nor any one
//! unread write can be spared is a smallest one.

use history::{History, Operation, OperationId};

/// The operations of a history that break a model without any of the others, and none of which
/// can be spared. Starts with `reason`, which breaks it. Returns them with their part.
pub(super) fn minimal(
    history: &History,
    mut reason: Vec<OperationId>,
    breaks: &dyn Fn(&History) -> bool,
) -> (Vec<OperationId>, History) {
    reason.sort_unstable();
    reason.dedup();
    let operation = |id: &OperationId| &history.operations[id.index()];
    let mut part = without_operations(history);
    let mut place = reason.len();
    while place > 0 {
        place -= 1;
        let spared = reason.remove(place);
        let was_read = |id: &OperationId| sees(operation(id), operation(&spared));
        if !reason.iter().any(was_read) {
            part.operations = reason.iter().map(|id| operation(id).clone()).collect();
            if breaks(&part) {
                // Its write may be unread now, and so spared too.
                place = reason.len();
                continue;
            }
        }
        reason.insert(place, spared);
    }
    part.operations = reason.iter().map(|id| operation(id).clone()).collect();
    (reason, part)
}

fn sees(read: &Operation, write: &Operation) -> bool {
    read.is_read() && write.is_write() && (read.key, read.value()) == (write.key, write.value())
}

fn without_operations(history: &History) -> History {
    History {
        operations: Vec::new(),
        keys: history.keys.clone(),
        sessions: history.sessions.clone(),
        initial: history.initial,
        contents: history.contents.clone(),
        clock: history.clock,
    }
}
