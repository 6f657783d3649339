//! Whether some order keeps every read within the `k` latest versions: a search.
//!
//! The problem is the k-atomicity of Aiyer, Alvisi and Bazzi (2005). For k = 2 Golab, Hurwitz and Li,
//! *The k-atomicity-verification problem* (ICDCS 2013), place writes one after the other and undo
//! little: a write whose read began after others were over forces those to follow at once, and a
//! stretch that ends with nothing forced never needs to be undone. The second holds for any `k`,
//! since what can be ordered can be ordered without some of its values; so the search starts anew
//! after each such stretch. Within one it tries the orders depth first and remembers what failed.

use std::collections::BTreeSet;

use crate::Budget;
use crate::counter::Counter;
use crate::radix::{Record, sort};
use crate::versions::{Version, Versions};

/// No value.
const END: u32 = u32::MAX;

/// What a state that is remembered costs, in steps.
const REMEMBERED: usize = 256;

/// What is tried first of what may stand next.
#[derive(Clone, Copy)]
pub(crate) enum First {
    /// The first to end, which is what the most values can ask for.
    Ended,
    /// What itself asks for the fewest.
    Undemanding,
}

/// An order of the values within `k` versions, if there is one.
///
/// # Errors
/// The budget ran out.
pub(crate) fn search(versions: &Versions, k: u32, first: First, budget: &mut Budget) -> Result<Option<Vec<u32>>, ()> {
    let mut search = Search::new(versions, k);
    if versions.initial {
        search.place(0);
        if search.fits().is_none() {
            return Ok(None);
        }
    }
    // For each value placed since nothing was forced: what else could have stood there.
    let mut choices = vec![search.candidates(first)];
    let mut failed: BTreeSet<Vec<u32>> = BTreeSet::new();
    while search.order.len() < versions.values.len() {
        let Some(choice) = choices.last_mut() else { return Ok(None) };
        let Some(next) = choice.pop() else {
            choices.pop();
            if !choices.is_empty() {
                search.take_back();
            }
            continue;
        };
        search.place(next);
        let fits = search.fits();
        if !budget.spend(1 + fits.unwrap_or(0)) {
            return Err(());
        }
        match fits {
            // Nothing is due: whatever comes next, this need not be undone.
            Some(0) => {
                choices.clear();
                failed.clear();
            }
            Some(open) => {
                if !budget.spend(REMEMBERED + open) {
                    return Err(());
                }
                if !failed.insert(search.state()) {
                    search.take_back();
                    continue;
                }
            }
            None => {
                search.take_back();
                continue;
            }
        }
        choices.push(search.candidates(first));
    }
    Ok(Some(search.order))
}

/// An order in the making.
struct Search<'v> {
    values: &'v [Version],
    k: usize,
    /// The values that are left, by the end of their first operation and by the start of their write.
    by_end: Left,
    by_start: Left,
    /// For each value how many were over before its last read began: so many of the first by end
    /// may not follow it by `k` places or more.
    over: Vec<u32>,
    /// The values that have been placed, and how many of them are among the first by end.
    order: Vec<u32>,
    placed: Counter,
    /// The places of values that ask for more than any before them, and how many they ask for.
    demands: Vec<(u32, u32)>,
}

impl<'v> Search<'v> {
    fn new(versions: &'v Versions, k: u32) -> Self {
        let (initial, values) = (versions.initial, &versions.values);
        let by_end = Left::new(values, initial, |value| value.first_end);
        let ends: Vec<u64> = by_end.values.iter().skip(1).map(|value| values[*value as usize].first_end).collect();
        let over = |value: &Version| ends.partition_point(|end| *end < value.last_read) as u32;
        Self {
            values,
            k: k as usize,
            over: values.iter().map(over).collect(),
            placed: Counter::new(ends.len() + 1),
            by_end,
            by_start: Left::new(values, initial, |value| value.start),
            order: Vec::with_capacity(values.len()),
            demands: Vec::new(),
        }
    }

    fn place(&mut self, value: u32) {
        if let Some(place) = self.by_end.take(value) {
            self.placed.add(place);
        }
        self.by_start.take(value);
        let over = self.over[value as usize];
        if self.demands.last().is_none_or(|(_, most)| over > *most) {
            self.demands.push((self.order.len() as u32, over));
        }
        self.order.push(value);
    }

    fn take_back(&mut self) {
        let Some(value) = self.order.pop() else { return };
        self.demands.pop_if(|(place, _)| *place as usize == self.order.len());
        self.by_start.put_back(value);
        if let Some(place) = self.by_end.put_back(value) {
            self.placed.remove(place);
        }
    }

    /// What is due, the longest first: how many of those that are left, by end, have to follow within
    /// how many places; and the last place by end that this is about.
    fn due(&self) -> impl Iterator<Item = (usize, usize, u32)> {
        let all = self.placed.from(1);
        let due = self.demands.iter().rev().map(move |(place, over)| {
            let left = over - (all - self.placed.from(*over as usize + 1));
            // Beyond its window nothing may be due: then there is no room, rather than less than none.
            let room = (*place as usize + self.k).saturating_sub(self.order.len());
            (left as usize, room, *over)
        });
        due.take_while(|(left, ..)| *left > 0)
    }

    /// How many demands are open, if all of them still find room.
    fn fits(&self) -> Option<usize> {
        let mut open = 0;
        for (left, room, _) in self.due() {
            if left > room {
                return None;
            }
            open += 1;
        }
        Some(open)
    }

    /// What may stand next, the most promising last.
    fn candidates(&self, prefer: First) -> Vec<u32> {
        let Some(first) = self.by_end.iter().next() else { return Vec::new() };
        let first_end = self.values[first as usize].first_end;
        // Where there is no room to spare, nothing else may come.
        let urgent = self.due().filter(|(left, room, _)| left == room).last().map_or(END, |(.., over)| over);
        let place = |value: &u32| self.by_end.places[*value as usize];
        let mut candidates: Vec<u32> = self
            .by_start
            .iter()
            .take_while(|value| self.values[*value as usize].start <= first_end)
            .filter(|value| place(value) <= urgent)
            .collect();
        let late = |value: &u32| match prefer {
            First::Ended => place(value),
            First::Undemanding => self.over[*value as usize],
        };
        history::order::sort_by_key(&mut candidates, |value| END - late(value));
        candidates
    }

    /// Everything that the rest of the search depends on.
    fn state(&self) -> Vec<u32> {
        // The initial value is on no list.
        let on_no_list = usize::from(self.by_end.places.first() == Some(&END));
        let mut state = self.by_end.taken((self.order.len() - on_no_list) as u32);
        for (left, room, _) in self.due() {
            state.extend([left as u32, room as u32]);
        }
        state
    }
}

/// The values that are left, in some order. What was taken last can be put back (the dancing links
/// of Knuth, 2000).
struct Left {
    /// By place: the value there.
    values: Vec<u32>,
    /// By value: its place.
    places: Vec<u32>,
    /// By place: the next and the previous one that is left. Place zero is before the first and
    /// behind the last.
    next: Vec<u32>,
    previous: Vec<u32>,
}

impl Left {
    fn new(values: &[Version], initial: bool, rank: fn(&Version) -> u64) -> Self {
        let ranked = (0..).zip(values).skip(usize::from(initial));
        let mut records: Vec<Record> =
            ranked.map(|(item, value)| Record { group: 0, item, rank: rank(value) }).collect();
        sort(&mut records);
        let count = records.len() as u32 + 1;
        let mut places = vec![END; values.len()];
        for (place, record) in (1..).zip(&records) {
            places[record.item as usize] = place;
        }
        Self {
            values: [END].into_iter().chain(records.iter().map(|record| record.item)).collect(),
            places,
            next: (1..count).chain([0]).collect(),
            previous: [count - 1].into_iter().chain(0..count - 1).collect(),
        }
    }

    fn iter(&self) -> impl Iterator<Item = u32> {
        let mut place = 0;
        std::iter::from_fn(move || {
            place = self.next[place as usize];
            (place != 0).then(|| self.values[place as usize])
        })
    }

    /// Takes a value out, if it is here: where it stood.
    fn take(&mut self, value: u32) -> Option<usize> {
        let place = Some(self.places[value as usize]).filter(|place| *place != END)? as usize;
        let (next, previous) = (self.next[place], self.previous[place]);
        self.next[previous as usize] = next;
        self.previous[next as usize] = previous;
        Some(place)
    }

    fn put_back(&mut self, value: u32) -> Option<usize> {
        let place = Some(self.places[value as usize]).filter(|place| *place != END)? as usize;
        let (next, previous) = (self.next[place], self.previous[place]);
        self.next[previous as usize] = place as u32;
        self.previous[next as usize] = place as u32;
        Some(place)
    }

    /// Which have been taken, `placed` in all: the place of the first that is left, and beyond it
    /// where each stretch of those that have been taken begins and ends.
    fn taken(&self, placed: u32) -> Vec<u32> {
        let first = self.next[0];
        let mut taken = vec![first];
        let mut place = first;
        let mut beyond = placed + 1 - first;
        while beyond > 0 && place != 0 {
            let next = self.next[place as usize];
            let end = if next == 0 { self.next.len() as u32 } else { next };
            if end > place + 1 {
                taken.extend([place + 1, end]);
                beyond -= end - place - 1;
            }
            place = next;
        }
        taken.push(END);
        taken
    }
}
