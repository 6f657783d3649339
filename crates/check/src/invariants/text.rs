//! No letter is lost from a text: what was typed, and confirmed, is there until somebody deletes it.
//!
//! Letters are told apart by what they are and not by where they stand: of two equal ones either
//! counts for the other, so that what is said to be lost is lost for certain.

use super::missing::missing;
use super::{Broken, Deed, Invariant, Log};

pub(super) const INVARIANT: Invariant = Invariant {
    key: "no_letter_lost",
    name: "No letter lost from a text",
    promise: "What was typed into a text is in it until somebody deletes it.",
    source: "Ellis and Gibbs 1989",
    objects: &["text"],
    at_stake: |log| log.followed(|deed| matches!(deed, Deed::Add(_)), |deed| matches!(deed, Deed::See(_))),
    untested: "Nobody looked after anything had been typed.",
    check,
};

fn check(log: &Log) -> Option<Broken> {
    let found = missing(log, |deed| match deed {
        Deed::Add(letter) => std::slice::from_ref(letter),
        _ => &[],
    })?;
    let (letter, text) = (log.called(found.item), log.called(log.notes[found.look as usize].of));
    let (first, second) = (log.who(found.there), log.who(found.look));
    let sentence = [
        first,
        " had typed ",
        letter,
        " into ",
        text,
        " by ",
        &log.ended(found.there),
        ", but at ",
        &log.ended(found.look),
        " ",
        second,
        " did not find it there, and nobody had deleted it.",
    ];
    Some(Broken {
        notes: vec![found.there, found.look],
        sentence: sentence.concat(),
        allowed: [second, " may find anything in ", text, ", ", letter, " among it."].concat(),
    })
}
