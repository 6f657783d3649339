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
    Some(found.told(log, "typed", "deleted it"))
}
