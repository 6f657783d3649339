//! `quorate check`: judges a history from a file.

use check::Budget;
use history::litmus::LitmusFile;
use history::{History, parse_history};
use serde::Serialize;
use serde_json::Value as Json;

use crate::answer::{Answer, Outcome, json};
use crate::arguments::Arguments;
use crate::source;
use crate::verdicts::{VerdictLine, is_broken, verdict_lines, watched, write_verdicts};

/// A judgement as JSON.
#[derive(Serialize)]
struct CheckJson {
    operations: usize,
    verdicts: Vec<VerdictLine>,
}

/// Runs the command.
pub(crate) fn check(arguments: &Arguments) -> Outcome {
    let models = watched(arguments);
    let history = source::text(arguments.word(0)).and_then(|text| read(&text));
    let (models, (history, ids)) = match (models, history) {
        (Ok(models), Ok(history)) => (models, history),
        (models, history) => {
            return Err([models.err(), history.err()].into_iter().flatten().flatten().collect());
        }
    };
    let judgement = check::judge(&history, Budget::default());
    let text = if arguments.has("json") {
        let (operations, verdicts) = (history.operations.len(), verdict_lines(&judgement, &ids));
        json(&CheckJson { operations, verdicts })?
    } else {
        format!("{} operations\n\n{}", history.operations.len(), write_verdicts(&judgement))
    };
    Ok(Answer { text, broken: is_broken(&judgement, &models) })
}

/// Reads litmus JSON or the text notation: the history, and the ids that its file gave to the
/// operations, if any.
fn read(text: &str) -> Result<(History, Vec<Json>), Vec<String>> {
    if text.trim_start().starts_with(['{', '[']) {
        let file: LitmusFile =
            serde_json::from_str(text).map_err(|error| vec![format!("the JSON is broken: {error}")])?;
        return Ok((file.history()?, file.ids().into_iter().map(Json::from).collect()));
    }
    match parse_history(text) {
        Ok(history) if history.operations.is_empty() => Err(vec!["there is no operation in it".to_owned()]),
        Ok(history) => Ok((history, Vec::new())),
        Err(errors) => Err(errors.iter().map(ToString::to_string).collect()),
    }
}
