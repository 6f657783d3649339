//! The runs of a series, shared out to workers in parts that take a moment each, after the mathematics,
//! which is one part; where workers are refused, in smaller parts to the page itself, with pauses in between.

mod job;

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use gloo::timers::callback::Timeout;
use pipeline::Series;
use scenario::Scenario;
use yew::prelude::*;

use super::Shared;
use super::many::{Ask, Many, Office, Progress, Survey};
use crate::browser::worker::{Answer, Worker};
use crate::browser::{now_ms, processors};
use job::{Job, Part};

/// How many runs there are, unless more or fewer are asked for.
const RUNS: u32 = 1_000;
/// How many runs can be asked for.
pub(crate) const CHOICES: [u32; 4] = [100, 1_000, 10_000, 100_000];
/// As many workers as the machine has processors, but no more than these.
const HANDS: usize = 2;
/// How long a part takes, in ms: short enough that progress is seen.
const PART_MS: f64 = 100.0;
/// The same on the page's own thread, and the pause after it.
const PART_HERE_MS: f64 = 8.0;
const PAUSE_MS: u32 = 24;
/// How many steps of the kernel a millisecond holds until that is measured.
const STEPS_A_MS: f64 = 30.0;
/// No more steps are begun unasked: some seconds.
const STEPS_UNASKED: u64 = 4_000_000;

/// Who works, and at what.
pub(super) struct Work {
    hands: Vec<Hand>,
    hired: u32,
    refused: bool,
    /// The page's own next turn.
    turn: Option<Timeout>,
    /// The number of the present job. Answers to an older one are dropped.
    number: u32,
    job: Option<Job>,
    wanted: u32,
    /// Steps of the kernel in a millisecond.
    pace: f64,
    changed: UseForceUpdateHandle,
    on: Callback<Ask>,
}

struct Hand {
    id: u32,
    worker: Worker,
    /// The job and the part that it works at, and since when.
    at: Option<(u32, Part, f64)>,
}

/// Begins with another scenario.
pub(super) fn begin(office: &Rc<RefCell<Office>>, scenario: &Rc<Scenario>, changed: &UseForceUpdateHandle) {
    if scenario.validate(pipeline::protocols()).is_err() {
        return;
    }
    {
        let asked = Rc::downgrade(office);
        let mut desk = office.borrow_mut();
        let work = desk.work.get_or_insert_with(|| Work::new(&asked, changed));
        work.begin(scenario, None);
    }
    go_on(office);
}

/// Gives everybody who is free something to do, and tells how far all is.
fn go_on(office: &Rc<RefCell<Office>>) {
    let mut desk = office.borrow_mut();
    let Some(work) = &mut desk.work else { return };
    work.hire(office);
    work.hand_out();
    if work.refused {
        work.take_a_turn(office);
    }
    let (told, changed) = (work.told(), work.changed.clone());
    if let Some(many) = told {
        desk.told = Some(Shared::new(many));
        drop(desk);
        changed.force_update();
    }
}

fn answered(office: &Weak<RefCell<Office>>, id: u32, (number, parcel): Answer) {
    let Some(office) = office.upgrade() else { return };
    if let Some(work) = &mut office.borrow_mut().work {
        work.answered(id, number, parcel);
    }
    go_on(&office);
}

fn failed(office: &Weak<RefCell<Office>>, id: u32) {
    let Some(office) = office.upgrade() else { return };
    if let Some(work) = &mut office.borrow_mut().work {
        work.failed(id);
    }
    go_on(&office);
}

fn asked(office: &Weak<RefCell<Office>>, ask: Ask) {
    let Some(office) = office.upgrade() else { return };
    if let Some(work) = &mut office.borrow_mut().work {
        work.asked(ask);
    }
    go_on(&office);
}

impl Work {
    fn new(office: &Weak<RefCell<Office>>, changed: &UseForceUpdateHandle) -> Self {
        let office = Weak::clone(office);
        Self {
            hands: Vec::new(),
            hired: 0,
            refused: false,
            turn: None,
            number: 0,
            job: None,
            wanted: RUNS,
            pace: STEPS_A_MS,
            changed: changed.clone(),
            on: Callback::from(move |ask| asked(&office, ask)),
        }
    }

    fn begin(&mut self, scenario: &Rc<Scenario>, asked: Option<u32>) {
        let steps = pipeline::estimated_steps(scenario).max(1);
        let few = |runs: &u32| *runs <= self.wanted && u64::from(*runs) * steps <= STEPS_UNASKED;
        let unasked = CHOICES.into_iter().filter(few).max();
        let wanted = asked.or(unasked).unwrap_or(CHOICES[0]);
        self.number += 1;
        self.job = Some(Job {
            scenario: Rc::clone(scenario),
            steps: steps as f64,
            series: Series::empty(scenario.seed),
            prospect: None,
            survey: Survey::Unasked,
            wanted,
            next: 0,
            before: vec![Part::Prospect],
            stopped: asked.or(unasked).is_none(),
            told_ms: 0.0,
        });
    }

    /// The scenario has changed: nothing more of it. Whoever is at a single long run is let go.
    pub(super) fn leave(&mut self) {
        self.job = None;
        self.turn = None;
        self.number += 1;
        self.hands.retain(|hand| hand.at.as_ref().is_none_or(|(_, part, _)| !part.is_long()));
    }

    fn hire(&mut self, office: &Rc<RefCell<Office>>) {
        let wanted = if self.refused || self.job.is_none() { 0 } else { HANDS.min(processors()) };
        while self.hands.len() < wanted {
            let id = self.hired;
            self.hired += 1;
            let (told, missed) = (Rc::downgrade(office), Rc::downgrade(office));
            let on_answer = Rc::new(move |answer| answered(&told, id, answer));
            let Some(worker) = Worker::start(on_answer, Box::new(move || failed(&missed, id))) else {
                self.refused = true;
                return;
            };
            self.hands.push(Hand { id, worker, at: None });
        }
    }

    fn hand_out(&mut self) {
        let Some(job) = &mut self.job else { return };
        for hand in self.hands.iter_mut().filter(|hand| hand.at.as_ref().is_none_or(|at| at.0 != self.number)) {
            let Some(part) = job.part(self.pace * PART_MS) else { return };
            if !hand.worker.ask(self.number, &job.scenario, part.task()) {
                // Too large for a question: the page itself has it.
                job.before.push(part);
                self.refused = true;
                return;
            }
            hand.at = Some((self.number, part, now_ms()));
        }
    }

    fn take_a_turn(&mut self, office: &Rc<RefCell<Office>>) {
        let Some(job) = self.job.as_mut().filter(|_| self.turn.is_none()) else { return };
        let Some(part) = job.part(self.pace * PART_HERE_MS) else { return };
        let (number, then) = (self.number, Rc::downgrade(office));
        self.turn = Some(Timeout::new(PAUSE_MS, move || {
            let Some(office) = then.upgrade() else { return };
            if let Some(work) = &mut office.borrow_mut().work {
                work.run_here(number, &part);
            }
            go_on(&office);
        }));
    }

    fn run_here(&mut self, number: u32, part: &Part) {
        // It has come, so there is nothing to cancel.
        if let Some(come) = self.turn.take() {
            come.forget();
        }
        let Some(job) = self.job.as_mut().filter(|_| self.number == number) else { return };
        let since = now_ms();
        job.take(part.run(&job.scenario));
        self.pace = job.pace(part, since).unwrap_or(self.pace);
    }

    fn answered(&mut self, id: u32, number: u32, parcel: Option<Vec<u8>>) {
        let hand = self.hands.iter_mut().find(|hand| hand.id == id);
        let Some(hand) = hand.filter(|hand| number == self.number && hand.at.is_some()) else { return };
        if let (Some((_, part, since)), Some(job)) = (hand.at.take(), &mut self.job) {
            job.take(part.read(parcel));
            self.pace = job.pace(&part, since).unwrap_or(self.pace);
        }
    }

    fn failed(&mut self, id: u32) {
        let Some(place) = self.hands.iter().position(|hand| hand.id == id) else { return };
        self.refused = true;
        if let (Some((number, part, _)), Some(job)) = (self.hands.swap_remove(place).at, &mut self.job)
            && number == self.number
        {
            job.before.push(part);
        }
    }

    fn asked(&mut self, ask: Ask) {
        let Some(job) = &mut self.job else { return };
        job.told_ms = 0.0;
        match ask {
            Ask::Stop => job.stopped = true,
            Ask::GoOn => job.stopped = false,
            Ask::Survey => job.survey(),
            Ask::Runs(runs) => {
                self.wanted = runs;
                (job.wanted, job.stopped) = (runs, false);
                if job.next > runs {
                    let (scenario, prospect, survey) = (Rc::clone(&job.scenario), job.prospect.take(), job.survey);
                    self.begin(&scenario, Some(runs));
                    if let (Some(job), Some(known)) = (&mut self.job, prospect) {
                        (job.prospect, job.before) = (Some(known), Vec::new());
                    }
                    if let Some(job) = &mut self.job {
                        match survey {
                            // Whoever was at it is not listened to any more.
                            Survey::Asked => job.survey(),
                            known => job.survey = known,
                        }
                    }
                }
            }
        }
    }

    /// What there is to tell, if it is time to.
    fn told(&mut self) -> Option<Many> {
        let job = self.job.as_mut()?;
        let progress = match (job.series.runs >= job.wanted, job.stopped) {
            (true, _) => Progress::Done,
            (false, true) => Progress::Stopped,
            (false, false) => Progress::Running,
        };
        let now = now_ms();
        if progress == Progress::Running && now < job.told_ms + PART_MS {
            return None;
        }
        job.told_ms = now;
        Some(Many {
            scenario: Rc::clone(&job.scenario),
            series: job.series.clone(),
            prospect: job.prospect.clone(),
            survey: job.survey,
            wanted: job.wanted,
            progress,
            on: self.on.clone(),
        })
    }
}
