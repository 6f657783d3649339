//! Which messages filled the quorum of an operation.

use std::collections::BTreeMap;

use history::{MessageId, NodeId, Operation, OperationId};

use super::Message;

/// Finds what filled the quorum of an operation: the answers that the trace says were counted, the
/// answer that ended it, and the requests that those answered.
pub(super) fn count(
    operation: &Operation,
    list: &[u32],
    counted: &BTreeMap<MessageId, OperationId>,
    messages: &mut [Message],
) {
    let session = NodeId::Session(operation.session);
    for (place, index) in list.iter().enumerate() {
        let answer = &messages[*index as usize];
        let ended = answer.to == session && answer.arrived().is_some() && answer.arrived() == operation.returned;
        let counts = counted.get(&answer.id) == Some(&operation.id) || ended;
        if !counts || answer.asks() {
            continue;
        }
        let (from, to, sent) = (answer.from, answer.to, answer.sent);
        messages[*index as usize].counted = true;
        let request = list[..place].iter().rev().find(|index| {
            let request = &messages[**index as usize];
            request.asks() && (request.from, request.to) == (to, from) && request.arrived().is_some_and(|at| at <= sent)
        });
        if let Some(request) = request {
            messages[*request as usize].counted = true;
        }
    }
}
