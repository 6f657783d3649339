//! What can be done at a moment of the run.

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

pub(crate) const WHAT_WAS_ASKED: &str = "What was asked";

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

pub(crate) const WRITE: &str = "Write x";

pub(crate) fn add(amount: i64) -> String {
    format!("Add {amount} to x")
}

pub(crate) fn take_off(amount: i64) -> String {
    format!("Take {amount} off x")
}

pub(crate) fn withdraw(amount: i64) -> String {
    format!("Withdraw {amount} from x")
}

pub(crate) fn deposit(amount: i64) -> String {
    format!("Deposit {amount} in x")
}

pub(crate) const PUT: &str = "Put a into x";
pub(crate) const TAKE_OUT: &str = "Take a out of x";

pub(crate) fn append(amount: i64) -> String {
    format!("Append {amount} to x")
}

pub(crate) const ORDER: &str = "Order x";
pub(crate) const TYPE: &str = "Type a into x";
pub(crate) const DELETE_FIRST: &str = "Delete the first letter of x";

pub(crate) fn transfer(amount: i64) -> String {
    format!("Move {amount} from x to y")
}

pub(crate) fn set_if_as_seen(amount: i64) -> String {
    format!("Set x to {amount}, if it is as last seen")
}

pub(crate) fn buy(amount: i64) -> String {
    format!("Buy {amount} of x")
}

pub(crate) fn restock(amount: i64) -> String {
    format!("Restock {amount} of x")
}

pub(crate) const READ: &str = "Read x";
