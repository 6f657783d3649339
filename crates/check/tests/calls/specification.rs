//! Every object once more, written down as plainly as can be: what a call does to a whole state.

use history::calls::{Call, Item, Reply, Request};

/// A state: a value for what holds one, elements for what holds many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum State {
    One(Item),
    Many(Vec<Item>),
    Text(String),
}

/// What an object holds at first.
pub(crate) fn initial(object: &str) -> State {
    match object {
        "register" | "cas_register" => State::One(Item::Nil),
        "counter" | "account" | "stock" => State::One(Item::Int(0)),
        "mutex" => State::One(Item::Int(0)),
        "key_value" => State::Text(String::new()),
        _ => State::Many(Vec::new()),
    }
}

/// What a call does, and what it answers.
pub(crate) fn run(object: &str, state: &State, request: Request, word: impl Fn(Item) -> String) -> (State, Reply) {
    match (state, request) {
        (State::One(held), Request::Read) => (state.clone(), Reply::Value(*held)),
        (State::One(_), Request::Write(value)) => (State::One(value), Reply::Done),
        (State::One(held), Request::CompareAndSet { expected, new }) if *held == expected => {
            (State::One(new), Reply::Answer(true))
        }
        (State::One(Item::Int(held)), Request::Add(Item::Int(n)) | Request::Deposit(n) | Request::Restock(n)) => {
            (State::One(Item::Int(held + n)), Reply::Done)
        }
        (State::One(Item::Int(held)), Request::Withdraw(n) | Request::Buy(n)) if *held >= n => {
            (State::One(Item::Int(held - n)), Reply::Answer(true))
        }
        (State::One(Item::Int(0)), Request::Acquire) => (State::One(Item::Int(1)), Reply::Answer(true)),
        (State::One(Item::Int(1)), Request::Release) => (State::One(Item::Int(0)), Reply::Answer(true)),
        (State::Many(held), Request::Read) => (state.clone(), Reply::List(held.clone())),
        (State::Many(held), Request::Append(item)) => {
            (State::Many(held.iter().copied().chain([item]).collect()), Reply::Done)
        }
        (State::Many(held), Request::Insert { at, item }) => {
            let (before, after) = held.split_at(held.len().min(at as usize));
            (State::Many([before, &[item], after].concat()), Reply::Done)
        }
        (State::Many(held), Request::Delete { at }) => {
            let left = held.iter().enumerate().filter(|(place, _)| *place != at as usize).map(|(_, item)| *item);
            let letter = held.get(at as usize).copied().unwrap_or(Item::Nil);
            (State::Many(left.collect()), Reply::Value(letter))
        }
        (State::Many(held), Request::Contains(item)) => (state.clone(), Reply::Answer(held.contains(&item))),
        (State::Many(held), Request::Add(item) | Request::Do(item)) => {
            let mut items = held.clone();
            let new = !items.contains(&item);
            if new {
                items.push(item);
                items.sort();
            }
            (State::Many(items), if object == "saga" { Reply::Done } else { Reply::Answer(new) })
        }
        (State::Many(held), Request::Remove(item) | Request::Undo(item)) => {
            let items: Vec<Item> = held.iter().copied().filter(|known| *known != item).collect();
            (State::Many(items), if object == "saga" { Reply::Done } else { Reply::Answer(held.contains(&item)) })
        }
        (State::Text(_), Request::Write(item)) => (State::Text(word(item)), Reply::Done),
        (State::Text(held), Request::Append(item)) => (State::Text(held.clone() + &word(item)), Reply::Done),
        (State::Text(_), Request::Read) => (state.clone(), Reply::Done),
        // Whatever else is asked of this object is refused.
        _ => {
            assert!(!object.is_empty());
            (state.clone(), Reply::Answer(false))
        }
    }
}

/// Whether a call may have had the answer that it had.
pub(crate) fn agrees(call: &Call, state: &State, answer: &Reply, word: impl Fn(Item) -> String) -> bool {
    match (&call.reply, answer) {
        (Reply::Value(item), _) if matches!(state, State::Text(_)) => {
            let read = if *item == Item::Nil { String::new() } else { word(*item) };
            *state == State::Text(read)
        }
        (Reply::List(read), Reply::List(held)) if matches!(call.request, Request::Read) => read == held,
        // A deletion need not tell the letter.
        (Reply::Done, Reply::Value(_)) if matches!(call.request, Request::Delete { .. }) => true,
        // Who only says that it is done, was not refused; a set says so whatever was there.
        (Reply::Done, Reply::Answer(answer)) => *answer || matches!(call.request, Request::Add(_) | Request::Remove(_)),
        (given, answer) => given == answer,
    }
}
