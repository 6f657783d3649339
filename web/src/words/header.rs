//! The bar at the top, the columns of a narrow page, and the names of the pages.

// What can be done.
pub(crate) const SHARE: &str = "Share";
pub(crate) const PIN: &str = "Pin as A";
pub(crate) const PIN_TOLD: &str = "Keep this run as A, and compare it with what you change";
pub(crate) const UNDO: &str = "Undo";
pub(crate) const UNDO_KEYS: &str = "Undo (Ctrl+Z)";
pub(crate) const REDO: &str = "Redo";
pub(crate) const REDO_KEYS: &str = "Redo (Ctrl+Shift+Z)";

// The pages.
pub(crate) const TITLE: &str = "A playground for data consistency";
pub(crate) const PLAYGROUND: &str = "Playground";
pub(crate) const SPECTRUM: &str = "Spectrum";
pub(crate) const SYSTEMS: &str = "Systems";
pub(crate) const GUARANTEES: &str = "Guarantees";
pub(crate) const DECIDE: &str = "Decide";
pub(crate) const CHECK: &str = "Check";
pub(crate) const HOME: &str = "Quorate, the opening scenario";
pub(crate) const PLACES: &str = "Places";
pub(crate) const QUORATE: &str = "Quorate";

// The columns.
pub(crate) const CONTROLS: &str = "Controls";
pub(crate) const TIMELINE: &str = "Timeline";
pub(crate) const NUMBERS: &str = "Numbers";
pub(crate) const COLUMNS: &str = "Columns";

// On a notice.
pub(crate) const DISMISS: &str = "Dismiss";
