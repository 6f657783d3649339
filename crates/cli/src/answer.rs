//! What a command has to say.

/// What a command prints, and whether something broke that it was asked to watch. Bad input is
/// no answer but a list of problems, a line each.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    /// What goes to the standard output.
    pub(crate) text: String,
    /// Whether a promise was broken that the caller asked to be told of.
    pub(crate) broken: bool,
}

impl From<String> for Answer {
    fn from(text: String) -> Self {
        Self { text, broken: false }
    }
}

/// What a command comes to.
pub(crate) type Outcome = Result<Answer, Vec<String>>;

/// A value as one line of JSON.
///
/// # Errors
/// A sentence, if it cannot be written.
pub(crate) fn json(value: &impl serde::Serialize) -> Result<String, Vec<String>> {
    match serde_json::to_string(value) {
        Ok(text) => Ok(text + "\n"),
        Err(error) => Err(vec![format!("the answer cannot be written as JSON: {error}")]),
    }
}
