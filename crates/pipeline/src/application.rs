//! What an application on top of the store sees: its calls on objects, judged as calls and by what
//! the application takes for granted. A store may keep every promise of its registers and still
//! lose money, where a call reads, decides and writes in steps that others come between.

use check::invariants::{Recorded, invariants};
use check::objects::fitting;
use check::{Budget, Verdict, objects};
use history::Outcome;
use history::calls::{Calls, Reply, Request};
use serde::{Deserialize, Serialize};

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
    /// What the application takes for granted of such an object.
    pub invariants: Vec<InvariantVerdict>,
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

impl Application {
    /// Judges calls; nothing where no object knows them all.
    pub(crate) fn of(calls: &Calls) -> Option<Self> {
        let object = fitting(calls).next()?;
        let log = Recorded::of(calls).log;
        let speaking = invariants().iter().filter(|invariant| invariant.objects.contains(&object.name));
        let judged = speaking.map(|invariant| InvariantVerdict {
            key: invariant.key.to_owned(),
            name: invariant.name.to_owned(),
            promise: invariant.promise.to_owned(),
            broken: invariant.judge(&log).map(|broken| (broken.sentence, broken.allowed)),
        });
        let count = |of: fn(&(Outcome, &Reply)) -> bool| {
            calls.calls.iter().filter(|call| of(&(call.outcome, &call.reply))).count() as u32
        };
        let refused = |(outcome, reply): &(Outcome, &Reply)| *outcome == Outcome::Ok && **reply == Reply::Answer(false);
        let taken = calls.calls.iter().filter(|call| !refused(&(call.outcome, &call.reply)));
        Some(Self {
            object: object.name.to_owned(),
            calls: calls.calls.len() as u32,
            done: count(|(outcome, reply)| *outcome == Outcome::Ok && **reply != Reply::Answer(false)),
            refused: count(refused),
            unanswered: count(|(outcome, _)| *outcome != Outcome::Ok),
            taken: taken.map(|call| if call.outcome == Outcome::Ok { amount(call.request) } else { 0 }).sum(),
            linearizable: objects::judge(calls, object, Budget::default()).verdict,
            invariants: judged.collect(),
        })
    }
}

const fn amount(request: Request) -> i64 {
    match request {
        Request::Withdraw(amount) | Request::Buy(amount) => amount,
        _ => 0,
    }
}
