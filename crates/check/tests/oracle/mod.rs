//! What the checkers are held against: definitions spelled out, without any cleverness, and random
//! histories to try them on. Shares no code with the checkers.
#![allow(dead_code, reason = "each test binary uses its own part of the oracle")]

pub(crate) mod causal;
pub(crate) mod definition;
pub(crate) mod freshness;
pub(crate) mod generate;
pub(crate) mod orders;
pub(crate) mod replay;
pub(crate) mod small;
pub(crate) mod table;
pub(crate) mod validate;
pub(crate) mod validate_registers;

use history::{History, Operation, OperationId};
use proptest::test_runner::Config as ProptestConfig;

/// How many histories each property is tried on: `PROPTEST_CASES` of them, or some thousands.
pub(crate) fn config() -> ProptestConfig {
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    let config =
        ProptestConfig { max_global_rejects: u32::MAX, failure_persistence: None, ..ProptestConfig::default() };
    if asked { config } else { ProptestConfig { cases: 4000, ..config } }
}

/// The part of a history that consists of some of its operations, as a history of its own.
pub(crate) fn alone(history: &History, operations: &[OperationId]) -> History {
    let mut part = history.clone();
    part.operations.retain(|operation| operations.contains(&operation.id));
    renumber(part)
}

/// Gives every operation the number of its place in order of start.
pub(crate) fn renumber(mut history: History) -> History {
    history.operations.sort_by_key(|operation| operation.invoked);
    for (index, operation) in (0..).zip(&mut history.operations) {
        operation.id = OperationId(index);
    }
    history
}

/// The proper parts of a history that hold every write of what is read in them.
pub(crate) fn proper_parts(history: &History) -> Vec<History> {
    let all: Vec<OperationId> = history.operations.iter().map(|operation| operation.id).collect();
    let whole = (1_u32 << all.len()) - 1;
    (1..whole)
        .map(|mask| all.iter().copied().filter(|id| mask >> id.0 & 1 == 1).collect::<Vec<_>>())
        .filter(|part| {
            part.iter().all(|id| {
                let read = &history.operations[id.index()];
                let is_source =
                    |write: &&Operation| write.is_write() && (write.key, write.value()) == (read.key, read.value());
                let mut sources = history.operations.iter().filter(is_source);
                read.is_write() || sources.all(|write| part.contains(&write.id))
            })
        })
        .map(|part| alone(history, &part))
        .collect()
}
