//! The search for settings, in slices between frames, while workers come towards it from the last setting: what is
//! found shows as it comes, and whoever asks for something else stops it.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use gloo::timers::callback::Timeout;
use pipeline::decide::{Advice, Advisor, Known, Requirements};
use yew::prelude::*;

use crate::browser::worker::{Answer, Task, Verdicts, Worker, read_link, words};
use crate::browser::{clock, processors};
use crate::hooks::Shared;

/// How long a slice is, in ms, unless one candidate takes longer.
const SLICE_MS: f64 = 16.0;
/// The page and its workers, together no more than the machine has processors.
const HANDS: usize = 4;
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
    let desk = use_mut_ref(Desk::default);
    let setter = findings.setter();
    use_effect_with(requirements.clone(), move |requirements| {
        let asked = !requirements.parts().is_empty();
        let search =
            asked.then(|| Advisor::new(requirements.clone(), std::mem::take(&mut desk.borrow_mut().known), read_link));
        match search {
            // Who asks for nothing is not shown everything.
            None => {
                setter.set(Findings { problems: requirements.problems(), done: true, ..Findings::none(requirements) });
            }
            Some(Ok(advisor)) => {
                let began_ms = clock::now_ms();
                let shown_ms = f64::NEG_INFINITY;
                let search = Search { advisor, setter, began_ms, first_ms: None, shown_ms };
                desk.borrow_mut().search = Some(search);
                share_out(&desk, requirements);
                go_on(&desk);
            }
            Some(Err(problems)) => {
                setter.set(Findings { problems, done: true, ..Findings::none(requirements) });
            }
        }
        move || desk.borrow_mut().stop()
    });
    (*findings).clone()
}

/// What stays from one search to the next.
#[derive(Default)]
struct Desk {
    search: Option<Search>,
    /// The search's next slice.
    next: Option<Timeout>,
    known: Known,
    workers: Vec<Worker>,
    refused: bool,
    /// Of the present search: answers to others are dropped.
    number: u32,
    /// What the workers are asked.
    words: String,
}

impl Desk {
    /// Ends the search, and keeps what is known for the next.
    fn stop(&mut self) {
        self.number += 1;
        self.next = None;
        if let Some(search) = self.search.take() {
            self.known = search.advisor.into_known();
        }
    }

    /// Asks a worker for its turns from that one back, as long as the page itself is not that far.
    fn ask(&self, worker: usize, from: Option<usize>) {
        let Some(search) = &self.search else { return };
        let from = from.filter(|from| *from > search.advisor.progress().0);
        if let (Some(from), Some(hand)) = (from, self.workers.get(worker)) {
            let step = self.workers.len() as u32;
            hand.ask_in_words(self.number, self.words.clone(), Task::Advise { from: from as u32, step });
        }
    }
}

/// Has workers begin at the other end, each with a turn of its own, where there are processors for them.
fn share_out(desk: &Rc<RefCell<Desk>>, requirements: &Requirements) {
    let wanted = processors().min(HANDS) - 1;
    let Some(words) = words(requirements).filter(|_| wanted > 0) else { return };
    let mut now = desk.borrow_mut();
    while now.workers.len() < wanted && !now.refused {
        let (told, missed, place) = (Rc::downgrade(desk), Rc::downgrade(desk), now.workers.len());
        let on_answer = Rc::new(move |answer| answered(&told, place, answer));
        match Worker::start(on_answer, Box::new(move || failed(&missed))) {
            Some(worker) => now.workers.push(worker),
            None => now.refused = true,
        }
    }
    now.words = words;
    let count = now.search.as_ref().map_or(0, |search| search.advisor.progress().1);
    (0..now.workers.len()).for_each(|worker| now.ask(worker, count.checked_sub(worker + 1)));
}

fn answered(desk: &Weak<RefCell<Desk>>, worker: usize, (number, parcel): Answer) {
    let Some(desk) = desk.upgrade() else { return };
    let mut desk = desk.borrow_mut();
    let verdicts: Option<Verdicts> = parcel.and_then(|parcel| pipeline::unpack(&parcel));
    let (Some(verdicts), true) = (verdicts, number == desk.number) else { return };
    let step = desk.workers.len();
    let Some(search) = &mut desk.search else { return };
    let next = verdicts.last().and_then(|(turn, _)| (*turn as usize).checked_sub(step));
    for (turn, verdict) in verdicts {
        search.advisor.tell(turn as usize, verdict);
    }
    desk.ask(worker, next);
}

/// Its turns are left to the page.
fn failed(desk: &Weak<RefCell<Desk>>) {
    if let Some(desk) = desk.upgrade() {
        desk.borrow_mut().refused = true;
    }
}

fn go_on(desk: &Rc<RefCell<Desk>>) {
    let later = Rc::downgrade(desk);
    let next = Timeout::new(0, move || {
        let Some(desk) = later.upgrade() else { return };
        let more = desk.borrow_mut().search.as_mut().is_some_and(Search::slice);
        if more {
            go_on(&desk);
        }
    });
    // What was there has come, so there is nothing to cancel.
    if let Some(come) = desk.borrow_mut().next.replace(next) {
        come.forget();
    }
}

struct Search {
    advisor: Advisor,
    setter: UseStateSetter<Findings>,
    began_ms: f64,
    first_ms: Option<f64>,
    shown_ms: f64,
}

impl Search {
    /// Works for a moment; whether there is more to do.
    fn slice(&mut self) -> bool {
        let until_ms = clock::now_ms() + SLICE_MS;
        let mut more = true;
        while more && clock::now_ms() < until_ms {
            more = self.advisor.step();
        }
        let (now_ms, advisor) = (clock::now_ms(), &self.advisor);
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
