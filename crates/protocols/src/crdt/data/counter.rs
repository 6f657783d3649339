//! A counter: for each replica what was added there, and what was taken away (PN counter,
//! specification 7 of Shapiro et al.). A replica changes its own two numbers alone, and they only
//! grow, so of two states the larger number of each is the later one.

use history::ReplicaId;
use scenario::limits::REPLICAS_MAX;

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Counter {
    added: [i64; REPLICAS_MAX as usize],
    taken: [i64; REPLICAS_MAX as usize],
}

impl Counter {
    pub(crate) fn sum(&self) -> i64 {
        let sum = |numbers: &[i64]| numbers.iter().fold(0, |sum: i64, number| sum.saturating_add(*number));
        sum(&self.added).saturating_sub(sum(&self.taken))
    }

    /// The numbers of a replica, so much further; of the others none.
    pub(crate) fn plus(&self, amount: i64, origin: ReplicaId) -> Self {
        let (mut part, place) = (Self::default(), origin.index());
        let (from, to) = if amount < 0 { (&self.taken, &mut part.taken) } else { (&self.added, &mut part.added) };
        if let (Some(from), Some(to)) = (from.get(place), to.get_mut(place)) {
            *to = from.saturating_add(amount.saturating_abs());
        }
        part
    }

    fn pairs<'c>(&'c mut self, other: &'c Self) -> impl Iterator<Item = (&'c mut i64, i64)> {
        let mine = self.added.iter_mut().chain(&mut self.taken);
        mine.zip(other.added.iter().chain(&other.taken).copied())
    }

    pub(crate) fn includes(&self, other: &Self) -> bool {
        let larger = |(mine, other): (&i64, &i64)| mine >= other;
        self.added.iter().zip(&other.added).chain(self.taken.iter().zip(&other.taken)).all(larger)
    }

    pub(crate) fn join(&mut self, other: &Self) {
        self.pairs(other).for_each(|(mine, other)| *mine = other.max(*mine));
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.pairs(other).for_each(|(mine, other)| *mine = mine.saturating_add(other));
    }
}
