//! A log from recorded calls on objects.

use history::calls::{Call, Calls, Item, Reply, Request};
use history::{Instant, Outcome};

use super::{Deed, Log, Note};

impl Log {
    /// What recorded calls say of accounts, shelves and collections. A number that was read is what
    /// an account held, if anything was ever paid in or out there; calls that were refused changed
    /// nothing. Which message answers which, and what the steps of a saga are, calls do not say.
    #[must_use]
    pub fn of(calls: &Calls) -> Self {
        let mut log = Self { clock: calls.clock, ..Self::default() };
        let mut amounts = vec![false; calls.keys.len()];
        for call in &calls.calls {
            if let (Some(amount), Some(_)) = (amounts.get_mut(call.key.index()), flow(call.request)) {
                *amount = true;
            }
        }
        if let Some(Item::Int(opening)) = calls.initial {
            for (key, _) in calls.keys.iter().zip(&amounts).filter(|(_, amount)| **amount) {
                let of = log.name(key);
                let at = Instant::ZERO;
                let deed = if opening < 0 { Deed::Take(opening.unsigned_abs()) } else { Deed::Supply(opening as u64) };
                log.notes.push(Note { who: of, of, deed, began: at, ended: Some(at), outcome: Outcome::Ok });
            }
        }
        for call in &calls.calls {
            let counts = amounts.get(call.key.index()).copied().unwrap_or_default();
            let Some(deed) = log.deed(calls, call, counts) else { continue };
            let (who, of) = (log.name(&calls.who(call)), log.name(calls.key_name(call.key)));
            let (began, ended, outcome) = (call.invoked, call.returned, call.outcome);
            log.notes.push(Note { who, of, deed, began, ended, outcome });
        }
        log
    }

    fn deed(&mut self, calls: &Calls, call: &Call, counts: bool) -> Option<Deed> {
        let mut item = |item: Item| self.name(&calls.item(item));
        match (call.request, &call.reply) {
            (_, Reply::Answer(false)) => None,
            (Request::Read, Reply::Value(Item::Int(amount))) if counts => Some(Deed::Hold(*amount)),
            (Request::Read, Reply::List(items)) => Some(Deed::See(items.iter().map(|seen| item(*seen)).collect())),
            (Request::Add(added) | Request::Append(added), _) => Some(Deed::Add(item(added))),
            (Request::Remove(removed), _) => Some(Deed::Remove(item(removed))),
            (request, _) => flow(request),
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
