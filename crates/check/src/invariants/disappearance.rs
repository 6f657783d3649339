//! Nothing that anybody has seen disappears, unless somebody takes it out.

use super::missing::missing;
use super::{Broken, Deed, Invariant, Log};

pub(super) const INVARIANT: Invariant = Invariant {
    key: "nothing_disappears",
    name: "Nothing once seen disappears",
    promise: "What was seen once is seen ever after, until it is taken out.",
    source: "Terry et al. 1994",
    objects: &["list", "set", "text"],
    at_stake: |log| {
        log.followed(|deed| matches!(deed, Deed::See(seen) if !seen.is_empty()), |deed| matches!(deed, Deed::See(_)))
    },
    untested: "Nobody looked again after anything had been seen.",
    check,
};

fn check(log: &Log) -> Option<Broken> {
    let found = missing(log, |deed| match deed {
        Deed::See(items) => items,
        _ => &[],
    })?;
    let (item, place) = (log.called(found.item), log.called(log.notes[found.look as usize].of));
    let (first, second) = (log.who(found.there), log.who(found.look));
    let sentence = [
        first,
        " had seen ",
        item,
        " in ",
        place,
        " at ",
        &log.ended(found.there),
        ", but at ",
        &log.ended(found.look),
        " ",
        second,
        " did not, and nobody had taken it out.",
    ];
    Some(Broken {
        notes: vec![found.there, found.look],
        sentence: sentence.concat(),
        allowed: [second, " may see anything in ", place, ", ", item, " among it."].concat(),
    })
}
