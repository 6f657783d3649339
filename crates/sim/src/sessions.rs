//! The sessions: each does its scripted and its random work, one operation at a time.

use std::collections::BTreeMap;

use history::calls::{Item, Reply as Told, Request as Deed};
use history::{Action, Happening, Instant, Key, NodeId, OperationId, Outcome, ProcessId, Role, SessionId, Value};
use scenario::{Drawn, Object, Scenario, ScriptedAction};

use crate::calls::{self, Calling};
use crate::chance::{self, Stream};
use crate::contents::Contents;
use crate::kernel::Kernel;
use crate::lots::{Lots, OwnName};
use crate::machines::Act;
use crate::queue::Pending;
use crate::{Ask, Reply, Request};

/// A session at work.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) process: ProcessId,
    /// The operation it waits for.
    pub(crate) waiting: Option<Waiting>,
    /// The call on an object that it is carrying out.
    pub(crate) calling: Option<Calling>,
    /// Whether a deadline of it is in the queue: one at a time, that of its oldest operation since
    /// the last. Most operations have their answer long before, and need none.
    watched: bool,
    /// Random operations begun.
    random_begun: u16,
    /// When its next random operation is due, if there is one, and when the last one was.
    random_due_us: Option<u64>,
    random_was_due_us: u64,
    /// Its scripted operations by time, and how many have begun.
    script: Vec<Scripted>,
    script_begun: u16,
    /// What it knows of each key: how many letters a text has, or what a register holds, by what it
    /// read last and what it did since.
    known: BTreeMap<Key, i64>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Waiting {
    pub(crate) operation: OperationId,
    pub(crate) ask: Ask,
    pub(crate) key: Key,
    /// What chance calls it.
    pub(crate) name: OwnName,
    deadline_us: u64,
}

#[derive(Clone, Copy, Debug)]
struct Scripted {
    at_us: u64,
    action: ScriptedAction,
    key: Key,
    /// Where it stands in the script of all.
    entry: u16,
    /// What chance calls it.
    name: OwnName,
}

impl Session {
    pub(crate) fn of(scenario: &Scenario, id: SessionId, process: ProcessId) -> Self {
        let script = if scenario.workload.script.is_empty() { Vec::new() } else { scripted(scenario, id) };
        let mut session = Self {
            process,
            waiting: None,
            calling: None,
            watched: false,
            random_begun: 0,
            random_due_us: None,
            random_was_due_us: 0,
            script,
            script_begun: 0,
            known: BTreeMap::new(),
        };
        session.plan_random(scenario, id, 0);
        session
    }

    /// Draws how long it thinks before its next random operation.
    fn plan_random(&mut self, scenario: &Scenario, id: SessionId, now_us: u64) {
        let random = &scenario.workload.random;
        let from_us = if random.open_loop { self.random_was_due_us } else { now_us };
        self.random_due_us = (self.random_begun < random.operations)
            .then(|| from_us.saturating_add(think_us(scenario, id, self.random_begun)));
    }

    /// When it begins its next operation, if it is free at `now_us`.
    pub(crate) fn next_us(&self, now_us: u64) -> Option<u64> {
        let scripted = self.script.get(usize::from(self.script_begun)).map(|entry| entry.at_us);
        let due = scripted.into_iter().chain(self.random_due_us).min()?;
        Some(due.max(now_us))
    }

    /// What it knows of a key; where it has seen nothing yet, what is there at the start.
    fn known(&self, key: Key, scenario: &Scenario) -> i64 {
        let start = if scenario.workload.object == Object::CasRegister { scenario.workload.initial } else { 0 };
        self.known.get(&key).copied().unwrap_or(start)
    }

    /// A call is over, and tells how many letters a text has, or what a register holds.
    pub(crate) fn learn(&mut self, key: Key, request: Deed, outcome: Outcome, reply: &Told) {
        let known = self.known.get(&key).copied().unwrap_or_default();
        let known = match (request, reply) {
            _ if outcome != Outcome::Ok => return,
            (Deed::Insert { .. }, _) => known + 1,
            (Deed::Delete { .. }, Told::Value(Item::Word(_))) => (known - 1).max(0),
            (Deed::Read, Told::List(items)) => items.len() as i64,
            (Deed::Read, Told::Value(Item::Int(held))) => *held,
            (Deed::CompareAndSet { new: Item::Int(new), .. }, Told::Answer(true)) => new,
            _ => return,
        };
        self.known.insert(key, known);
    }

    /// The scripted operation that is next, unless a random one is.
    fn next_scripted(&self) -> Option<Scripted> {
        let next = self.script.get(usize::from(self.script_begun))?;
        self.random_due_us.is_none_or(|random_us| next.at_us <= random_us).then_some(*next)
    }

    /// What it begins next comes out of the script, or is drawn: the entry, or the how manieth.
    pub(crate) fn step(&mut self) -> Step {
        if let Some(next) = self.next_scripted() {
            self.script_begun += 1;
            return Step::Scripted(next.entry);
        }
        self.random_begun += 1;
        self.random_was_due_us = self.random_due_us.take().unwrap_or_default();
        Step::Drawn(self.random_begun - 1)
    }

    /// It is free again: where a random operation is over, it thinks before the next.
    pub(crate) fn go_on(&mut self, scenario: &Scenario, id: SessionId, now_us: u64) {
        if self.random_due_us.is_none() {
            self.plan_random(scenario, id, now_us);
        }
    }
}

/// Where an operation of a session comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// That entry of the script.
    Scripted(u16),
    /// Random work, and the how manieth of its session.
    Drawn(u16),
}

/// The script of a session, in order of time.
#[inline(never)]
fn scripted(scenario: &Scenario, id: SessionId) -> Vec<Scripted> {
    let name = |drawn: Option<Drawn>| {
        let of = drawn.and_then(|drawn| Some((drawn.session.0.session()?, drawn.count)));
        let (session, count) = of.unwrap_or((id, 0));
        OwnName { session, scripted: of.is_none(), count, step: 0 }
    };
    let entries = (0..).zip(&scenario.workload.script);
    let mine = entries.filter(|(_, entry)| entry.session.0.session() == Some(id));
    let of = |(entry, it): (u16, &scenario::ScriptedOperation)| {
        let (action, key, name) = (it.action, Key(it.key.into()), name(it.drawn));
        Scripted { at_us: it.at_us, action, key, entry, name }
    };
    let mut script: Vec<Scripted> = mine.map(of).collect();
    script.sort_by_key(|entry| entry.at_us);
    // What was drawn once keeps its name; the others are counted as if it were not there.
    for (count, entry) in (0..).zip(script.iter_mut().filter(|entry| entry.name.scripted)) {
        entry.name.count = count;
    }
    script
}

/// How long a session thinks before a random operation.
fn think_us(scenario: &Scenario, id: SessionId, count: u16) -> u64 {
    let name = OwnName { session: id, scripted: false, count, step: 0 };
    let u = chance::uniform(scenario.seed, Stream::Think, name.key());
    let think_us = history::Duration::from_ms_f64(scenario.workload.random.think.at(u)).as_us();
    think_us.min(scenario::limits::MESSAGE_US_MAX)
}

/// When the operations of each session are meant to begin, in order. Nothing where random ones are meant to
/// begin after answers, whose times only a run shows.
#[must_use]
pub fn arrivals(scenario: &Scenario) -> Option<Vec<Vec<Instant>>> {
    let random = &scenario.workload.random;
    if random.operations > 0 && !random.open_loop {
        return None;
    }
    let of = |id: SessionId| {
        let mine = scenario.workload.script.iter().filter(|entry| entry.session.0.session() == Some(id));
        let mut times: Vec<Instant> = mine.map(|entry| Instant::from_us(entry.at_us)).collect();
        let mut due_us = 0_u64;
        for count in 0..random.operations {
            due_us = due_us.saturating_add(think_us(scenario, id, count));
            times.push(Instant::from_us(due_us));
        }
        times.sort_unstable();
        times
    };
    Some((0..).map(SessionId).take(scenario.sessions.len()).map(of).collect())
}

impl Kernel<'_> {
    /// A session that is free begins its next operation, or its next call on an object.
    pub(crate) fn begin(&mut self, id: SessionId) {
        let scenario = self.valid.scenario();
        let object = scenario.workload.object;
        let session = &mut self.sessions[id.index()];
        let scripted = session.next_scripted();
        let (writes, call, key, name) = match (session.step(), scripted) {
            (Step::Scripted(_), Some(Scripted { action, key, name, .. })) => {
                let known = session.known(key, scenario);
                let call = match action {
                    // Where in a text it types, chance has said.
                    ScriptedAction::Add(_) | ScriptedAction::Take(_) if object == Object::Text && !name.scripted => {
                        Some(Lots::of(scenario, name).typed(scenario, known))
                    }
                    _ => calls::scripted(object, action, known),
                };
                (action == ScriptedAction::Write, call, key, name)
            }
            (Step::Drawn(count), _) => {
                let name = OwnName { session: id, scripted: false, count, step: 0 };
                let lots = Lots::of(scenario, name);
                let known = session.known(lots.key, scenario);
                let call = match object {
                    Object::Text if lots.writes => Some(lots.typed(scenario, known)),
                    Object::CasRegister if lots.writes => Some(calls::compare_and_set(known, lots.amount)),
                    _ => calls::random(object, lots.writes, lots.pays_in, lots.amount),
                };
                (lots.writes, call, lots.key, name)
            }
            (Step::Scripted(_), None) => return,
        };
        match call {
            Some(request) => self.call(id, request, key, name),
            None => {
                let ask = if writes { Ask::Write(self.fresh_value(key)) } else { Ask::Read };
                self.ask(id, ask, None, key, name);
            }
        }
    }

    /// A session asks the store.
    pub(crate) fn ask(&mut self, id: SessionId, ask: Ask, only_if: Option<Value>, key: Key, name: OwnName) {
        let operation = self.begin_operation(id, ask, key, name, Role::Client);
        let lot = self.lot(name);
        self.act(NodeId::Session(id), Act::Ask(Request { operation, key, ask, lot, only_if }));
    }

    /// What an operation gives to a protocol that chooses at random.
    pub(crate) fn lot(&self, name: OwnName) -> u64 {
        chance::draw(self.valid.scenario().seed, Stream::Lot, name.key())
    }

    /// An operation begins, and with it the time that its session waits.
    pub(crate) fn begin_operation(
        &mut self,
        id: SessionId,
        ask: Ask,
        key: Key,
        name: OwnName,
        role: Role,
    ) -> OperationId {
        let operation = OperationId(self.next_operation);
        self.next_operation += 1;
        self.names.push(name.of_messages());
        let session = &mut self.sessions[id.index()];
        let deadline_us = self.now_us + u64::from(self.valid.scenario().timeout_ms) * 1000;
        session.waiting = Some(Waiting { operation, ask, key, name, deadline_us });
        if !std::mem::replace(&mut session.watched, true) {
            self.queue.push(deadline_us, Pending::Deadline(id));
        }
        let action = match ask {
            Ask::Read => Action::Read(Value::Nil),
            Ask::Write(value) => Action::Write(value),
        };
        let process = session.process;
        self.recorder.begin();
        self.recorder.note(
            Instant::from_us(self.now_us),
            Happening::Invoke { operation, process, session: id, key, action, role },
        );
        operation
    }

    /// No two writes of a key put the same value: each takes the next number.
    fn fresh_value(&mut self, key: Key) -> Value {
        let next = &mut self.next_value[key.index()];
        *next += 1;
        let number = *next - 1;
        match (&mut self.contents, self.valid.scenario().workload.object) {
            (Some(contents), Object::Register) => contents.put_number(number),
            _ => Value::Int(number),
        }
    }

    /// An operation has its answer. One that nobody waits for any more changes nothing.
    pub(crate) fn reply(&mut self, id: SessionId, operation: OperationId, reply: Reply) {
        let Some(waiting) = self.sessions[id.index()].waiting.filter(|w| w.operation == operation) else { return };
        let (outcome, value) = match (reply, waiting.ask) {
            (Reply::Value(value), _) => (Outcome::Ok, value),
            (Reply::Done, Ask::Write(value)) => (Outcome::Ok, value),
            (Reply::Done, Ask::Read) => (Outcome::Ok, Value::Nil),
            (Reply::Failed, Ask::Write(value)) => (Outcome::Fail, value),
            (Reply::Failed, Ask::Read) => (Outcome::Fail, Value::Nil),
        };
        self.finish(id, waiting, outcome, value);
    }

    /// A deadline is there; if it was that of an earlier operation, the next one is watched.
    pub(crate) fn deadline(&mut self, id: SessionId) {
        let session = &mut self.sessions[id.index()];
        session.watched = false;
        match session.waiting {
            Some(waiting) if waiting.deadline_us <= self.now_us => self.give_up(id, waiting),
            Some(waiting) => {
                session.watched = true;
                self.queue.push(waiting.deadline_us, Pending::Deadline(id));
            }
            None => {}
        }
    }

    /// The session gives up. It never learns the outcome, which may still come to be; so its
    /// lifeline goes on as a new process with a client that knows nothing.
    fn give_up(&mut self, id: SessionId, waiting: Waiting) {
        let value = match waiting.ask {
            Ask::Write(value) => value,
            Ask::Read => Value::Nil,
        };
        self.sessions[id.index()].process = ProcessId(self.next_process);
        self.next_process += 1;
        self.renew_client(id);
        self.finish(id, waiting, Outcome::Info, value);
    }

    /// An operation ends. `value` is as the store has it, where nothing written is nil.
    pub(crate) fn finish(&mut self, id: SessionId, waiting: Waiting, outcome: Outcome, value: Value) {
        let (operation, now) = (waiting.operation, Instant::from_us(self.now_us));
        let shown = match (outcome, waiting.ask) {
            (Outcome::Ok, Ask::Read) => self.shown(value),
            _ => value,
        };
        self.recorder.note(now, Happening::Return { operation, outcome, value: shown });
        self.sessions[id.index()].waiting = None;
        if self.sessions[id.index()].calling.is_some() {
            return self.go_on_calling(id, waiting, outcome, value);
        }
        self.plan_next(id);
    }

    /// A session is free again.
    pub(crate) fn plan_next(&mut self, id: SessionId) {
        let session = &mut self.sessions[id.index()];
        session.go_on(self.valid.scenario(), id, self.now_us);
        match session.next_us(self.now_us) {
            Some(at_us) => self.queue.push(at_us, Pending::Begin(id)),
            None => self.rest(),
        }
    }

    /// What people see of a stored value: where nothing was written, what was there at the start.
    pub(crate) fn shown(&self, value: Value) -> Value {
        match (value, &self.contents) {
            (Value::Nil, Some(_)) => Contents::EMPTY,
            (Value::Nil, None) => Value::Int(self.valid.scenario().workload.initial),
            (value, _) => value,
        }
    }
}
