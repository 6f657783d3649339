//! Puts a record together from the lines of a log: each call from its invocation and its answer.

use std::collections::{BTreeMap, BTreeSet};

use super::{Call, Calls, Clock, Item, Reply, Request};
use crate::{Instant, Key, NotationError, OperationId, Outcome, ProcessId};

/// Takes a log line by line. Nothing stops it: every line that is wrong is told in the end.
#[derive(Debug, Default)]
pub struct Recorder {
    calls: Calls,
    /// The lines at which calls were invoked.
    lines: Vec<u32>,
    /// By process: its call that is not answered yet.
    open: BTreeMap<ProcessId, usize>,
    /// Processes whose last question could not be recorded: its answer is no second mistake.
    refused: BTreeSet<ProcessId>,
    names: BTreeMap<String, ProcessId>,
    keys: BTreeMap<String, Key>,
    words: BTreeMap<String, u32>,
    clock: Option<Clock>,
    /// The time of the last line as the log has it, and as it is kept.
    latest: (u64, u64),
    problems: Vec<NotationError>,
}

/// How a call came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It happened, with this answer.
    Ok(Reply),
    /// It did not happen.
    Fail,
    /// Nobody knows.
    Info,
}

impl Recorder {
    /// A line cannot be read.
    pub fn problem(&mut self, line: u32, problem: String) {
        self.problems.push(NotationError { line, problem });
    }

    /// The number of a text.
    pub fn word(&mut self, text: &str) -> Item {
        let next = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        let word = *self.words.entry(text.to_owned()).or_insert_with(|| {
            self.calls.words.push(text.to_owned());
            next
        });
        Item::Word(word)
    }

    /// A process asks something. `at_ns` is the time, if the log has any.
    pub fn invoke(&mut self, line: u32, process: &str, key: &str, request: Request, at_ns: Option<u64>) {
        let at = self.moment(line, at_ns);
        let process = self.process(process);
        let name = self.calls.process_name(process).to_owned();
        if let Some(call) = self.open.get(&process) {
            let since = self.lines[*call];
            self.refused.insert(process);
            return self
                .problem(line, format!("process {name} asks again; its call of line {since} has no answer yet"));
        }
        let Some(key) = self.key(key) else {
            return self
                .problem(line, format!("`{key}` is one key too many; there can be {}", u32::from(u16::MAX) + 1));
        };
        let id = OperationId(u32::try_from(self.calls.calls.len()).unwrap_or(u32::MAX));
        self.refused.remove(&process);
        self.open.insert(process, id.index());
        self.lines.push(line);
        self.calls.calls.push(Call {
            id,
            process,
            key,
            request,
            reply: Reply::Done,
            invoked: at,
            returned: None,
            outcome: Outcome::Info,
        });
    }

    /// A process asked something that makes no sense.
    pub fn refuse(&mut self, line: u32, process: &str, problem: String) {
        let process = self.process(process);
        self.refused.insert(process);
        self.problem(line, problem);
    }

    /// What a process that waits for an answer posted replies to another message.
    pub fn in_reply_to(&mut self, process: &str, to: Item) {
        let call = self.names.get(process).and_then(|process| self.open.get(process));
        if let Some(call) = call {
            self.calls.in_reply_to.insert(self.calls.calls[*call].id, to);
        }
    }

    /// What a process that waits for an answer asked, and of which key.
    #[must_use]
    pub fn asked(&self, process: &str) -> Option<(Request, &str)> {
        let call = &self.calls.calls[*self.open.get(self.names.get(process)?)?];
        Some((call.request, self.calls.key_name(call.key)))
    }

    /// An answer comes, or the news that none will.
    pub fn finish(&mut self, line: u32, process: &str, ending: Ending, at_ns: Option<u64>) {
        let at = self.moment(line, at_ns);
        let id = self.process(process);
        let Some(call) = self.open.remove(&id) else {
            if self.refused.remove(&id) {
                return;
            }
            return self.problem(line, format!("process {process} has an answer, but asked nothing before"));
        };
        let call = &mut self.calls.calls[call];
        call.returned = Some(at);
        match ending {
            Ending::Ok(reply) => (call.reply, call.outcome) = (reply, Outcome::Ok),
            Ending::Fail => call.outcome = Outcome::Fail,
            Ending::Info => {
                call.returned = None;
                // It may still take effect: whoever goes on under that name is another process.
                self.names.remove(process);
            }
        }
    }

    /// The calls.
    ///
    /// # Errors
    /// Every line that was wrong, in order.
    pub fn finished(mut self) -> Result<Calls, Vec<NotationError>> {
        self.calls.clock = self.clock.unwrap_or_default();
        if !self.calls.clock.has_times() {
            self.count_events();
        }
        self.calls.tell_texts();
        if self.problems.is_empty() && self.calls.calls.is_empty() {
            self.problem(1, "there is no call in it".to_owned());
        }
        self.problems.sort_by_key(|problem| problem.line);
        if self.problems.is_empty() { Ok(self.calls) } else { Err(self.problems) }
    }

    /// Where a line of a log without times holds several events, lines tell them not apart: each then stands
    /// at its own place among all.
    fn count_events(&mut self) {
        let calls = &mut self.calls.calls;
        let mut moments: Vec<Instant> =
            calls.iter().flat_map(|call| [Some(call.invoked), call.returned]).flatten().collect();
        if moments.iter().all(|at| at.as_us().is_multiple_of(Clock::PLACE_US)) {
            return;
        }
        crate::order::sort_by_key(&mut moments, |at| *at);
        let place = |at: Instant| {
            let before = moments.partition_point(|other| *other < at) as u64;
            Instant::from_us((before + 1) * Clock::PLACE_US)
        };
        for call in calls {
            call.invoked = place(call.invoked);
            call.returned = call.returned.map(place);
        }
        self.calls.clock = Clock::Events;
    }

    fn process(&mut self, name: &str) -> ProcessId {
        if let Some(known) = self.names.get(name) {
            return *known;
        }
        let id = ProcessId(u32::try_from(self.calls.processes.len()).unwrap_or(u32::MAX));
        self.calls.processes.push(name.to_owned());
        self.names.insert(name.to_owned(), id);
        id
    }

    fn key(&mut self, name: &str) -> Option<Key> {
        if let Some(known) = self.keys.get(name) {
            return Some(*known);
        }
        let key = Key(u16::try_from(self.calls.keys.len()).ok()?);
        self.calls.keys.push(name.to_owned());
        self.keys.insert(name.to_owned(), key);
        Some(key)
    }

    /// The moment of a line. Lines happen one after the other, also where the log's clock gives
    /// two of them the same time, or where a time is finer than a microsecond.
    fn moment(&mut self, line: u32, at_ns: Option<u64>) -> Instant {
        let clock = if at_ns.is_some() { Clock::Time } else { Clock::Lines };
        if *self.clock.get_or_insert(clock) != clock {
            self.problem(line, "some lines have a time, and some have none: give each its own, as in `:time 5000000`, in nanoseconds, or none any"
                    .to_owned());
        }
        let (latest, kept) = self.latest;
        let now = at_ns.unwrap_or(u64::from(line) * Clock::PLACE_US * 1_000);
        if now < latest {
            self.problem(line, format!("its time, {now} ns, is before that of the line before, {latest} ns"));
        }
        let at = (now / 1000).max(kept + 1);
        self.latest = (now.max(latest), at);
        Instant::from_us(at)
    }
}
