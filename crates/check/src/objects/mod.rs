//! Objects beyond registers, by their sequential specifications, and whether calls on them are
//! linearizable.
//!
//! An object is one file here, with its entry in the registry. Unless all keys are one object, whose
//! calls are transactions and whose linearizability is strict serializability, they are independent (Herlihy and
//! Wing 1990: linearizability is local), so each key is judged alone: registers of distinct values
//! by zones, all else by the search.

mod account;
mod amount;
mod bank;
mod cas_register;
mod cell;
mod counter;
mod explain;
mod judge;
mod key_value;
mod list;
mod mutex;
mod register;
mod saga;
mod sequence;
mod set;
mod stock;
mod text;

use history::calls::{Call, Calls, Request};

pub use judge::{Failure, Finding, Rest, judge, serializable};

use crate::search::Machine;

/// An object with a sequential specification.
#[derive(Clone, Copy, Debug)]
pub struct Object {
    /// Its name on the command line.
    pub name: &'static str,
    /// What a sentence calls it: "a counter".
    pub title: &'static str,
    /// What it does, in one sentence.
    pub about: &'static str,
    /// Where all keys together are one object: what a sentence calls that. Nothing where each is one.
    pub whole: Option<&'static str>,
    /// Whether it knows such a call and such an answer.
    pub(crate) knows: fn(&Call) -> bool,
    /// The specification for the calls on one key.
    pub(crate) specify: for<'c> fn(&'c Calls, &[&'c Call]) -> Box<dyn Specification + 'c>,
}

/// The sequential specification of the calls on one key.
pub(crate) trait Specification: Machine {
    /// What the call at that place of the list is to the machine.
    fn kind(&self, place: usize) -> u32;

    /// A state, to follow "it held".
    fn state(&self, calls: &Calls, state: u32) -> String;
}

/// Numbers the kinds of calls: equal ones have one number. The kinds, and the number of each.
pub(crate) fn number_kinds<K: Ord + Clone>(all: Vec<K>) -> (Vec<K>, Vec<u32>) {
    let (mut kinds, mut known) = (Vec::new(), std::collections::BTreeMap::new());
    let mut kind_of = Vec::with_capacity(all.len());
    for kind in all {
        let number = *known.entry(kind.clone()).or_insert(kinds.len() as u32);
        if number as usize == kinds.len() {
            kinds.push(kind);
        }
        kind_of.push(number);
    }
    (kinds, kind_of)
}

/// The objects that can be judged.
static OBJECTS: &[Object] = &[
    register::OBJECT,
    cas_register::OBJECT,
    counter::OBJECT,
    set::OBJECT,
    list::OBJECT,
    key_value::OBJECT,
    account::OBJECT,
    stock::OBJECT,
    mutex::OBJECT,
    saga::OBJECT,
    text::OBJECT,
    bank::OBJECT,
];

/// Every object that can be judged.
#[must_use]
pub fn objects() -> &'static [Object] {
    OBJECTS
}

/// The object with that name.
#[must_use]
pub fn object(name: &str) -> Option<&'static Object> {
    OBJECTS.iter().find(|object| object.name == name)
}

/// The objects that know all the calls, the simplest first.
pub fn fitting(calls: &Calls) -> impl Iterator<Item = &'static Object> {
    OBJECTS.iter().filter(|object| calls.calls.iter().all(|call| object.fits(call)))
}

impl Object {
    /// Whether it knows the call, as far as that matters: what did not happen, and a look that
    /// nobody saw the answer of, fit everything.
    #[must_use]
    pub fn fits(&self, call: &Call) -> bool {
        match call.outcome {
            history::Outcome::Ok => (self.knows)(call),
            _ if call.request.only_looks() => true,
            _ => (self.knows)(call) || matches!(call.request, Request::Read),
        }
    }
}
