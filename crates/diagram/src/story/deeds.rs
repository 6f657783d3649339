//! What calls on objects did, those that change something and those that read a whole bank, told at the operation that decided them: "withdraw 800", "buy 1 refused".

use history::calls::{Item, Reply, Request};
use history::{CallId, Happening, Key, OperationId, Outcome, SessionId, Trace};

/// What the call did that an operation decided.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Deed {
    /// The operation.
    pub(crate) operation: OperationId,
    /// What was done: its last word says what to, or how it ended.
    pub(crate) words: String,
    /// Whether the words name the keys.
    pub(crate) names_keys: bool,
}

/// The calls of a run that are told of, each at its last operation, in order of operations.
pub(super) fn deeds(trace: &Trace) -> Vec<Deed> {
    let mut open: Vec<(CallId, SessionId, Key, Request, Option<OperationId>)> = Vec::new();
    let mut deeds = Vec::new();
    for event in &trace.events {
        match &event.what {
            Happening::Call { call, session, key, request, .. } => open.push((*call, *session, *key, *request, None)),
            Happening::Invoke { operation, session, .. } => {
                if let Some(entry) = open.iter_mut().find(|entry| entry.1 == *session) {
                    entry.4 = Some(*operation);
                }
            }
            Happening::Answer { call, outcome, reply } => {
                let Some(place) = open.iter().position(|entry| entry.0 == *call) else { continue };
                let (_, _, key, request, Some(operation)) = open.swap_remove(place) else { continue };
                let of_bank = of_bank(trace, key, request, reply).map(|told| told + ending(*outcome, reply));
                let names_keys = of_bank.is_some();
                let words = of_bank.or_else(|| words(request, *outcome, reply));
                deeds.extend(words.map(|words| Deed { operation, words, names_keys }));
            }
            _ => {}
        }
    }
    deeds.sort_unstable_by_key(|deed| deed.operation);
    deeds
}

/// What a transaction on several accounts of a bank did: "move 50 x→y", "read x=1,y=2".
fn of_bank(trace: &Trace, key: Key, request: Request, reply: &Reply) -> Option<String> {
    let name = |key: Key| trace.keys.get(key.index()).map_or("?", String::as_str);
    match (request, reply) {
        (Request::Transfer { amount, to }, _) => Some(format!("move {amount} {}→{}", name(key), name(to))),
        (Request::ReadAll, Reply::List(balances)) => {
            let held = |item: &Item| if let Item::Int(number) = item { number.to_string() } else { "?".to_owned() };
            let all = trace.keys.iter().zip(balances).map(|(name, item)| format!("{name}={}", held(item)));
            Some(format!("read {}", all.collect::<Vec<_>>().join(",")))
        }
        (Request::ReadAll, _) => Some("read all".to_owned()),
        _ => None,
    }
}

/// What a call did; nothing of one that only looked.
fn words(request: Request, outcome: Outcome, reply: &Reply) -> Option<String> {
    let (verb, amount) = match request {
        Request::Place => return Some(order(outcome, reply).to_owned()),
        Request::Add(Item::Word(thing)) => ("put", Item::letter(thing)),
        Request::Remove(Item::Word(thing)) => ("take", Item::letter(thing)),
        Request::Append(Item::Int(number)) => ("append", number.to_string()),
        Request::Insert { item: Item::Word(letter), .. } => ("type", Item::letter(letter)),
        Request::CompareAndSet { expected: Item::Int(old), new: Item::Int(new) } => ("set", format!("{old}→{new}")),
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
    Some(format!("{verb} {amount}{}", ending(outcome, reply)))
}

const fn ending(outcome: Outcome, reply: &Reply) -> &'static str {
    match (outcome, reply) {
        (Outcome::Ok, Reply::Answer(false)) => " refused",
        (Outcome::Ok, Reply::Value(Item::Nil)) => ": nothing",
        (Outcome::Ok, _) => "",
        (Outcome::Fail, _) => " failed",
        (Outcome::Info, _) => "?",
    }
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
