//! The order of what stands in a row is the same for all: of two letters of a text, or two messages of
//! a feed, nobody sees the second before the first once anybody has seen them as they are.
//!
//! What was put in more than once cannot be told apart, and is left out.

use std::collections::{BTreeMap, BTreeSet};

use super::{Broken, Deed, Invariant, Log};

pub(super) const INVARIANT: Invariant = Invariant {
    key: "one_order_for_all",
    name: "One order for all",
    promise: "Of two things in a row that anybody saw in one order, nobody sees the other order.",
    source: "Attiya et al. 2016",
    objects: &["list", "text"],
    at_stake: |log| log.followed(several, several),
    untested: "Nobody looked again after several things had been seen in a row.",
    check,
};

const fn several(deed: &Deed) -> bool {
    matches!(deed, Deed::See(seen) if seen.len() > 1)
}

/// A look by its place, and what can be told apart of that which it saw, in order.
type Look = (u32, Vec<u32>);

fn check(log: &Log) -> Option<Broken> {
    log.subjects().iter().find_map(|places| {
        let looks = looks(log, places);
        // No two looks differ where all of them together have one order.
        if in_one_order(&looks) {
            return None;
        }
        let pairs = looks.iter().enumerate().flat_map(|(count, later)| {
            looks[..count].iter().filter_map(move |earlier| Some((earlier.0, later.0, swapped(&earlier.1, &later.1)?)))
        });
        pairs.map(|(earlier, later, pair)| tell(log, earlier, later, pair)).next()
    })
}

fn looks(log: &Log, places: &[u32]) -> Vec<Look> {
    let note = |place: &u32| &log.notes[*place as usize];
    let mut added: BTreeMap<u32, u32> = BTreeMap::new();
    for place in places {
        if let Deed::Add(item) | Deed::Answer { item, .. } = note(place).deed {
            *added.entry(item).or_default() += 1;
        }
    }
    let once = |item: &&u32| added.get(*item).is_none_or(|count| *count == 1);
    let mut places: Vec<u32> = places.iter().copied().filter(|place| note(place).happened()).collect();
    history::order::sort_by_key(&mut places, |place| (note(place).began, *place));
    let look = |place: u32| match &note(&place).deed {
        Deed::See(seen) => Some((place, seen.iter().filter(once).copied().collect())),
        _ => None,
    };
    places.into_iter().filter_map(look).collect()
}

/// Whether one order of all things has every look in it: whether, taking away what nothing stands
/// before, nothing is left.
fn in_one_order(looks: &[Look]) -> bool {
    let mut behind: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    let mut before: BTreeMap<u32, u32> = BTreeMap::new();
    for pair in looks.iter().flat_map(|(_, seen)| seen.windows(2)) {
        let new = behind.entry(pair[0]).or_default().insert(pair[1]);
        *before.entry(pair[1]).or_default() += u32::from(new);
        before.entry(pair[0]).or_default();
    }
    let mut free: Vec<u32> = before.iter().filter(|(_, count)| **count == 0).map(|(item, _)| *item).collect();
    let mut left = before.len();
    while let Some(item) = free.pop() {
        left -= 1;
        for next in behind.get(&item).into_iter().flatten() {
            if let Some(count) = before.get_mut(next) {
                *count -= 1;
                free.extend((*count == 0).then_some(*next));
            }
        }
    }
    left == 0
}

/// Two things that stand in one order in the first, and in the other in the second.
fn swapped(first: &[u32], second: &[u32]) -> Option<(u32, u32)> {
    let places: BTreeMap<u32, u32> = first.iter().copied().zip(0..).collect();
    let mut furthest: Option<(u32, u32)> = None;
    for item in second {
        let Some(place) = places.get(item) else { continue };
        match furthest {
            Some((beyond, other)) if *place < beyond => return Some((*item, other)),
            _ => furthest = Some((*place, *item)),
        }
    }
    None
}

fn tell(log: &Log, earlier: u32, later: u32, (a, b): (u32, u32)) -> Broken {
    let (a, b, place) = (log.called(a), log.called(b), log.called(log.notes[later as usize].of));
    let (first, second) = (log.who(earlier), log.who(later));
    let sentence = [
        first,
        " had seen ",
        a,
        " before ",
        b,
        " in ",
        place,
        " at ",
        &log.ended(earlier),
        ", but at ",
        &log.ended(later),
        " ",
        second,
        " saw ",
        b,
        " before ",
        a,
        ".",
    ];
    Broken {
        notes: vec![earlier, later],
        sentence: sentence.concat(),
        allowed: [second, " may see ", a, " before ", b, ", or not both."].concat(),
    }
}
