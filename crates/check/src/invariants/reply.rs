//! No reply before its message: who sees an answer sees what it answers, or has seen it before.

use std::collections::{BTreeMap, BTreeSet};

use super::{Broken, Deed, Invariant, Log};

pub(super) const INVARIANT: Invariant = Invariant {
    key: "no_reply_before_its_message",
    name: "No reply before its message",
    promise: "Whoever sees a reply sees the message that it answers, or has seen it before.",
    source: "Ahamad et al. 1995",
    objects: &["list", "set"],
    at_stake: |log| {
        let replies = posts(log);
        log.notes.iter().any(|look| {
            let Deed::See(seen) = &look.deed else { return false };
            look.happened() && seen.iter().any(|item| replies.contains_key(&(look.of, *item)))
        })
    },
    untested: "Nobody saw a message of which it is written down that it replies to another.",
    check,
};

/// By conversation and message: the posts of it that reply to another, in order of beginning.
fn posts(log: &Log) -> BTreeMap<(u32, u32), Vec<(u32, u32)>> {
    let mut posts: BTreeMap<(u32, u32), Vec<(u32, u32)>> = BTreeMap::new();
    for place in log.in_order() {
        if let Deed::Answer { item, to } = log.notes[place as usize].deed {
            posts.entry((log.notes[place as usize].of, item)).or_default().push((place, to));
        }
    }
    posts
}

fn check(log: &Log) -> Option<Broken> {
    let posts = posts(log);
    // What a client posted or saw itself it knows, and of messages seen at once the whole list counts.
    let mut known: BTreeMap<(u32, u32), BTreeSet<u32>> = BTreeMap::new();
    for place in log.in_order() {
        let note = &log.notes[place as usize];
        let known = known.entry((note.who, note.of)).or_default();
        match &note.deed {
            Deed::Add(own) | Deed::Answer { item: own, .. } => {
                known.insert(*own);
            }
            Deed::See(seen) => {
                known.extend(seen);
                let replies = seen.iter().filter_map(|item| Some((*item, posts.get(&(note.of, *item))?)));
                let of_each = replies.flat_map(|(item, posts)| posts.iter().map(move |(post, to)| (*post, item, *to)));
                let early = of_each.filter(|(_, _, to)| !known.contains(to));
                if let Some((post, item, to)) = early.min_by_key(|(post, ..)| (log.notes[*post as usize].began, *post))
                {
                    return Some(tell(log, post, place, item, to));
                }
            }
            _ => {}
        }
    }
    None
}

fn tell(log: &Log, post: u32, look: u32, item: u32, to: u32) -> Broken {
    let (reader, item, to) = (log.who(look), log.called(item), log.called(to));
    let sentence = [
        reader,
        " saw ",
        item,
        " at ",
        &log.ended(look),
        ", which ",
        log.who(post),
        " posted in reply to ",
        to,
        ", and had never seen ",
        to,
        ".",
    ];
    let mut notes = vec![post, look];
    notes.sort_by_key(|place| (log.notes[*place as usize].began, *place));
    Broken {
        notes,
        sentence: sentence.concat(),
        allowed: [reader, " may see ", to, " alone, both, or neither."].concat(),
    }
}
