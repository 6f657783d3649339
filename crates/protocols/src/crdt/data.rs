//! What a key holds: one of the types, and what all types have in common.
//!
//! Each is a join semilattice: a part that a state may lack is never lost by a join, and joining is
//! commutative, associative and idempotent. A change gives a small state, its part; that is joined,
//! or, where it is an operation that comes exactly once and in causal order, carried out.

mod counter;
mod log;
mod set;
#[cfg(test)]
mod tests;
mod text;

use history::calls::{Item, Reply, Request};
use history::{ReplicaId, Value};
use scenario::Object;

use super::rules::{Form, Rules};
use crate::store::{INITIAL, Versioned};
use counter::Counter;
use log::Log;
use set::Set;
use text::Text;

/// The name of a change: the Lamport clock of the replica that took it on, and that replica. What
/// was done after something else has the greater one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Tag {
    pub(crate) stamp: u32,
    pub(crate) origin: ReplicaId,
}

impl Tag {
    const LEAST: Self = Self { stamp: 0, origin: ReplicaId(0) };
    const MOST: Self = Self { stamp: u32::MAX, origin: ReplicaId(u8::MAX) };
}

/// What a key holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Data {
    Register(Versioned),
    Counter(Counter),
    Set(Set),
    Log(Log),
    Text(Text),
}

/// What a change does, if anything, and what is answered.
pub(crate) type Change = (Option<Data>, Reply);

impl Data {
    /// What a key holds before anything is done.
    pub(crate) fn new(object: Object, rules: &Rules) -> Self {
        match object {
            Object::Counter => Self::Counter(Counter::default()),
            Object::Set => Self::Set(Set::new(rules.policy)),
            Object::List => Self::Log(Log::default()),
            Object::Text => Self::Text(Text::default()),
            Object::Register | Object::Account | Object::Stock | Object::Order | Object::Bank | Object::CasRegister => {
                Self::Register(INITIAL)
            }
        }
    }

    /// What a call changes; nothing where it is refused. The call does not only look.
    pub(crate) fn change(&self, request: Request, tag: Tag, rules: &Rules) -> Option<Change> {
        match (self, request) {
            (Self::Counter(counter), Request::Add(Item::Int(amount))) => {
                let part = match rules.form {
                    Form::Operation => Counter::default().plus(amount, tag.origin),
                    Form::State | Form::Delta => counter.plus(amount, tag.origin),
                };
                Some((Some(Self::Counter(part)), Reply::Done))
            }
            (Self::Set(set), Request::Add(_) | Request::Remove(_)) => {
                // Without a tag of its own an addition is the same as any other of that thing.
                let tag = if rules.tags { tag } else { Tag::LEAST };
                Some((set.change(request, tag)?.map(Self::Set), Reply::Done))
            }
            (Self::Log(_), Request::Append(item)) => Some((Some(Self::Log(Log::of(tag, item))), Reply::Done)),
            (Self::Text(text), Request::Insert { at, item }) => {
                Some((Some(Self::Text(text.insert(at, item, tag))), Reply::Done))
            }
            (Self::Text(text), Request::Delete { at }) => {
                let (part, letter) = text.delete(at);
                Some((part.map(Self::Text), Reply::Value(letter)))
            }
            _ => None,
        }
    }

    /// What a call that only looks is answered.
    pub(crate) fn answer(&self, request: Request, initial: i64) -> Reply {
        match (self, request) {
            (Self::Set(set), Request::Contains(item)) => Reply::Answer(set.has(item)),
            (Self::Counter(counter), _) => Reply::Value(Item::Int(initial.saturating_add(counter.sum()))),
            _ => Reply::List(self.things().unwrap_or_default()),
        }
    }

    /// The number that it holds, if it holds one.
    pub(crate) fn value(&self, initial: i64) -> Option<Value> {
        match self {
            Self::Register(held) => Some(held.value),
            Self::Counter(counter) => Some(Value::Int(initial.saturating_add(counter.sum()))),
            Self::Set(_) | Self::Log(_) | Self::Text(_) => None,
        }
    }

    /// The things that it holds, if it holds many.
    pub(crate) fn things(&self) -> Option<Vec<Item>> {
        match self {
            Self::Set(set) => Some(set.things()),
            Self::Log(log) => Some(log.things()),
            Self::Text(text) => Some(text.things()),
            Self::Register(_) | Self::Counter(_) => None,
        }
    }

    /// The value that a register was given.
    pub(crate) const fn written(&self) -> Option<Value> {
        match self {
            Self::Register(held) => Some(held.value),
            _ => None,
        }
    }

    /// Whether joining that would change nothing.
    pub(crate) fn includes(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Register(mine), Self::Register(other)) => other.version <= mine.version,
            (Self::Counter(mine), Self::Counter(other)) => mine.includes(other),
            (Self::Set(mine), Self::Set(other)) => mine.includes(other),
            (Self::Log(mine), Self::Log(other)) => mine.includes(other),
            (Self::Text(mine), Self::Text(other)) => mine.includes(other),
            _ => true,
        }
    }

    /// Joins a state: the least that includes both.
    pub(crate) fn join(&mut self, other: &Self) {
        match (self, other) {
            (Self::Register(mine), Self::Register(other)) if other.version > mine.version => *mine = *other,
            (Self::Counter(mine), Self::Counter(other)) => mine.join(other),
            (Self::Set(mine), Self::Set(other)) => mine.join(other),
            (Self::Log(mine), Self::Log(other)) => mine.join(other),
            (Self::Text(mine), Self::Text(other)) => mine.join(other),
            _ => {}
        }
    }

    /// Carries an operation out that comes exactly once, after all that it comes after. What such
    /// operations commute without, is not kept: a set forgets what was removed from it.
    pub(crate) fn carry_out(&mut self, other: &Self) {
        match (self, other) {
            (Self::Counter(mine), Self::Counter(other)) => mine.add(other),
            (Self::Set(mine), Self::Set(other)) => mine.carry_out(other),
            (Self::Text(mine), Self::Text(other)) => mine.carry_out(other),
            (mine, other) => mine.join(other),
        }
    }

    /// Adds a state as though all of it were new: what a join is not.
    pub(crate) fn add(&mut self, other: &Self) {
        match (self, other) {
            (Self::Counter(mine), Self::Counter(other)) => mine.add(other),
            (mine, other) => mine.join(other),
        }
    }
}
