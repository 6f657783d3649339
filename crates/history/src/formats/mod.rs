//! The forms in which histories are written down, as a registry: one file a form.
//!
//! A form reads a whole text or nothing of it: every line that is wrong is named with its number.
//! JSON is the one form that is not here, as this room brings no JSON parser; its shape is in
//! [`litmus`](crate::litmus).

mod edn;
mod etcd;
mod fields;
mod jepsen;
mod key_value;
mod writer;

pub use writer::write_edn;

use crate::calls::Calls;
use crate::{History, NotationError, parse_history};

/// What was read.
#[derive(Clone, Debug, PartialEq)]
pub enum Recording {
    /// Reads and writes of registers.
    Registers(History),
    /// Calls on some object.
    Calls(Calls),
}

/// A form in which histories are written down.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it is, in a few words.
    pub about: &'static str,
    /// The object that its calls are on, where the form says so by itself.
    pub object: Option<&'static str>,
    /// Whether a text looks like it.
    pub looks_like: fn(&str) -> bool,
    /// Reads a text.
    pub read: fn(&str) -> Result<Recording, Vec<NotationError>>,
}

/// The text notation takes what looks like nothing else, so it stands last.
const FORMATS: &[Format] = &[etcd::FORMAT, key_value::FORMAT, jepsen::FORMAT, TEXT];

const TEXT: Format = Format {
    name: "text",
    about: "the text notation: A w(x,1) 0..100",
    object: Some("register"),
    looks_like: |_| true,
    read: |text| {
        let history = parse_history(text)?;
        if history.operations.is_empty() {
            return Err(vec![NotationError { line: 1, problem: "there is no operation in it".to_owned() }]);
        }
        Ok(Recording::Registers(history))
    },
};

/// Every form, in the order in which a text is tried.
#[must_use]
pub fn formats() -> &'static [Format] {
    FORMATS
}

/// The form with that name.
#[must_use]
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// The form that a text looks like.
#[must_use]
pub fn detect(text: &str) -> &'static Format {
    FORMATS.iter().find(|format| (format.looks_like)(text)).unwrap_or(&TEXT)
}
