//! Why there is no order: how far one goes, and what stands in the way of the next call.

use history::OperationId;
use history::calls::{Call, Reply, Request};

use super::judge::{Failure, OfKey, Rest};
use crate::search::{NO, Stuck};
use crate::{Anomaly, Piece, Violation};

/// So many states are named; the others are counted.
const STATES_MAX: usize = 4;

/// So many open calls are told of in a sentence.
const OPEN_MAX: usize = 4;

/// How far an order goes.
pub(super) fn failure(of_key: &mut OfKey<'_>, stuck: &Stuck) -> Failure {
    let failing = of_key.list[stuck.task as usize];
    let rests = stuck.survivors.iter().map(|survivor| {
        let order = survivor.order.iter().map(|task| of_key.list[*task as usize].id).collect();
        let state = of_key.specification.state(of_key.calls, survivor.state);
        let waiting =
            survivor.waiting.iter().map(|task| (of_key.list[*task as usize].id, reason(of_key, survivor.state, *task)));
        Rest { order, waiting: waiting.collect(), state }
    });
    Failure { call: failing.id, key: failing.key, rests: rests.collect() }
}

/// Why a call cannot go next, or where it would lead.
fn reason(of_key: &mut OfKey<'_>, state: u32, task: u32) -> String {
    let kind = of_key.kind(task);
    let reached = of_key.specification.step(state, kind);
    let holds = of_key.specification.state(of_key.calls, state);
    let call = of_key.list[task as usize];
    let deed = format!("{} {}", of_key.calls.who(call), of_key.calls.deed(call));
    let key = of_key.name;
    if reached == NO {
        return format!("{deed}: it cannot go next, as {key} is {holds}");
    }
    if reached == state {
        return format!("{deed}: it could go next, and {key} would stay {holds}");
    }
    let reached = of_key.specification.state(of_key.calls, reached);
    format!("{deed}: it could go next, and {key} would be {reached}, which leads nowhere either")
}

/// What happened and why that cannot be.
pub(super) fn violation(of_key: &mut OfKey<'_>, stuck: &Stuck) -> Violation {
    let (calls, list) = (of_key.calls, &of_key.list);
    let failing = list[stuck.task as usize];
    let mut open: Vec<&Call> =
        stuck.open.iter().filter(|task| **task != stuck.task).map(|task| list[*task as usize]).collect();
    // What changes something is what could have helped.
    open.retain(|call| !call.request.only_looks());
    let more = open.len().saturating_sub(OPEN_MAX);
    open.truncate(OPEN_MAX);
    let last = stuck.survivors.first().and_then(|survivor| survivor.order.last()).map(|task| list[*task as usize]);
    let mut told: Vec<&Call> = open.iter().copied().chain(last).chain([failing]).collect();
    told.sort_by_key(|call| (call.invoked, call.id));
    told.dedup_by_key(|call| call.id);
    let operations: Vec<OperationId> = told.iter().map(|call| call.id).collect();
    let piece = |call: &Call, text: String| {
        let place = operations.iter().position(|id| *id == call.id).unwrap_or_default();
        Piece::Operation { id: call.id, number: u8::try_from(place + 1).unwrap_or(u8::MAX), text }
    };
    let text = |text: String| Piece::Text(text);
    let key = of_key.name;
    let states = states(of_key, stuck);
    let mut sentence = vec![piece(failing, format!("{} {}", calls.who(failing), calls.deed(failing)))];
    sentence.push(text(format!(
        " {}, but no order of the calls leads there: {key} could only be {states}",
        calls.span(failing)
    )));
    if let Some(last) = last {
        sentence.push(text(", at best after ".to_owned()));
        sentence.push(piece(last, format!("{} {}", calls.who(last), calls.deed(last))));
    }
    for (place, call) in open.iter().enumerate() {
        let lead = if place == 0 { ", and nothing changes that, of the calls still open not even " } else { ", " };
        sentence.push(text(lead.to_owned()));
        sentence.push(piece(call, format!("{} {}", calls.who(call), calls.deed(call))));
    }
    if more > 0 {
        sentence.push(text(format!(" or {more} more")));
    }
    sentence.push(text(".".to_owned()));
    let allowed = match (failing.request, &failing.reply) {
        (Request::Read | Request::ReadAll, Reply::Value(_) | Reply::List(_)) => {
            format!("{} may read {key} as {states}.", calls.who(failing))
        }
        _ => format!("{} may be answered as fits {key} being {states}.", calls.who(failing)),
    };
    Violation { anomaly: Anomaly::NoOrder, operations, edges: Vec::new(), sentence, allowed }
}

/// The states that were possible: "4 or 2".
fn states(of_key: &OfKey<'_>, stuck: &Stuck) -> String {
    let mut words: Vec<String> =
        stuck.states.iter().take(STATES_MAX).map(|state| of_key.specification.state(of_key.calls, *state)).collect();
    if let Some(more) = stuck.states.len().checked_sub(STATES_MAX).filter(|more| *more > 0) {
        words.push(format!("one of {more} more"));
    }
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}
