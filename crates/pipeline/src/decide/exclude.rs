//! What of the requirements excludes what, where nothing meets them all.

use history::Duration;
use history::decimal::Decimal;

use super::judge::{Check, Judge, Part};
use super::requirements::Requirements;
use super::space::Candidate;

/// Requirements that no setting meets together, as few as there are: one by itself; two of which each can be
/// met; three of which any two can; or all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exclusion {
    /// Which.
    pub parts: Vec<Part>,
}

/// Finds it, first among what is cheap to know, then among all: for one set of requirements after the other, somebody
/// who meets it, and no more is looked at of anybody than that takes.
#[derive(Clone, Debug)]
pub(super) struct Sieve {
    parts: Vec<Part>,
    /// By candidate, the parts that were looked at, and those that it meets, one bit each.
    known: Vec<[u64; 2]>,
    /// Whether times and freshness are looked at.
    all: bool,
    /// Sets of so many parts, one bit each.
    sets: Vec<u64>,
    size: usize,
    set: usize,
    /// The next who may meet that set.
    next: usize,
}

impl Sieve {
    pub(super) fn new(parts: Vec<Part>, candidates: usize) -> Self {
        let known = vec![[0; 2]; candidates];
        let mut sieve = Self { parts, known, all: false, sets: Vec::new(), size: 1, set: 0, next: 0 };
        sieve.sets = sieve.single();
        sieve
    }

    /// Looks at one candidate, and says what excludes what once that is known. They are looked at in that order.
    pub(super) fn step(&mut self, judge: &mut Judge, candidates: &[Candidate], order: &[usize]) -> Option<Exclusion> {
        loop {
            let Some(bits) = self.sets.get(self.set).copied() else {
                if !self.go_on() {
                    return Some(Exclusion { parts: self.parts.clone() });
                }
                continue;
            };
            let Some(place) = order.get(self.next).copied() else {
                let of = (0..).zip(&self.parts).filter(|(bit, _)| bits & 1 << bit != 0);
                return Some(Exclusion { parts: of.map(|(_, part)| *part).collect() });
            };
            let [before, _] = self.known[place];
            if self.meets(judge, &candidates[place], place, bits) {
                (self.set, self.next) = (self.set + 1, 0);
            } else {
                self.next += 1;
            }
            if self.known[place][0] != before {
                return None;
            }
        }
    }

    fn meets(&mut self, judge: &mut Judge, candidate: &Candidate, place: usize, bits: u64) -> bool {
        for (bit, part) in self.parts.iter().enumerate().filter(|(bit, _)| bits & 1 << bit != 0) {
            let [known, met] = &mut self.known[place];
            if *known & 1 << bit == 0 {
                *known |= 1 << bit;
                *met |= u64::from(!matches!(judge.check(candidate, *part), Check::Fails(_))) << bit;
            }
            if *met & 1 << bit == 0 {
                return false;
            }
        }
        true
    }

    /// The parts that are looked at, each by itself.
    fn single(&self) -> Vec<u64> {
        let looked_at = |part: &Part| self.all || part.is_cheap();
        (0..).zip(&self.parts).filter(|(_, part)| looked_at(part)).map(|(bit, _)| 1 << bit).collect()
    }

    /// Goes on to sets of one more part, up to three, and then to all parts; false after that.
    fn go_on(&mut self) -> bool {
        let single = self.single();
        (self.set, self.next) = (0, 0);
        if self.size < 3 {
            self.size += 1;
            // One more part each, later in the list than those there are.
            let with = |bits: &u64| single.iter().copied().filter(|bit| bit > bits).map(|bit| bits | bit).collect();
            self.sets = self.sets.iter().flat_map(|bits| -> Vec<u64> { with(bits) }).collect();
            return true;
        }
        if self.all {
            return false;
        }
        (self.all, self.size) = (true, 1);
        self.sets = self.single();
        true
    }
}

impl Exclusion {
    /// The same in a sentence.
    #[must_use]
    pub fn sentence(&self, requirements: &Requirements) -> String {
        let words: Vec<String> = self.parts.iter().map(|part| part.words(requirements)).collect();
        match words.as_slice() {
            [one] => format!("Nothing that may be chosen gives {one}."),
            [one, two] => format!("Each can be had, but not both: {one}, and {two}."),
            [one, two, three] => format!("Any two can be had, but not all three: {one}, {two}, and {three}."),
            _ => "Any three of the requirements can be had together, but not all of them.".to_owned(),
        }
    }
}

impl Part {
    /// Whether it needs neither the mathematics nor long runs.
    const fn is_cheap(self) -> bool {
        matches!(self, Self::Keeps(_) | Self::DownWrites | Self::DownReads | Self::Region)
    }

    /// What is asked, in a few words.
    #[must_use]
    pub fn words(self, requirements: &Requirements) -> String {
        let quantile = Decimal(100.0 * requirements.quantile);
        let ms = |ms: f64| Duration::from_ms_f64(ms).to_string();
        let down = |kind: &str, count: u8| {
            format!("{kind} with {count} {} down", if count == 1 { "replica" } else { "replicas" })
        };
        match self {
            Self::Keeps(model) => format!("“{}”", model.name()),
            Self::DownWrites => down("writes", requirements.down_writes),
            Self::DownReads => down("reads", requirements.down_reads),
            Self::Region => "reads and writes without a region".to_owned(),
            Self::WriteTime => format!("writes within {} at p{quantile}", ms(requirements.write_ms.unwrap_or(0.0))),
            Self::ReadTime => format!("reads within {} at p{quantile}", ms(requirements.read_ms.unwrap_or(0.0))),
            Self::Fresh => {
                let fresh = requirements.fresh;
                let (share, within) = fresh.map_or((0.0, 0.0), |fresh| (fresh.share, fresh.within_ms));
                format!("{}\u{a0}% of reads fresh {} after a write", Decimal(100.0 * share), ms(within))
            }
        }
    }
}
