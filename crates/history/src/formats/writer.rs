//! Writes recorded calls as Jepsen writes them: the inverse of its reader.

use crate::Outcome;
use crate::calls::{Call, Calls, Item, Reply, Request};

/// So much later than recorded is everything, where something has to come before, in nanoseconds.
const ROOM_NS: u64 = 1_000;
/// The process that puts in what is there at the start.
const FIRST: &str = "start";

/// Writes calls as events in extensible data notation, a map a line; nothing where one of them has no
/// name in that form. What registers hold at the start is `nil`; of other objects it is put in first.
#[must_use]
pub fn write_edn(calls: &Calls) -> Option<String> {
    let registers = calls
        .calls
        .iter()
        .all(|call| matches!(call.request, Request::Read | Request::Write(_) | Request::CompareAndSet { .. }));
    let mut events: Vec<(u64, String)> = Vec::new();
    let start = calls.initial.filter(|item| !registers && !matches!(item, Item::Nil | Item::Int(0)));
    if let Some(Item::Int(held)) = start {
        let f = calls.calls.iter().find_map(|call| match call.request {
            Request::Deposit(_) | Request::Withdraw(_) => Some("deposit"),
            Request::Restock(_) | Request::Buy(_) => Some("restock"),
            Request::Add(_) => Some("add"),
            _ => None,
        })?;
        for (index, key) in calls.keys.iter().enumerate() {
            let event = |kind: &str| {
                format!("{{:process \"{FIRST}{index}\", :type :{kind}, :f :{f}, :key {key:?}, :value {held}")
            };
            events.push((0, event("invoke")));
            events.push((1, event("ok")));
        }
    }
    let room = if start.is_some() { ROOM_NS } else { 0 };
    let writer = Writer { calls, registers };
    for call in &calls.calls {
        let (f, value) = writer.asked(call.request)?;
        let head = |kind: &str| {
            format!("{{:process {}, :type :{kind}, :f :{f}, :key {:?}", call.process.index(), calls.key_name(call.key))
        };
        events.push((call.invoked.as_us() * 1_000 + room, format!("{}, :value {value}", head("invoke"))));
        let Some(at) = call.returned else { continue };
        let told = match call.outcome {
            Outcome::Ok => writer.told(call, &value)?,
            Outcome::Fail | Outcome::Info => format!(", :value {value}"),
        };
        let kind = match call.outcome {
            Outcome::Ok => "ok",
            Outcome::Fail => "fail",
            Outcome::Info => "info",
        };
        events.push((at.as_us() * 1_000 + room, head(kind) + &told));
    }
    // At one moment what is over is over before something begins: as it stands in the list.
    crate::order::sort_by_key(&mut events, |(at, _)| *at);
    let line = |((at, event), index): (&(u64, String), u32)| {
        let time = if calls.clock.has_times() { format!(", :time {at}") } else { String::new() };
        format!("{event}{time}, :index {index}}}\n")
    };
    let lines = events.iter().zip(0_u32..).map(line);
    Some(lines.collect())
}

struct Writer<'a> {
    calls: &'a Calls,
    registers: bool,
}

impl Writer<'_> {
    /// What was asked, by name, and its value.
    fn asked(&self, request: Request) -> Option<(&'static str, String)> {
        Some(match request {
            Request::Read => ("read", "nil".to_owned()),
            Request::Contains(thing) => ("contains", self.item(thing)),
            Request::Write(new) => ("write", self.item(new)),
            Request::CompareAndSet { expected, new } => {
                ("cas", format!("[{} {}]", self.item(expected), self.item(new)))
            }
            Request::Add(thing) => ("add", self.item(thing)),
            Request::Remove(thing) => ("remove", self.item(thing)),
            Request::Append(thing) => ("append", self.item(thing)),
            Request::Deposit(amount) => ("deposit", amount.to_string()),
            Request::Withdraw(amount) => ("withdraw", amount.to_string()),
            Request::Restock(amount) => ("restock", amount.to_string()),
            Request::Buy(amount) => ("buy", amount.to_string()),
            Request::Acquire => ("acquire", "nil".to_owned()),
            Request::Release => ("release", "nil".to_owned()),
            Request::Do(step) => ("do", self.item(step)),
            Request::Undo(step) => ("undo", self.item(step)),
            Request::Insert { at, item } => ("insert", format!("[{at} {}]", self.item(item))),
            Request::Delete { at } => ("delete", at.to_string()),
            Request::Place | Request::ReadAll | Request::Transfer { .. } => return None,
        })
    }

    /// What was answered, as members of the map.
    fn told(&self, call: &Call, asked: &str) -> Option<String> {
        Some(match &call.reply {
            Reply::Done => format!(", :value {asked}"),
            Reply::Answer(yes) => format!(", :value {asked}, :answer {yes}"),
            // What was deleted is no value that can be asked for.
            Reply::Value(_) if matches!(call.request, Request::Delete { .. }) => return None,
            Reply::Value(item) => format!(", :value {}", self.item(*item)),
            Reply::List(items) => {
                let items: Vec<String> = items.iter().map(|item| self.item(*item)).collect();
                format!(", :value [{}]", items.join(" "))
            }
        })
    }

    fn item(&self, item: Item) -> String {
        match item {
            _ if self.registers && Some(item) == self.calls.initial => "nil".to_owned(),
            Item::Nil => "nil".to_owned(),
            Item::Int(number) => number.to_string(),
            Item::Word(word) => format!("{:?}", self.calls.word(word)),
        }
    }
}
