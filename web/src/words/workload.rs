//! What the sessions do.

// Quantities.
pub(crate) const OPERATIONS: &str = "Operations each";
pub(crate) const WRITE_SHARE: &str = "Share of writes";
pub(crate) const KEYS: &str = "Keys";
pub(crate) const INITIAL: &str = "At the start";
pub(crate) const AMOUNT: &str = "Most of a call";
pub(crate) const SETTLING: &str = "Settling time";
pub(crate) const TIMEOUT: &str = "Client timeout";
pub(crate) const THINK: &str = "Think time";

// The fold.
pub(crate) const WORK: &str = "Work";
pub(crate) const OBJECT: &str = "Each key is";

pub(crate) fn reads_and_writes(operations: &str, writes: &str) -> String {
    format!("{operations} each, {writes} writes")
}

pub(crate) fn calls(operations: &str, object: &str) -> String {
    format!("{operations} each, on {object}")
}

// What each key is.
pub(crate) const REGISTER: &str = "a register";
pub(crate) const COUNTER: &str = "a counter";
pub(crate) const ACCOUNT: &str = "an account";
pub(crate) const STOCK: &str = "a stock of goods";
pub(crate) const SET: &str = "a set, like a cart";
pub(crate) const LIST: &str = "a list, like a feed";
pub(crate) const ORDER: &str = "an order, which takes a saga";
pub(crate) const TEXT: &str = "a text, like a document";
pub(crate) const BANK: &str = "an account of a bank";
pub(crate) const CAS_REGISTER: &str = "a register with compare-and-set";

// Operations that were set by hand.
pub(crate) const REMOVE_SCRIPT: &str = "Remove the operations set by hand";
pub(crate) const REMOVE: &str = "Remove";

pub(crate) fn scripted(count: usize) -> String {
    format!("{count} set by hand")
}
