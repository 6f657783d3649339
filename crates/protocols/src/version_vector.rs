//! Version vectors: for each who counts, how many of his writes.

use std::cmp::Ordering;

/// A write: who counted it, and the how manieth of his it was, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Dot {
    pub(crate) who: u16,
    pub(crate) number: u32,
}

/// For each who counts, all his writes up to a number. Bounded by how many count: nobody is dropped,
/// since a vector that forgets takes old writes for new ones.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Vector(Vec<Dot>);

impl Vector {
    pub(crate) fn get(&self, who: u16) -> u32 {
        self.0.iter().find(|dot| dot.who == who).map_or(0, |dot| dot.number)
    }

    pub(crate) fn has(&self, dot: Dot) -> bool {
        dot.number <= self.get(dot.who)
    }

    /// Adds a write and all before it of the same count.
    pub(crate) fn raise(&mut self, dot: Dot) {
        match self.0.binary_search_by_key(&dot.who, |known| known.who) {
            Ok(place) => self.0[place].number = self.0[place].number.max(dot.number),
            Err(place) => self.0.insert(place, dot),
        }
    }

    pub(crate) fn join(&mut self, other: &Self) {
        for dot in &other.0 {
            self.raise(*dot);
        }
    }

    /// Whether all writes of another are among these.
    pub(crate) fn covers(&self, other: &Self) -> bool {
        other.0.iter().all(|dot| self.has(*dot))
    }

    /// The same and one write more.
    pub(crate) fn with(&self, dot: Dot) -> Self {
        let mut more = self.clone();
        more.raise(dot);
        more
    }
}

/// Before, after, the same, or none of these: concurrent.
impl PartialOrd for Vector {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self.covers(other), other.covers(self)) {
            (true, true) => Some(Ordering::Equal),
            (true, false) => Some(Ordering::Greater),
            (false, true) => Some(Ordering::Less),
            (false, false) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_compare_as_the_sets_of_writes_that_they_stand_for() {
        let vector = |code: u32| {
            let mut vector = Vector::default();
            for who in 0..3 {
                let number = code / 3_u32.pow(who) % 3;
                if number > 0 {
                    vector.raise(Dot { who: who as u16, number });
                }
            }
            vector
        };
        let digits = |code: u32| [code % 3, code / 3 % 3, code / 9 % 3];
        for (a, b) in (0..27).flat_map(|a| (0..27).map(move |b| (a, b))) {
            let less = digits(a).iter().zip(digits(b)).all(|(a, b)| *a <= b);
            let more = digits(a).iter().zip(digits(b)).all(|(a, b)| *a >= b);
            assert_eq!((vector(b).covers(&vector(a)), vector(a).covers(&vector(b))), (less, more), "{a} {b}");
            let mut both = vector(a);
            both.join(&vector(b));
            assert!(both.covers(&vector(a)) && both.covers(&vector(b)));
            assert_eq!(vector(a) < vector(b), less && !more);
            assert!((0..3).all(|who| both.get(who) == digits(a)[usize::from(who)].max(digits(b)[usize::from(who)])));
        }
    }
}
