//! Two values that each had to stand before the other, unless reads had begun sooner: by how much,
//! and in words.

use history::{Duration, OperationId};

use crate::index::{Index, NONE};
use crate::telling::{Story, tell};
use crate::zones::Zones;
use crate::{Anomaly, Violation};

/// What ties a value to the clock.
#[derive(Clone, Copy)]
pub(crate) struct Span {
    /// The initial value was there before any moment.
    initial: bool,
    /// When its write began.
    start: u64,
    /// When the first of its operations was over.
    first_end: u64,
    /// When the last of its reads began; zero if there is none.
    last_read: u64,
}

impl Span {
    pub(crate) fn of(index: &Index<'_>, zones: &Zones, last_reads: &[u64], class: u32) -> Self {
        let write = index.classes[class as usize].write;
        Self {
            initial: index.classes[class as usize].initial,
            start: if write == NONE { 0 } else { index.entry(write).start },
            first_end: zones.zone(class).first_end,
            last_read: last_reads[class as usize],
        }
    }

    /// The delay with which this value may stand before the other; nothing if it never may.
    fn before(&self, other: &Self) -> Option<u64> {
        let never = other.initial || other.first_end < self.start;
        (!never).then(|| self.last_read.saturating_sub(other.first_end))
    }

    /// The delay from which two values do not contradict each other.
    pub(crate) fn delay(one: &Self, other: &Self) -> u64 {
        one.before(other).into_iter().chain(other.before(one)).min().unwrap_or(u64::MAX)
    }
}

/// A value with the operations that can matter.
#[derive(Clone, Copy)]
struct Side<'i> {
    index: &'i Index<'i>,
    write: Option<u32>,
    /// The read that ended first, and the one that began last.
    reads: [Option<u32>; 2],
}

impl<'i> Side<'i> {
    fn of(index: &'i Index<'i>, class: u32) -> Self {
        let class = &index.classes[class as usize];
        let reads = || index.members(class).iter().copied().filter(|member| !index.entry(*member).write);
        let first = reads().min_by_key(|read| index.entry(*read).end);
        let last = reads().max_by_key(|read| index.entry(*read).start);
        let write = Some(class.write).filter(|write| *write != NONE);
        Self { index, write, reads: [first.filter(|first| last != Some(*first)), last] }
    }

    /// The first operation to end, rather a write than a read.
    fn first(&self) -> Option<u32> {
        self.write.into_iter().chain(self.reads.into_iter().flatten()).min_by_key(|entry| self.index.entry(*entry).end)
    }

    fn first_read(&self) -> Option<u32> {
        self.first().filter(|first| self.write != Some(*first))
    }

    fn last_read(&self) -> Option<u32> {
        self.reads.into_iter().flatten().max_by_key(|read| self.index.entry(*read).start)
    }

    fn span(&self) -> Span {
        let entry = |entry: Option<u32>| entry.map(|entry| self.index.entry(entry));
        Span {
            initial: self.write.is_none(),
            start: entry(self.write).map_or(0, |write| write.start),
            first_end: entry(self.first()).map_or(0, |first| first.end),
            last_read: entry(self.last_read()).map_or(0, |last| last.start),
        }
    }
}

/// Says why two values ask for their delay, with no operation more than that takes.
pub(crate) fn explain(index: &Index<'_>, one: u32, other: u32) -> Violation {
    let mut sides = [Side::of(index, one), Side::of(index, other)];
    let delay_of = |sides: &[Side<'_>; 2]| Span::delay(&sides[0].span(), &sides[1].span());
    let delay = delay_of(&sides);
    for (side, read) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        let mut fewer = sides;
        fewer[side].reads[read] = None;
        if delay_of(&fewer) == delay {
            sides = fewer;
        }
    }
    let [one, other] = &sides;
    match (one.span().before(&other.span()), other.span().before(&one.span())) {
        (_, None) => tell_too_old(one, other),
        (None, _) => tell_too_old(other, one),
        _ if other.span().start < one.span().start => tell_either_order(other, one),
        _ => tell_either_order(one, other),
    }
}

/// From when the new value was there to when the old one was read last.
fn gap(old: &Side<'_>, new: &Side<'_>) -> Duration {
    Duration::from_us(old.span().last_read.saturating_sub(new.span().first_end))
}

fn tell_too_old(old: &Side<'_>, new: &Side<'_>) -> Violation {
    let (index, gap) = (old.index, &gap(old, new).to_string());
    let first_began = new.write.map_or(0, |write| index.entry(write).start);
    let over = old.write.filter(|write| index.entry(*write).end < first_began);
    let id = |entry: u32| index.entry(entry).id;
    let seen = if over.is_some() { None } else { old.write.and(old.first_read()) };
    let cast: [(u8, Option<OperationId>); 7] = [
        (b'r', old.last_read().map(id)),
        (b'o', old.write.map(id)),
        (b'p', seen.map(id)),
        (b'n', new.write.map(id)),
        (b's', new.first_read().map(id)),
        (b'e', new.first().map(id)),
        (b'x', seen.or(over).map(id)),
    ];
    let sentence = [TOO_OLD[0], gap, TOO_OLD[1]].concat();
    let allowed =
        ["With a bound of ", gap, ", {who r} may read {what r}. With none, only {what n} or a value that replaced it."];
    let story = Story { sentence: &sentence, allowed: &allowed.concat(), ..STALE_READ };
    tell(index.history, &story, &cast)
}

fn tell_either_order(one: &Side<'_>, other: &Side<'_>) -> Violation {
    let gaps = [gap(one, other), gap(other, one)];
    let [first, second] = gaps.map(|gap| gap.to_string());
    let id = |entry: u32| one.index.entry(entry).id;
    let cast: [(u8, Option<OperationId>); 8] = [
        (b'v', one.write.map(id)),
        (b'w', other.write.map(id)),
        (b'r', one.last_read().map(id)),
        (b'q', other.last_read().map(id)),
        (b's', other.first_read().map(id)),
        (b'p', one.first_read().map(id)),
        (b'e', other.first().map(id)),
        (b'f', one.first().map(id)),
    ];
    let sentence = [EITHER_ORDER[0], &first, EITHER_ORDER[1], &second, EITHER_ORDER[2]].concat();
    let (shorter, may) = if gaps[0] <= gaps[1] {
        (&first, ", {who r} may read {what r}")
    } else {
        (&second, ", {who q} may read {what q}")
    };
    let none = ". With none, once the second of the two has been read, the first is not read again.";
    let allowed = ["With a bound of ", shorter, may, none];
    let story = Story { sentence: &sentence, allowed: &allowed.concat(), ..CONTRADICTORY_ORDER };
    tell(one.index.history, &story, &cast)
}

// `r` read `o`, which was over itself or had been read (`p`) before `n` began; `e` shows `n`, itself
// or a read of it (`s`).
const TOO_OLD: [&str; 2] = [
    "[r {who r} read {what r}], begun at {began r}, ",
    " after ([s {who s}{itself s r} had read] [n {what n}] at {ended s}|[n {what n}] had been acknowledged to \
     {who n}{itself n r} at {ended n})(; and [p {who p} had read] [o {what o}] at {ended p}, before the other was \
     begun|, replacing [o {what o}]).",
];
const STALE_READ: Story<'_> = Story {
    anomaly: Anomaly::StaleRead,
    sentence: "",
    allowed: "",
    before: &["er", "xn"],
    read_from: &["or", "op", "ns"],
};

// `v` and `w` are the two writes, `r` and `q` late reads of them, `e` and `f` what shows `w` and `v`,
// themselves or reads of them (`s` and `p`).
const EITHER_ORDER: [&str; 3] = [
    "[v {who v} wrote {what v}] while [w {who w} wrote {what w}]. If {what v} came first, [r {who r} read it] ",
    " after ([s {who s}{itself s r} had read] {what w} at {ended s}|{what w} had been acknowledged at {ended w}); if \
     {what w} did, [q {who q} read that] ",
    " after ([p {who p}{itself p q} had read] {what v} at {ended p}|{what v} had been acknowledged at {ended v}).",
];
const CONTRADICTORY_ORDER: Story<'_> = Story {
    anomaly: Anomaly::ContradictoryOrder,
    sentence: "",
    allowed: "",
    before: &["er", "fq"],
    read_from: &["vr", "wq", "ws", "vp"],
};
