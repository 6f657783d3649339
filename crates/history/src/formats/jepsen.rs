//! Histories as Jepsen writes them: a map a line, in extensible data notation.
//!
//! ```clojure
//! {:process 0, :type :invoke, :f :write, :value 3}   ; asked
//! {:process 0, :type :ok,     :f :write, :value 3}   ; happened
//! {:process 1, :type :info,   :f :cas,   :value [3 4]}   ; nobody knows
//! ```
//!
//! With or without a vector around all of it. `:time` (nanoseconds) and `:index` may be absent;
//! without times the order of the lines is the order of the events. `:fail` means that the call did
//! not happen; a call that ran and was refused is `:ok` with `:answer false`. A message that was
//! added or appended may name the one it replies to, by `:in-reply-to`. What `:nemesis` did is
//! passed over. `nil` is what is there before any write.

use super::edn::{Edn, Form};
use super::fields::Fields;
use super::{Format, Recording};
use crate::NotationError;
use crate::calls::{Calls, Recorder};

pub(super) const FORMAT: Format = Format {
    name: "edn",
    about: "Jepsen's EDN: {:process 0, :type :invoke, :f :write, :value 3}",
    object: None,
    looks_like,
    read: |text| read(text).map(Recording::Calls),
};

fn looks_like(text: &str) -> bool {
    let mut edn = Edn::new(text, 1);
    while edn.take('[') || edn.take('(') {}
    match edn.peek() {
        Some('{') => {
            edn.take('{');
            matches!(edn.peek(), Some(':'))
        }
        Some(']' | ')') => true,
        Some('#') => text.contains(":process"),
        _ => false,
    }
}

/// Reads the maps of a text, each as one event.
pub(super) fn read(text: &str) -> Result<Calls, Vec<NotationError>> {
    let mut recorder = Recorder::default();
    let mut edn = Edn::new(text, 1);
    let closing = if edn.take('[') {
        Some(']')
    } else if edn.take('(') {
        Some(')')
    } else {
        None
    };
    let mut closed = closing.is_none();
    while edn.peek().is_some() {
        let line = edn.line();
        if closing.is_some_and(|closing| edn.take(closing)) {
            closed = true;
            if edn.peek().is_some() {
                let line = edn.line();
                recorder.problem(line, "something stands behind the closing bracket".to_owned());
            }
            break;
        }
        match edn.form() {
            Ok(Form::Map(entries)) => event(&mut recorder, line, &entries),
            Ok(other) => recorder.problem(line, format!("`{}` is no map", other.shown())),
            Err(problem) => recorder.problem(line, problem),
        }
    }
    if !closed {
        let line = edn.line();
        recorder.problem(line, "the bracket around the history is not closed".to_owned());
    }
    recorder.finished()
}

fn event(recorder: &mut Recorder, line: u32, entries: &[(Form<'_>, Form<'_>)]) {
    let find = |name: &'static str| entries.iter().find(|(key, _)| *key == Form::Keyword(name)).map(|(_, value)| value);
    let mut problems = Vec::new();
    let process = match find("process") {
        Some(Form::Keyword(_)) => return,
        Some(Form::Int(process)) => process.to_string(),
        Some(Form::Text(process)) => process.clone(),
        Some(other) => {
            problems.push(format!("`:process` is {}, which is no number", other.shown()));
            String::new()
        }
        None => {
            problems.push("there is no `:process`".to_owned());
            String::new()
        }
    };
    let mut word = |name: &'static str, what: &str| match find(name) {
        Some(Form::Keyword(word)) => *word,
        Some(other) => {
            problems.push(format!("`:{name}` is {}, not {what}", other.shown()));
            ""
        }
        None => {
            problems.push(format!("there is no `:{name}`, {what}"));
            ""
        }
    };
    let kind = word("type", ":invoke, :ok, :fail or :info");
    let f = word("f", "what was asked, like :read");
    let at_ns = match find("time") {
        None | Some(Form::Nil) => None,
        Some(Form::Int(time)) if *time >= 0 => Some(time.unsigned_abs()),
        Some(other) => {
            problems.push(format!("`:time` is {}, which is no number of nanoseconds", other.shown()));
            None
        }
    };
    let key = match find("key") {
        None | Some(Form::Nil) => None,
        Some(Form::Text(key)) => Some(key.clone()),
        Some(other) => Some(other.shown()),
    };
    let answer = match find("answer") {
        None | Some(Form::Nil) => None,
        Some(Form::Bool(answer)) => Some(*answer),
        Some(other) => {
            problems.push(format!("`:answer` is {}, neither true nor false", other.shown()));
            None
        }
    };
    if problems.is_empty() {
        let value = find("value").unwrap_or(&Form::Nil);
        let in_reply_to = find("in-reply-to").unwrap_or(&Form::Nil);
        let (process, key) = (process.as_str(), key.as_deref());
        let fields = Fields { line, process, kind, f, key, value, in_reply_to, answer, at_ns };
        fields.record(recorder, false);
    }
    for problem in problems {
        if kind == "invoke" && !process.is_empty() {
            recorder.refuse(line, &process, problem);
        } else {
            recorder.problem(line, problem);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Outcome;
    use crate::calls::{Item, Reply, Request};

    #[test]
    fn brackets_comments_and_blanks_change_nothing() {
        let plain = "{:process 0 :type :invoke :f :add :value 1}\n{:process 0 :type :ok :f :add :value 1}";
        let around = "; a comment\n[{:process 0, :type :invoke, :f :add, :value 1} ; asked\n\n {:type :ok :process 0 \
                      :f :add :value nil}]";
        let [plain, around] = [plain, around].map(|text| read(text).expect("well formed"));
        let content = |calls: &Calls| (calls.calls[0].request, calls.calls[0].reply.clone(), calls.calls[0].outcome);
        assert_eq!(content(&plain), (Request::Add(Item::Int(1)), Reply::Done, Outcome::Ok));
        assert_eq!(content(&plain), content(&around));
    }

    #[test]
    fn every_wrong_line_is_named() {
        let text = "{:process 0 :type :invoke :f :read}\n{:process 0 :type :invoke :f :read}\n{:process 1 :type :ok \
                    :f :read :value 1}\n{:process 2 :type :invoke :f :fly}\n{:process 2 :type\n{:process 0 :type :ok :f \
                    :write :value 1}\nhello\n{:type :bad}";
        let problems = read(text).expect_err("nearly all is wrong");
        let lines: Vec<u32> = problems.iter().map(|problem| problem.line).collect();
        assert_eq!(lines, [2, 3, 4, 5, 6, 7, 8, 8], "{problems:#?}");
    }

    #[test]
    fn finer_times_than_we_keep_do_not_change_the_order() {
        let text = "{:process 0 :type :invoke :f :write :value 1 :time 100}{:process 0 :type :ok :f :write :value 1 \
                    :time 200}{:process 0 :type :invoke :f :read :time 300}{:process 0 :type :ok :f :read :value 1 \
                    :time 5000}";
        let calls = read(text).expect("well formed").calls;
        assert!(calls[0].end() < calls[1].invoked);
        assert_eq!(calls[1].end().as_us(), 5);
    }
}
