//! Something that had been there and is not seen any more, though nobody can have taken it out.

use super::{Deed, Log};

/// Something was missed.
pub(super) struct Missing {
    pub(super) item: u32,
    /// What shows that it was there.
    pub(super) there: u32,
    /// The later look that missed it.
    pub(super) look: u32,
}

/// The first look, by beginning, that missed something which `shows` says was there, in a note that
/// was over before the look began. A removal explains it that was not over before that note, and
/// began before the look was over.
pub(super) fn missing(log: &Log, shows: &dyn Fn(&Deed) -> Vec<u32>) -> Option<Missing> {
    let order = log.in_order();
    let note = |place: u32| &log.notes[place as usize];
    for (count, look) in order.iter().enumerate() {
        let Deed::See(seen) = &note(*look).deed else { continue };
        let before = order[..count].iter().filter(|there| {
            let there = note(**there);
            there.of == note(*look).of && there.happened() && there.precedes(note(*look))
        });
        for there in before {
            for item in shows(&note(*there).deed) {
                let takes_out = |place: &u32| {
                    let removal = note(*place);
                    removal.deed == Deed::Remove(item)
                        && removal.of == note(*look).of
                        && !removal.precedes(note(*there))
                        && !note(*look).precedes(removal)
                };
                if !seen.contains(&item) && !order.iter().any(takes_out) {
                    return Some(Missing { item, there: *there, look: *look });
                }
            }
        }
    }
    None
}
