//! A log from recorded calls on objects.

use std::collections::{BTreeMap, BTreeSet};

use history::calls::{Call, Calls, Item, Reply, Request};
use history::{Instant, OperationId, Outcome};

use super::{Deed, Finding, Invariant, Log, Note};
use crate::objects::{Object, object};
use crate::{Reason, Why};

/// What recorded calls say of accounts, shelves, collections, conversations and sagas, and of which
/// call each note is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recorded {
    /// The notes.
    pub log: Log,
    /// By note: its call; none for what was there at first.
    calls: Vec<Option<OperationId>>,
    numbers: BTreeMap<String, u32>,
    items: BTreeMap<Item, u32>,
}

impl Recorded {
    /// The log of recorded calls. A number that was read is what an account held, if anything was
    /// ever paid in or out there; calls that were refused changed nothing.
    #[must_use]
    pub fn of(calls: &Calls) -> Self {
        let mut recorded = Self { log: Log { clock: calls.clock, ..Log::default() }, ..Self::default() };
        let mut amounts = vec![false; calls.keys.len()];
        for call in &calls.calls {
            if let (Some(amount), Some(_)) = (amounts.get_mut(call.key.index()), flow(call.request)) {
                *amount = true;
            }
        }
        if let Some(Item::Int(opening)) = calls.initial {
            for (key, _) in calls.keys.iter().zip(&amounts).filter(|(_, amount)| **amount) {
                let of = recorded.name(key);
                let at = Instant::ZERO;
                let deed = if opening < 0 { Deed::Take(opening.unsigned_abs()) } else { Deed::Supply(opening as u64) };
                let note = Note { who: of, of, deed, began: at, ended: Some(at), outcome: Outcome::Ok };
                recorded.note(note, None);
            }
        }
        for call in &calls.calls {
            let counts = amounts.get(call.key.index()).copied().unwrap_or_default();
            let deeds = match (call.request, &call.reply) {
                (Request::Delete { .. }, Reply::Value(Item::Nil)) if call.outcome == Outcome::Ok => Vec::new(),
                (Request::Delete { .. }, Reply::Value(letter)) if call.outcome == Outcome::Ok => {
                    vec![Deed::Remove(recorded.item(calls, *letter))]
                }
                // Which letter that was nobody knows: it may have been any.
                (Request::Delete { .. }, _) => recorded.typed(calls, call),
                _ => recorded.deed(calls, call, counts).into_iter().collect(),
            };
            let (began, ended, outcome) = (call.invoked, call.returned, call.outcome);
            for deed in deeds {
                let (who, of) = (recorded.name(&calls.who(call)), recorded.name(calls.key_name(call.key)));
                recorded.note(Note { who, of, deed, began, ended, outcome }, Some(call.id));
            }
        }
        recorded
    }

    fn note(&mut self, note: Note, call: Option<OperationId>) {
        self.log.notes.push(note);
        self.calls.push(call);
    }

    /// The number of an item, found without its name: long lists are read again and again.
    fn item(&mut self, calls: &Calls, item: Item) -> u32 {
        if let Some(known) = self.items.get(&item) {
            return *known;
        }
        let number = self.name(&calls.item(item));
        self.items.insert(item, number);
        number
    }

    /// The number of a name, as [`Log::name`] gives it.
    fn name(&mut self, name: &str) -> u32 {
        if let Some(known) = self.numbers.get(name) {
            return *known;
        }
        let number = self.log.names.len() as u32;
        self.log.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }

    /// The removals of every letter that was ever typed into the text of a call.
    fn typed(&mut self, calls: &Calls, call: &Call) -> Vec<Deed> {
        let typed = calls.calls.iter().filter(|other| other.key == call.key).filter_map(|other| match other.request {
            Request::Insert { item, .. } => Some(item),
            _ => None,
        });
        let letters: BTreeSet<Item> = typed.collect();
        letters.into_iter().map(|letter| Deed::Remove(self.item(calls, letter))).collect()
    }

    fn deed(&mut self, calls: &Calls, call: &Call, counts: bool) -> Option<Deed> {
        let mut item = |item: Item| self.item(calls, item);
        match (call.request, &call.reply) {
            (_, Reply::Answer(false)) => None,
            (Request::Read, Reply::Value(Item::Int(amount))) if counts => Some(Deed::Hold(*amount)),
            (Request::Read, Reply::Value(Item::Nil)) if !counts => Some(Deed::See(Vec::new())),
            (Request::Read, Reply::List(items)) => Some(Deed::See(items.iter().map(|seen| item(*seen)).collect())),
            (Request::Add(added) | Request::Append(added) | Request::Insert { item: added, .. }, _) => {
                Some(match calls.in_reply_to.get(&call.id) {
                    Some(to) => Deed::Answer { item: item(added), to: item(*to) },
                    None => Deed::Add(item(added)),
                })
            }
            (Request::Remove(removed), _) => Some(Deed::Remove(item(removed))),
            (Request::Do(step), _) => Some(Deed::Do(item(step))),
            (Request::Undo(step), _) => Some(Deed::Undo(item(step))),
            (request, _) => flow(request),
        }
    }
}

impl Log {
    /// The same log, had all that was never answered happened, at the last moment of the log.
    fn answered(&self) -> Self {
        let last = self.notes.iter().filter_map(|note| note.ended).max();
        let mut log = self.clone();
        for note in log.notes.iter_mut().filter(|note| note.outcome == Outcome::Info && !note.only_looks()) {
            (note.outcome, note.ended) = (Outcome::Ok, last.max(Some(note.began)));
        }
        log
    }
}

impl Invariant {
    /// What it comes to for recorded calls on an object.
    #[must_use]
    pub fn find(&self, recorded: &Recorded, of: &Object) -> Finding {
        let why = |reason, sentence| Why { reason, operations: Vec::new(), sentence };
        if !self.objects.contains(&of.name) {
            let titles: Vec<&str> = self.objects.iter().filter_map(|name| object(name)).map(|it| it.title).collect();
            let words = ["This invariant speaks of ", &titles.join(" or "), "; these are calls on ", of.title, "."];
            return Finding::NotApplicable(why(Reason::UnknownCall, words.concat()));
        }
        match self.judge(&recorded.log) {
            Some(broken) => {
                let calls = broken.notes.iter().filter_map(|place| recorded.calls[*place as usize]).collect();
                Finding::Broken(broken, calls)
            }
            None if (self.at_stake)(&recorded.log) => match self.judge(&recorded.log.answered()) {
                // What was never answered decides it, and nobody knows of that.
                Some(broken) => {
                    let words = ["If all that was never answered happened, it was broken: ", &broken.sentence];
                    Finding::Unknown(why(Reason::Untested, words.concat()))
                }
                None => Finding::Holds,
            },
            None => Finding::Unknown(why(Reason::Untested, self.untested.to_owned())),
        }
    }
}

/// What a call puts in or takes out of an amount.
const fn flow(request: Request) -> Option<Deed> {
    let (amount, supplies) = match request {
        Request::Deposit(amount) | Request::Restock(amount) => (amount, true),
        Request::Withdraw(amount) | Request::Buy(amount) => (amount, false),
        _ => return None,
    };
    Some(if supplies == (amount >= 0) {
        Deed::Supply(amount.unsigned_abs())
    } else {
        Deed::Take(amount.unsigned_abs())
    })
}
