//! What a replica keeps of a key: values that no one overwrote, side by side, and what decides who
//! overwrote what.

use history::calls::Item;
use history::{Value, Version};

use super::cart::{Content, Resolve};
use crate::version_vector::{Dot, Vector};

/// By what a write is told from those that it overwrites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Versions {
    /// Dotted version vectors: a write overwrites exactly what its writer had read (N. Preguiça et al.,
    /// "Dotted Version Vectors: Logical Clocks for Optimistic Replication", 2010; one vector for all
    /// siblings and a dot for each, as P. S. Almeida et al. have it, "Scalable and Accurate Causality
    /// Tracking for Eventually Consistent Stores", 2014).
    Dotted,
    /// A version vector each, in which the replica that takes a write counts. Of two writes that it takes
    /// one after the other, the second looks as if it had seen the first.
    Server,
    /// A version vector each, in which the client counts. One that forgot its count gives a number twice.
    Client,
    /// One version vector for all siblings together. A write whose writer had not read all of them
    /// overwrites none.
    Object,
    /// None: the write with the latest clock is kept.
    Clock,
}

/// A value that stands beside others.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Sibling {
    /// Its write.
    pub(crate) dot: Dot,
    /// What its writer had read.
    pub(crate) past: Vector,
    pub(crate) content: Content,
    /// Its place in the version order: by the clock of the replica that took it, and above all that it
    /// overwrites.
    pub(crate) version: Version,
}

impl Sibling {
    /// Whether its writer had read that write, or wrote it.
    pub(crate) fn knew(&self, dot: Dot) -> bool {
        self.dot == dot || self.past.has(dot)
    }

    fn vector(&self) -> Vector {
        self.past.with(self.dot)
    }
}

/// What a session knows of a key when it writes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Knowledge {
    /// All writes that are accounted for in what it read.
    pub(crate) seen: Vector,
    /// Its own last write.
    pub(crate) own: Option<Dot>,
    /// The highest stamp that it met.
    pub(crate) highest: i64,
}

/// The values of a key that stand side by side, the newest last, and all writes that are accounted for:
/// they are among these, or were overwritten.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Held {
    pub(crate) seen: Vector,
    pub(crate) siblings: Vec<Sibling>,
}

impl Held {
    /// What stands side by side, as it counts: in an OR-set what one sibling took out is out of all.
    pub(crate) fn items(&self, resolve: Resolve) -> Vec<Vec<Item>> {
        if resolve != Resolve::ObservedRemove || self.siblings.len() < 2 {
            return self.siblings.iter().map(|sibling| sibling.content.items()).collect();
        }
        let stays = resolve.cart(&self.siblings);
        self.siblings.iter().map(|sibling| sibling.content.items_of(|thing| stays.contains(thing))).collect()
    }

    /// The value that was written last, by the clocks.
    pub(crate) fn newest(&self) -> Value {
        match self.siblings.last().map(|newest| &newest.content) {
            Some(Content::Value(value)) => *value,
            _ => Value::Nil,
        }
    }

    pub(crate) fn version(&self) -> Version {
        self.siblings.last().map_or(Version::INITIAL, |newest| newest.version)
    }

    /// The next write that someone counts.
    pub(crate) fn next(&self, versions: Versions, replica: u16, client: u16, knowledge: &Knowledge) -> Dot {
        match versions {
            Versions::Client => Dot { who: client, number: knowledge.seen.get(client) + 1 },
            _ => Dot { who: replica, number: self.seen.get(replica).max(knowledge.seen.get(replica)) + 1 },
        }
    }

    /// Takes a write in: it overwrites what its writer knew.
    pub(crate) fn put(&mut self, versions: Versions, sibling: Sibling, knowledge: &Knowledge) {
        let vector = sibling.vector();
        let obsolete = match versions {
            Versions::Clock => sibling.version < self.version(),
            // The number was given before.
            Versions::Client => self.siblings.iter().any(|other| other.vector().covers(&vector)),
            _ => false,
        };
        let covers_all = knowledge.seen.covers(&self.seen);
        self.seen.join(&vector);
        if obsolete {
            return;
        }
        self.siblings.retain(|other| match versions {
            Versions::Dotted => !knowledge.seen.has(other.dot) && knowledge.own != Some(other.dot),
            Versions::Server | Versions::Client => !vector.covers(&other.vector()),
            Versions::Object => !covers_all,
            Versions::Clock => false,
        });
        self.insert(sibling);
    }

    fn insert(&mut self, sibling: Sibling) {
        if let Err(place) = self.siblings.binary_search_by_key(&sibling.version, |known| known.version) {
            self.siblings.insert(place, sibling);
        }
    }

    /// Keeps what neither side has overwritten; says whether anything changed.
    pub(crate) fn merge(&mut self, versions: Versions, other: &Self) -> bool {
        if self == other {
            return false;
        }
        let before = self.clone();
        let (mine, theirs) = (&before, other);
        match versions {
            Versions::Dotted => {
                // What one side has accounted for and does not hold, was overwritten.
                let has = |held: &Self, dot| held.siblings.iter().any(|sibling| sibling.dot == dot);
                self.siblings.retain(|sibling| has(theirs, sibling.dot) || !theirs.seen.has(sibling.dot));
                for sibling in theirs.siblings.iter().filter(|sibling| !mine.seen.has(sibling.dot)) {
                    self.insert(sibling.clone());
                }
            }
            Versions::Server | Versions::Client => {
                theirs.siblings.iter().for_each(|sibling| self.insert(sibling.clone()));
                let vectors: Vec<(Vector, Version)> = self.siblings.iter().map(|s| (s.vector(), s.version)).collect();
                self.siblings.retain(|sibling| {
                    let vector = sibling.vector();
                    vectors
                        .iter()
                        .all(|(other, version)| !(vector < *other || (vector == *other && sibling.version < *version)))
                });
            }
            Versions::Object if theirs.seen < mine.seen => {}
            Versions::Object if theirs.seen > mine.seen => self.siblings.clone_from(&theirs.siblings),
            Versions::Object => theirs.siblings.iter().for_each(|sibling| self.insert(sibling.clone())),
            Versions::Clock => {
                theirs.siblings.iter().for_each(|sibling| self.insert(sibling.clone()));
                self.only_newest();
            }
        }
        self.seen.join(&theirs.seen);
        *self != before
    }

    /// Forgets all but the newest.
    pub(crate) fn only_newest(&mut self) {
        let older = self.siblings.len().saturating_sub(1);
        self.siblings.drain(..older);
    }
}
