//! Many questions at once, which workers answer one after the other, so that the page stays free. The answers
//! come in bundles: it need not be drawn again for each. Where workers are refused, the page answers by
//! itself, with pauses in between.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use gloo::timers::callback::Timeout;
use yew::prelude::*;

use crate::browser::processors;
use crate::browser::worker::{Task, Worker, answer_here};

/// As many workers as the machine has processors, but no more than these.
const HANDS: usize = 2;
/// The pause after an answer of the page's own, in ms.
const PAUSE_MS: u32 = 24;

/// What an answer is known by: up to whoever asks.
pub(crate) type Place = (usize, usize, usize);

/// What is asked: of which scenario, as a link, and what of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Question {
    pub(crate) place: Place,
    pub(crate) link: String,
    pub(crate) task: Task,
}

/// Answers as parcels, in the order in which they came; nothing where a scenario cannot run.
pub(crate) type Answers = Vec<(Place, Option<Vec<u8>>)>;

/// Those who answer. They go with the last who holds them.
#[derive(Clone)]
pub(crate) struct Crew(Rc<RefCell<Desk>>);

impl PartialEq for Crew {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

struct Desk {
    hands: Vec<Hand>,
    hired: u32,
    refused: bool,
    waiting: VecDeque<Question>,
    answers: Answers,
    /// The page's own next turn.
    turn: Option<Timeout>,
    /// When the answers are told.
    telling: Option<Timeout>,
    bundle_ms: u32,
    tell: Callback<Answers>,
}

struct Hand {
    id: u32,
    worker: Worker,
    at: Option<Question>,
}

/// Workers for as long as a component is there. `tell` hears of their answers at most so often; it stays
/// what it is at first.
#[hook]
pub(crate) fn use_crew(bundle_ms: u32, tell: Callback<Answers>) -> Crew {
    let crew = use_memo((), move |()| {
        Crew(Rc::new(RefCell::new(Desk {
            hands: Vec::new(),
            hired: 0,
            refused: false,
            waiting: VecDeque::new(),
            answers: Vec::new(),
            turn: None,
            telling: None,
            bundle_ms,
            tell,
        })))
    });
    (*crew).clone()
}

impl Crew {
    /// Asks these, instead of what was asked before and is not begun. What is begun is answered still.
    pub(crate) fn ask(&self, questions: impl IntoIterator<Item = Question>) {
        self.0.borrow_mut().waiting = questions.into_iter().collect();
        go_on(&self.0);
    }
}

fn go_on(crew: &Rc<RefCell<Desk>>) {
    let mut desk = crew.borrow_mut();
    desk.hand_out();
    if !desk.waiting.is_empty() {
        desk.hire(crew);
        desk.hand_out();
    }
    if desk.refused {
        desk.take_a_turn(crew);
    }
}

fn answered(crew: &Weak<RefCell<Desk>>, id: u32, parcel: Option<Vec<u8>>) {
    let Some(crew) = crew.upgrade() else { return };
    let question = crew.borrow_mut().hands.iter_mut().find(|hand| hand.id == id).and_then(|hand| hand.at.take());
    if let Some(question) = question {
        take(&crew, question.place, parcel);
    }
    go_on(&crew);
}

/// A worker is not to be had: what it was asked comes first among what is to be done.
fn failed(crew: &Weak<RefCell<Desk>>, id: u32) {
    let Some(crew) = crew.upgrade() else { return };
    {
        let mut desk = crew.borrow_mut();
        desk.refused = true;
        let place = desk.hands.iter().position(|hand| hand.id == id);
        if let Some(question) = place.and_then(|place| desk.hands.swap_remove(place).at) {
            desk.waiting.push_front(question);
        }
    }
    go_on(&crew);
}

/// Keeps an answer until it is told along with others.
fn take(crew: &Rc<RefCell<Desk>>, place: Place, parcel: Option<Vec<u8>>) {
    let mut desk = crew.borrow_mut();
    desk.answers.push((place, parcel));
    if desk.telling.is_none() {
        let then = Rc::downgrade(crew);
        desk.telling = Some(Timeout::new(desk.bundle_ms, move || {
            let Some(crew) = then.upgrade() else { return };
            let mut desk = crew.borrow_mut();
            forget(desk.telling.take());
            let (answers, tell) = (std::mem::take(&mut desk.answers), desk.tell.clone());
            drop(desk);
            tell.emit(answers);
        }));
    }
}

impl Desk {
    fn hire(&mut self, crew: &Rc<RefCell<Self>>) {
        let idle = |hand: &Hand| hand.at.is_none();
        while !self.refused && self.hands.len() < HANDS.min(processors()) && self.waiting.len() > self.count(idle) {
            let id = self.hired;
            self.hired += 1;
            let (told, missed) = (Rc::downgrade(crew), Rc::downgrade(crew));
            let on_answer = Rc::new(move |(_, parcel)| answered(&told, id, parcel));
            match Worker::start(on_answer, Box::new(move || failed(&missed, id))) {
                Some(worker) => self.hands.push(Hand { id, worker, at: None }),
                None => self.refused = true,
            }
        }
    }

    fn count(&self, which: fn(&Hand) -> bool) -> usize {
        self.hands.iter().filter(|hand| which(hand)).count()
    }

    fn hand_out(&mut self) {
        for hand in self.hands.iter_mut().filter(|hand| hand.at.is_none()) {
            let Some(question) = self.waiting.pop_front() else { return };
            // One at a time: no number is needed to tell which it was.
            hand.worker.ask_in_words(0, question.link.clone(), question.task);
            hand.at = Some(question);
        }
    }

    fn take_a_turn(&mut self, crew: &Rc<RefCell<Self>>) {
        if self.turn.is_some() || self.waiting.is_empty() {
            return;
        }
        let then = Rc::downgrade(crew);
        self.turn = Some(Timeout::new(PAUSE_MS, move || {
            let Some(crew) = then.upgrade() else { return };
            forget(crew.borrow_mut().turn.take());
            let question = crew.borrow_mut().waiting.pop_front();
            if let Some(Question { place, link, task }) = question {
                take(&crew, place, answer_here(&link, task));
            }
            go_on(&crew);
        }));
    }
}

/// A timeout that has come is only forgotten, not cancelled.
fn forget(come: Option<Timeout>) {
    if let Some(come) = come {
        come.forget();
    }
}
