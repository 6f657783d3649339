//! What can be done at a moment of the run.

use history::Key;
use scenario::{Object, ScriptedAction, Workload};

// The menu.
pub(crate) fn at_on(at: history::Instant, name: &str) -> String {
    format!("At {at} on {name}")
}

pub(crate) fn head(name: &str, at_ms: &str) -> String {
    format!("{name} at {at_ms}\u{a0}ms")
}

// What is there already.
pub(crate) fn restart(node: &scenario::Node) -> String {
    format!("Restart {node} here")
}

pub(crate) fn end_here(words: &str) -> String {
    format!("End here: {words}")
}

pub(crate) fn remove(words: &str) -> String {
    format!("Remove: {words}")
}

pub(crate) fn move_here(words: &str, at: history::Instant) -> String {
    format!("Move here: {words} at {at}")
}

pub(crate) fn remove_at(words: &str, at: history::Instant) -> String {
    format!("Remove: {words} at {at}")
}

// Faults from here on.
pub(crate) fn lasting(time: history::Duration) -> String {
    format!("for {time}")
}

pub(crate) fn crash(name: scenario::Node, span: &str) -> String {
    format!("Crash {name} {span}")
}

pub(crate) fn crash_disk_lost(name: scenario::Node, span: &str) -> String {
    format!("Crash {name} {span}, disk lost")
}

pub(crate) fn pause(name: scenario::Node, span: &str) -> String {
    format!("Pause {name} {span}")
}

pub(crate) fn cut_off(name: scenario::Node, span: &str) -> String {
    format!("Cut {name} off {span}")
}

pub(crate) fn cut_inward(name: scenario::Node, span: &str) -> String {
    format!("Cut what reaches {name} {span}")
}

pub(crate) fn cut_outward(name: scenario::Node, span: &str) -> String {
    format!("Cut what {name} sends {span}")
}

pub(crate) fn slow(name: scenario::Node, span: &str) -> String {
    format!("Slow {name} five times {span}")
}

pub(crate) fn lose_half(span: &str) -> String {
    format!("Lose half of all messages {span}")
}

pub(crate) fn clock_back(name: scenario::Node) -> String {
    format!("Step the clock of {name} back 200\u{a0}ms")
}

pub(crate) fn clock_on(name: scenario::Node) -> String {
    format!("Step the clock of {name} on 200\u{a0}ms")
}

pub(crate) fn clock_slow(name: scenario::Node) -> String {
    format!("Let the clock of {name} run 20\u{a0}% slow")
}

// Operations from here on.
pub(crate) fn from_session(words: &str, name: scenario::Node) -> String {
    format!("{words} from {name}")
}

/// What an action does to a key.
pub(crate) fn deed(workload: &Workload, action: ScriptedAction, key: u8) -> String {
    let name = |number: u16| Key::default_name(number);
    let (key, next) = (name(key.into()), name((u16::from(key) + 1) % u16::from(workload.key_count()).max(1)));
    let letter =
        |number: i64| (b'a'..=b'z').map(char::from).nth(usize::try_from(number - 1).unwrap_or(0)).unwrap_or('a');
    match (workload.object, action) {
        (_, ScriptedAction::Read) => format!("Read {key}"),
        (_, ScriptedAction::Write) => format!("Write {key}"),
        (Object::Account | Object::Bank, ScriptedAction::Add(amount)) => format!("Deposit {amount} in {key}"),
        (Object::Account, ScriptedAction::Take(amount)) => format!("Withdraw {amount} from {key}"),
        (Object::Bank, ScriptedAction::Take(amount)) => format!("Move {amount} from {key} to {next}"),
        (Object::Stock, ScriptedAction::Add(amount)) => format!("Restock {amount} of {key}"),
        (Object::Stock, ScriptedAction::Take(amount)) => format!("Buy {amount} of {key}"),
        (Object::Set, ScriptedAction::Add(thing)) => format!("Put {} into {key}", letter(thing)),
        (Object::Set, ScriptedAction::Take(thing)) => format!("Take {} out of {key}", letter(thing)),
        (Object::Text, ScriptedAction::Add(it)) => format!("Type {} into {key}", letter(it)),
        (Object::Text, ScriptedAction::Take(1)) => format!("Delete the first letter of {key}"),
        (Object::Text, ScriptedAction::Take(place)) => format!("Delete letter {place} of {key}"),
        (Object::List, ScriptedAction::Add(number)) => format!("Append {number} to {key}"),
        (Object::Order, ScriptedAction::Add(_)) => format!("Order {key}"),
        (Object::CasRegister, ScriptedAction::Add(new)) => format!("Set {key} to {new}, if it is as last seen"),
        (_, ScriptedAction::Add(amount)) => format!("Add {amount} to {key}"),
        (_, ScriptedAction::Take(amount)) => format!("Take {amount} off {key}"),
    }
}
