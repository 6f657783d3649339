//! What the page knows, and how it changes: one state, one reducer, no browser.

mod action;
mod edit;
mod network;
mod object;
mod state;
mod undo;

pub(crate) use action::{Action, Carry, Look, Pin};
pub(crate) use edit::{Edit, spares_max};
pub(crate) use state::{Notice, Panel, State, Theme};
