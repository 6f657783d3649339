//! Any history that can be read is judged: no checker panics, and a violation names operations of
//! that history and says why.
#![no_main]

use check::{Budget, Verdict};
use history::parse_history;
use libfuzzer_sys::fuzz_target;

/// So many steps are enough for every history that fits into an input.
const STEPS: u64 = 1_000_000;

fuzz_target!(|text: &str| {
    let Ok(history) = parse_history(text) else { return };
    for (model, verdict) in check::judge(&history, Budget::steps(STEPS)).0 {
        if let Verdict::Violated(violation) = verdict {
            assert!(!violation.plain().is_empty(), "{model:?}");
            let known = violation.operations.iter().all(|id| history.operation(*id).is_some());
            assert!(known && !violation.operations.is_empty(), "{model:?}: {violation:?}");
        }
    }
});
