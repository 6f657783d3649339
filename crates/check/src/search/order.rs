//! The whole order behind a configuration: the steps that changed something, and between them the
//! calls that changed nothing or were overwritten at once.

use super::sweep::{BEGIN, Step};
use super::{Machine, Task};

/// The steps that lead to `end`, the first one first.
pub(super) fn chain(steps: &[Step], end: u32) -> Vec<Step> {
    let mut chain = Vec::new();
    let mut at = end;
    while at != BEGIN {
        let step = steps[at as usize];
        chain.push(step);
        at = step.before;
    }
    chain.reverse();
    chain
}

/// A task in the order: before which step; nothing changed, overwritten, the step itself, or at
/// the end; and when.
type Place = (usize, u8, u32, u32);

/// The order of the tasks that took effect up to the event `until`: all that had to, those that
/// did without having to, and, for the `whole` order, what nobody looked at any more. A step of
/// event `e` happens just before it.
pub(super) fn complete(
    machine: &mut dyn Machine,
    tasks: &[Task],
    chain: &[Step],
    spans: &[(u32, u32)],
    (until, whole): (u32, bool),
) -> Vec<u32> {
    let mut past = Past { states: vec![machine.initial()], overwriting: Vec::new(), until };
    let mut in_chain = vec![false; tasks.len()];
    let mut order: Vec<Place> = Vec::new();
    for (gap, step) in chain.iter().enumerate() {
        let kind = tasks[step.task as usize].kind;
        past.states.push(machine.step(past.states[gap], kind));
        past.overwriting.push(machine.nature(kind).overwrites);
        in_chain[step.task as usize] = true;
        order.push((gap, 2, 0, step.task));
    }
    for (task, span) in (0..).zip(spans) {
        let Task { kind, required } = tasks[task as usize];
        if !required || in_chain[task as usize] {
            continue;
        }
        match past.place(machine, kind, *span, chain) {
            Some((gap, rank, at)) => order.push((gap, rank, at, task)),
            None if whole => order.push((chain.len(), 3, span.0, task)),
            None => {}
        }
    }
    order.sort_unstable();
    order.into_iter().map(|(.., task)| task).collect()
}

/// A chain of steps with the states around them.
struct Past {
    /// Before each step, and after the last.
    states: Vec<u32>,
    overwriting: Vec<bool>,
    until: u32,
}

impl Past {
    /// Where a call that is no step of the chain took effect: where it changed nothing, or just
    /// before a step that overwrote what it did.
    fn place(
        &self,
        machine: &mut dyn Machine,
        kind: u32,
        (invoked, returned): (u32, u32),
        chain: &[Step],
    ) -> Option<(usize, u8, u32)> {
        let always = machine.nature(kind).always;
        let first = chain.partition_point(|step| step.event <= invoked);
        for (gap, state) in self.states.iter().enumerate().skip(first) {
            let from = gap.checked_sub(1).map_or(0, |before| chain[before].event);
            let to = chain.get(gap).map_or(self.until, |step| step.event).min(returned);
            let at = from.max(invoked.saturating_add(1));
            if at > to {
                return None;
            }
            if machine.step(*state, kind) == *state {
                return Some((gap, 0, at));
            }
            if always && chain.get(gap).is_some_and(|step| step.event <= returned) && self.overwriting[gap] {
                return Some((gap, 1, at));
            }
        }
        None
    }
}
