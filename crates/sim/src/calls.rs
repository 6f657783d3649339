//! Calls on objects: each reads a key, decides, and writes what it then should hold.
//!
//! Where the store can write on a condition, a call is one atomic step: it reads again when the
//! write is refused (optimistic concurrency control: H. T. Kung, J. T. Robinson, 1981). Where the
//! store cannot, two calls may decide on the same state, and one of them is lost.

use history::calls::{Item, Reply, Request};
use history::{CallId, Happening, Instant, Key, NodeId, OperationId, Outcome, Role, SessionId, Value};
use scenario::{Object, ScriptedAction};

use crate::contents::Contents;
use crate::kernel::Kernel;
use crate::lots::OwnName;
use crate::machines::Act;
use crate::sessions::Waiting;
use crate::{Ask, Call};

/// How often a call reads again before it gives up: more than any crowd of sessions needs, fewer
/// than a store that refuses everything would take.
const ATTEMPTS_MAX: u8 = 64;

/// A call under way.
#[derive(Clone, Debug)]
pub(crate) struct Calling {
    call: CallId,
    request: Request,
    /// Whether the store carries it out itself.
    native: bool,
    /// How often it has read.
    attempt: u8,
    /// What it will answer once its write is through; nothing while it reads.
    decided: Option<Reply>,
}

impl Kernel<'_> {
    /// A session begins a call on an object. Where the store does not know such objects, it reads
    /// first.
    pub(crate) fn call(&mut self, id: SessionId, request: Request, key: Key, name: OwnName) {
        let call = CallId(self.next_call);
        self.next_call += 1;
        let request = self.of_bank(request, key);
        let process = self.sessions[id.index()].process;
        let now = Instant::from_us(self.now_us);
        self.recorder.note(now, Happening::Call { call, process, session: id, key, request });
        let info = self.valid.info();
        let native =
            info.native.contains(&self.valid.scenario().workload.object) && (info.natively)(self.valid.knobs());
        self.sessions[id.index()].calling = Some(Calling { call, request, native, attempt: 1, decided: None });
        if !native {
            return self.ask(id, Ask::Read, None, key, name);
        }
        let ask = if request.only_looks() { Ask::Read } else { Ask::Write(Value::Nil) };
        let operation = self.begin_operation(id, ask, key, name, Role::Call);
        let lot = self.lot(name);
        self.act(NodeId::Session(id), Act::Call(Call { operation, key, request, lot }));
    }

    /// The same request of a bank, where what is taken out of one account goes into the next.
    fn of_bank(&self, request: Request, key: Key) -> Request {
        let keys = self.next_value.len().max(1);
        match request {
            _ if self.valid.scenario().workload.object != Object::Bank => request,
            Request::Withdraw(amount) => Request::Transfer { amount, to: Key(((key.index() + 1) % keys) as u16) },
            Request::Read => Request::ReadAll,
            other => other,
        }
    }

    /// The store has carried out a call. One that nobody waits for any more changes nothing.
    pub(crate) fn answer(&mut self, id: SessionId, operation: OperationId, reply: Reply) {
        let session = &mut self.sessions[id.index()];
        let Some(waiting) = session.waiting.filter(|waiting| waiting.operation == operation) else { return };
        let Some(calling) = session.calling.as_mut().filter(|calling| calling.native) else { return };
        let value = match (&reply, &mut self.contents) {
            (Reply::List(things), Some(contents)) => contents.find(things.clone()),
            (Reply::Value(Item::Int(number)), _) => Value::Int(*number),
            _ => Value::Nil,
        };
        calling.decided = Some(reply);
        self.finish(id, waiting, Outcome::Ok, value);
    }

    /// The read or the write of a call is over.
    pub(crate) fn go_on_calling(&mut self, id: SessionId, waiting: Waiting, outcome: Outcome, value: Value) {
        let Some(mut calling) = self.sessions[id.index()].calling.take() else { return };
        let (key, name) = (waiting.key, waiting.name.next());
        let conditional = self.valid.info().conditional;
        let answer = match (waiting.ask, outcome, calling.decided.take()) {
            (_, outcome, decided) if calling.native => (outcome, decided.unwrap_or_default()),
            (Ask::Read, Outcome::Ok, _) => {
                let decision = self.decide(calling.request, value);
                if let Some(new) = decision.write {
                    calling.decided = Some(decision.reply);
                    self.sessions[id.index()].calling = Some(calling);
                    return self.ask(id, Ask::Write(new), conditional.then_some(value), key, name);
                }
                (Outcome::Ok, decision.reply)
            }
            (Ask::Write(_), Outcome::Ok, Some(reply)) => (Outcome::Ok, reply),
            // Somebody else was faster: what it decided on is not there any more.
            (Ask::Write(_), Outcome::Fail, _) if conditional && calling.attempt < ATTEMPTS_MAX => {
                calling.attempt += 1;
                self.sessions[id.index()].calling = Some(calling);
                return self.ask(id, Ask::Read, None, key, name);
            }
            (Ask::Write(_), Outcome::Info, _) => (Outcome::Info, Reply::Done),
            // A read that nobody answered changed nothing.
            _ => (Outcome::Fail, Reply::Done),
        };
        let (call, (outcome, reply)) = (calling.call, answer);
        self.sessions[id.index()].learn(key, calling.request, outcome, &reply);
        self.recorder.note(Instant::from_us(self.now_us), Happening::Answer { call, outcome, reply });
        self.plan_next(id);
    }

    fn decide(&mut self, request: Request, value: Value) -> Decision {
        let shown = self.shown(value);
        match &mut self.contents {
            Some(contents) => decide_things(request, shown, contents),
            None => decide(request, shown),
        }
    }
}

/// What a call comes to, given what its key holds.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Decision {
    reply: Reply,
    /// What the key should hold, if that is something else.
    write: Option<Value>,
}

/// Decides a call on a number.
fn decide(request: Request, held: Value) -> Decision {
    let number = match held {
        Value::Int(number) => number,
        Value::Nil => 0,
    };
    let write = |new: i64| Some(Value::Int(new));
    match request {
        Request::Add(Item::Int(amount)) | Request::Deposit(amount) | Request::Restock(amount) => {
            Decision { reply: Reply::Done, write: write(number.saturating_add(amount)) }
        }
        Request::Withdraw(amount) | Request::Buy(amount) if amount <= number => {
            Decision { reply: Reply::Answer(true), write: write(number - amount) }
        }
        Request::CompareAndSet { expected: Item::Int(expected), new: Item::Int(new) } if expected == number => {
            Decision { reply: Reply::Answer(true), write: write(new) }
        }
        Request::Withdraw(_) | Request::Buy(_) | Request::CompareAndSet { .. } => {
            Decision { reply: Reply::Answer(false), write: None }
        }
        _ => Decision { reply: Reply::Value(Item::Int(number)), write: None },
    }
}

/// Decides a call on many things.
fn decide_things(request: Request, held: Value, contents: &mut Contents) -> Decision {
    let mut things = contents.get(held).to_vec();
    match request {
        Request::Add(thing) => {
            if let Err(place) = things.binary_search(&thing) {
                things.insert(place, thing);
            }
        }
        Request::Remove(thing) => things.retain(|other| *other != thing),
        Request::Append(thing) => things.push(thing),
        Request::Insert { at, item } => things.insert(things.len().min(at as usize), item),
        Request::Delete { at } => {
            let there = (at as usize) < things.len();
            let letter = if there { things.remove(at as usize) } else { Item::Nil };
            return Decision { reply: Reply::Value(letter), write: there.then(|| contents.put(things)) };
        }
        _ => return Decision { reply: Reply::List(things), write: None },
    }
    Decision { reply: Reply::Done, write: Some(contents.put(things)) }
}

/// What a scripted action asks of an object; nothing of a register, which is read and written. Of a
/// text the session knows so many letters; a register that is compared holds this, as far as it knows.
pub(crate) fn scripted(object: Object, action: ScriptedAction, known: i64) -> Option<Request> {
    match (object, action) {
        (Object::CasRegister, ScriptedAction::Add(new)) => Some(compare_and_set(known, new)),
        (Object::Text, ScriptedAction::Add(item)) => {
            Some(Request::Insert { at: u32::try_from(known).unwrap_or(u32::MAX), item: letter(item) })
        }
        (Object::Text, ScriptedAction::Take(place)) => {
            Some(Request::Delete { at: u32::try_from(place - 1).unwrap_or(u32::MAX) })
        }
        (Object::Register, _) | (_, ScriptedAction::Write) => None,
        (Object::Order, ScriptedAction::Add(_)) => Some(Request::Place),
        (_, ScriptedAction::Read) => Some(Request::Read),
        (_, ScriptedAction::Add(amount)) => Some(adding(object, amount)),
        (Object::Counter, ScriptedAction::Take(amount)) => Some(Request::Add(Item::Int(-amount))),
        (Object::Stock, ScriptedAction::Take(amount)) => Some(Request::Buy(amount)),
        (Object::Set, ScriptedAction::Take(thing)) => Some(Request::Remove(letter(thing))),
        (_, ScriptedAction::Take(amount)) => Some(Request::Withdraw(amount)),
    }
}

/// What random work asks of an object: a look, or a change of so much. Of an account half the
/// changes pay in, of a bank too, and of a set a quarter take something out; of a stock all of them sell.
pub(crate) fn random(object: Object, changes: bool, lot: f64, amount: i64) -> Option<Request> {
    match (object, changes) {
        (Object::Register, _) => None,
        (_, false) => Some(Request::Read),
        (Object::Account | Object::Bank, true) if lot >= 0.5 => Some(Request::Withdraw(amount)),
        (Object::Stock, true) => Some(Request::Buy(amount)),
        (Object::Order, true) => Some(Request::Place),
        (Object::Set, true) if lot >= 0.75 => Some(Request::Remove(letter(amount))),
        (_, true) => Some(adding(object, amount)),
    }
}

/// What random work changes in a text of which the session knows so many letters: a quarter deletes
/// one of them, and the rest types somewhere between them.
pub(crate) fn typed(known: i64, lot: f64, place: f64, amount: i64) -> Request {
    if lot >= 0.75 && known > 0 {
        return Request::Delete { at: (place * known as f64) as u32 };
    }
    Request::Insert { at: (place * (known as f64 + 1.0)) as u32, item: letter(amount) }
}

/// Sets a register to that, if it holds what the session saw last.
pub(crate) const fn compare_and_set(known: i64, new: i64) -> Request {
    Request::CompareAndSet { expected: Item::Int(known), new: Item::Int(new) }
}

const fn adding(object: Object, amount: i64) -> Request {
    match object {
        Object::Stock => Request::Restock(amount),
        Object::Account | Object::Bank => Request::Deposit(amount),
        Object::Set => Request::Add(letter(amount)),
        Object::List => Request::Append(Item::Int(amount)),
        _ => Request::Add(Item::Int(amount)),
    }
}

/// A thing of a set by its number from 1.
const fn letter(thing: i64) -> Item {
    Item::Word((thing - 1) as u32 % Item::LETTERS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thing_is_in_a_set_once_and_in_a_list_as_often_as_it_was_put_there() {
        let set = scenario::Workload { object: Object::Set, ..scenario::Workload::default() };
        let (mut contents, things) = (Contents::of(&set, false).expect("many things"), [letter(1), letter(2)]);
        let mut held = Contents::EMPTY;
        for request in [Request::Add(things[1]), Request::Add(things[0]), Request::Add(things[1])] {
            held = decide_things(request, held, &mut contents).write.expect("it changes something");
        }
        assert_eq!(contents.get(held), things);
        let removed =
            decide_things(Request::Remove(things[0]), held, &mut contents).write.expect("it changes something");
        assert_eq!(contents.get(removed), &things[1..]);
        let twice = decide_things(Request::Append(things[1]), removed, &mut contents).write.expect("it grows");
        let read = decide_things(Request::Read, twice, &mut contents);
        assert_eq!(read, Decision { reply: Reply::List(vec![things[1]; 2]), write: None });
    }

    #[test]
    fn what_is_not_covered_is_refused_and_changes_nothing() {
        let decided = |request, held| {
            let Decision { reply, write } = decide(request, Value::Int(held));
            (reply, write)
        };
        assert_eq!(decided(Request::Withdraw(800), 1_000), (Reply::Answer(true), Some(Value::Int(200))));
        assert_eq!(decided(Request::Withdraw(800), 799), (Reply::Answer(false), None));
        assert_eq!(decided(Request::Buy(1), 1), (Reply::Answer(true), Some(Value::Int(0))));
        assert_eq!(decided(Request::Deposit(5), -7), (Reply::Done, Some(Value::Int(-2))));
        assert_eq!(decided(compare_and_set(3, 7), 3), (Reply::Answer(true), Some(Value::Int(7))));
        assert_eq!(decided(compare_and_set(3, 7), 4), (Reply::Answer(false), None));
        assert_eq!(decided(Request::Read, 3), (Reply::Value(Item::Int(3)), None));
    }
}
