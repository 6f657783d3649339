//! One event of a log, whatever wrote it: what its fields mean for the record.

use super::edn::Form;
use crate::calls::{Ending, Item, Recorder, Reply, Request};

/// The fields of an event.
pub(super) struct Fields<'f> {
    pub(super) line: u32,
    pub(super) process: &'f str,
    /// `invoke`, `ok`, `fail` or `info`.
    pub(super) kind: &'f str,
    /// What was asked.
    pub(super) f: &'f str,
    pub(super) key: Option<&'f str>,
    pub(super) value: &'f Form<'f>,
    /// The message that a posted one replies to, if it says so.
    pub(super) in_reply_to: &'f Form<'f>,
    /// Whether the call was granted, if it says so.
    pub(super) answer: Option<bool>,
    pub(super) at_ns: Option<u64>,
}

/// The key of a log that names none.
const ONLY_KEY: &str = "x";

const KNOWN: &str = ":read, :get, :contains, :write, :put, :cas, :add, :remove, :append, :insert, :delete, :inc, :dec, \
                     :deposit, :withdraw, :restock, :buy, :acquire, :release, :do, :undo";

impl Fields<'_> {
    /// Puts the event into the record. `failing_is_refusal` says what the log means by a `:fail` of
    /// a compare-and-set: that it was refused, or that it did not happen.
    pub(super) fn record(&self, recorder: &mut Recorder, failing_is_refusal: bool) {
        if let Err(problem) = self.attempt(recorder, failing_is_refusal) {
            recorder.problem(self.line, problem);
        }
    }

    fn attempt(&self, recorder: &mut Recorder, failing_is_refusal: bool) -> Result<(), String> {
        let ending = match self.kind {
            "invoke" => return self.invoke(recorder),
            "ok" => None,
            "fail" => Some(Ending::Fail),
            "info" => Some(Ending::Info),
            other => return Err(format!("`:{other}` is neither :invoke, :ok, :fail nor :info")),
        };
        // Who asked nothing is told so by the record.
        if let Some((asked, key)) = recorder.asked(self.process) {
            if self.key.is_some_and(|named| named != key) {
                return Err(format!(
                    "it answers for another key than `{key}`, of which process {} asked",
                    self.process
                ));
            }
            let same = self.is_about(asked) && (ending.is_some() || self.is_same(asked, recorder));
            if !same {
                let process = self.process;
                return Err(format!("it answers another call than the one that process {process} waits for"));
            }
            let refusal = failing_is_refusal && matches!(asked, Request::CompareAndSet { .. });
            let ending = match ending {
                Some(Ending::Fail) if refusal => Ending::Ok(Reply::Answer(false)),
                Some(ending) => ending,
                None => Ending::Ok(self.reply(asked, recorder)?),
            };
            recorder.finish(self.line, self.process, ending, self.at_ns);
        } else {
            recorder.finish(self.line, self.process, ending.unwrap_or(Ending::Info), self.at_ns);
        }
        Ok(())
    }

    fn invoke(&self, recorder: &mut Recorder) -> Result<(), String> {
        let (request, to) = match (self.request(recorder), self.replied_to(recorder)) {
            (Ok(request), Ok(to)) => (request, to),
            (Err(problem), _) | (_, Err(problem)) => {
                recorder.refuse(self.line, self.process, problem);
                return Ok(());
            }
        };
        recorder.invoke(self.line, self.process, self.key.unwrap_or(ONLY_KEY), request, self.at_ns);
        if let Some(to) = to {
            recorder.in_reply_to(self.process, to);
        }
        Ok(())
    }

    /// The message that a posted one replies to.
    fn replied_to(&self, recorder: &mut Recorder) -> Result<Option<Item>, String> {
        match self.in_reply_to {
            Form::Nil => Ok(None),
            _ if !["add", "append"].contains(&self.f) => {
                Err(format!("`:in-reply-to` belongs to :append or :add, not to `:{}`", self.f))
            }
            to => match item(recorder, to) {
                Some(to) => Ok(Some(to)),
                None => Err(format!("`:in-reply-to` is {}; it has to be a number or a text", to.shown())),
            },
        }
    }

    fn request(&self, recorder: &mut Recorder) -> Result<Request, String> {
        Ok(match self.f {
            "read" | "get" => Request::Read,
            "contains" => Request::Contains(self.item(recorder)?),
            "write" | "put" => Request::Write(self.item(recorder)?),
            "cas" | "compare-and-set" => {
                let Form::Sequence(pair) = self.value else { return Err(self.wrong("a pair [OLD NEW]")) };
                let [old, new] = pair.as_slice() else { return Err(self.wrong("a pair [OLD NEW]")) };
                let (old, new) = (item(recorder, old), item(recorder, new));
                let (Some(expected), Some(new)) = (old, new) else { return Err(self.wrong("a pair [OLD NEW]")) };
                Request::CompareAndSet { expected, new }
            }
            "add" => Request::Add(self.item(recorder)?),
            "inc" | "increment" => Request::Add(Item::Int(self.step()?)),
            "dec" | "decrement" => Request::Add(Item::Int(-self.step()?)),
            "remove" => Request::Remove(self.item(recorder)?),
            "append" => Request::Append(self.item(recorder)?),
            "insert" => {
                let Form::Sequence(pair) = self.value else { return Err(self.wrong("a pair [AT LETTER]")) };
                let [Form::Int(at), letter] = pair.as_slice() else { return Err(self.wrong("a pair [AT LETTER]")) };
                let (at, letter) = (u32::try_from(*at).ok(), item(recorder, letter));
                let (Some(at), Some(item)) = (at, letter) else { return Err(self.wrong("a pair [AT LETTER]")) };
                Request::Insert { at, item }
            }
            "delete" => {
                let at = self.amount().ok().and_then(|at| u32::try_from(at).ok());
                Request::Delete { at: at.ok_or_else(|| self.wrong("a place, a whole number from 0 on"))? }
            }
            "deposit" => Request::Deposit(self.amount()?),
            "withdraw" => Request::Withdraw(self.amount()?),
            "restock" => Request::Restock(self.amount()?),
            "buy" | "take" => Request::Buy(self.amount()?),
            "acquire" | "lock" => Request::Acquire,
            "release" | "unlock" => Request::Release,
            "do" => Request::Do(self.item(recorder)?),
            "undo" | "compensate" => Request::Undo(self.item(recorder)?),
            other => return Err(format!("`:{other}` is not known; there are {KNOWN}")),
        })
    }

    /// Whether this event is of a call that asked that.
    fn is_about(&self, asked: Request) -> bool {
        let names: &[&str] = match asked {
            Request::Read => &["read", "get"],
            Request::Contains(_) => &["contains"],
            Request::Write(_) => &["write", "put"],
            Request::CompareAndSet { .. } => &["cas", "compare-and-set"],
            Request::Add(_) => &["add", "inc", "dec", "increment", "decrement"],
            Request::Remove(_) => &["remove"],
            Request::Append(_) => &["append"],
            Request::Insert { .. } => &["insert"],
            Request::Delete { .. } => &["delete"],
            Request::Deposit(_) => &["deposit"],
            Request::Withdraw(_) => &["withdraw"],
            Request::Restock(_) => &["restock"],
            Request::Buy(_) => &["buy", "take"],
            Request::Acquire => &["acquire", "lock"],
            Request::Release => &["release", "unlock"],
            Request::Do(_) => &["do"],
            Request::Undo(_) => &["undo", "compensate"],
            // Only runs ask that.
            Request::Place => &[],
            // A log names one key a call.
            Request::ReadAll | Request::Transfer { .. } => &[],
        };
        names.contains(&self.f)
    }

    /// Whether an answer that repeats what was asked repeats it rightly.
    fn is_same(&self, asked: Request, recorder: &mut Recorder) -> bool {
        asked.only_looks() || *self.value == Form::Nil || self.request(recorder) == Ok(asked)
    }

    fn reply(&self, asked: Request, recorder: &mut Recorder) -> Result<Reply, String> {
        let answer = match (self.answer, self.value) {
            (None, Form::Bool(answer)) if matches!(asked, Request::Contains(_)) => Some(*answer),
            (answer, _) => answer,
        };
        Ok(match (asked, self.value) {
            (Request::Read, Form::Sequence(items)) => {
                let items: Option<Vec<Item>> = items.iter().map(|form| item(recorder, form)).collect();
                Reply::List(items.ok_or_else(|| self.wrong("a list of numbers, texts or nil"))?)
            }
            (Request::Read, _) => Reply::Value(self.item(recorder)?),
            (Request::Contains(_), _) if answer.is_none() => return Err(self.wrong("true or false")),
            _ => answer.map_or(Reply::Done, Reply::Answer),
        })
    }

    fn item(&self, recorder: &mut Recorder) -> Result<Item, String> {
        item(recorder, self.value).ok_or_else(|| self.wrong("a number, a text or nil"))
    }

    fn step(&self) -> Result<i64, String> {
        if *self.value == Form::Nil { Ok(1) } else { self.amount() }
    }

    fn amount(&self) -> Result<i64, String> {
        match self.value {
            Form::Int(amount) if *amount >= 0 => Ok(*amount),
            _ => Err(self.wrong("an amount, a whole number from 0 on")),
        }
    }

    fn wrong(&self, wanted: &str) -> String {
        format!("the value of `:{}` is {}; it has to be {wanted}", self.f, self.value.shown())
    }
}

fn item(recorder: &mut Recorder, form: &Form<'_>) -> Option<Item> {
    Some(match form {
        Form::Nil => Item::Nil,
        Form::Int(number) => Item::Int(*number),
        Form::Bool(yes) => recorder.word(if *yes { "true" } else { "false" }),
        Form::Text(text) => recorder.word(text),
        Form::Keyword(name) => recorder.word(name),
        Form::Other(_) | Form::Sequence(_) | Form::Map(_) => return None,
    })
}
