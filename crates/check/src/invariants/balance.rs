//! A balance is never negative: neither as anybody saw it, nor as it must have been once more was
//! paid out than can have been paid in.

use super::flow::{overdraft, parts};
use super::{Broken, Deed, Invariant, Log};

pub(super) const INVARIANT: Invariant = Invariant {
    key: "balance_never_negative",
    name: "Balance never negative",
    promise: "An account never holds less than nothing.",
    source: "Bailis et al. 2014",
    objects: &["account"],
    at_stake: |log| log.notes.iter().any(|note| note.happened() && matches!(note.deed, Deed::Take(_) | Deed::Hold(_))),
    untested: "Nothing was paid out, and nobody looked at a balance.",
    check,
};

fn check(log: &Log) -> Option<Broken> {
    seen(log).or_else(|| log.subjects().iter().find_map(|account| overdrawn(log, account)))
}

/// The first negative balance that somebody saw.
fn seen(log: &Log) -> Option<Broken> {
    let negative = |place: &u32| matches!(log.notes[*place as usize].deed, Deed::Hold(amount) if amount < 0);
    let place = log.in_order().into_iter().find(negative)?;
    let note = &log.notes[place as usize];
    let Deed::Hold(amount) = note.deed else { return None };
    let (account, amount) = (log.called(note.of), amount.to_string());
    Some(Broken {
        notes: vec![place],
        sentence: [log.who(place), " saw ", &amount, " on ", account, " at ", &log.ended(place), "."].concat(),
        allowed: ["Any balance of ", account, " from 0 on."].concat(),
    })
}

fn overdrawn(log: &Log, account: &[u32]) -> Option<Broken> {
    let found = overdraft(log, account)?;
    let [taken, supplied] = [found.sum_taken, found.sum_supplied].map(|sum| sum.to_string());
    let account = log.subject(account);
    let who = parts(log, &found.taken);
    let sentence = [
        "By ",
        &log.moment(found.at),
        " ",
        &taken,
        " had been paid out of ",
        account,
        " (",
        &who,
        "), but at most ",
        &supplied,
        " paid in.",
    ];
    Some(Broken {
        sentence: sentence.concat(),
        allowed: ["By then at most ", &supplied, " may be paid out of ", account, "."].concat(),
        notes: [found.supplied, found.taken].concat(),
    })
}
