//! The sweep over the events, and what it keeps on the way.

use super::frontier::{Config, Frontier};
use super::mask::Mask;
use super::{Event, Found, Machine, NO, Nature, Task, order};
use crate::Budget;

/// Where a search ended without an order.
#[derive(Debug)]
pub(crate) struct Stuck {
    /// The call that had returned before any order could hold it.
    pub(crate) task: u32,
    /// The calls that were open then, itself included.
    pub(crate) open: Vec<u32>,
    /// What was left when it returned.
    pub(crate) survivors: Vec<Survivor>,
    /// The states that the object could be in then.
    pub(crate) states: Vec<u32>,
}

/// An order as far as it goes.
#[derive(Debug)]
pub(crate) struct Survivor {
    pub(crate) state: u32,
    /// The calls that have taken effect, in their order.
    pub(crate) order: Vec<u32>,
    /// The open calls that have not, or that may take effect still.
    pub(crate) waiting: Vec<u32>,
}

/// How many survivors are told of.
const SURVIVORS_MAX: usize = 3;

/// How many are looked at to find those that got farthest.
const LOOKED_AT_MAX: usize = 64;

/// Looks for an order of the tasks of one object. `events` are in the order of time; where one
/// call returns and another begins at the same moment, the invocation comes first.
///
/// With `ahead` an object that only grows is compared with what will be read; the answer is the
/// same, but what is stuck then is stuck earlier, and harder to explain.
pub(crate) fn search<const N: usize>(
    machine: &mut dyn Machine,
    tasks: &[Task],
    events: &[Event],
    ahead: bool,
    budget: &mut Budget,
) -> Found {
    let ahead = ahead && machine.only_grows();
    let mut sweep: Sweep<'_, N> = Sweep {
        machine,
        tasks,
        next_look: Vec::new(),
        open: Mask::EMPTY,
        looking: Mask::EMPTY,
        always: Mask::EMPTY,
        places: Vec::new(),
        twins: Vec::new(),
        steps: Vec::new(),
        here: Vec::new(),
        met: Frontier::new(),
        after: Frontier::new(),
        now: 0,
    };
    if ahead {
        sweep.look_ahead(events);
    }
    sweep.run(events, budget)
}

/// A call that took effect, and what did before it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub(super) before: u32,
    pub(super) task: u32,
    /// The event by which it had to.
    pub(super) event: u32,
}

/// No step: the beginning.
pub(super) const BEGIN: u32 = u32::MAX;

struct Sweep<'s, const N: usize> {
    machine: &'s mut dyn Machine,
    tasks: &'s [Task],
    /// By event: the next call that looks and is invoked after it. Empty without looking ahead.
    next_look: Vec<u32>,
    /// The places that are taken by open calls.
    open: Mask<N>,
    /// Those of calls that only look.
    looking: Mask<N>,
    /// Those of calls that are always possible.
    always: Mask<N>,
    /// By place: the task there, and what is known of it.
    places: Vec<(u32, Nature)>,
    /// By place: the places of calls that ask the same and return earlier.
    twins: Vec<Mask<N>>,
    steps: Vec<Step>,
    here: Vec<Config<N>>,
    met: Frontier<N>,
    after: Frontier<N>,
    now: u32,
}

impl<const N: usize> Sweep<'_, N> {
    fn run(&mut self, events: &[Event], budget: &mut Budget) -> Found {
        let places = place_of(self.tasks.len(), events);
        let mut place = vec![0; self.tasks.len()];
        let last = events.iter().rposition(|event| event.returns && self.is_asked(event.task));
        self.here.push(Config { state: self.machine.initial(), step: BEGIN, open: Mask::EMPTY, free: Mask::EMPTY });
        for (now, event) in (0..).zip(events).take(last.map_or(0, |last| last + 1)) {
            self.now = now;
            let mut work = self.here.len();
            if event.returns {
                let place = place[event.task as usize];
                let whole = self.close(place, &mut work, budget.left());
                if !whole {
                    let _ = budget.spend(usize::MAX);
                    return Found::OutOfSteps;
                }
                if !(0..self.after.len()).any(|config| self.after.get(config).is_some()) {
                    let _ = budget.spend(work);
                    return Found::Stuck(self.stuck(event.task, &places));
                }
                self.go_on(place);
            } else {
                let Some(free) = self.open.first_free().filter(|free| *free < 64 * N as u32) else {
                    return Found::TooManyOpen;
                };
                place[event.task as usize] = free;
                self.invoke(free, event.task, &places);
            }
            if !budget.spend(work) {
                return Found::OutOfSteps;
            }
        }
        let chain = order::chain(&self.steps, self.here.first().map_or(BEGIN, |config| config.step));
        Found::Order(order::complete(self.machine, self.tasks, &chain, &places, (self.now, true)))
    }

    /// Whether an answer of that task can be wrong.
    fn is_asked(&self, task: u32) -> bool {
        let task = &self.tasks[task as usize];
        task.required && !self.machine.nature(task.kind).always
    }

    fn kind(&self, place: u32) -> u32 {
        self.tasks[self.places[place as usize].0 as usize].kind
    }

    /// A call opens.
    fn invoke(&mut self, place: u32, task: u32, spans: &[(u32, u32)]) {
        let Task { kind, required } = self.tasks[task as usize];
        let nature = self.machine.nature(kind);
        let bit = Mask::of(place);
        let mut twins = Mask::EMPTY;
        let mut others = self.open;
        while let Some(other) = others.pop() {
            if self.kind(other) == kind {
                // Who returns later comes later; two that never return, in the order of their places.
                let later = (spans[self.places[other as usize].0 as usize].1, other) > (spans[task as usize].1, place);
                if later {
                    self.twins[other as usize] = self.twins[other as usize].or(bit);
                } else {
                    twins = twins.or(Mask::of(other));
                }
            }
        }
        if self.places.len() <= place as usize {
            self.places.resize(place as usize + 1, (task, nature));
            self.twins.resize(place as usize + 1, Mask::EMPTY);
        }
        self.places[place as usize] = (task, nature);
        self.twins[place as usize] = twins;
        self.open = self.open.or(bit);
        self.looking = if nature.looks { self.looking.or(bit) } else { self.looking };
        self.always = if nature.always { self.always.or(bit) } else { self.always };
        let mut here = std::mem::take(&mut self.here);
        for config in &mut here {
            if !required {
                config.free = config.free.or(bit);
            } else if self.machine.step(config.state, kind) != config.state {
                config.open = config.open.or(bit);
            } else if !nature.looks {
                config.free = config.free.or(bit);
            }
        }
        self.here = here;
    }

    /// A call returns: fills `after` with what is possible then. False, if there were too many.
    fn close(&mut self, place: u32, work: &mut usize, most: u64) -> bool {
        let bit = Mask::of(place);
        self.met.clear();
        self.after.clear();
        for at in 0..self.here.len() {
            let config = self.here[at];
            // A free call may be done with, and this is its last chance to take effect.
            if config.open.has(place) || config.free.has(place) {
                self.met.insert(config, self.looking, work);
            }
            if !config.open.has(place) {
                self.after.insert(Config { free: config.free.without(bit), ..config }, self.looking, work);
            }
        }
        let mut next = 0;
        while next < self.met.len() {
            if let Some(config) = self.met.get(next) {
                let mut usable = config.open.or(config.free).without(self.looking);
                while let Some(chosen) = usable.pop() {
                    *work += 1;
                    if let Some(reached) = self.take(&config, chosen) {
                        self.keep(reached, &config, chosen, place, work);
                    }
                }
                if *work as u64 > most {
                    return false;
                }
            }
            next += 1;
        }
        true
    }

    /// Keeps what a step led to, unless something covers it: for what comes after the return, where
    /// the returning call is done with, and for further steps, where it may still take effect.
    fn keep(&mut self, mut reached: Config<N>, from: &Config<N>, chosen: u32, returning: u32, work: &mut usize) {
        reached.step = self.steps.len() as u32;
        let satisfied = from.open.has(returning) && !reached.open.has(returning);
        let mut kept = false;
        if satisfied || chosen == returning {
            let after = Config { free: reached.free.without(Mask::of(returning)), ..reached };
            kept |= self.after.insert(after, self.looking, work);
        }
        if reached.open.has(returning) || reached.free.has(returning) {
            kept |= self.met.insert(reached, self.looking, work);
        }
        if kept {
            let task = self.places[chosen as usize].0;
            self.steps.push(Step { before: from.step, task, event: self.now });
        }
    }

    /// Lets an open call take effect, if it can and that changes anything.
    fn take(&mut self, config: &Config<N>, chosen: u32) -> Option<Config<N>> {
        let (task, nature) = self.places[chosen as usize];
        let twins = self.twins[chosen as usize];
        let free = config.free.has(chosen);
        let earlier = if free { config.open.or(config.free) } else { config.open };
        if !twins.and(earlier).is_empty() {
            return None;
        }
        let state = self.machine.step(config.state, self.tasks[task as usize].kind);
        if state == NO || state == config.state {
            return None;
        }
        let bit = Mask::of(chosen);
        let mut reached = Config { state, open: config.open.without(bit), free: config.free.without(bit), ..*config };
        if nature.overwrites {
            let hidden = reached.open.and(self.always);
            reached.open = reached.open.without(hidden);
            reached.free = reached.free.or(hidden.without(self.looking));
        }
        let mut open = reached.open;
        while let Some(other) = open.pop() {
            if self.machine.step(state, self.kind(other)) == state {
                let bit = Mask::of(other);
                reached.open = reached.open.without(bit);
                reached.free = reached.free.or(bit.without(self.looking));
            }
        }
        self.can_still_be_read(&reached).then_some(reached)
    }

    /// Whether the calls that look, of an object that only grows, can still be answered.
    fn can_still_be_read(&mut self, config: &Config<N>) -> bool {
        let Some(next) = self.next_look.get(self.now as usize).copied() else { return true };
        let mut open = config.open.and(self.looking);
        while let Some(look) = open.pop() {
            if !self.machine.leads_to(config.state, self.kind(look)) {
                return false;
            }
        }
        next == NO || self.machine.leads_to(config.state, self.tasks[next as usize].kind)
    }

    fn look_ahead(&mut self, events: &[Event]) {
        self.next_look = vec![NO; events.len()];
        let mut next = NO;
        for (event, slot) in events.iter().zip(&mut self.next_look).rev() {
            *slot = next;
            let task = &self.tasks[event.task as usize];
            if !event.returns && task.required && self.machine.nature(task.kind).looks {
                next = event.task;
            }
        }
    }

    /// Goes on with what is possible after a return.
    fn go_on(&mut self, place: u32) {
        let bit = Mask::of(place);
        self.here.clear();
        self.here.extend((0..self.after.len()).filter_map(|config| self.after.get(config)));
        self.open = self.open.without(bit);
        self.looking = self.looking.without(bit);
        self.always = self.always.without(bit);
        for twins in &mut self.twins {
            *twins = twins.without(bit);
        }
    }

    fn stuck(&mut self, task: u32, spans: &[(u32, u32)]) -> Stuck {
        let mut states: Vec<u32> = self.here.iter().map(|config| config.state).chain(self.met.states()).collect();
        states.sort_unstable();
        states.dedup();
        let tasks_of = |sweep: &Self, mut places: Mask<N>| {
            let mut tasks = Vec::new();
            while let Some(place) = places.pop() {
                tasks.push(sweep.places[place as usize].0);
            }
            tasks
        };
        let mut survivors: Vec<Survivor> = Vec::new();
        for config in std::mem::take(&mut self.here).into_iter().take(LOOKED_AT_MAX) {
            let chain = order::chain(&self.steps, config.step);
            let order = order::complete(self.machine, self.tasks, &chain, spans, (self.now, false));
            let waiting = tasks_of(self, config.open.or(config.free));
            survivors.push(Survivor { state: config.state, order, waiting });
        }
        survivors.sort_by_key(|survivor| std::cmp::Reverse(survivor.order.len()));
        survivors.truncate(SURVIVORS_MAX);
        let mut open = tasks_of(self, self.open);
        open.sort_unstable();
        Stuck { task, open, survivors, states }
    }
}

/// By task: the places in time of its invocation and its return.
fn place_of(tasks: usize, events: &[Event]) -> Vec<(u32, u32)> {
    let mut spans = vec![(0, u32::MAX); tasks];
    for (at, event) in (0..).zip(events) {
        let span = &mut spans[event.task as usize];
        if event.returns {
            span.1 = at;
        } else {
            span.0 = at;
        }
    }
    spans
}
