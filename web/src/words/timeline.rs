//! The picture of a run: its keys, its legend, its window.

// The picture.
pub(crate) const PICTURE: &str = "\
    Timeline of the run. Space plays, left and right step, up and down choose a lifeline, Enter says \
    what can happen there.";

pub(crate) fn node_at(node: &str, at: history::Instant) -> String {
    format!("{node} at {at}")
}

// Keys, and what they do.
pub(crate) const KEYS: &str = "Keys";
pub(crate) const KEYS_TOLD: &str = "Keys of the timeline";
pub(crate) const KEY_SHIFT: &str = "Shift";
pub(crate) const SHIFT_TOLD: &str =
    "with an arrow moves an operation in time or to another session, with Ctrl ten times as far; so does dragging";
pub(crate) const KEY_DELETE: &str = "Del";
pub(crate) const DELETE_TOLD: &str = "takes away the operation or the fault that has the focus";
pub(crate) const REMOVED: &str = "Removed";
pub(crate) const WHILE_IT_HAS_THE_FOCUS: &str = "While the timeline has the focus:";
pub(crate) const SPACE: &str = "Space";
pub(crate) const END: &str = "End";
pub(crate) const HOME: &str = "Home";
pub(crate) const ENTER: &str = "Enter";
pub(crate) const ESCAPE: &str = "Esc";
pub(crate) const PAGE_UP: &str = "Pg↑";
pub(crate) const PAGE_DOWN: &str = "Pg↓";
pub(crate) const PLAY_OR_PAUSE: &str = "play or pause";
pub(crate) const STEP: &str = "previous or next event";
pub(crate) const OPERATION: &str = "previous or next operation, of the chosen session if there is one";
pub(crate) const ENDS: &str = "begin or end of the run";
pub(crate) const PROOF: &str = "where the proof ends";
pub(crate) const LIFELINE: &str = "choose a lifeline";
pub(crate) const ZOOM_BY: &str = "zoom out or in; the wheel with Ctrl does, too";
pub(crate) const PAN: &str = "earlier or later, where it is zoomed; so does dragging";
pub(crate) const WHOLE: &str = "the whole run";
pub(crate) const MENU: &str = "what can happen on it at the cursor: crash, cut, slow, write, …";
pub(crate) const RELEASE: &str = "let go of what is chosen";

// The window.
pub(crate) const ZOOM: &str = "Zoom";
pub(crate) const ZOOM_OUT: &str = "Zoom out";
pub(crate) const ZOOM_IN: &str = "Zoom in";
pub(crate) const EARLIER: &str = "Earlier";
pub(crate) const LATER: &str = "Later";
pub(crate) const WHOLE_RUN: &str = "Whole run";
pub(crate) const TO_THE_PROOF: &str = "To the proof";

pub(crate) fn stretch(from: &str, to: &str, unit: &str) -> String {
    format!("{from} to {to}\u{a0}{unit}")
}

pub(crate) const LEFT: &str = "left";
pub(crate) const RIGHT: &str = "right";
pub(crate) const ABOVE: &str = "above";
pub(crate) const BELOW: &str = "below";

pub(crate) fn counted(bar: &str, before: &str, after: &str) -> String {
    format!(" Counted, one bar for {bar}: writes {before}, reads {after}.")
}

pub(crate) fn seconds(number: &str) -> String {
    format!("{number}\u{a0}s")
}

// Which way time runs, and the legend.
pub(crate) const TIME_RUNS: &str = "Time runs";
pub(crate) const DOWN: &str = "Down";
pub(crate) const ACROSS: &str = "Across";
pub(crate) const REQUEST: &str = "request";
pub(crate) const ANSWER: &str = "answer";
pub(crate) const LOST: &str = "lost";
pub(crate) const WRITE: &str = "write";
pub(crate) const READ: &str = "read";
