//! Histories as JSON: the form of the litmus histories.
//!
//! ```json
//! {"initial": null, "ops": [
//!   {"id": 0, "proc": "A", "op": "w", "key": "x", "value": 1, "start": 0, "end": 8, "status": "ok"},
//!   {"id": 1, "proc": "B", "op": "r", "key": "x", "value": null, "start": 10, "end": 18, "status": "ok"}
//! ]}
//! ```
//!
//! Times are milliseconds, decimals allowed; a null `end` is an answer that never came; `status` is
//! `ok`, `info` or `fail`; a null value is nil. Other members are passed over. Who reads the text
//! brings the JSON parser: this room only knows the shape.

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::arrange::arrange;
use crate::{
    Action, Duration, History, Instant, Key, Operation, OperationId, Outcome, ProcessId, Role, SessionId, Value,
};

/// A file as it was read; [`history`](Self::history) says whether it makes sense.
#[derive(Debug, Default, Deserialize)]
pub struct LitmusFile {
    /// What every key holds before any write.
    #[serde(default)]
    initial: Field,
    /// The operations, in any order.
    ops: Vec<Entry>,
}

/// An operation as it was read. Nothing is refused while reading, so that all problems can be told
/// at once.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Entry {
    id: Field,
    proc: Field,
    op: Field,
    key: Field,
    value: Field,
    start: Field,
    end: Field,
    status: Field,
}

#[derive(Debug, Default, Deserialize)]
#[serde(untagged)]
enum Field {
    Int(i64),
    Number(f64),
    Text(String),
    #[default]
    Null,
    Other(IgnoredAny),
}

impl LitmusFile {
    /// The history that the file describes.
    ///
    /// # Errors
    /// Everything that is wrong with it, operation by operation.
    pub fn history(&self) -> Result<History, Vec<String>> {
        let mut problems = Vec::new();
        let mut history = History::default();
        match self.initial.value() {
            Some(initial) => history.initial = initial,
            None => problems.push("`initial` is neither a whole number nor null".to_owned()),
        }
        for (place, entry) in self.ops.iter().enumerate() {
            match entry.operation(&mut history) {
                Ok(operation) => history.operations.push(operation),
                Err(wrong) => problems.extend(wrong.iter().map(|problem| format!("ops[{place}]: {problem}"))),
            }
        }
        if problems.is_empty() { Ok(arrange(history)) } else { Err(problems) }
    }

    /// What the file calls the operations of [`history`](Self::history), by operation number: its
    /// `id`, or its place in the file where it has none.
    #[must_use]
    pub fn ids(&self) -> Vec<String> {
        let mut places: Vec<usize> = (0..self.ops.len()).collect();
        // Stable, as the history's own order is.
        places.sort_by_key(|place| self.ops[*place].start.moment());
        let id = |place: usize| match &self.ops[place].id {
            Field::Int(id) => id.to_string(),
            Field::Text(id) => id.clone(),
            _ => place.to_string(),
        };
        places.into_iter().map(id).collect()
    }
}

impl Entry {
    fn operation(&self, history: &mut History) -> Result<Operation, Vec<&'static str>> {
        let session = self.proc.text().and_then(|name| number(&mut history.sessions, name));
        let key = self.key.text().and_then(|name| number(&mut history.keys, name));
        let (op, value) = (self.op.text(), self.value.value());
        let (start, end) = (self.start.moment(), self.end.moment());
        let no_end = matches!(self.end, Field::Null);
        let outcome = match self.status.text() {
            Some("ok") => Some(Outcome::Ok),
            Some("info") => Some(Outcome::Info),
            Some("fail") => Some(Outcome::Fail),
            _ => None,
        };
        let problems: Vec<&str> = [
            (session.is_some(), "`proc` is not a name, or there are too many sessions"),
            (key.is_some(), "`key` is not a name, or there are too many keys"),
            (matches!(op, Some("w" | "r")), "`op` is neither \"w\" nor \"r\""),
            (value.is_some(), "`value` is neither a whole number nor null"),
            (start.is_some(), "`start` is not a time in ms, as in `\"start\": 10`"),
            (end.is_some() || no_end, "`end` is neither a time in ms nor null, as in `\"end\": 20`"),
            (outcome.is_some(), "`status` is neither \"ok\", \"info\" nor \"fail\""),
            (end.is_none() || start.is_none() || start <= end, "`end` is before `start`"),
            (outcome != Some(Outcome::Ok) || !no_end, "`status` is \"ok\", but there is no `end`"),
        ]
        .into_iter()
        .filter_map(|(fine, problem)| (!fine).then_some(problem))
        .collect();
        let (true, Some(session), Some(key), Some(value), Some(invoked), Some(outcome)) =
            (problems.is_empty(), session, key, value, start, outcome)
        else {
            return Err(problems);
        };
        Ok(Operation {
            id: OperationId(0),
            process: ProcessId(0),
            session: SessionId(session),
            key: Key(key),
            action: if op == Some("w") { Action::Write(value) } else { Action::Read(value) },
            invoked,
            returned: end,
            outcome,
            role: Role::Client,
        })
    }
}

impl Field {
    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    const fn value(&self) -> Option<Value> {
        match self {
            Self::Int(value) => Some(Value::Int(*value)),
            Self::Null => Some(Value::Nil),
            _ => None,
        }
    }

    /// Milliseconds up to thirty years, so that no rounding touches them.
    fn moment(&self) -> Option<Instant> {
        let ms = match self {
            Self::Int(ms) => *ms as f64,
            Self::Number(ms) => *ms,
            _ => return None,
        };
        (0.0..=1e12).contains(&ms).then(|| Instant::from_us(Duration::from_ms_f64(ms).as_us()))
    }
}

/// The number of a name, which is new or known.
fn number<N: TryFrom<usize>>(names: &mut Vec<String>, name: &str) -> Option<N> {
    let place = names.iter().position(|known| known == name).unwrap_or_else(|| {
        names.push(name.to_owned());
        names.len() - 1
    });
    N::try_from(place).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> LitmusFile {
        serde_json::from_str(text).expect("it is JSON of the right shape")
    }

    #[test]
    fn operations_are_put_in_order_and_keep_their_ids() {
        let file = read(
            r#"{"title": "passed over", "ops": [
            {"id": "late", "proc": "A", "op": "r", "key": "x", "value": null, "start": 9, "end": 10.5, "status": "ok"},
            {"proc": "A", "op": "w", "key": "x", "value": 1, "start": 0, "end": null, "status": "info"}]}"#,
        );
        let history = file.history().expect("nothing is wrong with it");
        assert_eq!(file.ids(), ["1", "late"]);
        assert_eq!(history.operations[1].returned, Some(Instant::from_us(10_500)));
        assert_ne!(history.operations[0].process, history.operations[1].process);
    }

    #[test]
    fn all_problems_are_told_at_once() {
        let file = read(
            r#"{"initial": "x", "ops": [{"proc": 1, "key": {}, "start": -1, "end": []},
            {"proc": "A", "op": "w", "key": "x", "value": 1.5, "start": 5, "end": 4, "status": "ok"}]}"#,
        );
        let problems = file.history().expect_err("nearly everything is wrong");
        assert_eq!(problems.len(), 9, "{problems:#?}");
        assert!(problems.contains(&"ops[1]: `end` is before `start`".to_owned()));
    }
}
