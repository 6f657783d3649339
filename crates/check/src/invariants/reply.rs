//! No reply before its message: who sees an answer sees what it answers, or has seen it before.

use super::{Broken, Deed, Invariant, Log};

pub(super) const INVARIANT: Invariant = Invariant {
    key: "no_reply_before_its_message",
    name: "No reply before its message",
    promise: "Whoever sees a reply sees the message that it answers, or has seen it before.",
    source: "Ahamad et al. 1995",
    check,
};

fn check(log: &Log) -> Option<Broken> {
    let order = log.in_order();
    let note = |place: u32| &log.notes[place as usize];
    for (count, look) in order.iter().enumerate() {
        let Deed::See(seen) = &note(*look).deed else { continue };
        for post in &order {
            let Deed::Answer { item, to } = note(*post).deed else { continue };
            // What a client posted or saw itself it knows, and of messages seen at once the whole
            // list counts.
            let knows = |place: &u32| {
                let known = note(*place);
                let same = (known.who, known.of) == (note(*look).who, note(*look).of);
                same && match &known.deed {
                    Deed::See(items) => items.contains(&to),
                    Deed::Add(own) | Deed::Answer { item: own, .. } => *own == to,
                    _ => false,
                }
            };
            let here = note(*post).of == note(*look).of && seen.contains(&item);
            if here && !order[..=count].iter().any(knows) {
                return Some(tell(log, *post, *look, item, to));
            }
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
