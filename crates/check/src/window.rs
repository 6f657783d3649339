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
use crate::radix::{Record, sort};
use crate::versions::{Version, Versions};

/// No value.
const END: u32 = u32::MAX;

/// What a state that is remembered costs, in steps.
const REMEMBERED: usize = 256;

/// An order of the values within `k` versions, if there is one.
///
/// # Errors
/// The budget ran out.
pub(crate) fn search(versions: &Versions, k: u32, budget: &mut Budget) -> Result<Option<Vec<u32>>, ()> {
    let mut search = Search::new(versions, k);
    if versions.initial {
        search.place(0);
        if !search.fits() {
            return Ok(None);
        }
    }
    // For each value placed since nothing was forced: what else could have stood there.
    let mut choices = vec![search.candidates()];
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
        if !budget.spend(1 + search.due.len()) {
            return Err(());
        }
        search.place(next);
        if !search.fits() {
            search.take_back();
            continue;
        }
        if search.nothing_due() {
            choices.clear();
            failed.clear();
        } else {
            if !budget.spend(REMEMBERED + search.due.len()) {
                return Err(());
            }
            if !failed.insert(search.state()) {
                search.take_back();
                continue;
            }
        }
        choices.push(search.candidates());
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
    /// The values that have been placed.
    order: Vec<u32>,
    /// The first of those that are left, by end, as far as they can be due.
    front: Vec<u32>,
    /// For each of the last `k` values placed, the oldest first, and all before it: how many of
    /// those in front have to follow within its window.
    due: Vec<u32>,
}

impl<'v> Search<'v> {
    fn new(versions: &'v Versions, k: u32) -> Self {
        let initial = versions.initial;
        let mut search = Self {
            values: &versions.values,
            k: k as usize,
            by_end: Left::new(&versions.values, initial, |value| value.first_end),
            by_start: Left::new(&versions.values, initial, |value| value.start),
            order: Vec::with_capacity(versions.values.len()),
            front: Vec::new(),
            due: Vec::new(),
        };
        search.look();
        search
    }

    fn place(&mut self, value: u32) {
        self.by_end.take(value);
        self.by_start.take(value);
        self.order.push(value);
        self.look();
    }

    fn take_back(&mut self) {
        if let Some(value) = self.order.pop() {
            self.by_start.put_back(value);
            self.by_end.put_back(value);
            self.look();
        }
    }

    /// Finds what is due now.
    fn look(&mut self) {
        self.front.clear();
        self.front.extend(self.by_end.iter().take(self.k));
        self.due.clear();
        let window = self.order.len().saturating_sub(self.k);
        let mut most = 0;
        for placed in &self.order[window..] {
            let last_read = self.values[*placed as usize].last_read;
            let over = self.front.partition_point(|value| self.values[*value as usize].first_end < last_read);
            most = most.max(over as u32);
            self.due.push(most);
        }
    }

    /// For each of the last values placed: how many are due, and how many places its window still
    /// has.
    fn windows(&self) -> impl Iterator<Item = (usize, usize)> {
        let closed = self.k - self.due.len();
        self.due.iter().zip(closed..).map(|(due, room)| (*due as usize, room))
    }

    /// Whether all that is due still finds room.
    fn fits(&self) -> bool {
        self.windows().all(|(due, room)| due <= room)
    }

    fn nothing_due(&self) -> bool {
        self.due.last().is_none_or(|due| *due == 0)
    }

    /// What may stand next, the most promising last: what is due, then what makes the least due.
    fn candidates(&self) -> Vec<u32> {
        let Some(first) = self.front.first() else { return Vec::new() };
        let first_end = self.values[*first as usize].first_end;
        let all_due = self.due.last().map_or(0, |due| *due as usize);
        // Where a window is full, nothing else may come.
        let full = self.windows().find(|(due, room)| *due > 0 && due == room).map(|(due, _)| due);
        let among = |value: u32, count: usize| self.front[..count].contains(&value);
        let mut candidates: Vec<u32> = self
            .by_start
            .iter()
            .take_while(|value| self.values[*value as usize].start <= first_end)
            .filter(|value| full.is_none_or(|full| among(*value, full)))
            .collect();
        let worse = |value: u32| (!among(value, all_due), self.values[value as usize].last_read);
        history::order::sort_by_key(&mut candidates, |value| std::cmp::Reverse(worse(*value)));
        candidates
    }

    /// Everything that the rest of the search depends on.
    fn state(&self) -> Vec<u32> {
        // The initial value is on no list.
        let on_no_list = usize::from(self.by_end.places.first() == Some(&END));
        let mut state = self.by_end.taken((self.order.len() - on_no_list) as u32);
        state.extend(&self.due);
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

    fn take(&mut self, value: u32) {
        let place = self.places[value as usize];
        if place != END {
            let (next, previous) = (self.next[place as usize], self.previous[place as usize]);
            self.next[previous as usize] = next;
            self.previous[next as usize] = previous;
        }
    }

    fn put_back(&mut self, value: u32) {
        let place = self.places[value as usize];
        if place != END {
            let (next, previous) = (self.next[place as usize], self.previous[place as usize]);
            self.next[previous as usize] = place;
            self.previous[next as usize] = place;
        }
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
