//! What many runs of a scenario show, and what the mathematics says of it. Both begin once it has rested and all of the page is there: a slider
//! that moves never waits for them, and no first answer does.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use pipeline::decide::Survived;
use pipeline::{Prospect, Series};
use scenario::Scenario;
use yew::prelude::*;

use super::Shared;
use super::work::{self, Work};
use crate::browser::is_whole;

/// How long a scenario rests before many runs of it begin, in ms.
const REST_MS: u32 = 600;

/// What many runs of a scenario show so far.
#[derive(Debug)]
pub(crate) struct Many {
    pub(crate) scenario: Rc<Scenario>,
    pub(crate) series: Series,
    /// What the mathematics says of it; nothing while that is not known, or where it says nothing.
    pub(crate) prospect: Option<Shared<Prospect>>,
    /// What goes on while replicas are down.
    pub(crate) survey: Survey,
    /// How many runs there will be.
    pub(crate) wanted: u32,
    pub(crate) progress: Progress,
    /// Asks for more, for fewer, or for no more.
    pub(crate) on: Callback<Ask>,
}

/// Whether more runs are on their way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    Running,
    Stopped,
    Done,
}

/// What goes on while replicas are down, as runs show in which they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Survey {
    /// Nobody asked: it takes as long as some dozens of runs.
    #[default]
    Unasked,
    /// Somebody did.
    Asked,
    /// That is known; nothing where runs do not show it.
    Done(Option<Survived>),
}

/// What can be asked of the runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ask {
    /// So many of them.
    Runs(u32),
    /// No more for now.
    Stop,
    /// Go on.
    GoOn,
    /// What goes on while replicas are down.
    Survey,
}

/// What is under way. All of it ends with the component that asked for it.
#[derive(Default)]
pub(super) struct Office {
    rest: Option<Timeout>,
    pub(super) work: Option<Work>,
    pub(super) told: Option<Shared<Many>>,
}

/// What many runs of a scenario show, as far as they are; those of the scenario before until then.
#[hook]
pub(crate) fn use_many(scenario: &Rc<Scenario>) -> Option<Shared<Many>> {
    let office = use_mut_ref(Office::default);
    let changed = use_force_update();
    let told = office.borrow().told.clone();
    use_effect_with(Rc::clone(scenario), move |scenario| {
        rest(&office, scenario, &changed);
        move || {
            let mut office = office.borrow_mut();
            office.rest = None;
            if let Some(work) = &mut office.work {
                work.leave();
            }
        }
    });
    told
}

fn rest(office: &Rc<RefCell<Office>>, scenario: &Rc<Scenario>, changed: &UseForceUpdateHandle) {
    let (then, scenario, changed) = (Rc::clone(office), Rc::clone(scenario), changed.clone());
    let timeout = Timeout::new(REST_MS, move || {
        // It has come, so there is nothing to cancel.
        if let Some(come) = then.borrow_mut().rest.take() {
            come.forget();
        }
        match is_whole() {
            true => work::begin(&then, &scenario, &changed),
            false => rest(&then, &scenario, &changed),
        }
    });
    office.borrow_mut().rest = Some(timeout);
}
