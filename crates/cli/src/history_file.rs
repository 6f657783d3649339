//! `quorate check`: judges a history from a file.

use check::Budget;
use history::parse_history;
use serde::Serialize;

use crate::answer::{Answer, Outcome, json};
use crate::arguments::Arguments;
use crate::litmus::{self, Litmus};
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
    let (models, history) = match (models, history) {
        (Ok(models), Ok(history)) => (models, history),
        (models, history) => {
            return Err([models.err(), history.err()].into_iter().flatten().flatten().collect());
        }
    };
    let Litmus { history, ids } = history;
    let judgement = check::judge(&history, Budget::default());
    let text = if arguments.has("json") {
        let (operations, verdicts) = (history.operations.len(), verdict_lines(&judgement, &ids));
        json(&CheckJson { operations, verdicts })?
    } else {
        format!("{} operations\n\n{}", history.operations.len(), write_verdicts(&judgement))
    };
    Ok(Answer { text, broken: is_broken(&judgement, &models) })
}

/// Reads litmus JSON or the text notation.
fn read(text: &str) -> Result<Litmus, Vec<String>> {
    if text.trim_start().starts_with(['{', '[']) {
        return litmus::read(text);
    }
    match parse_history(text) {
        Ok(history) if history.operations.is_empty() => Err(vec!["there is no operation in it".to_owned()]),
        Ok(history) => Ok(Litmus { history, ids: Vec::new() }),
        Err(errors) => Err(errors.iter().map(ToString::to_string).collect()),
    }
}
