//! Two overlapping writes for which both orders are proved: each had to come before the other.

use crate::index::{Class, Index};
use crate::telling::{Story, tell};
use crate::{Anomaly, Violation};

/// One proof: `before`, of the one value, was over before `after`, of the other, began.
#[derive(Clone, Copy)]
struct Proof {
    before: u32,
    after: u32,
}

/// Tells the shortest contradiction between two classes that had to stand before each other.
/// `counts` says of which two operations, writes or reads, the order proves anything.
pub(crate) fn explain(index: &Index<'_>, one: u32, other: u32, counts: fn(bool, bool) -> bool) -> Violation {
    let (one, other) = (&index.classes[one as usize], &index.classes[other as usize]);
    let precedes = |a: u32, b: u32| {
        let (a, b) = (index.entry(a), index.entry(b));
        a.end < b.start && counts(a.write, b.write)
    };
    let (mut forth, mut back) = shortest(index, one, other, &precedes);
    if index.entry(back.before).end < index.entry(forth.before).end {
        std::mem::swap(&mut forth, &mut back);
    }
    let (mut first, mut second) = (one.write, other.write);
    if index.entry(second).start < index.entry(first).start {
        std::mem::swap(&mut first, &mut second);
    }
    let write = |entry: u32| index.entry(entry).write;
    let words = |entry, if_write, if_read| if write(entry) { if_write } else { if_read };
    let sentence = [
        "[v {who v} wrote {what v}] while [w {who w} wrote {what w}], and neither can have come first: ",
        words(forth.before, OVER_WRITTEN[0], OVER_READ[0]),
        words(forth.after, BEGUN_WRITE[0], BEGUN_READ[0]),
        "; but ",
        words(back.before, OVER_WRITTEN[1], OVER_READ[1]),
        words(back.after, BEGUN_WRITE[1], BEGUN_READ[1]),
        ".",
    ]
    .concat();
    let id = |entry: u32| Some(index.entry(entry).id);
    let source = |entry: u32| if write(entry) { None } else { id(index.class_of(entry).write) };
    let proofs = [forth.before, forth.after, back.before, back.after];
    let cast = [(b'v', id(first)), (b'w', id(second))];
    let shown = [b'a', b'b', b'c', b'd'].into_iter().zip(proofs.map(id));
    let sources = [b'e', b'f', b'g', b'h'].into_iter().zip(proofs.map(source));
    let cast: Vec<_> = cast.into_iter().chain(shown).chain(sources).collect();
    tell(index.history, &Story { sentence: &sentence, ..CONTRADICTORY_ORDER }, &cast)
}

// `v` and `w` are the two writes; `a` was over before `b` began, and `c` before `d`; `e` to `h` are
// the writes that those read, where they are reads.
const CONTRADICTORY_ORDER: Story<'_> = Story {
    anomaly: Anomaly::ContradictoryOrder,
    sentence: "",
    allowed: "Either {what v} comes first for everyone or {what w}, and once the second has been read, the first is \
              not read again.",
    before: &["ab", "cd"],
    read_from: &["ea", "fb", "gc", "hd"],
};
const OVER_WRITTEN: [&str; 2] = [
    "[a {what a}] had been acknowledged to {who a} at {ended a}",
    "[c {what c}] had been acknowledged to {who c} at {ended c}",
];
const OVER_READ: [&str; 2] =
    ["[a {who a} had read {what a}] at {ended a}", "[c {who c} had read {what c}] at {ended c}"];
const BEGUN_WRITE: [&str; 2] = [
    " before [b {who b} began to write {what b}] at {began b}",
    " before [d {who d} began to write {what d}] at {began d}",
];
const BEGUN_READ: [&str; 2] = [
    " before [b {who b} began to read {what b}] at {began b}",
    " before [d {who d} began to read {what d}] at {began d}",
];

/// The two proofs with the fewest operations between them.
fn shortest(index: &Index<'_>, one: &Class, other: &Class, precedes: &dyn Fn(u32, u32) -> bool) -> (Proof, Proof) {
    let mine = telling_members(index, one, other);
    let theirs = telling_members(index, other, one);
    let whole = Proof { before: one.write, after: other.write };
    let (mut fewest, mut best) = (usize::MAX, (whole, whole));
    for a in &mine {
        for b in theirs.iter().filter(|b| precedes(*a, **b)) {
            for c in &theirs {
                for d in mine.iter().filter(|d| precedes(*c, **d)) {
                    let length = distinct(&[one.write, other.write, *a, *b, *c, *d]);
                    if length < fewest {
                        fewest = length;
                        best = (Proof { before: *a, after: *b }, Proof { before: *c, after: *d });
                    }
                }
            }
        }
    }
    best
}

fn distinct(entries: &[u32]) -> usize {
    (0..entries.len()).filter(|place| !entries[..*place].contains(&entries[*place])).count()
}

/// The members of a class that can matter: its write, its earliest end, its latest start, and
/// those that lie wholly within the time that the other class spans, or spans with its write.
fn telling_members(index: &Index<'_>, class: &Class, other: &Class) -> Vec<u32> {
    let members = index.members(class);
    let first_end = |members: &[u32]| members.iter().copied().min_by_key(|m| index.entry(*m).end);
    let last_start = |members: &[u32]| members.iter().copied().max_by_key(|m| index.entry(*m).start);
    let theirs = index.members(other);
    let until = last_start(theirs).map_or(0, |m| index.entry(m).start);
    let within = |end: u64| {
        members.iter().copied().find(|member| {
            let entry = index.entry(*member);
            entry.start > end && entry.end < until
        })
    };
    let after_first = first_end(theirs).and_then(|entry| within(index.entry(entry).end));
    let after_write = within(index.entry(other.write).end);
    [Some(class.write), first_end(members), last_start(members), after_first, after_write]
        .into_iter()
        .flatten()
        .collect()
}
