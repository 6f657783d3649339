//! The locals of a body that is written anew.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use wasm_encoder::reencode::{Error, Reencode, RoundtripReencoder};
use wasm_encoder::{Function, Instruction};
use wasmparser::ValType;

use crate::Problem;

/// A body of those steps, with the locals that are left, the most frequent of each type first.
pub(crate) fn with_fewer_locals(
    mut steps: Vec<Instruction<'_>>,
    kinds: &[ValType],
    params: usize,
) -> Result<Function, Problem> {
    let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
    for step in &mut steps {
        if let Some(local) = local_of(step).filter(|local| **local as usize >= params) {
            *counts.entry(*local).or_default() += 1;
        }
    }
    let mut order: Vec<u32> = counts.keys().copied().collect();
    order.sort_by_key(|local| (kinds[*local as usize], Reverse(counts[local])));
    let numbers: BTreeMap<u32, u32> = order.iter().copied().zip(params as u32..).collect();
    let types: Vec<ValType> = order.iter().map(|local| kinds[*local as usize]).collect();
    let mut function = with_locals(&types)?;
    for mut step in steps {
        if let Some(local) = local_of(&mut step) {
            *local = numbers.get(local).copied().unwrap_or(*local);
        }
        function.instruction(&step);
    }
    Ok(function)
}

fn local_of<'s>(step: &'s mut Instruction<'_>) -> Option<&'s mut u32> {
    match step {
        Instruction::LocalGet(local) | Instruction::LocalSet(local) | Instruction::LocalTee(local) => Some(local),
        _ => None,
    }
}

/// An empty body with locals of those types.
pub(crate) fn with_locals(types: &[ValType]) -> Result<Function, Problem> {
    let types: Result<Vec<_>, _> = types.iter().map(|kind| RoundtripReencoder.val_type(*kind)).collect();
    Ok(Function::new_with_locals_types(types.map_err(lost)?))
}

/// What went wrong as it was encoded.
pub(crate) fn lost(why: Error<std::convert::Infallible>) -> Problem {
    Problem(why.to_string())
}
