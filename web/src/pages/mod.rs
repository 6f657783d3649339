//! What a route shows.

mod advice;
mod answers;
mod asked;
mod awaited;
mod beside;
mod brought;
mod cell;
mod check;
mod claim;
mod decide;
mod embed;
mod evidence;
mod guarantees;
mod ledger;
mod playground;
mod plot;
mod published;
mod rejected;
mod run;
mod spectrum;
mod system;
mod systems;

pub(crate) use beside::{Beside, is_beside};
pub(crate) use embed::Embed;
pub(crate) use playground::Playground;
