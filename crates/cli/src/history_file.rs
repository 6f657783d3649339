//! Reads a history, in whatever form it was written down.

use history::calls::{Calls, Clock};
use history::formats::{self, Format, Recording};
use history::litmus::LitmusFile;
use history::{History, NotationError};
use serde_json::Value as Json;

/// The name of the one form whose reader is not with the others.
const JSON: &str = "json";

/// What a file holds.
pub(crate) struct HistoryFile {
    pub(crate) format: &'static str,
    /// The object that its calls are on, where the form says so by itself.
    pub(crate) object: Option<&'static str>,
    pub(crate) recording: Recording,
    /// The ids that the file gave to its operations, if any.
    pub(crate) ids: Vec<Json>,
}

impl HistoryFile {
    /// How many operations there are.
    pub(crate) fn operations(&self) -> usize {
        match &self.recording {
            Recording::Registers(history) => history.operations.len(),
            Recording::Calls(calls) => calls.calls.len(),
        }
    }

    /// What its moments are.
    pub(crate) const fn clock(&self) -> Clock {
        match &self.recording {
            Recording::Registers(history) => history.clock,
            Recording::Calls(calls) => calls.clock,
        }
    }

    /// The same as reads and writes of registers.
    ///
    /// # Errors
    /// Why it is something else.
    pub(crate) fn history(&self) -> Result<History, String> {
        match &self.recording {
            Recording::Registers(history) => Ok(history.clone()),
            Recording::Calls(calls) => calls.history(),
        }
    }

    /// The same as calls on objects.
    pub(crate) fn calls(&self) -> Calls {
        match &self.recording {
            Recording::Registers(history) => Calls::of(history),
            Recording::Calls(calls) => calls.clone(),
        }
    }
}

/// Whether there is a form of that name.
///
/// # Errors
/// A sentence that names those there are.
pub(crate) fn known_format(name: &str) -> Result<(), String> {
    if name == JSON || formats::format(name).is_some() {
        return Ok(());
    }
    let names: Vec<&str> = [JSON].into_iter().chain(formats::formats().iter().map(|format| format.name)).collect();
    Err(format!("--format: there is no form `{name}`; there are {}", names.join(", ")))
}

/// Reads a text in the form that is named, or that it looks like.
///
/// # Errors
/// Everything that is wrong with it, a line each.
pub(crate) fn read(text: &str, format: Option<&str>) -> Result<HistoryFile, Vec<String>> {
    let format = match format {
        Some(JSON) => None,
        Some(name) => formats::format(name),
        None => Some(formats::detect(text)).filter(|format| format.name != "text" || !is_json(text)),
    };
    match format {
        None => read_json(text),
        Some(format) => read_as(text, format),
    }
}

fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

fn read_json(text: &str) -> Result<HistoryFile, Vec<String>> {
    if !text.trim_start().starts_with('{') {
        return Err(vec!["a history in JSON is an object with `ops`, a list of operations".to_owned()]);
    }
    let wrong = |error| vec![format!("it cannot be read as a history in JSON: {error}")];
    let file: LitmusFile = serde_json::from_str(text).map_err(wrong)?;
    let history = file.history()?;
    if history.operations.is_empty() {
        return Err(vec!["there is no operation in `ops`".to_owned()]);
    }
    let recording = Recording::Registers(history);
    let ids = file.ids().into_iter().map(Json::from).collect();
    Ok(HistoryFile { format: JSON, object: Some("register"), recording, ids })
}

fn read_as(text: &str, format: &Format) -> Result<HistoryFile, Vec<String>> {
    let told = |errors: Vec<NotationError>| errors.iter().map(ToString::to_string).collect::<Vec<_>>();
    let recording = (format.read)(text).map_err(told)?;
    Ok(HistoryFile { format: format.name, object: format.object, recording, ids: Vec::new() })
}
