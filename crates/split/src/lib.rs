//! Cuts a wasm module in three: the functions that were seen at work, those that other places show
//! themselves with, and the rest; what is not in the first part can be fetched later.
//!
//! [`watch`] makes a module that tells which functions are called; [`cut`] makes the parts. Each has
//! a stand-in for each function of a later one that it calls, so a call that comes too soon is slower,
//! never wrong.

mod alike;
mod alive;
mod chance;
mod data;
mod failure;
mod first;
mod glue;
mod late;
mod locals;
mod module;
mod names;
mod outline;
mod plan;
mod region;
mod walk;
mod watch;

use std::collections::BTreeSet;
use std::fmt;

pub use glue::watch_glue;

use data::{Data, Objects};
use module::Module;
use names::Names;
use plan::Plan;

/// The name under which the script's own functions are imported.
const IMPORTS: &str = "late";
/// The name under which the late part imports what the first part lends.
const LENDER: &str = "first";

/// What the cut cannot do, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem(pub String);

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<wasmparser::BinaryReaderError> for Problem {
    fn from(why: wasmparser::BinaryReaderError) -> Self {
        Self(format!("this is no wasm module: {why}"))
    }
}

impl From<wasm_encoder::reencode::Error<Self>> for Problem {
    fn from(why: wasm_encoder::reencode::Error<Self>) -> Self {
        match why {
            wasm_encoder::reencode::Error::UserError(problem) => problem,
            other => Self(other.to_string()),
        }
    }
}

/// A page's wasm in three parts, with the script that joins them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// What the opening needs.
    pub first: Vec<u8>,
    /// What other places show themselves with.
    pub next: Vec<u8>,
    /// The rest.
    pub late: Vec<u8>,
    /// The script, which looks for the later parts beside itself.
    pub script: String,
}

/// A module that reports each of its functions, by number, whenever it is called: it imports
/// `late.seen`, a function of one number.
///
/// # Errors
/// The bytes are no module, or one of a kind that is not known here.
pub fn watch(bytes: &[u8]) -> Result<Vec<u8>, Problem> {
    watch::part(&Module::read(bytes)?)
}

/// A module that stops where it would fail, without a message.
///
/// # Errors
/// The bytes are no module, or one of a kind that is not known here.
pub fn cut_short(bytes: &[u8]) -> Result<Vec<u8>, Problem> {
    failure::cut_short(&Module::read(bytes)?)
}

/// Cuts a module: the functions in `seen`, numbered as [`watch`] reports them, go to the first part,
/// those in `shown` to the next.
///
/// Data goes with the functions that lead to it; `linked`, the module as the linker left it with
/// `--emit-relocs`, says where it lies.
///
/// The first part imports `late.arrive`, which returns when the next part is in place, and that
/// `late.finish`, which does so for the last; both import from `first` its exports, and functions by
/// their place in its table. `script` is what wasm-bindgen wrote for the module; it will find both in
/// files beside its own: in place of `.js` their names end in `_next.wasm` and `_late.wasm`.
///
/// # Errors
/// The bytes are no module, or one of a kind that is not known here.
pub fn cut(bytes: &[u8], linked: &[u8], [seen, shown]: [&BTreeSet<u32>; 2], script: &str) -> Result<Parts, Problem> {
    let outlined = outline::outline(&Module::read(bytes)?, seen, shown)?;
    let module = Module::read(&outlined.bytes)?;
    let mut plan = Plan::new(&module, &outlined.reached, &outlined.shown, outlined.stretches);
    let objects = Objects::read(linked)?;
    let first = |function: &u32| !plan.is_late(*function);
    let data = Data::of(&module, module.defined().filter(first), &objects)?;
    let soon = module.defined().filter(|function| first(function) || plan.rest[0].own.contains(function));
    let data_last = Data::of(&module, soon, &objects)?;
    plan.know(&data.numbers);
    plan.know_next(&data_last.numbers);
    let script = glue::cut_glue(&glue::without_unused(script, &module.names))?;
    let names = Names::new(&module, &script);
    Ok(Parts {
        first: first::part(&module, &plan, &data, &names)?,
        next: late::next(&module, &plan, &data.next(&data_last), &names)?,
        late: late::last(&module, &plan, &data_last.late(), &names)?,
        script: names.rewrite(&script),
    })
}

#[cfg(test)]
mod tests;
