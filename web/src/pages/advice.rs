//! The search for settings, in slices between frames: what is found shows as it comes, and whoever asks
//! for something else stops it.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use pipeline::decide::{Advice, Advisor, Known, Requirements};
use scenario::Scenario;
use yew::prelude::*;

use crate::browser::clock;
use crate::hooks::Shared;

/// How long a slice is, in ms, unless one candidate takes longer.
const SLICE_MS: f64 = 10.0;
/// How often what is found is drawn anew, in ms.
const SHOWN_EVERY_MS: f64 = 150.0;

/// What is found so far.
#[derive(Clone, PartialEq)]
pub(super) struct Findings {
    /// Nothing before the first candidate was looked at.
    pub(super) advice: Option<Shared<Advice>>,
    /// What was asked.
    pub(super) requirements: Shared<Requirements>,
    /// What is wrong with what is asked.
    pub(super) problems: Vec<String>,
    /// Candidates that were looked at, and all.
    pub(super) progress: (usize, usize),
    /// Whether nothing more will be found.
    pub(super) done: bool,
    /// When the first answer was there and when all were, in ms after the search began.
    pub(super) took_ms: (Option<f64>, f64),
}

/// Looks for what meets the requirements.
#[hook]
pub(super) fn use_advice(requirements: &Requirements) -> Findings {
    let findings = use_state(|| Findings::none(requirements));
    let known = use_mut_ref(Known::default);
    let setter = findings.setter();
    use_effect_with(requirements.clone(), move |requirements| {
        let waiting: Rc<RefCell<Option<Timeout>>> = Rc::default();
        let asked = !requirements.parts().is_empty();
        let search = asked.then(|| Advisor::new(requirements.clone(), known.take(), read));
        let running = match search {
            // Who asks for nothing is not shown everything.
            None => {
                setter.set(Findings { problems: requirements.problems(), done: true, ..Findings::none(requirements) });
                None
            }
            Some(Ok(advisor)) => {
                let began_ms = clock::now_ms();
                let search = Search {
                    advisor: Some(advisor),
                    known,
                    setter,
                    began_ms,
                    first_ms: None,
                    shown_ms: f64::NEG_INFINITY,
                };
                Some(Rc::new(RefCell::new(search)))
            }
            Some(Err(problems)) => {
                setter.set(Findings { problems, done: true, ..Findings::none(requirements) });
                None
            }
        };
        if let Some(search) = &running {
            go_on(Rc::clone(search), Rc::clone(&waiting));
        }
        move || {
            drop(waiting.take());
            if let Some(search) = running {
                search.borrow_mut().stop();
            }
        }
    });
    (*findings).clone()
}

/// Reads the link of a mode.
fn read(link: &str) -> Option<Scenario> {
    share::decode(link).ok().map(|decoded| decoded.link.scenario)
}

fn go_on(search: Rc<RefCell<Search>>, waiting: Rc<RefCell<Option<Timeout>>>) {
    let later = Rc::clone(&waiting);
    *waiting.borrow_mut() = Some(Timeout::new(0, move || {
        let more = search.borrow_mut().slice();
        if more {
            go_on(search, later);
        }
    }));
}

struct Search {
    advisor: Option<Advisor>,
    known: Rc<RefCell<Known>>,
    setter: UseStateSetter<Findings>,
    began_ms: f64,
    first_ms: Option<f64>,
    shown_ms: f64,
}

impl Search {
    /// Works for a moment; whether there is more to do.
    fn slice(&mut self) -> bool {
        let Some(advisor) = &mut self.advisor else { return false };
        let until_ms = clock::now_ms() + SLICE_MS;
        let mut more = true;
        while more && clock::now_ms() < until_ms {
            more = advisor.step();
        }
        let now_ms = clock::now_ms();
        if self.first_ms.is_none() && !advisor.advice().answers.is_empty() {
            self.first_ms = Some(now_ms - self.began_ms);
            self.shown_ms = f64::NEG_INFINITY;
        }
        if !more || now_ms - self.shown_ms > SHOWN_EVERY_MS {
            self.shown_ms = now_ms;
            self.setter.set(Findings {
                advice: Some(Shared::new(advisor.advice().clone())),
                requirements: Shared::new(advisor.requirements().clone()),
                problems: Vec::new(),
                progress: advisor.progress(),
                done: !more,
                took_ms: (self.first_ms, now_ms - self.began_ms),
            });
        }
        more
    }

    /// Keeps what is known for the next search.
    fn stop(&mut self) {
        if let Some(advisor) = self.advisor.take() {
            self.known.replace(advisor.into_known());
        }
    }
}

impl Findings {
    fn none(requirements: &Requirements) -> Self {
        Self {
            advice: None,
            requirements: Shared::new(requirements.clone()),
            problems: Vec::new(),
            progress: (0, 0),
            done: false,
            took_ms: (None, 0.0),
        }
    }
}
