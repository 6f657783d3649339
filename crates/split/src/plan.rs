//! Which functions come first, which next and which late, and how one part reaches the others.
//!
//! The first part reaches the late one through the table. A function that it calls by name, or whose
//! place it knows, has a stand-in of its own; stretches of functions, which are told their place when
//! they are called, share one for each type. The late part takes what it calls of the first from the
//! table too, but for what is so short that it has a copy of its own.
//!
//! The late functions come in two parts themselves, the next one before the last. To the first part
//! they are one: the next part has stand-ins for the functions of the last, and puts them where those
//! will stand.

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
    /// The functions that are not in the first part, in their order.
    pub(crate) late: Vec<u32>,
    /// The parts that they are in: the next and the last.
    pub(crate) rest: [Rest; 2],
    /// The functions of the last part that have a stand-in in the next one, stretches aside.
    pub(crate) ahead: BTreeSet<u32>,
    /// Places behind all others, by which those two parts alone find functions.
    pub(crate) joints: BTreeMap<u32, u32>,
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
    /// What the first part imports of the script.
    pub(crate) imports: BTreeSet<u32>,
}

/// A part that comes after the first.
#[derive(Default)]
pub(crate) struct Rest {
    /// Its functions, in their order.
    pub(crate) own: BTreeSet<u32>,
    /// The functions of parts before it of which it has copies.
    pub(crate) copies: BTreeSet<u32>,
    /// What it calls besides: of the script, and of the parts before it.
    pub(crate) called: BTreeSet<u32>,
    /// What it calls of the part after it.
    ahead: BTreeSet<u32>,
}

impl Plan {
    /// Cuts a module: what was seen at work comes first, with what cannot be moved, and next what was
    /// shown. From `stretches` on, functions were stretches of others.
    pub(crate) fn new(module: &Module<'_>, seen: &BTreeSet<u32>, shown: &BTreeSet<u32>, stretches: u32) -> Self {
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
        Self::between(module, &late, shown, stretches)
    }

    fn between(module: &Module<'_>, late: &BTreeSet<u32>, shown: &BTreeSet<u32>, stretches: u32) -> Self {
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

        let next = late.intersection(shown).copied().collect();
        let last: BTreeSet<u32> = late.difference(&next).copied().collect();
        let rest = [Rest::of(module, next, &last), Rest::of(module, last, &BTreeSet::new())];
        let called_late: BTreeSet<u32> = rest.iter().flat_map(|part| &part.called).copied().collect();
        let by_script = module.pinned.iter().chain(found.keys()).chain(&calls).copied();
        let imports = by_script.filter(|function| *function < module.imported).collect();
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
        let [next, last] = &rest;
        let ahead: BTreeSet<u32> = next.ahead.range(..stretches).copied().collect();
        let joined =
            last.called.intersection(&next.own).chain(&ahead).filter(|function| !places.contains_key(function));
        let joints: BTreeMap<u32, u32> = joined.copied().zip(table..).collect();
        table += joints.len() as u32;
        let late = late.iter().copied().collect();
        Self { late, rest, ahead, joints, stretches, places, called_early, table, kept, lent, imports }
    }

    /// Takes in which numbers the first part holds. A place that is none of them cannot be called
    /// from there: who knows it comes with the late part.
    pub(crate) fn know(&mut self, numbers: &BTreeSet<u32>) {
        self.called_early.extend(self.known(numbers).collect::<Vec<_>>());
        let last = &self.rest[1].own;
        self.ahead.extend(self.called_early.intersection(last));
    }

    /// The same of the first part and the next together.
    pub(crate) fn know_next(&mut self, numbers: &BTreeSet<u32>) {
        let known: Vec<u32> = self.known(numbers).filter(|function| self.rest[1].own.contains(function)).collect();
        self.ahead.extend(known);
    }

    fn known(&self, numbers: &BTreeSet<u32>) -> impl Iterator<Item = u32> {
        let known = self.places.range(..self.stretches);
        known.filter(|(_, places)| places.iter().any(|place| numbers.contains(place))).map(|(function, _)| *function)
    }

    /// The place by which a function outside of the first part is called.
    pub(crate) fn place_of(&self, function: u32) -> Option<u32> {
        self.places.get(&function).and_then(|places| places.first()).or_else(|| self.joints.get(&function)).copied()
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

    /// The types of stretches, the most frequent first: of those among these functions.
    pub(crate) fn bridges<'f>(&self, module: &Module<'_>, among: impl IntoIterator<Item = &'f u32>) -> Vec<u32> {
        let stretches = among.into_iter().filter(|function| self.is_stretch(**function));
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

impl Rest {
    /// The part with these functions of its own, before another one.
    fn of(module: &Module<'_>, own: BTreeSet<u32>, after: &BTreeSet<u32>) -> Self {
        let mut part = Self { own, ..Self::default() };
        let mut callers: Vec<u32> = part.own.iter().copied().collect();
        while let Some(caller) = callers.pop() {
            for callee in module.calls_of(caller).filter(|callee| !part.own.contains(callee)) {
                let is_short = module.body_of(callee).is_some_and(|body| body.bytes() <= COPY_BYTES);
                if after.contains(&callee) {
                    part.ahead.insert(callee);
                } else if !is_short {
                    part.called.insert(callee);
                } else if part.copies.insert(callee) {
                    callers.push(callee);
                }
            }
        }
        part
    }
}

/// The name under which the first part lends a thing to the late one. Short, as it is downloaded.
pub(crate) fn lent(kind: char, number: usize) -> String {
    format!("${kind}{number:x}")
}

/// Whether a function may as well stay: it is short and needs nothing that comes late.
fn is_short(body: &Body<'_>, late: &BTreeSet<u32>) -> bool {
    body.bytes() <= SHORT_BYTES && body.calls.iter().all(|callee| !late.contains(callee))
}
