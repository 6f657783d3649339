//! What calls on objects did, told at the operation that decided them: "withdraw 800", "buy 1 refused".

use history::calls::{Item, Reply, Request};
use history::{CallId, Happening, OperationId, Outcome, SessionId, Trace};

/// The calls of a run that change something, each at its last operation, in order of operations.
pub(super) fn deeds(trace: &Trace) -> Vec<(OperationId, String)> {
    let mut open: Vec<(CallId, SessionId, Request, Option<OperationId>)> = Vec::new();
    let mut deeds = Vec::new();
    for event in &trace.events {
        match &event.what {
            Happening::Call { call, session, request, .. } => open.push((*call, *session, *request, None)),
            Happening::Invoke { operation, session, .. } => {
                if let Some(entry) = open.iter_mut().find(|entry| entry.1 == *session) {
                    entry.3 = Some(*operation);
                }
            }
            Happening::Answer { call, outcome, reply } => {
                let Some(place) = open.iter().position(|entry| entry.0 == *call) else { continue };
                let (_, _, request, last) = open.swap_remove(place);
                deeds.extend(last.zip(words(request, *outcome, reply)));
            }
            _ => {}
        }
    }
    deeds.sort_unstable_by_key(|(operation, _)| *operation);
    deeds
}

/// What a call did; nothing of one that only looked.
fn words(request: Request, outcome: Outcome, reply: &Reply) -> Option<String> {
    let (verb, amount) = match request {
        Request::Place => return Some(order(outcome, reply).to_owned()),
        Request::Add(Item::Word(thing)) => ("put", Item::letter(thing)),
        Request::Remove(Item::Word(thing)) => ("take", Item::letter(thing)),
        Request::Append(Item::Int(number)) => ("append", number.to_string()),
        Request::Insert { item: Item::Word(letter), .. } => ("type", Item::letter(letter)),
        Request::Delete { at } => match reply {
            Reply::Value(Item::Word(letter)) => ("delete", Item::letter(*letter)),
            _ => ("delete at", at.to_string()),
        },
        Request::Add(Item::Int(amount)) if amount < 0 => ("take off", amount.unsigned_abs().to_string()),
        Request::Add(Item::Int(amount)) => ("add", amount.to_string()),
        Request::Deposit(amount) => ("deposit", amount.to_string()),
        Request::Withdraw(amount) => ("withdraw", amount.to_string()),
        Request::Restock(amount) => ("restock", amount.to_string()),
        Request::Buy(amount) => ("buy", amount.to_string()),
        _ => return None,
    };
    let end = match (outcome, reply) {
        (Outcome::Ok, Reply::Answer(false)) => " refused",
        (Outcome::Ok, Reply::Value(Item::Nil)) => ": nothing",
        (Outcome::Ok, _) => "",
        (Outcome::Fail, _) => " failed",
        (Outcome::Info, _) => "?",
    };
    Some(format!("{verb} {amount}{end}"))
}

/// What became of an order.
const fn order(outcome: Outcome, reply: &Reply) -> &'static str {
    match (outcome, reply) {
        (Outcome::Ok, Reply::Answer(false)) => "order cancelled",
        (Outcome::Ok, _) => "order confirmed",
        (Outcome::Fail, _) => "order failed",
        (Outcome::Info, _) => "order?",
    }
}
