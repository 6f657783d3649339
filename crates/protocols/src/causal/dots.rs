//! Names of writes, sets of them, and what a write comes after.

use std::rc::Rc;

use history::ReplicaId;
use scenario::limits::REPLICAS_MAX;

/// A write: the replica that took it on, and the how manieth of those it was, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Dot {
    pub(crate) origin: ReplicaId,
    pub(crate) number: u32,
}

/// Writes of one replica: all up to a number, and some beyond.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Numbers {
    all_to: u32,
    beyond: Vec<u32>,
}

impl Numbers {
    pub(crate) const fn all_to(&self) -> u32 {
        self.all_to
    }

    pub(crate) fn has(&self, number: u32) -> bool {
        number <= self.all_to || self.beyond.binary_search(&number).is_ok()
    }

    /// Adds a number; `false` if it was there.
    pub(crate) fn add(&mut self, number: u32) -> bool {
        if self.has(number) {
            return false;
        }
        if number == self.all_to + 1 {
            self.raise(number);
        } else if let Err(place) = self.beyond.binary_search(&number) {
            self.beyond.insert(place, number);
        }
        true
    }

    /// Adds all up to a number.
    pub(crate) fn raise(&mut self, all_to: u32) {
        self.all_to = self.all_to.max(all_to);
        let mut passed = 0;
        for number in &self.beyond {
            if *number > self.all_to + 1 {
                break;
            }
            self.all_to = self.all_to.max(*number);
            passed += 1;
        }
        self.beyond.drain(..passed);
    }
}

/// For each replica, how many of its writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Clock(pub(crate) [u32; REPLICAS_MAX as usize]);

impl Clock {
    pub(crate) fn join(&mut self, other: Self) {
        for (mine, other) in self.0.iter_mut().zip(other.0) {
            *mine = other.max(*mine);
        }
    }
}

/// What must have been carried out before something else is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum After {
    Nothing,
    Dots(Rc<[Dot]>),
    Clock(Clock),
}

impl After {
    /// The first write of it that is not among these, by replica.
    pub(crate) fn missing(&self, applied: &[Numbers]) -> Option<Dot> {
        let lacks = |dot: &Dot| applied.get(dot.origin.index()).is_some_and(|numbers| !numbers.has(dot.number));
        match self {
            Self::Nothing => None,
            Self::Dots(dots) => dots.iter().copied().find(lacks),
            Self::Clock(Clock(counts)) => {
                let last = |(origin, number): (u8, u32)| Dot { origin: ReplicaId(origin), number };
                (0..).zip(*counts).map(last).filter(|dot| dot.number > 0).find(lacks)
            }
        }
    }
}

/// What an answer tells a session to have seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Seen {
    /// The write whose value was read, or that was just done; none if nothing was ever written.
    Dot(Option<Dot>),
    /// All that its replica has carried out.
    Clock(Clock),
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn numbers_are_the_set_of_what_was_added() {
        for draw in 0..500_u32 {
            let (mut numbers, mut set) = (Numbers::default(), BTreeSet::new());
            for step in 0..24 {
                let number = 1 + (draw.wrapping_mul(2_654_435_761).wrapping_add(step * 40_503) >> 7) % 20;
                if step % 8 == 7 {
                    numbers.raise(number / 3);
                    set.extend(1..=number / 3);
                } else {
                    assert_eq!(numbers.add(number), set.insert(number));
                }
                let all_to = (1..).take_while(|number| set.contains(number)).count() as u32;
                assert_eq!(numbers.all_to(), all_to);
                assert!((1..25).all(|number| numbers.has(number) == set.contains(&number)));
            }
        }
    }

    #[test]
    fn what_is_missing_is_found_by_dots_and_by_clocks() {
        let dot = |origin, number| Dot { origin: ReplicaId(origin), number };
        let mut applied = vec![Numbers::default(); 3];
        applied[0].raise(2);
        applied[1].add(2);
        let after = |dots: &[Dot]| After::Dots(dots.into()).missing(&applied);
        assert_eq!(after(&[dot(0, 2), dot(1, 2)]), None, "that exact write is there");
        assert_eq!(after(&[dot(0, 1), dot(1, 1), dot(2, 1)]), Some(dot(1, 1)));
        let mut clock = Clock::default();
        clock.0[0] = 2;
        assert_eq!(After::Clock(clock).missing(&applied), None);
        clock.join(Clock([1, 0, 1, 0, 0, 0, 0, 0, 0]));
        assert_eq!(After::Clock(clock).missing(&applied), Some(dot(2, 1)));
        assert_eq!(After::Nothing.missing(&applied), None);
    }
}
