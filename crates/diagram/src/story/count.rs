//! Which messages filled the quorum of an operation.

use history::{MessageId, NodeId, Operation, OperationId};

use super::Message;

/// Finds what filled the quorum of an operation: the answers that the trace says were counted, the
/// answer that ended it, and the requests that those answered.
pub(super) fn count(
    operation: &Operation,
    list: &[u32],
    counted: &[(MessageId, OperationId)],
    messages: &mut [Message],
) {
    let session = NodeId::Session(operation.session);
    for (place, index) in list.iter().enumerate() {
        let answer = &messages[*index as usize];
        let ended = answer.to == session && answer.arrived().is_some() && answer.arrived() == operation.returned;
        let counts = counts_for(counted, answer.id) == Some(operation.id) || ended;
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

/// Events of services move their saga on, and are answered by nobody: they count by themselves.
pub(super) fn count_events(counted: &[(MessageId, OperationId)], messages: &mut [Message]) {
    for message in messages {
        let between = message.from.replica().is_some() && message.to.replica().is_some();
        message.counted |=
            between && counts_for(counted, message.id).is_some_and(|id| message.label.operation == Some(id));
    }
}

/// The operation that a message counted for, of a list in order of messages.
fn counts_for(counted: &[(MessageId, OperationId)], message: MessageId) -> Option<OperationId> {
    let after = counted.partition_point(|(known, _)| *known <= message);
    let (known, operation) = counted.get(after.checked_sub(1)?)?;
    (*known == message).then_some(*operation)
}
