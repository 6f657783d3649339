//! A run that is pinned, beside the present one. Nothing of it happens before somebody pins.

use std::rc::Rc;

use diagram::Contrast;
use history::OperationId;
use pipeline::{Changes, Compared, Setting};
use scenario::Scenario;
use yew::prelude::*;

use super::Shared;
use super::evaluation::{Evaluated, use_evaluation_of};

/// Two runs, and what differs.
#[derive(Debug)]
pub(crate) struct Pair {
    /// The pinned one, and the present one.
    pub(crate) a: Shared<Evaluated>,
    pub(crate) b: Shared<Evaluated>,
    pub(crate) changes: Changes,
    /// What differs in each, for the drawings.
    pub(crate) contrasts: [Vec<(OperationId, Contrast)>; 2],
    /// Which settings differ.
    pub(crate) settings: Vec<Setting>,
}

impl Pair {
    #[inline(never)]
    fn of(a: &Shared<Evaluated>, b: &Shared<Evaluated>) -> Shared<Self> {
        let [of_a, of_b] = [a, b].map(|run| Compared { report: &run.report, story: &run.story });
        let changes = pipeline::compare(of_a, of_b);
        Shared::new(Self {
            contrasts: changes.contrasts(),
            settings: pipeline::settings(&a.scenario, &b.scenario),
            changes,
            a: a.clone(),
            b: b.clone(),
        })
    }
}

/// What is pinned beside the present run, once both are there.
#[hook]
pub(crate) fn use_pair(pinned: Option<Rc<Scenario>>, run: Option<Shared<Evaluated>>) -> Option<Shared<Pair>> {
    let a = use_evaluation_of(pinned.clone()).run.filter(|a| pinned.as_ref() == Some(&a.scenario) && !a.judging);
    let run = run.filter(|run| !run.judging);
    let pair = use_memo((a, run), |(a, run)| Some(Pair::of(a.as_ref()?, run.as_ref()?)));
    (*pair).clone()
}
