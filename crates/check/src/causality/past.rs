//! Causal pasts: for every operation how far it knows each session, and the reads that returned
//! what their past had replaced.
//!
//! One vector clock an operation, in one flat table, and one look at each session for each read:
//! AWDIT (Møldrup and Pavlogiannis, PLDI 2025), for single operations instead of transactions.

use super::schedule::Schedule;
use crate::Budget;
use crate::causality::Finding;
use crate::causality::evidence::{Evidence, circle};
use crate::index::NONE;
use crate::observed::{INITIAL, Observed};

/// The causal order with the past of each operation.
pub(crate) struct Past {
    width: usize,
    /// By operation and session: one past the last place in its past; zero if there is none.
    clocks: Vec<u32>,
    /// All operations in an order that extends the causal one.
    pub(crate) order: Vec<u32>,
}

impl Past {
    /// Session order and reads-from in one order, and the clocks that follow.
    ///
    /// # Errors
    /// A circle of causes, or no budget for the clocks.
    pub(crate) fn new(observed: &Observed<'_>, budget: &mut Budget) -> Result<Self, Finding> {
        let width = observed.sessions();
        // One step for each session that an operation may know of.
        if !budget.spend(observed.len() * width) {
            return Err(Finding::OutOfSteps);
        }
        let mut schedule = Schedule::new(observed);
        let needs = |place: u32, next: &[u32]| {
            observed.write_read(place).filter(|source| *source >= next[observed.session(*source)])
        };
        if let Err(links) = schedule.advance(observed, observed.ends(), &needs) {
            return Err(circle(Evidence::new(observed), &links, &|_| None));
        }
        let order = schedule.order;
        let mut clocks = vec![0_u32; observed.len() * width];
        let mut of_source = vec![0; width];
        for place in &order {
            let from = *place as usize * width;
            let session = observed.session(*place);
            if *place > observed.starts()[session] {
                clocks.copy_within(from - width..from, from);
            }
            if let Some(source) = observed.write_read(*place) {
                of_source.copy_from_slice(&clocks[source as usize * width..][..width]);
                raise(&mut clocks[from..from + width], &of_source);
            }
            clocks[from + session] = *place + 1;
        }
        Ok(Self { width, clocks, order })
    }

    /// By session: one past the last place in the past of an operation, itself included.
    pub(crate) fn of(&self, place: u32) -> &[u32] {
        let from = place as usize * self.width;
        &self.clocks[from..from + self.width]
    }

    /// Looks at each read once: the last write to its key of each session in its past must not have
    /// the write that was read in its own past. Tells `conflict` of each that has not, and is not
    /// the one that was read: the read and that write.
    ///
    /// # Errors
    /// The first read, by its return, whose value had been replaced in its past.
    pub(crate) fn examine(&self, observed: &Observed<'_>, conflict: &mut dyn FnMut(u32, u32)) -> Result<(), Finding> {
        let writers = &observed.writers;
        let mut seen = vec![0_u32; writers.runs()];
        let mut worst: Option<(u32, u32)> = None;
        for session in 0..self.width {
            seen.fill(0);
            for read in observed.places(session) {
                let source = observed.source(read);
                if source == NONE || source == read {
                    continue;
                }
                let past = self.of(read);
                for (number, run) in writers.of_key(observed.key(read)) {
                    let writes = writers.writes(run);
                    let until = past[run.session as usize];
                    let count = &mut seen[number];
                    while writes.get(*count as usize).is_some_and(|write| *write < until) {
                        *count += 1;
                    }
                    let Some(last) = count.checked_sub(1).map(|last| writes[last as usize]) else { continue };
                    if last == source {
                        continue;
                    }
                    let replaced = source == INITIAL || source < self.of(last)[observed.session(source)];
                    if !replaced {
                        conflict(read, last);
                    } else if worst.is_none_or(|(known, _)| observed.over(read) < observed.over(known)) {
                        worst = Some((read, last));
                    }
                }
            }
        }
        let Some((read, newer)) = worst else { return Ok(()) };
        Err(Evidence::new(observed).replaced(read, newer))
    }
}

/// Raises each number of a row to that of another.
pub(crate) fn raise(row: &mut [u32], to: &[u32]) {
    for (number, other) in row.iter_mut().zip(to) {
        *number = (*number).max(*other);
    }
}
