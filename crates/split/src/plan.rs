//! Which functions come first and which late, and how one part reaches the other.

use std::collections::{BTreeMap, BTreeSet};

use crate::alike;
use crate::module::{Body, Module};

/// A body that is no longer than this is not worth a stand-in, which is about as long.
const SHORT_BYTES: u64 = 16;

/// The cut through a module.
pub(crate) struct Plan {
    /// The functions of the late part, in their order.
    pub(crate) late: Vec<u32>,
    /// The places of table 0 from which late functions are called: by function, the first place is
    /// its own. Functions that only late ones call have none.
    pub(crate) places: BTreeMap<u32, Vec<u32>>,
    /// Those of them that the first part can call before the late one is there: by name, or by a
    /// place that it knows.
    called_early: BTreeSet<u32>,
    /// How long table 0 becomes.
    pub(crate) table: u64,
    /// The functions of the first part, in their new order.
    pub(crate) kept: Vec<u32>,
    /// The functions of the first part that the late part calls, what is imported before the rest,
    /// in their new order.
    pub(crate) shared: Vec<u32>,
}

impl Plan {
    /// Cuts a module: what was seen at work comes first, with what cannot be moved.
    pub(crate) fn new(module: &Module<'_>, seen: &BTreeSet<u32>) -> Self {
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
        Self::between(module, &late)
    }

    fn between(module: &Module<'_>, late: &BTreeSet<u32>) -> Self {
        let mut places: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (place, function) in &module.places {
            if late.contains(function) {
                places.entry(*function).or_default().push(*place);
            }
        }
        let mut shared = BTreeSet::new();
        let mut called = BTreeSet::new();
        for caller in module.defined() {
            let Some(body) = module.body_of(caller) else { continue };
            let caller_is_late = late.contains(&caller);
            for callee in &body.calls {
                match (caller_is_late, late.contains(callee)) {
                    (true, false) => {
                        shared.insert(*callee);
                    }
                    (false, true) => {
                        called.insert(*callee);
                    }
                    _ => {}
                }
            }
        }
        let mut table = module.tables.first().map_or(0, |table| table.initial);
        let mut without_place: Vec<u32> =
            called.iter().copied().filter(|callee| !places.contains_key(callee)).collect();
        without_place.sort_by_key(|callee| (module.functions[*callee as usize], *callee));
        for callee in without_place {
            places.insert(callee, vec![table as u32]);
            table += 1;
        }
        let bytes = |function: u32| module.body_of(function).map_or(&[][..], |body| body.code.as_bytes());
        let mut kept: Vec<u32> = module.defined().filter(|function| !late.contains(function)).collect();
        kept.sort_by_key(|function| (module.functions[*function as usize], bytes(*function)));
        let bodies: Vec<&[u8]> = kept.iter().map(|function| bytes(*function)).collect();
        let kept: Vec<u32> = alike::in_turn(&bodies).into_iter().map(|place| kept[place]).collect();
        let imported = (0..module.imported).filter(|function| shared.contains(function));
        let shared = imported.chain(kept.iter().copied().filter(|function| shared.contains(function))).collect();
        Self { late: late.iter().copied().collect(), places, called_early: called, table, kept, shared }
    }

    /// Takes in which numbers the first part holds. A place that is none of them cannot be called
    /// from there: who knows it comes with the late part.
    pub(crate) fn know(&mut self, numbers: &BTreeSet<u32>) {
        let known = self.places.iter().filter(|(_, places)| places.iter().any(|place| numbers.contains(place)));
        self.called_early.extend(known.map(|(function, _)| *function));
    }

    /// Whether a late function only has a place in the table, which nothing early knows.
    pub(crate) fn is_unknown(&self, function: u32) -> bool {
        self.places.contains_key(&function) && !self.called_early.contains(&function)
    }

    /// The late functions that have a stand-in. Those of one type stand together, in the order of
    /// their places: their stand-ins differ in little, which is compressed well side by side.
    pub(crate) fn stand_ins(&self, module: &Module<'_>) -> Vec<u32> {
        let mut stand_ins: Vec<u32> = self.called_early.iter().copied().collect();
        stand_ins.sort_by_key(|function| (module.functions[*function as usize], self.places[function][0]));
        stand_ins
    }

    /// Whether a function comes late.
    pub(crate) fn is_late(&self, function: u32) -> bool {
        self.late.binary_search(&function).is_ok()
    }
}

/// The name under which the first part lends a thing to the late one. Short, as it is downloaded.
pub(crate) fn lent(kind: char, number: usize) -> String {
    format!("${kind}{number:x}")
}

/// Whether a function may as well stay: it is short and needs nothing that comes late.
fn is_short(body: &Body<'_>, late: &BTreeSet<u32>) -> bool {
    let range = body.code.range();
    range.end - range.start <= SHORT_BYTES && body.calls.iter().all(|callee| !late.contains(callee))
}
