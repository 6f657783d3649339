//! Tells how many versions behind a read was: which newer values had been there when it began.

use history::OperationId;

use crate::index::{Index, NONE};
use crate::telling::{self, Story};
use crate::versions::Versions;
use crate::{Anomaly, Violation};

/// How many of the newer values are named.
const NAMED: usize = 3;

/// Tells of the last read of a value which others replaced before it began.
pub(crate) fn tell(index: &Index<'_>, key: &Versions, value: usize) -> Violation {
    let old = key.values[value];
    let class = &index.classes[old.class as usize];
    let members = index.members(class);
    let last = |member: &u32| (!index.entry(*member).write, index.entry(*member).start);
    let read = members.iter().copied().max_by_key(last).unwrap_or(class.write);
    let mut newer: Vec<u32> = key.between(value).map(|new| index.classes[new.class as usize].write).collect();
    let count = newer.len();
    history::order::sort_by_key(&mut newer, |write| index.entry(*write).start);
    newer.truncate(NAMED);
    let id = |entry: u32| (entry != NONE).then(|| index.entry(entry).id);
    let first = newer.first().map_or(0, |write| index.entry(*write).start);
    // The write was over, or had been read, before the first of the newer ones began.
    let over = class.write == NONE || index.entry(class.write).end < first;
    let seen = members.iter().copied().min_by_key(|member| index.entry(*member).end).filter(|_| !over);
    let mut cast: Vec<(u8, Option<OperationId>)> = vec![
        (b'r', id(read)),
        (b'o', id(class.write)),
        (b'p', seen.and_then(id)),
        (b'q', if over { id(class.write) } else { None }),
    ];
    let mut words = vec!["[r {who r} read {what r}] at {ended r}, but when it began at {began r}, "];
    let many = count.to_string();
    words.extend([many.as_str(), " newer values had been there"]);
    words.push(if count > NAMED { ", among them " } else { ": " });
    for (place, write) in newer.iter().enumerate() {
        let began = index.entry(read).start;
        let by_itself = index.entry(*write).end < began;
        let readers = index.members(index.class_of(*write)).iter().copied();
        let reader = readers.min_by_key(|member| index.entry(*member).end).filter(|_| !by_itself);
        let [name, reads, shows] = ROLES[place];
        cast.extend([(name, id(*write)), (reads, reader.and_then(id)), (shows, reader.or(Some(*write)).and_then(id))]);
        words.push(match place {
            0 => "",
            _ if place + 1 == newer.len() => " and ",
            _ => ", ",
        });
        words.push(SHOWN[place]);
    }
    words.push(
        "(; and [p {who p} had read] [o {what o}] at {ended p}, before any of them was begun|, all begun after \
         [o {what o}] was over).",
    );
    let allowed = ["With k = ", &many, ", {who r} may read one of the ", &many, " latest values, but not {what r}."];
    let story = Story { sentence: &words.concat(), allowed: &allowed.concat(), ..OLDER_VERSION };
    telling::tell(index.history, &story, &cast)
}

/// For each of the newer values: its write, a read of it if that shows it, and whichever shows it.
const ROLES: [[u8; 3]; NAMED] = [[b'a', b'e', b'i'], [b'b', b'f', b'j'], [b'c', b'g', b'l']];
const SHOWN: [&str; NAMED] = [
    "[a {what a}](, as [e {who e} read] by {ended e}| by {ended a})",
    "[b {what b}](, as [f {who f} read] by {ended f}| by {ended b})",
    "[c {what c}](, as [g {who g} read] by {ended g}| by {ended c})",
];

// `r` read `o`, which was over itself (`q`) or had been read (`p`) before `a`, `b`, `c` began.
const OLDER_VERSION: Story<'_> = Story {
    anomaly: Anomaly::StaleRead,
    sentence: "",
    allowed: "",
    before: &["pa", "pb", "pc", "qa", "qb", "qc", "ir", "jr", "lr"],
    read_from: &["or", "op", "ae", "bf", "cg"],
};
