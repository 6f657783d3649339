//! Functions whose way is chance: what was seen of them once says little of the next time.

use std::collections::BTreeSet;

use wasmparser::{KnownCustom, Name, Payload};

use crate::module::Module;

/// The functions whose way depends on where things happen to lie: which of its stretches is reached
/// differs from one run of the page to the next, so that they stay whole. Known by their names, where
/// the module has any.
pub(crate) fn by_chance(bytes: &[u8]) -> BTreeSet<u32> {
    let mut whole = BTreeSet::new();
    for payload in wasmparser::Parser::new(0).parse_all(bytes) {
        let Ok(Payload::CustomSection(section)) = payload else { continue };
        let KnownCustom::Name(names) = section.as_known() else { continue };
        for name in names {
            let Ok(Name::Function(functions)) = name else { continue };
            let named = functions.into_iter().flatten();
            whole.extend(
                named.filter(|entry| BY_CHANCE.iter().any(|of| entry.name.contains(of))).map(|entry| entry.index),
            );
        }
    }
    whole
}

/// Adds what the functions that stay whole call among themselves, also through the table: whether
/// keys are compared at all is chance, too.
pub(crate) fn follow(module: &Module<'_>, whole: &BTreeSet<u32>, reached: &mut BTreeSet<u32>) {
    reached.extend(module.places.iter().map(|(_, function)| function).filter(|function| whole.contains(function)));
    let mut next: Vec<u32> = reached.intersection(whole).copied().collect();
    while let Some(function) = next.pop() {
        let calls = module.body_of(function).map(|body| &body.calls);
        let called = calls.into_iter().flatten().copied().filter(|callee| whole.contains(callee));
        next.extend(called.filter(|callee| reached.insert(*callee)));
    }
}

/// Hash tables, whose keys meet by chance.
const BY_CHANCE: [&str; 1] = ["hashbrown"];
