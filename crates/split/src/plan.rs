//! Which functions come first and which late, and how one part reaches the other.
//!
//! The first part reaches the late one through the table. A function that it calls by name, or whose
//! place it knows, has a stand-in of its own; stretches of functions, which are told their place when
//! they are called, share one for each type. The late part takes what it calls of the first from the
//! table too, but for what is so short that it has a copy of its own.

use std::collections::{BTreeMap, BTreeSet};

use crate::alike;
use crate::module::{Body, Module};

/// A body that is no longer than this is not worth a stand-in, which is about as long.
const SHORT_BYTES: u64 = 16;

/// The late part has a copy of what is no longer than this: a place in the table, for it to be found
/// by, weighs in the first part, and a copy only in the late one.
const COPY_BYTES: u64 = 64;

/// The cut through a module.
pub(crate) struct Plan {
    /// The functions of the late part, in their order.
    pub(crate) late: Vec<u32>,
    /// The functions of the first part of which the late part has copies.
    pub(crate) copies: Vec<u32>,
    /// The number of the first function that was a stretch of another; all that follow are others.
    stretches: u32,
    /// The places of table 0 from which late functions are called: by function, the first place is
    /// its own. Functions that only late ones call have none.
    pub(crate) places: BTreeMap<u32, Vec<u32>>,
    /// Those of them that the first part can call before the late one is there: by name, or by a
    /// place that it knows.
    called_early: BTreeSet<u32>,
    /// How long table 0 becomes.
    pub(crate) table: u32,
    /// The functions of the first part, in their new order.
    pub(crate) kept: Vec<u32>,
    /// The functions of the first part that the late part calls, and the place of each.
    pub(crate) lent: Vec<(u32, u32)>,
    /// What the first part imports of the script, and what the late part does.
    pub(crate) imports: [BTreeSet<u32>; 2],
}

impl Plan {
    /// Cuts a module: what was seen at work comes first, with what cannot be moved. From `stretches`
    /// on, functions were stretches of others.
    pub(crate) fn new(module: &Module<'_>, seen: &BTreeSet<u32>, stretches: u32) -> Self {
        let first = |function: &u32| seen.contains(function) || module.pinned.contains(function);
        let mut late: BTreeSet<u32> = module.defined().filter(|function| !first(function)).collect();
        let in_table: BTreeSet<u32> = module.places.iter().map(|(_, function)| *function).collect();
        let short: Vec<u32> = late
            .iter()
            .copied()
            .filter(|function| in_table.contains(function))
            .filter(|function| module.body_of(*function).is_some_and(|body| is_short(body, &late)))
            .collect();
        for function in short {
            late.remove(&function);
        }
        Self::between(module, &late, stretches)
    }

    fn between(module: &Module<'_>, late: &BTreeSet<u32>, stretches: u32) -> Self {
        let mut kept: Vec<u32> = module.defined().filter(|function| !late.contains(function)).collect();
        let calls: BTreeSet<u32> = kept.iter().flat_map(|caller| module.calls_of(*caller)).collect();
        let called_early: BTreeSet<u32> =
            late.range(..stretches).filter(|callee| calls.contains(callee)).copied().collect();
        let mut table = module.table_length();
        let mut places: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        let mut found: BTreeMap<u32, u32> = BTreeMap::new();
        for (place, function) in &module.places {
            if late.contains(function) {
                places.entry(*function).or_default().push(*place);
            } else {
                found.insert(*function, *place);
            }
        }
        let mut without_place: Vec<u32> =
            called_early.iter().copied().filter(|callee| !places.contains_key(callee)).collect();
        without_place.sort_by_key(|callee| (module.functions[*callee as usize], *callee));
        for callee in late.range(stretches..).chain(&without_place) {
            places.insert(*callee, vec![table]);
            table += 1;
        }

        let (copies, called_late) = copied(module, late);
        let by_script = module.pinned.iter().chain(found.keys()).chain(&calls).copied();
        let imports = [
            by_script.filter(|function| *function < module.imported).collect(),
            called_late.range(..module.imported).copied().collect(),
        ];
        let bytes = |function: u32| module.body_of(function).map_or(&[][..], |body| body.code.as_bytes());
        kept.sort_by_key(|function| (module.functions[*function as usize], bytes(*function)));
        let bodies: Vec<&[u8]> = kept.iter().map(|function| bytes(*function)).collect();
        let kept: Vec<u32> = alike::in_turn(&bodies).into_iter().map(|place| kept[place]).collect();
        let lent = kept.iter().filter(|function| called_late.contains(function)).map(|function| {
            let place = found.get(function).copied().unwrap_or_else(|| {
                table += 1;
                table - 1
            });
            (*function, place)
        });
        let lent = lent.collect();
        let late = late.iter().copied().collect();
        Self { late, copies, stretches, places, called_early, table, kept, lent, imports }
    }

    /// Takes in which numbers the first part holds. A place that is none of them cannot be called
    /// from there: who knows it comes with the late part.
    pub(crate) fn know(&mut self, numbers: &BTreeSet<u32>) {
        let known = self.places.range(..self.stretches);
        let known = known.filter(|(_, places)| places.iter().any(|place| numbers.contains(place)));
        self.called_early.extend(known.map(|(function, _)| *function));
    }

    /// Whether a late function only has a place in the table, which nothing early knows.
    pub(crate) fn is_unknown(&self, function: u32) -> bool {
        !self.is_stretch(function) && self.places.contains_key(&function) && !self.called_early.contains(&function)
    }

    /// Whether a function was a stretch of another.
    pub(crate) fn is_stretch(&self, function: u32) -> bool {
        function >= self.stretches
    }

    /// The late functions that have a stand-in. Those of one type stand together, in the order of
    /// their places: their stand-ins differ in little, which is compressed well side by side.
    pub(crate) fn stand_ins(&self, module: &Module<'_>) -> Vec<u32> {
        let mut stand_ins: Vec<u32> = self.called_early.iter().copied().collect();
        stand_ins.sort_by_key(|function| (module.functions[*function as usize], self.places[function][0]));
        stand_ins
    }

    /// The types of stretches, the most frequent first.
    pub(crate) fn bridges(&self, module: &Module<'_>) -> Vec<u32> {
        let stretches = self.late.iter().filter(|function| self.is_stretch(**function));
        let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
        stretches.for_each(|function| *counts.entry(module.functions[*function as usize]).or_default() += 1);
        let mut bridges: Vec<u32> = counts.keys().copied().collect();
        bridges.sort_by_key(|kind| std::cmp::Reverse(counts[kind]));
        bridges
    }

    /// Whether a function comes late.
    pub(crate) fn is_late(&self, function: u32) -> bool {
        self.late.binary_search(&function).is_ok()
    }
}

/// What the late part has copies of, and what else it calls of the first part and of the script.
fn copied(module: &Module<'_>, late: &BTreeSet<u32>) -> (Vec<u32>, BTreeSet<u32>) {
    let (mut copies, mut called) = (BTreeSet::new(), BTreeSet::new());
    let mut callers: Vec<u32> = late.iter().copied().collect();
    while let Some(caller) = callers.pop() {
        for callee in module.calls_of(caller).filter(|callee| !late.contains(callee)) {
            let is_short = module.body_of(callee).is_some_and(|body| body.bytes() <= COPY_BYTES);
            if !is_short {
                called.insert(callee);
            } else if copies.insert(callee) {
                callers.push(callee);
            }
        }
    }
    (copies.into_iter().collect(), called)
}

/// The name under which the first part lends a thing to the late one. Short, as it is downloaded.
pub(crate) fn lent(kind: char, number: usize) -> String {
    format!("${kind}{number:x}")
}

/// Whether a function may as well stay: it is short and needs nothing that comes late.
fn is_short(body: &Body<'_>, late: &BTreeSet<u32>) -> bool {
    body.bytes() <= SHORT_BYTES && body.calls.iter().all(|callee| !late.contains(callee))
}
