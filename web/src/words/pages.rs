//! The pages as a whole: their titles, and what stands around them.

// Titles.
pub(crate) const PLAYGROUND: &str = "Quorate: a playground for data consistency";
pub(crate) const SYSTEMS: &str = "Real systems, and what they claim · Quorate";

pub(crate) fn of_a_system(system: &str) -> String {
    format!("{system} · Quorate")
}

pub(crate) const GUARANTEES: &str = "What each strategy guarantees · Quorate";
pub(crate) const CHECK: &str = "Bring a history · Quorate";
pub(crate) const SPECTRUM: &str = "The map of models, and what they cost · Quorate";
pub(crate) const PUBLISHED: &str = "Published quorum figures, and exact ones · Quorate";
pub(crate) const DECIDE: &str = "Which setting gives what you need · Quorate";

// Around a page.
pub(crate) fn nothing_called(name: &str) -> String {
    format!("Nothing is called {name}. This is what there is.")
}

// The playground.
pub(crate) const THIS_RUN_SHOWS: &str = "What this run shows";

// The playground as a frame in the page of somebody else.
pub(crate) const EMBEDDED: &str = "A replicated store at work";
pub(crate) const OPEN_IN_QUORATE: &str = "Open in Quorate";
pub(crate) const CANNOT_BE_SHOWN: &str = "This link cannot be shown";
