//! A history as text, one operation a line:
//!
//! ```text
//! A w(x,1) 0..100        # A wrote x=1 from 0 ms to 100 ms
//! B r(x)=1 10..20
//! C r(x)=nil 30..40      # nil: the initial value
//! A w(x,2) 120..         # never returned: its outcome is unknown
//! B w(x,3) 50..60 fail   # known not to have happened
//! ```
//!
//! Times are milliseconds with up to three decimals. `;` separates as a line end does. Lines may
//! stand in any order. Where a session goes on at the very moment its operation ended, that one is
//! taken to have ended a microsecond sooner, as a session does one thing at a time.

use std::fmt::{self, Write as _};

use crate::arrange::arrange;
use crate::{Action, History, Instant, Key, Operation, OperationId, Outcome, ProcessId, Role, SessionId, Value};

/// What is wrong with a line of a history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotationError {
    /// The line, from 1.
    pub line: u32,
    /// What is wrong with it.
    pub problem: String,
}

impl fmt::Display for NotationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.problem)
    }
}

/// Reads a history.
///
/// # Errors
/// Every line that cannot be read, with its number and what was expected.
pub fn parse_history(text: &str) -> Result<History, Vec<NotationError>> {
    let mut reader = Reader::default();
    let mut errors = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let content = line.split('#').next().unwrap_or("");
        for item in content.split(';').map(str::trim).filter(|item| !item.is_empty()) {
            if let Err(problem) = reader.operation(item) {
                let line = u32::try_from(index + 1).unwrap_or(u32::MAX);
                errors.push(NotationError { line, problem });
            }
        }
    }
    if errors.is_empty() { Ok(arrange(reader.history)) } else { Err(errors) }
}

/// Writes a history so that [`parse_history`] reads the same operations, probes aside. Sessions and
/// keys may get other numbers: those follow the order in which the lines name them.
#[must_use]
pub fn write_history(history: &History) -> String {
    let mut text = String::new();
    for operation in history.client_operations() {
        let session = history.session_name(operation.session);
        let key = history.key_name(operation.key);
        let _ = match operation.action {
            Action::Write(value) => write!(text, "{session} w({key},{value})"),
            Action::Read(value) => write!(text, "{session} r({key})={value}"),
        };
        let _ = write!(text, " {}..", Milliseconds(operation.invoked));
        if let (Some(at), Outcome::Ok | Outcome::Fail) = (operation.returned, operation.outcome) {
            let _ = write!(text, "{}", Milliseconds(at));
        }
        text.push_str(if operation.outcome == Outcome::Fail { " fail\n" } else { "\n" });
    }
    text
}

#[derive(Default)]
struct Reader {
    history: History,
}

impl Reader {
    fn operation(&mut self, item: &str) -> Result<(), String> {
        let mut words = item.split_whitespace();
        let (Some(session), Some(call), Some(span)) = (words.next(), words.next(), words.next()) else {
            return Err(format!("`{item}` is not SESSION w(KEY,VALUE)|r(KEY)=VALUE START..END"));
        };
        let failed = match words.next() {
            None | Some("info") => false,
            Some("fail") => true,
            Some(other) => {
                return Err(format!("`{other}` after the times; only `fail` or `info` may stand there"));
            }
        };
        let (key, action) = read_call(call)?;
        let (invoked, returned) = read_span(span)?;
        let outcome = match (failed, returned) {
            (true, _) => Outcome::Fail,
            (false, Some(_)) => Outcome::Ok,
            (false, None) => Outcome::Info,
        };
        let session = SessionId(position(&mut self.history.sessions, session, "sessions")?);
        let key = Key(position(&mut self.history.keys, key, "keys")?);
        // Their numbers come once all lines are read.
        let (id, process, role) = (OperationId(0), ProcessId(0), Role::Client);
        self.history.operations.push(Operation { id, process, session, key, action, invoked, returned, outcome, role });
        Ok(())
    }
}

/// The number of a name, which is new or known.
fn position<N: TryFrom<usize>>(names: &mut Vec<String>, name: &str, what: &str) -> Result<N, String> {
    let index = names.iter().position(|known| known == name).unwrap_or_else(|| {
        names.push(name.to_owned());
        names.len() - 1
    });
    N::try_from(index).map_err(|_| format!("too many {what}"))
}

fn read_call(call: &str) -> Result<(&str, Action), String> {
    let wrong = || format!("`{call}` is neither w(KEY,VALUE) nor r(KEY)=VALUE");
    if let Some(rest) = call.strip_prefix("w(") {
        let (key, value) = rest.strip_suffix(')').and_then(|rest| rest.split_once(',')).ok_or_else(wrong)?;
        Ok((key, Action::Write(read_value(value)?)))
    } else if let Some(rest) = call.strip_prefix("r(") {
        let (key, value) = rest.split_once(")=").ok_or_else(wrong)?;
        Ok((key, Action::Read(read_value(value)?)))
    } else {
        Err(wrong())
    }
}

fn read_value(text: &str) -> Result<Value, String> {
    match text {
        "nil" => Ok(Value::Nil),
        _ => text.parse().map(Value::Int).map_err(|_| format!("`{text}` is neither a whole number nor nil")),
    }
}

fn read_span(span: &str) -> Result<(Instant, Option<Instant>), String> {
    let (start, end) = span.split_once("..").ok_or_else(|| format!("`{span}` is not START..END in ms"))?;
    let start = read_ms(start)?;
    let end = if end.is_empty() { None } else { Some(read_ms(end)?) };
    if end.is_some_and(|end| end < start) {
        return Err(format!("`{span}` ends before it starts"));
    }
    Ok((start, end))
}

fn read_ms(text: &str) -> Result<Instant, String> {
    let wrong = || format!("`{text}` is not a time in ms with at most three decimals");
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if fraction.len() > 3 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong());
    }
    let whole: u64 = whole.parse().map_err(|_| wrong())?;
    let fraction: u64 = format!("{fraction:0<3}").parse().map_err(|_| wrong())?;
    whole.checked_mul(1000).and_then(|us| us.checked_add(fraction)).map(Instant::from_us).ok_or_else(wrong)
}

struct Milliseconds(Instant);

impl fmt::Display for Milliseconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let us = self.0.as_us();
        write!(f, "{}", us / 1000)?;
        if !us.is_multiple_of(1000) {
            f.write_str(format!(".{:03}", us % 1000).trim_end_matches('0'))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_was_written_reads_back_the_same() {
        let text = "A w(x,1) 0..100\nB r(x)=1 10..20.5\nA w(y,2) 120..\nA r(x)=nil 200..210 fail\n";
        let history = parse_history(text).expect("the text is well formed");
        assert_eq!(write_history(&history), text);
        assert_eq!(history.operations.len(), 4);
    }

    #[test]
    fn a_session_goes_on_as_a_new_process_after_an_unknown_outcome() {
        let history = parse_history("A w(x,1) 0.. ; A r(x)=1 5..6").expect("well formed");
        assert_ne!(history.operations[0].process, history.operations[1].process);
        assert_eq!(history.operations[0].session, history.operations[1].session);
    }

    #[test]
    fn every_bad_line_is_named_with_its_number() {
        let errors = parse_history("A w(x) 0..1\nA r(x)=1 0..1\nB r(x)=one 0..1\nC r(x)=1 5..2").unwrap_err();
        assert_eq!(errors.iter().map(|error| error.line).collect::<Vec<_>>(), [1, 3, 4]);
    }
}
