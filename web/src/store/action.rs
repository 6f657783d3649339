//! What can happen to the state.

use diagram::Orientation;
use history::{Instant, ModelId, OperationId};

use super::{Edit, Panel, Theme};

/// Something that changes the state.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Action {
    /// The scenario changes.
    Edit(Edit),
    /// A gesture is over: the next edit of the same thing is a new step of undo.
    Settle,
    /// Back to the scenario before.
    Undo,
    /// Forward again.
    Redo,
    /// Look for a seed that breaks this model, and go to its run.
    Seek(ModelId),
    /// A link is opened: its fragment.
    Open(String),
    /// The notice is read.
    Dismiss,
    /// Something else is looked at; the scenario stays.
    Look(Look),
}

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Look {
    /// A moment.
    Cursor(Option<Instant>),
    /// An operation, and whether the keyboard chose it.
    Focus(Option<(OperationId, bool)>),
    /// A model's proof.
    Model(Option<ModelId>),
    /// Which way time runs.
    Orientation(Orientation),
    /// Colours.
    Theme(Theme),
    /// A column of a narrow screen.
    Panel(Panel),
}
