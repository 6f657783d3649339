//! No more is sold than was in stock: two customers do not both get the last one.

use super::flow::{overdraft, parts};
use super::{Broken, Deed, Invariant, Log};

pub(super) const INVARIANT: Invariant = Invariant {
    key: "no_oversell",
    name: "No more sold than in stock",
    promise: "No more of an article is sold than was put on the shelf.",
    source: "Bailis et al. 2014",
    objects: &["stock"],
    at_stake: |log| log.notes.iter().any(|note| note.happened() && matches!(note.deed, Deed::Take(_))),
    untested: "Nothing was sold.",
    check,
};

fn check(log: &Log) -> Option<Broken> {
    log.subjects().iter().find_map(|article| oversold(log, article))
}

fn oversold(log: &Log, article: &[u32]) -> Option<Broken> {
    let found = overdraft(log, article)?;
    let [sold, stocked] = [found.sum_taken, found.sum_supplied].map(|sum| sum.to_string());
    let article = log.subject(article);
    let who = parts(log, &found.taken);
    let sentence = [
        "By ",
        &log.moment(found.at),
        " ",
        &sold,
        " of ",
        article,
        " had been sold (",
        &who,
        "), but at most ",
        &stocked,
        " put in stock.",
    ];
    Some(Broken {
        sentence: sentence.concat(),
        allowed: ["By then at most ", &stocked, " of ", article, " may be sold."].concat(),
        notes: [found.supplied, found.taken].concat(),
    })
}
