//! Something that had been there and is not seen any more, though nobody can have taken it out.

use std::collections::BTreeMap;

use history::Instant;

use super::{Broken, Deed, Log};

/// Something was missed.
pub(super) struct Missing {
    pub(super) item: u32,
    /// What shows that it was there.
    pub(super) there: u32,
    /// The later look that missed it.
    pub(super) look: u32,
}

impl Missing {
    /// What happened: somebody had `put` something into it, and nobody had `taken` it out.
    pub(super) fn told(&self, log: &Log, put: &str, taken: &str) -> Broken {
        let (item, of) = (log.called(self.item), log.called(log.notes[self.look as usize].of));
        let (first, second) = (log.who(self.there), log.who(self.look));
        let (by, at) = (log.ended(self.there), log.ended(self.look));
        Broken {
            notes: vec![self.there, self.look],
            sentence: [
                first,
                " had ",
                put,
                " ",
                item,
                " into ",
                of,
                " by ",
                &by,
                ", but at ",
                &at,
                " ",
                second,
                " did not find it there, and nobody had ",
                taken,
                ".",
            ]
            .concat(),
            allowed: [second, " may find anything in ", of, ", ", item, " among it."].concat(),
        }
    }
}

/// The first look, by beginning, that missed something which `shows` says was there, in a note that
/// was over before the look began. A removal explains it that was not over before that note, and
/// began before the look was over; so the last such note to begin is the hardest to explain, and
/// the others need not be looked at.
pub(super) fn missing(log: &Log, shows: fn(&Deed) -> &[u32]) -> Option<Missing> {
    let note = |place: u32| &log.notes[place as usize];
    let order = log.in_order();
    let removals = Removals::of(log, &order);
    let mut over: Vec<u32> = order.iter().copied().filter(|place| note(*place).happened()).collect();
    history::order::sort_by_key(&mut over, |place| (note(*place).end(), *place));
    let mut over = over.into_iter().peekable();
    // By subject and item: the last note to begin, of those that are over, that shows it there.
    let mut known: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    for look in order {
        let Deed::See(seen) = &note(look).deed else { continue };
        while let Some(there) = over.next_if(|there| note(*there).precedes(note(look))) {
            for item in shows(&note(there).deed) {
                let last = known.entry((note(there).of, *item)).or_insert(there);
                if note(*last).began <= note(there).began {
                    *last = there;
                }
            }
        }
        let mut seen = seen.clone();
        seen.sort_unstable();
        let of = note(look).of;
        for ((_, item), there) in known.range((of, 0)..=(of, u32::MAX)) {
            let gone = || removals.any((of, *item), note(*there).began, note(look).end());
            if seen.binary_search(item).is_err() && !gone() {
                return Some(Missing { item: *item, there: *there, look });
            }
        }
    }
    None
}

/// By subject and item: when removals began, in order, and when the last of those up to it was over.
struct Removals(BTreeMap<(u32, u32), Vec<(Instant, Instant)>>);

impl Removals {
    fn of(log: &Log, order: &[u32]) -> Self {
        let mut removals: BTreeMap<(u32, u32), Vec<(Instant, Instant)>> = BTreeMap::new();
        for note in order.iter().map(|place| &log.notes[*place as usize]) {
            if let Deed::Remove(item) = note.deed {
                let list = removals.entry((note.of, item)).or_default();
                let over = list.last().map_or(Instant::ZERO, |(_, over)| *over);
                list.push((note.began, note.end().max(over)));
            }
        }
        Self(removals)
    }

    /// Whether one began by `until`, and was not over before `from`.
    fn any(&self, subject_and_item: (u32, u32), from: Instant, until: Instant) -> bool {
        let list = self.0.get(&subject_and_item).map_or(&[][..], Vec::as_slice);
        let begun = list.partition_point(|(began, _)| *began <= until);
        begun.checked_sub(1).is_some_and(|last| list[last].1 >= from)
    }
}
