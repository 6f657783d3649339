//! What can happen to the state.

use diagram::Orientation;
use diagram::window::Window;
use history::{Instant, ModelId, OperationId};
use scenario::Level;

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
    /// Something about the run that this one is compared with.
    Pin(Pin),
    /// This is asked of the runs.
    Ask(Level),
    /// Look for a seed that breaks this model, and go to its run.
    Seek(ModelId),
    /// A link is opened: its fragment.
    Open(String),
    /// The notice is read.
    Dismiss,
    /// Something else is looked at; the scenario stays.
    Look(Look),
    /// An operation of a recorded history is carried elsewhere: whoever has its text changes that.
    Carry(Carry),
}

/// An operation of a record, by its session and its begin, and where it goes; nothing where it goes away.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Carry {
    pub(crate) from: (String, Instant),
    pub(crate) to: Option<(String, Instant)>,
}

/// What happens to run A, which is pinned beside this one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Pin {
    /// This run is pinned as A; editing goes on with B.
    Set,
    /// A becomes B, and B becomes A.
    Swap,
    /// A goes.
    Unset,
}

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Look {
    /// A moment.
    Cursor(Option<Instant>),
    /// A part of a run; nothing stands for all of it.
    Window(Option<Window>),
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
