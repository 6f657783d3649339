//! Two overlapping writes for which both orders are proved: each had to come before the other.

use history::OperationId;

use crate::index::{Class, Index};
use crate::telling::Telling;
use crate::{Anomaly, Violation};

/// One proof: `before`, of the one value, was over before `after`, of the other, began.
#[derive(Clone, Copy)]
struct Proof {
    before: u32,
    after: u32,
}

/// Tells the shortest contradiction between two classes that had to stand before each other.
pub(super) fn tell(index: &Index<'_>, one: u32, other: u32) -> Violation {
    let (one, other) = (&index.classes[one as usize], &index.classes[other as usize]);
    let (mut forth, mut back) = shortest(index, one, other);
    if index.entry(back.before).end < index.entry(forth.before).end {
        std::mem::swap(&mut forth, &mut back);
    }
    let writes = [index.entry(one.write).id, index.entry(other.write).id];
    let proofs = [forth.before, forth.after, back.before, back.after];
    let mut operations = writes.to_vec();
    operations.extend(proofs.iter().map(|entry| index.entry(*entry).id));
    let mut telling = Telling::new(index.history, &operations);
    let mut values = writes;
    values.sort_by_key(|id| index.history.operations[id.index()].invoked);
    let what = values.map(|id| telling.what(id));
    let who = values.map(|id| telling.who(id));
    telling
        .show(values[0], &[who[0], " wrote ", &what[0]])
        .say(&[" while "])
        .show(values[1], &[who[1], " wrote ", &what[1]])
        .say(&[", and neither can have come first: "]);
    prove(index, &mut telling, forth);
    telling.say(&["; but "]);
    prove(index, &mut telling, back);
    telling.say(&["."]);
    for entry in proofs {
        let write = index.class_of(entry).write;
        if entry != write {
            telling.read_from(index.entry(write).id, index.entry(entry).id);
        }
    }
    let allowed = [
        "Either ",
        &what[0],
        " comes first for everyone or ",
        &what[1],
        ", and once the second has been read, the first is not read again.",
    ];
    telling.end(Anomaly::ContradictoryOrder, &allowed)
}

fn prove(index: &Index<'_>, telling: &mut Telling<'_>, proof: Proof) {
    let (before, after) = (index.entry(proof.before), index.entry(proof.after));
    say_over(telling, before.id, before.write);
    say_begun(telling, after.id, after.write);
    telling.before(before.id, after.id);
}

fn say_over(telling: &mut Telling<'_>, id: OperationId, write: bool) {
    let (who, what, at) = (telling.who(id), telling.what(id), telling.ended(id));
    if write {
        telling.show(id, &[&what]).say(&[" had been acknowledged to ", who, " at ", &at]);
    } else {
        telling.show(id, &[who, " had read ", &what]).say(&[" at ", &at]);
    }
}

fn say_begun(telling: &mut Telling<'_>, id: OperationId, write: bool) {
    let (who, what, at) = (telling.who(id), telling.what(id), telling.began(id));
    let verb = if write { " began to write " } else { " began to read " };
    telling.say(&[" before "]).show(id, &[who, verb, &what]).say(&[" at ", &at]);
}

/// The two proofs with the fewest operations between them.
fn shortest(index: &Index<'_>, one: &Class, other: &Class) -> (Proof, Proof) {
    let mine = telling_members(index, one, other);
    let theirs = telling_members(index, other, one);
    let precedes = |a: u32, b: u32| index.entry(a).end < index.entry(b).start;
    let mut best = None;
    for a in &mine {
        for b in theirs.iter().filter(|b| precedes(*a, **b)) {
            for c in &theirs {
                for d in mine.iter().filter(|d| precedes(*c, **d)) {
                    let mut used = vec![*a, *b, *c, *d, one.write, other.write];
                    used.sort_unstable();
                    used.dedup();
                    let proofs = (Proof { before: *a, after: *b }, Proof { before: *c, after: *d });
                    if best.is_none_or(|(length, _)| used.len() < length) {
                        best = Some((used.len(), proofs));
                    }
                }
            }
        }
    }
    let whole = Proof { before: one.write, after: other.write };
    best.map_or((whole, whole), |(_, proofs)| proofs)
}

/// The members of a class that can matter: its write, its earliest end, its latest start, and
/// those that lie wholly within the time that the other class spans, or spans with its write.
fn telling_members(index: &Index<'_>, class: &Class, other: &Class) -> Vec<u32> {
    let members = index.members(class);
    let first_end = |members: &[u32]| members.iter().copied().min_by_key(|m| index.entry(*m).end);
    let last_start = |members: &[u32]| members.iter().copied().max_by_key(|m| index.entry(*m).start);
    let mut chosen = vec![class.write];
    chosen.extend(first_end(members));
    chosen.extend(last_start(members));
    let theirs = index.members(other);
    let until = last_start(theirs).map_or(0, |m| index.entry(m).start);
    let from = first_end(theirs).into_iter().chain([other.write]);
    for end in from.map(|entry| index.entry(entry).end) {
        chosen.extend(members.iter().copied().find(|member| {
            let entry = index.entry(*member);
            entry.start > end && entry.end < until
        }));
    }
    chosen.sort_unstable();
    chosen.dedup();
    chosen
}
