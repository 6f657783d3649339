//! What an application on top of the store sees: its calls on objects, judged as calls and by what
//! the application takes for granted. A store may keep every promise of its registers and still
//! lose money, where a call reads, decides and writes in steps that others come between.

use check::invariants::{Recorded, invariants};
use check::objects::{Object, fitting};
use check::{Budget, Reason, Verdict, Why, objects};
use history::calls::{Calls, Reply, Request};
use history::{Outcome, Trace};
use serde::{Deserialize, Serialize};

use crate::Sagas;

/// What the calls of a run come to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Application {
    /// The object that was called, by its name among those that can be judged.
    pub object: String,
    /// How many calls there were.
    pub calls: u32,
    /// Those that happened.
    pub done: u32,
    /// Those that ran and were refused.
    pub refused: u32,
    /// Those that did not happen, or of which nobody knows.
    pub unanswered: u32,
    /// Of what was there, so much was taken by calls that say they happened.
    pub taken: i64,
    /// Whether the calls are linearizable. Its operations are numbers of calls.
    pub linearizable: Verdict,
    /// Where calls are transactions over several keys, whether some order of them fits at all: they
    /// are strictly serializable if they are linearizable, and else may still be serializable.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serializable: Option<Verdict>,
    /// What the application takes for granted of such an object.
    pub invariants: Vec<InvariantVerdict>,
    /// Where calls are sagas: what became of them.
    #[serde(default)]
    pub sagas: Option<Sagas>,
}

impl Application {
    /// What it is called that the calls are linearizable.
    #[must_use]
    pub const fn linearizable_name(&self) -> &'static str {
        if self.serializable.is_some() { "Strictly serializable" } else { "Calls linearizable" }
    }
}

/// Whether something held that an application takes for granted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvariantVerdict {
    /// Its name on the command line.
    pub key: String,
    /// Its name for people.
    pub name: String,
    /// What it takes for granted.
    pub promise: String,
    /// What happened instead, and what would have been allowed; nothing where it held.
    pub broken: Option<(String, String)>,
}

/// The search for any order at all ends in a blink, found or not: a few dozen calls have more orders than
/// can be tried.
const ANY_ORDER_STEPS: u64 = 200_000;

impl Application {
    /// Judges the calls of a run; nothing where there are none, or no object knows them all.
    pub(crate) fn of(trace: &Trace) -> Option<Self> {
        let calls = Calls::of_trace(trace)?;
        if trace.services {
            return Some(Self::of_sagas(&calls, trace));
        }
        fitting(&calls).next().map(|object| Self::of_calls(&calls, object))
    }

    /// Judges calls on an object that knows them all.
    pub(crate) fn of_calls(calls: &Calls, object: &Object) -> Self {
        let linearizable = objects::judge(calls, object, Budget::default()).verdict;
        let serializable = object.whole.map(|_| match &linearizable {
            Verdict::Violated(_) => objects::serializable(calls, object, Budget::steps(ANY_ORDER_STEPS)),
            other => other.clone(),
        });
        let invariants = judged(calls, object.name);
        Self { serializable, ..Self::counted(calls, object.name, linearizable, invariants) }
    }

    /// Judges sagas by what the services did to their steps. Whether they are linearizable is not
    /// asked: a saga shows its steps one by one, and is no single step by intent.
    fn of_sagas(calls: &Calls, trace: &Trace) -> Self {
        let steps = Calls::of_steps(trace).unwrap_or_default();
        let sentence = "A saga gives up isolation: others see its steps one by one.".to_owned();
        let why = Why { reason: Reason::Untested, operations: Vec::new(), sentence };
        let (object, invariants) = (scenario::Object::Order.id(), judged(&steps, SAGA));
        Self { sagas: Some(Sagas::of(trace)), ..Self::counted(calls, object, Verdict::NotApplicable(why), invariants) }
    }

    fn counted(calls: &Calls, object: &str, linearizable: Verdict, invariants: Vec<InvariantVerdict>) -> Self {
        let count = |of: fn(&(Outcome, &Reply)) -> bool| {
            calls.calls.iter().filter(|call| of(&(call.outcome, &call.reply))).count() as u32
        };
        let refused = |(outcome, reply): &(Outcome, &Reply)| *outcome == Outcome::Ok && **reply == Reply::Answer(false);
        let taken = calls.calls.iter().filter(|call| !refused(&(call.outcome, &call.reply)));
        Self {
            object: object.to_owned(),
            calls: calls.calls.len() as u32,
            done: count(|(outcome, reply)| *outcome == Outcome::Ok && **reply != Reply::Answer(false)),
            refused: count(refused),
            unanswered: count(|(outcome, _)| *outcome != Outcome::Ok),
            taken: taken.map(|call| if call.outcome == Outcome::Ok { amount(call.request) } else { 0 }).sum(),
            linearizable,
            serializable: None,
            invariants,
            sagas: None,
        }
    }
}

/// The object that a saga is where its steps are judged.
const SAGA: &str = "saga";

/// What the invariants that speak of an object find in calls on it.
fn judged(calls: &Calls, object: &str) -> Vec<InvariantVerdict> {
    let log = Recorded::of(calls).log;
    let speaking = invariants().iter().filter(|invariant| invariant.objects.contains(&object));
    let judged = speaking.map(|invariant| InvariantVerdict {
        key: invariant.key.to_owned(),
        name: invariant.name.to_owned(),
        promise: invariant.promise.to_owned(),
        broken: invariant.judge(&log).map(|broken| (broken.sentence, broken.allowed)),
    });
    judged.collect()
}

const fn amount(request: Request) -> i64 {
    match request {
        Request::Withdraw(amount) | Request::Buy(amount) => amount,
        _ => 0,
    }
}
