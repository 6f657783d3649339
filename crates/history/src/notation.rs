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

mod retime;

pub use retime::retime;

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
            if let Err(problems) = reader.operation(item) {
                let line = u32::try_from(index + 1).unwrap_or(u32::MAX);
                errors.extend(problems.into_iter().map(|problem| NotationError { line, problem }));
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

/// The form of a line, and one of that form.
const FORM: &str = "SESSION w(KEY,VALUE)|r(KEY)=VALUE START..END";
const EXAMPLE: &str = "B r(x)=1 10..20";
/// What the times of a call that nobody answered are.
const UNANSWERED: &str = ", or only the start, `10..`, where no answer came";
/// How the sentence on times in the wrong order ends, which need no word on their form.
const BACKWARDS: &str = "ends before it starts";

#[derive(Default)]
struct Reader {
    history: History,
}

impl Reader {
    /// Takes an operation; everything that is wrong with it is told at once.
    fn operation(&mut self, item: &str) -> Result<(), Vec<String>> {
        let mut words = item.split_whitespace();
        let (Some(session), Some(call)) = (words.next(), words.next()) else {
            return Err(vec![format!("`{item}` is not {FORM}, as in `{EXAMPLE}`")]);
        };
        let (called, span) = (read_call(call), words.next());
        // The example is the line itself, as far as it is right.
        let right = if called.is_ok() { format!("{session} {call} 10..20") } else { EXAMPLE.to_owned() };
        let spanned = span.ok_or_else(|| format!("`{item}` does not say when"));
        let spanned = spanned.and_then(read_span).map_err(|problem| match problem.ends_with(BACKWARDS) {
            true => problem,
            false => format!("{problem}; behind the call stand its times in ms, as in `{right}`{UNANSWERED}"),
        });
        // Behind what are no times, anything may stand.
        let last = words.next().filter(|_| spanned.is_ok());
        let failed = match last {
            None | Some("info") => Ok(false),
            Some("fail") => Ok(true),
            Some(other) => {
                Err(format!("`{other}` stands after the times; only `fail` or `info` may, as in `{right} fail`"))
            }
        };
        let ((key, action), (invoked, returned), failed) = match (called, spanned, failed) {
            (Ok(called), Ok(spanned), Ok(failed)) => (called, spanned, failed),
            (called, spanned, failed) => {
                return Err([called.err(), spanned.err(), failed.err()].into_iter().flatten().collect());
            }
        };
        let outcome = match (failed, returned) {
            (true, _) => Outcome::Fail,
            (false, Some(_)) => Outcome::Ok,
            (false, None) => Outcome::Info,
        };
        let session = SessionId(position(&mut self.history.sessions, session, "sessions").map_err(|why| vec![why])?);
        let key = Key(position(&mut self.history.keys, key, "keys").map_err(|why| vec![why])?);
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
    let wrong = || format!("`{call}` is neither w(KEY,VALUE) nor r(KEY)=VALUE, as in `w(x,1)` or `r(x)=1`");
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
        _ => text
            .parse()
            .map(Value::Int)
            .map_err(|_| format!("`{text}` is neither a whole number nor nil, as in `w(x,1)` or `r(x)=nil`")),
    }
}

fn read_span(span: &str) -> Result<(Instant, Option<Instant>), String> {
    let (start, end) = span.split_once("..").ok_or_else(|| format!("`{span}` is not START..END"))?;
    let start = read_ms(start)?;
    let end = if end.is_empty() { None } else { Some(read_ms(end)?) };
    if end.is_some_and(|end| end < start) {
        return Err(format!("`{span}` {BACKWARDS}"));
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
    fn what_is_wrong_with_times_is_told_with_the_line_as_it_should_be() {
        let told = |text: &str| {
            let errors = parse_history(text).expect_err("it is wrong");
            errors.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        let form = "behind the call stand its times in ms";
        assert_eq!(
            told("B r(y)=7\nA w(x,1) at 10\nA w(x,2) x..20"),
            [
                format!("line 1: `B r(y)=7` does not say when; {form}, as in `B r(y)=7 10..20`{UNANSWERED}"),
                format!("line 2: `at` is not START..END; {form}, as in `A w(x,1) 10..20`{UNANSWERED}"),
                format!(
                    "line 3: `x` is not a time in ms with at most three decimals; {form}, as in `A w(x,2) 10..20`{UNANSWERED}"
                ),
            ]
        );
        assert_eq!(told("A w(x,1) 10..5"), ["line 1: `10..5` ends before it starts"]);
    }

    #[test]
    fn all_that_is_wrong_with_a_line_is_told_at_once_and_its_example_is_right() {
        let errors = parse_history("B reads 5").expect_err("call and times are wrong");
        let told: Vec<&str> = errors.iter().map(|error| error.problem.as_str()).collect();
        let [call, times] = told.as_slice() else { panic!("{told:?}") };
        assert!(call.starts_with("`reads` is neither") && times.starts_with("`5` is not START..END"), "{told:?}");
        for example in told.iter().flat_map(|problem| problem.split('`').skip(1).step_by(2)) {
            let shown = ["w(x,1)", "r(x)=1", EXAMPLE].contains(&example);
            let line = if example.contains(' ') { example.to_owned() } else { format!("A {example} 0..1") };
            assert!(!shown || parse_history(&line).is_ok(), "{example}");
        }
    }

    #[test]
    fn every_bad_line_is_named_with_its_number() {
        let errors = parse_history("A w(x) 0..1\nA r(x)=1 0..1\nB r(x)=one 0..1\nC r(x)=1 5..2").unwrap_err();
        assert_eq!(errors.iter().map(|error| error.line).collect::<Vec<_>>(), [1, 3, 4]);
    }
}
