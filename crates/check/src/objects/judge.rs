//! Judges calls on an object: each key alone, by zones where they apply, otherwise by the search.

use history::calls::{Call, Calls};
use history::{History, Instant, Key, OperationId, Outcome};

use super::{Object, Specification, explain};
use crate::radix::{Record, sort};
use crate::search::{Event, Found, Stuck, Task, search};
use crate::{Budget, KeyOrder, Prepared, Reason, Verdict, Why, Witness, linearizable, why};

/// What came of judging calls on an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Whether the calls are linearizable.
    pub verdict: Verdict,
    /// How many steps that took.
    pub steps: u64,
    /// How far an order goes, where there is no whole one and a search found that.
    pub failure: Option<Failure>,
}

/// How far an order of the calls of one key goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The call that had returned before any order could hold it.
    pub call: OperationId,
    /// Its key.
    pub key: Key,
    /// Up to three orders that go as far as any, the longest first.
    pub rests: Vec<Rest>,
}

/// An order that goes as far as any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rest {
    /// The calls that have taken effect, in their order.
    pub order: Vec<OperationId>,
    /// What the object then holds.
    pub state: String,
    /// Why each call that is open then cannot go next, or what it would lead to.
    pub waiting: Vec<(OperationId, String)>,
}

/// Judges calls on an object.
#[must_use]
pub fn judge(calls: &Calls, object: &Object, budget: Budget) -> Finding {
    let mut left = budget;
    let mut failure = None;
    let verdict = match refusal(calls, object) {
        Some(why) => Verdict::NotApplicable(why),
        None => match plain_history(calls, object) {
            Some(history) => linearizable::check(&Prepared::new(&history), &mut left),
            None => by_key(calls, object, &mut left, &mut failure),
        },
    };
    Finding { verdict, steps: budget.left() - left.left(), failure }
}

/// Whether some order of the calls fits every answer, whatever the clock says and whoever called:
/// serializability (C. Papadimitriou, "The Serializability of Concurrent Database Updates", 1979).
/// It costs more than [`judge`], as nothing is known of the order.
#[must_use]
pub fn serializable(calls: &Calls, object: &Object, budget: Budget) -> Verdict {
    if let Some(why) = refusal(calls, object) {
        return Verdict::NotApplicable(why);
    }
    // Each call is open from before all others until after them.
    let whenever = |call: &Call| Call { invoked: Instant::ZERO, returned: call.returned.map(|_| LAST), ..call.clone() };
    let calls = Calls { calls: calls.calls.iter().map(whenever).collect(), ..calls.clone() };
    by_key(&calls, object, &mut { budget }, &mut None)
}

/// After every call that ended.
const LAST: Instant = Instant::from_us(1);

/// The calls as a history of registers, if they are just that.
fn plain_history(calls: &Calls, object: &Object) -> Option<History> {
    if object.name == super::register::OBJECT.name { calls.history().ok() } else { None }
}

/// Why calls cannot be judged as calls on the object.
fn refusal(calls: &Calls, object: &Object) -> Option<Why> {
    let told = |call: &Call| format!("{} {} {}", calls.who(call), calls.deed(call), calls.span(call));
    let why = |reason, call: &Call, sentence| Why { reason, operations: vec![call.id], sentence };
    let strange = calls.calls.iter().find(|call| !object.fits(call));
    if let Some(call) = strange {
        let sentence = format!("{}, which {} does not know.", told(call), object.title);
        return Some(why(Reason::UnknownCall, call, sentence));
    }
    let backwards = calls.calls.iter().find(|call| call.end() < call.invoked)?;
    let sentence = format!("{}, and ended before it began.", told(backwards));
    Some(why(Reason::EndsBeforeStart, backwards, sentence))
}

/// The calls of one key, ready for the search.
pub(super) struct OfKey<'c> {
    pub(super) calls: &'c Calls,
    /// In order of invocation.
    pub(super) list: Vec<&'c Call>,
    /// What the object is called.
    pub(super) name: &'c str,
    tasks: Vec<Task>,
    events: Vec<Event>,
    pub(super) specification: Box<dyn Specification + 'c>,
}

fn by_key(calls: &Calls, object: &Object, budget: &mut Budget, failure: &mut Option<Failure>) -> Verdict {
    let whole = *budget;
    let events = events(calls, object);
    if !budget.spend(events.len()) {
        return why::out_of_steps(whole);
    }
    let mut orders = Vec::new();
    let mut undecided = None;
    let mut numbers = vec![0; calls.calls.len()];
    for of_key in events.chunk_by(|a, b| a.group == b.group) {
        let mut of_key = prepare(calls, object, of_key, &mut numbers);
        let found = of_key.search(true, budget);
        match found {
            Found::Order(order) => {
                let order = order.iter().map(|task| of_key.list[*task as usize].id).collect();
                orders.push(KeyOrder { key: of_key.list[0].key, order });
            }
            Found::Stuck(stuck) => {
                let stuck = of_key.without_looking_ahead(stuck, budget);
                let told = explain::failure(&mut of_key, &stuck);
                let violation = explain::violation(&mut of_key, &stuck);
                *failure = Some(told);
                return Verdict::Violated(violation);
            }
            Found::OutOfSteps => undecided = Some(why::out_of_steps(whole)),
            Found::TooManyOpen => undecided = Some(why::too_many_open()),
        }
    }
    undecided.unwrap_or(Verdict::Holds(Witness::Order(orders)))
}

/// Invocations and returns in order of time, key by key; what did not happen, or only looked and
/// was not answered, is left out. Where a call returns as another begins, they overlap.
fn events(calls: &Calls, object: &Object) -> Vec<Record> {
    let mut events = Vec::with_capacity(2 * calls.calls.len());
    for (place, call) in (0..).zip(&calls.calls) {
        let happened = call.outcome == Outcome::Ok && call.returned.is_some();
        let may_have = call.outcome != Outcome::Fail && !call.request.only_looks();
        if !happened && !may_have {
            continue;
        }
        let group = if object.whole.is_some() { 0 } else { u32::from(call.key.0) };
        events.push(Record { group, item: place << 1, rank: call.invoked.as_us() << 1 });
        if happened {
            events.push(Record { group, item: place << 1 | 1, rank: call.end().as_us() << 1 | 1 });
        }
    }
    sort(&mut events);
    events
}

fn prepare<'c>(calls: &'c Calls, object: &Object, records: &[Record], numbers: &mut [u32]) -> OfKey<'c> {
    let mut list: Vec<&Call> = Vec::with_capacity(records.len() / 2 + 1);
    let mut events = Vec::with_capacity(records.len());
    for record in records {
        let (place, returns) = ((record.item >> 1) as usize, record.item & 1 == 1);
        if !returns {
            numbers[place] = list.len() as u32;
            list.push(&calls.calls[place]);
        }
        events.push(Event { task: numbers[place], returns });
    }
    let specification = (object.specify)(calls, &list);
    let task = |(place, call): (usize, &&Call)| Task {
        kind: specification.kind(place),
        required: call.outcome == Outcome::Ok && call.returned.is_some(),
    };
    let tasks = list.iter().enumerate().map(task).collect();
    let name = object.whole.unwrap_or_else(|| list.first().map_or("?", |call| calls.key_name(call.key)));
    OfKey { calls, list, name, tasks, events, specification }
}

impl OfKey<'_> {
    /// Searches with one word of open calls, and with four where that is too little.
    fn search(&mut self, ahead: bool, budget: &mut Budget) -> Found {
        let machine = &mut *self.specification;
        match search::<1>(machine, &self.tasks, &self.events, ahead, budget) {
            Found::TooManyOpen => search::<4>(machine, &self.tasks, &self.events, ahead, budget),
            found => found,
        }
    }

    /// The same without looking ahead, which shows at what call it fails: if that is not much more
    /// work than what was done.
    fn without_looking_ahead(&mut self, stuck: Stuck, budget: &mut Budget) -> Stuck {
        if !self.specification.only_grows() {
            return stuck;
        }
        let affordable = Budget::steps(budget.left().min(EXPLAINING * self.events.len() as u64));
        let mut left = affordable;
        let found = self.search(false, &mut left);
        let _ = budget.spend((affordable.left() - left.left()) as usize);
        match found {
            Found::Stuck(plainer) => plainer,
            _ => stuck,
        }
    }

    /// What a task is to the machine.
    pub(super) fn kind(&self, task: u32) -> u32 {
        self.tasks[task as usize].kind
    }
}

/// How many steps an event may take to be explained.
const EXPLAINING: u64 = 16;
