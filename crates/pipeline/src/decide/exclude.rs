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

/// Finds it: first among what is cheap to know, then among all.
#[derive(Clone, Debug)]
pub(super) struct Sieve {
    parts: Vec<Part>,
    /// By candidate, the parts that it meets, one bit each.
    met: Vec<u64>,
    /// Whether times and freshness are looked at.
    all: bool,
    next: usize,
}

impl Sieve {
    pub(super) fn new(parts: Vec<Part>, candidates: usize) -> Self {
        Self { parts, met: vec![0; candidates], all: false, next: 0 }
    }

    /// Looks at one candidate, and says what excludes what once all have been looked at.
    pub(super) fn step(&mut self, judge: &mut Judge, candidates: &[Candidate]) -> Option<Exclusion> {
        if let Some(candidate) = candidates.get(self.next) {
            for (bit, part) in self.parts.iter().enumerate() {
                if self.all != part.is_cheap() && !matches!(judge.check(candidate, *part), Check::Fails(_)) {
                    self.met[self.next] |= 1 << bit;
                }
            }
            self.next += 1;
            return None;
        }
        let found = self.found();
        if found.is_none() && !self.all {
            (self.all, self.next) = (true, 0);
            return None;
        }
        Some(Exclusion { parts: found.unwrap_or_else(|| self.parts.clone()) })
    }

    /// The fewest parts that nobody meets together, up to three.
    fn found(&self) -> Option<Vec<Part>> {
        let known = |part: &Part| self.all || part.is_cheap();
        let known: Vec<u64> = (0..).zip(&self.parts).filter(|(_, part)| known(part)).map(|(bit, _)| 1 << bit).collect();
        let nobody = |bits: &u64| self.met.iter().all(|met| met & bits != *bits);
        let mut sets = known.clone();
        for _ in 0..3 {
            if let Some(bits) = sets.iter().find(|bits| nobody(bits)) {
                let of = (0..).zip(&self.parts).filter(|(bit, _)| bits & 1 << bit != 0);
                return Some(of.map(|(_, part)| *part).collect());
            }
            // One more part each, later in the list than those there are.
            sets = sets
                .iter()
                .flat_map(|bits| known.iter().filter(move |bit| *bit > bits).map(move |bit| bits | bit))
                .collect();
        }
        None
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
                format!("{}\u{a0}% of reads fresh within {}", Decimal(100.0 * share), ms(within))
            }
        }
    }
}
