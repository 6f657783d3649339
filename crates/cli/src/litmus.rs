//! Histories as JSON: the format of the litmus tests.
//!
//! `{"initial": null, "ops": [{"id": 0, "proc": "A", "op": "w", "key": "x", "value": 1,
//! "start": 0, "end": 8, "status": "ok"}, …]}`. Times are milliseconds; a null `end` is an answer
//! that never came; `status` is `ok`, `info` or `fail`; a null value is the initial one.

use std::collections::BTreeMap;

use history::{Action, History, Instant, Key, Operation, OperationId, Outcome, ProcessId, Role, SessionId, Value};
use serde_json::Value as Json;

/// A history with the names that its file gave to its operations.
#[derive(Debug, Default)]
pub(crate) struct Litmus {
    pub(crate) history: History,
    /// By operation number: the `id` of the file.
    pub(crate) ids: Vec<Json>,
}

/// Reads a history.
///
/// # Errors
/// Every operation that cannot be read, and why.
pub(crate) fn read(text: &str) -> Result<Litmus, Vec<String>> {
    let file: Json = serde_json::from_str(text).map_err(|error| vec![format!("the JSON is broken: {error}")])?;
    let Some(list) = file.get("ops").and_then(Json::as_array) else {
        return Err(vec!["the JSON has no list `ops`".to_owned()]);
    };
    let mut reader = Reader::default();
    let mut problems = Vec::new();
    match value(file.get("initial")) {
        Some(initial) => reader.history.initial = initial,
        None => problems.push("`initial` is neither a whole number nor null".to_owned()),
    }
    let mut operations = Vec::new();
    for (index, entry) in list.iter().enumerate() {
        match reader.operation(entry) {
            Ok(operation) => operations.push((operation, entry.get("id").cloned().unwrap_or(Json::from(index)))),
            Err(wrong) => problems.extend(wrong.into_iter().map(|sentence| format!("ops[{index}]: {sentence}"))),
        }
    }
    if problems.is_empty() { Ok(reader.finish(operations)) } else { Err(problems) }
}

#[derive(Default)]
struct Reader {
    history: History,
    sessions: BTreeMap<String, u8>,
    keys: BTreeMap<String, u16>,
}

impl Reader {
    fn operation(&mut self, entry: &Json) -> Result<Operation, Vec<String>> {
        let mut problems = Vec::new();
        let text = |name: &str| entry.get(name).and_then(Json::as_str);
        let mut wrong = |sentence: &str| problems.push(sentence.to_owned());
        let session = text("proc").and_then(|name| number(&mut self.sessions, &mut self.history.sessions, name));
        let key = text("key").and_then(|name| number(&mut self.keys, &mut self.history.keys, name));
        let value = value(entry.get("value"));
        let start = entry.get("start").and_then(moment);
        let end = match entry.get("end") {
            None | Some(Json::Null) => Some(None),
            Some(end) => moment(end).map(Some),
        };
        let action = match (text("op"), value) {
            (Some("w"), Some(value)) => Some(Action::Write(value)),
            (Some("r"), Some(value)) => Some(Action::Read(value)),
            _ => None,
        };
        let outcome = match text("status") {
            Some("ok") => Some(Outcome::Ok),
            Some("info") => Some(Outcome::Info),
            Some("fail") => Some(Outcome::Fail),
            _ => None,
        };
        for (good, sentence) in [
            (session.is_some(), "`proc` is no name, or there are too many of them"),
            (key.is_some(), "`key` is no name, or there are too many of them"),
            (action.is_some(), "`op` is neither w nor r, or `value` neither a whole number nor null"),
            (start.is_some(), "`start` is not a time in ms"),
            (end.is_some(), "`end` is neither a time in ms nor null"),
            (outcome.is_some(), "`status` is neither ok, info nor fail"),
            (end.flatten().is_none_or(|end| Some(end) >= start), "`end` is before `start`"),
            (outcome != Some(Outcome::Ok) || end.flatten().is_some(), "`status` is ok, but `end` is missing"),
        ] {
            if !good {
                wrong(sentence);
            }
        }
        match (session, key, action, start, end, outcome) {
            (Some(session), Some(key), Some(action), Some(invoked), Some(returned), Some(outcome))
                if problems.is_empty() =>
            {
                let (session, key) = (SessionId(session), Key(key));
                let (id, process, role) = (OperationId(0), ProcessId(0), Role::Client);
                Ok(Operation { id, process, session, key, action, invoked, returned, outcome, role })
            }
            _ => Err(problems),
        }
    }

    /// Puts the operations in order, and numbers them and their processes: after an unknown
    /// outcome a session goes on as a new process.
    fn finish(mut self, mut operations: Vec<(Operation, Json)>) -> Litmus {
        operations.sort_by_key(|(operation, _)| operation.invoked);
        let mut processes: BTreeMap<SessionId, ProcessId> = BTreeMap::new();
        let mut ids = Vec::new();
        let mut next = 0..;
        for (index, (mut operation, id)) in (0..).zip(operations) {
            operation.id = OperationId(index);
            operation.process =
                *processes.entry(operation.session).or_insert_with(|| ProcessId(next.next().unwrap_or(u32::MAX)));
            if operation.outcome == Outcome::Info {
                processes.remove(&operation.session);
            }
            self.history.operations.push(operation);
            ids.push(id);
        }
        Litmus { history: self.history, ids }
    }
}

/// The number of a name, which is new or known.
fn number<N: Copy + TryFrom<usize>>(known: &mut BTreeMap<String, N>, names: &mut Vec<String>, name: &str) -> Option<N> {
    if let Some(number) = known.get(name) {
        return Some(*number);
    }
    let number = N::try_from(names.len()).ok()?;
    names.push(name.to_owned());
    known.insert(name.to_owned(), number);
    Some(number)
}

fn value(json: Option<&Json>) -> Option<Value> {
    match json {
        None | Some(Json::Null) => Some(Value::Nil),
        Some(number) => number.as_i64().map(Value::Int),
    }
}

/// Milliseconds, with decimals or without.
fn moment(json: &Json) -> Option<Instant> {
    let ms = json.as_f64().filter(|ms| (0.0..=1e12).contains(ms))?;
    Some(Instant::from_us(history::Duration::from_ms_f64(ms).as_us()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_put_in_order_and_keep_their_names() {
        let text = r#"{"ops": [
            {"id": "late", "proc": "A", "op": "r", "key": "x", "value": null, "start": 9, "end": 10.5, "status": "ok"},
            {"id": "early", "proc": "A", "op": "w", "key": "x", "value": 1, "start": 0, "end": null, "status": "info"}
        ]}"#;
        let litmus = read(text).unwrap();
        assert_eq!(litmus.ids, [Json::from("early"), Json::from("late")]);
        let [write, read] = litmus.history.operations.as_slice() else { panic!("two operations") };
        assert_ne!(write.process, read.process);
        assert_eq!(read.returned, Some(Instant::from_us(10_500)));
    }

    #[test]
    fn every_wrong_operation_is_named() {
        let text = r#"{"initial": "x", "ops": [{"proc": 1}, {"proc": "A", "op": "w", "key": "x", "value": 1,
            "start": 5, "end": 4, "status": "ok"}]}"#;
        let problems = read(text).unwrap_err();
        assert_eq!(problems.len(), 7, "{problems:#?}");
        assert!(read("[]").is_err() && read("{").is_err());
    }
}
