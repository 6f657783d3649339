//! How likely a read is to miss a write that was acknowledged before it began.
//!
//! A read that begins `t` after the acknowledgement is stale if all of the first R that answer were
//! asked before the write reached them: `W_i > w_t + t + R_i`, with `w_t` the time of the W-th
//! acknowledgement. None of these R can then be among the first W to acknowledge, so `w_t` is the
//! W-th smallest `W_j + A_j` of the *other* replicas, and independent of all that the R of them do.
//! For each set F of R replicas therefore
//!
//! P(F answers first, and is stale) = E[H(T + t)],
//! T: the W-th smallest of `W_j + A_j` over j outside of F;
//! H(x): the chance that F answers first and `W_i > x + R_i` for each of F.

mod answers;
mod first;
mod sizes;
mod table;
#[cfg(test)]
pub(crate) mod tests;

use std::collections::BTreeMap;
use std::rc::Rc;

pub use sizes::{Ask, Sizes};

use crate::law::Law;
use crate::model::{LawId, Laws, Model, Pair, Profile};
use crate::numeric::piecewise::Piecewise;

/// More sets of replicas than this take seconds.
const SETS_MAX: usize = 1_500;

/// Sets that are hardly ever late change no figure.
const NEVER: f64 = 1e-14;

/// P(stale) as a function of the time since the acknowledgement.
#[derive(Clone, Debug, Default)]
pub(crate) struct Staleness {
    parts: Vec<Part>,
    /// What is stale however long one waits: replicas that are never sent the write.
    forever: f64,
    /// About how far off a probability can be.
    pub(crate) error: f64,
}

#[derive(Clone, Debug)]
struct Part {
    share: f64,
    head_start: Rc<Law>,
    chance: Piecewise,
}

impl Staleness {
    /// The probability that a read which begins `t_ms` after the acknowledgement is stale.
    pub(crate) fn at(&self, t_ms: f64) -> f64 {
        let part = |part: &Part| part.share * part.head_start.measure.mean_after(&part.chance, t_ms);
        (self.forever + self.parts.iter().map(part).sum::<f64>()).clamp(0.0, 1.0)
    }

    /// Behind this no read is stale but for ever.
    pub(crate) fn end_ms(&self) -> f64 {
        let ends = self.parts.iter().filter_map(|part| part.chance.panels.last()).map(|panel| panel.high);
        ends.fold(0.0, f64::max)
    }

    /// What is stale for ever.
    pub(crate) const fn forever(&self) -> f64 {
        self.forever
    }

    /// Works out everything that does not depend on the time.
    pub(crate) fn of(model: &Model, laws: &mut Laws) -> Self {
        let mut known = BTreeMap::new();
        let mut staleness = Self::default();
        for pair in &model.pairs {
            staleness.add(pair, laws, &mut known);
        }
        staleness
    }

    /// Whether the integrals can be worked out, and in good time. Where several answers count, a write
    /// that can arrive at a single moment puts an edge into the integrand that moves with the time.
    pub(crate) fn is_feasible(model: &Model, laws: &mut Laws) -> bool {
        let mut sets = 0;
        for pair in &model.pairs {
            let asked: u8 = pair.classes.iter().filter(|(profile, _)| profile.read.is_some()).map(|(_, n)| n).sum();
            if pair.r == 1 || pair.r == asked {
                continue;
            }
            sets += Set::all(pair).iter().filter(|set| set.rest(pair).is_some()).count();
            let classes = answers::classes(pair, laws);
            // What is so rare cannot put a figure off by more than it may be.
            let rare = 100.0 * laws.tolerance;
            let moves = |class: &answers::Class| {
                let (Some(write), request) = (&class.write, &class.request) else { return false };
                let after = |(at, mass): &(f64, f64)| *at > request.begin_ms() && *mass > rare;
                !request.measure.stretches.is_empty() && write.measure.atoms.iter().any(after)
            };
            if classes.iter().flatten().any(moves) {
                return false;
            }
        }
        sets <= SETS_MAX
    }

    fn add(&mut self, pair: &Pair, laws: &mut Laws, known: &mut BTreeMap<Rest, Rc<Law>>) {
        let sets: Vec<Set> = Set::all(pair).into_iter().filter(|set| set.rest(pair).is_some()).collect();
        let (never, late): (Vec<Set>, Vec<Set>) = sets.into_iter().partition(|set| set.is_never_sent(pair));
        self.forever += never.iter().map(|set| pair.share * set.ways).sum::<f64>();
        if late.is_empty() {
            return;
        }
        let heads = head_starts(pair, laws, known, &late);
        let answers = answers::Answers::of(pair, laws, &late, &heads);
        self.add_late(pair, (&late, heads, answers));
    }

    /// The sets that may be late, with the head starts of their writes and what they answer.
    fn add_late(&mut self, pair: &Pair, (late, heads, answers): (&[Set], Vec<Rc<Law>>, answers::Answers)) {
        self.error += pair.share * answers.error;
        for ((set, head_start), chance) in late.iter().zip(heads).zip(answers.chances) {
            self.error += pair.share * head_start.error / late.len() as f64;
            if chance.panels.iter().all(|panel| panel.at(panel.low).max(panel.at(panel.high)) < NEVER) {
                continue;
            }
            self.parts.push(Part { share: pair.share * set.ways, head_start, chance });
        }
    }
}

/// The law of the head start of each set that has one.
fn head_starts(pair: &Pair, laws: &mut Laws, known: &mut BTreeMap<Rest, Rc<Law>>, sets: &[Set]) -> Vec<Rc<Law>> {
    let rests = sets.iter().filter_map(|set| set.rest(pair));
    rests.map(|rest| Rc::clone(known.entry(rest.clone()).or_insert_with(|| rest.law(laws)))).collect()
}

/// Sets of R replicas that are alike: how many of each class.
#[derive(Clone, Debug)]
pub(crate) struct Set {
    pub(crate) counts: Vec<u8>,
    /// How many sets are like this.
    pub(crate) ways: f64,
}

/// The replicas beside a set, whose W-th acknowledgement ends the write.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rest {
    ways: Vec<((LawId, LawId), u8)>,
    needed: u8,
    between: Vec<LawId>,
}

impl Set {
    /// All sets of R of the replicas whose answers to a read count.
    fn all(pair: &Pair) -> Vec<Self> {
        let mut sets = vec![Self { counts: Vec::new(), ways: 1.0 }];
        for (profile, count) in &pair.classes {
            let most = if profile.read.is_some() { *count } else { 0 };
            let with = |set: &Self, taken: u8| {
                let counts = set.counts.iter().copied().chain([taken]).collect();
                Self { counts, ways: set.ways * crate::ratio::binomial(*count, taken) as f64 }
            };
            sets = sets.iter().flat_map(|set| (0..=most).map(move |taken| with(set, taken))).collect();
        }
        sets.retain(|set| set.counts.iter().sum::<u8>() == pair.r);
        sets
    }

    /// Whether its replicas are never sent the write. Where some are not sent a write, exactly those
    /// that it waits for are; so the others of the set cannot all be late.
    fn is_never_sent(&self, pair: &Pair) -> bool {
        self.members(pair).all(|(profile, _)| profile.write.is_none())
    }

    /// The classes it has replicas of.
    pub(crate) fn members<'a>(&'a self, pair: &'a Pair) -> impl Iterator<Item = (&'a Profile, u8)> {
        pair.classes
            .iter()
            .zip(&self.counts)
            .filter(|(_, taken)| **taken > 0)
            .map(|((class, _), taken)| (class, *taken))
    }

    /// The replicas beside it that can end a write; nothing if they are too few.
    fn rest(&self, pair: &Pair) -> Option<Rest> {
        let mut ways: Vec<((LawId, LawId), u8)> = Vec::new();
        for ((profile, count), taken) in pair.classes.iter().zip(&self.counts) {
            let (Some(way), true, true) = (profile.write, profile.counts, count > taken) else { continue };
            match ways.iter_mut().find(|(known, _)| *known == way) {
                Some((_, known)) => *known += count - taken,
                None => ways.push((way, count - taken)),
            }
        }
        ways.sort_unstable();
        let enough = ways.iter().map(|(_, count)| count).sum::<u8>() >= pair.w;
        enough.then(|| Rest { ways, needed: pair.w, between: pair.between.clone() })
    }
}

impl Rest {
    /// The law of the head start that a write has when a read begins at once after its answer.
    fn law(&self, laws: &mut Laws) -> Rc<Law> {
        let round_trips: Vec<(Rc<Law>, u8)> = self
            .ways
            .iter()
            .map(|((there, back), count)| {
                let sum = laws.sum(*there, *back);
                (laws.get(sum), *count)
            })
            .collect();
        let counted: Vec<(&Law, u8)> = round_trips.iter().map(|(law, count)| (&**law, *count)).collect();
        let mut law = Law::order_statistic(&counted, self.needed, laws.tolerance);
        for between in &self.between {
            law = law.plus(&laws.get(*between), laws.tolerance);
        }
        Rc::new(law)
    }
}
