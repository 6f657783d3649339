//! What proves that one operation came before another: the shortest way along session order,
//! reads-from and orders that were derived before.

use std::collections::VecDeque;

use super::Finding;
use super::clash::{Claim, Clash, Hop, Step};
use super::schedule::Link;
use crate::index::NONE;
use crate::observed::{INITIAL, Observed};

/// An order between two writes of a key: a session knew of `from` when it read another.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Derived {
    pub(crate) from: u32,
    /// The read of the other, which so comes later.
    pub(crate) by: u32,
}

/// Collects claims.
pub(crate) struct Evidence<'o> {
    observed: &'o Observed<'o>,
    /// The only session whose reads count, if not all do.
    reader: Option<usize>,
    derived: Vec<Derived>,
    told: Vec<bool>,
    claims: Vec<Claim>,
}

/// How a way leads on.
#[derive(Clone, Copy)]
enum Via {
    Then,
    ReadBy,
    /// The number of a derived order.
    Derived(u32),
}

impl<'o> Evidence<'o> {
    pub(crate) fn new(observed: &'o Observed<'o>) -> Self {
        Self { observed, reader: None, derived: Vec::new(), told: Vec::new(), claims: Vec::new() }
    }

    /// Counts only these sessions' reads.
    pub(crate) fn of_reader(mut self, reader: Option<usize>) -> Self {
        self.reader = reader;
        self
    }

    /// Takes derived orders as given, each proved by those before it.
    pub(crate) fn with(mut self, derived: Vec<Derived>) -> Self {
        self.told = vec![false; derived.len()];
        self.derived = derived;
        self
    }

    pub(crate) fn clash(self) -> Finding {
        Finding::Clash(Clash { claims: self.claims })
    }

    /// A read of something that `newer` had replaced in what led to the read.
    pub(crate) fn replaced(mut self, read: u32, newer: u32) -> Finding {
        let source = self.observed.source(read);
        if source != INITIAL {
            self.plain(source, newer);
        }
        self.by_read(newer, read, NONE);
        self.clash()
    }

    /// Claims that one write came before another, as there is a way; unless that was claimed just so.
    pub(crate) fn plain(&mut self, from: u32, to: u32) {
        let steps = self.steps(from, to, NONE);
        if !matches!(steps.as_slice(), [_, Step { hop: Hop::Before, .. }]) {
            self.claims.push(Claim { steps, source: None });
        }
    }

    /// Claims that a write came before another that was read later on the way; with derived orders
    /// up to a number.
    pub(crate) fn by_read(&mut self, from: u32, read: u32, limit: u32) {
        let steps = self.steps(from, read, limit);
        let source = self.observed.write_read(read).map(|source| self.observed.id(source));
        self.claims.push(Claim { steps, source });
    }

    /// Claims what a way proves that is known step by step: on in a session, or from a write to a
    /// read of it.
    pub(crate) fn chain(&mut self, places: &[u32]) {
        let mut hop = Hop::First;
        let mut steps = Vec::with_capacity(places.len());
        for (place, next) in places.iter().zip(places.iter().skip(1).map(Some).chain([None])) {
            steps.push(Step { id: self.observed.id(*place), hop });
            let same = |next: &&u32| self.observed.session(*place) == self.observed.session(**next);
            hop = if next.filter(same).is_some() { Hop::Then } else { Hop::ReadBy };
        }
        let read = places.last().and_then(|last| self.observed.write_read(*last));
        self.claims.push(Claim { steps, source: read.map(|source| self.observed.id(source)) });
    }

    /// The way, after claims for the derived orders on it.
    fn steps(&mut self, from: u32, to: u32, limit: u32) -> Vec<Step> {
        let way = self.way(from, to, limit);
        for (_, via) in &way {
            let Via::Derived(number) = *via else { continue };
            if !std::mem::replace(&mut self.told[number as usize], true) {
                let Derived { from, by } = self.derived[number as usize];
                self.by_read(from, by, number);
            }
        }
        let step = |(place, via): &(u32, Via)| Step {
            id: self.observed.id(*place),
            hop: match via {
                Via::Then => Hop::Then,
                Via::ReadBy => Hop::ReadBy,
                Via::Derived(_) => Hop::Before,
            },
        };
        let first = Step { id: self.observed.id(from), hop: Hop::First };
        [first].into_iter().chain(way.iter().map(step)).collect()
    }

    /// The shortest way, without its beginning. Searched backwards, in breadth; what precedes an
    /// operation in its session is one step away, however far.
    fn way(&self, from: u32, to: u32, limit: u32) -> Vec<(u32, Via)> {
        let observed = self.observed;
        let mut onward: Vec<Option<(u32, Via)>> = vec![None; observed.len()];
        let mut swept = observed.starts().to_vec();
        let mut queue = VecDeque::from([to]);
        while onward[from as usize].is_none() {
            let Some(place) = queue.pop_front() else { return Vec::new() };
            let mut reach = |before: u32, via: Via| {
                if before != to && onward[before as usize].is_none() {
                    onward[before as usize] = Some((place, via));
                    queue.push_back(before);
                }
            };
            let session = observed.session(place);
            if let Some(source) = observed.write_read(place).filter(|_| self.reader.is_none_or(|one| one == session)) {
                reach(source, Via::ReadBy);
            }
            for (number, derived) in (0..limit).zip(&self.derived) {
                if observed.source(derived.by) == place && observed.is_write(place) {
                    reach(derived.from, Via::Derived(number));
                }
            }
            for before in (swept[session]..place).rev() {
                reach(before, Via::Then);
            }
            swept[session] = swept[session].max(place);
        }
        let mut way = Vec::new();
        let mut place = from;
        while let Some((next, via)) = onward[place as usize] {
            way.push((next, via));
            place = next;
        }
        way
    }
}

/// Tells a circle of links; `by` names the read that proves a link, where it is neither session
/// order nor reads-from.
pub(crate) fn circle(mut evidence: Evidence<'_>, links: &[Link], by: &dyn Fn(Link) -> Option<u32>) -> Finding {
    let proved = links.iter().position(|link| by(*link).is_some());
    let observed = evidence.observed;
    let Some(proved) = proved else {
        // All are plain: one way around. It is told from the first read on.
        let Some(link) = links.first() else { return evidence.clash() };
        let mut steps = evidence.steps(link.to, link.from, NONE);
        let hop = if observed.write_read(link.to) == Some(link.from) { Hop::ReadBy } else { Hop::Then };
        steps.push(Step { id: observed.id(link.to), hop });
        evidence.claims.push(Claim { steps, source: None });
        return evidence.clash();
    };
    // From behind a proved link around to the next proved one, and so on.
    let mut at = links[proved].to;
    for turn in 1..=links.len() {
        let link = links[(proved + turn) % links.len()];
        if let Some(read) = by(link) {
            if link.from != at {
                evidence.plain(at, link.from);
            }
            evidence.by_read(link.from, read, NONE);
            at = link.to;
        }
    }
    evidence.clash()
}
