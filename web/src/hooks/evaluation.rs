//! From the scenario to its report: at once where that fits into a frame, else in the worker.

use std::cell::OnceCell;
use std::collections::VecDeque;
use std::rc::Rc;

use diagram::{Index, Story};
use gloo::timers::callback::Timeout;
use history::ModelId;
use pipeline::{Arrived, Arriving, Healing, Receipt, Recording, Report};
use scenario::{Problem, Scenario};
use yew::prelude::*;

use super::Shared;
use crate::browser::worker::{Answer, Task, Worker};

/// A finished run with what the page shows of it.
#[derive(Debug)]
pub(crate) struct Evaluated {
    pub(crate) scenario: Rc<Scenario>,
    pub(crate) report: Report,
    pub(crate) story: Story,
    /// The story by time, made when the first window of it is looked at.
    index: OnceCell<Rc<Index>>,
    /// Whether it can be drawn and is not judged yet: its messages and its verdicts are on their way.
    pub(crate) judging: bool,
    /// The strongest model that this run breaks.
    pub(crate) broken: Option<ModelId>,
    /// The smallest move of a slider that heals it.
    pub(crate) healing: Option<Healing>,
}

/// What there is to show.
#[derive(Clone, PartialEq)]
pub(crate) struct Evaluation {
    /// The newest finished run; nothing before the first.
    pub(crate) run: Option<Shared<Evaluated>>,
    /// Whether a newer one is on its way, or this one is not judged yet.
    pub(crate) busy: bool,
    /// Why the scenario cannot run.
    pub(crate) problems: Vec<Problem>,
}

impl Evaluated {
    /// A history that was recorded elsewhere: there is no scenario to heal.
    pub(crate) fn brought(report: Report) -> Shared<Self> {
        let scenario = Rc::new(Scenario::default());
        let story = Story::of_record(&report.trace, report.history.clock);
        let broken = report.judgement.0.iter().find(|(_, verdict)| verdict.violation().is_some()).map(|(id, _)| *id);
        Shared::new(Self { scenario, story, index: OnceCell::new(), judging: false, broken, healing: None, report })
    }

    fn of(scenario: &Rc<Scenario>, report: Report) -> Shared<Self> {
        let broken = report.judgement.0.iter().find(|(_, verdict)| verdict.violation().is_some()).map(|(id, _)| *id);
        // Looking for a cure costs a few runs more: only where runs are small.
        let small = pipeline::estimated_steps(scenario) * 8 <= pipeline::STEPS_IN_A_FRAME;
        Shared::new(Self {
            scenario: Rc::clone(scenario),
            story: Story::of(&report.trace),
            index: OnceCell::new(),
            judging: false,
            healing: broken.filter(|_| small).and_then(|model| pipeline::heal(scenario, model)),
            broken,
            report,
        })
    }
}

impl Evaluated {
    /// What a worker made of a scenario that is too large for a frame, and so for looking for a cure.
    fn arrived(scenario: &Rc<Scenario>, arrived: Arrived, judging: bool) -> Shared<Self> {
        let Arrived { report, story, index } = arrived;
        let broken = report.judgement.0.iter().find(|(_, verdict)| verdict.violation().is_some()).map(|(id, _)| *id);
        let scenario = Rc::clone(scenario);
        Shared::new(Self { scenario, story, index: OnceCell::from(index), judging, broken, healing: None, report })
    }

    /// The story by time.
    pub(crate) fn index(&self) -> &Index {
        self.index.get_or_init(|| Rc::new(Index::of(&self.story)))
    }
}

#[derive(Default)]
struct Desk {
    run: Option<Shared<Evaluated>>,
    problems: Vec<Problem>,
    /// What has come of the run that a worker sends.
    arriving: Arriving,
    /// What has come since the first piece of it, while that is being drawn.
    waiting: Option<VecDeque<Answer>>,
    worker: Option<Worker>,
    worker_refused: bool,
    asked: u32,
}

impl Desk {
    fn take(&mut self, scenario: &Rc<Scenario>, result: Result<Report, Vec<Problem>>) {
        match result {
            Ok(report) => self.show(Evaluated::of(scenario, report)),
            Err(problems) => self.problems = problems,
        }
    }

    fn show(&mut self, run: Shared<Evaluated>) {
        self.run = Some(run);
        self.problems = Vec::new();
    }

    fn evaluate_here(&mut self, scenario: &Rc<Scenario>) {
        self.take(scenario, pipeline::evaluate(scenario, Recording::Full));
    }
}

/// The run of a scenario, kept up to date.
#[hook]
pub(crate) fn use_evaluation(scenario: &Rc<Scenario>) -> Evaluation {
    use_evaluation_of(Some(Rc::clone(scenario)))
}

/// The same where there may be none: nothing runs then.
#[hook]
pub(crate) fn use_evaluation_of(scenario: Option<Rc<Scenario>>) -> Evaluation {
    let desk = use_mut_ref(Desk::default);
    let answered = use_force_update();
    // What a worker's answer belongs to: by then the scenario may have moved on.
    let wanted = use_mut_ref(|| scenario.clone().unwrap_or_default());
    let small = |scenario: &Scenario| pipeline::estimated_steps(scenario) <= pipeline::STEPS_IN_A_FRAME;
    let small = scenario.as_ref().is_none_or(|scenario| small(scenario));
    let new = scenario.as_ref().filter(|scenario| desk.borrow().asked == 0 || *wanted.borrow() != **scenario);
    if let Some(scenario) = new {
        *wanted.borrow_mut() = Rc::clone(scenario);
        let mut desk = desk.borrow_mut();
        desk.asked += 1;
        if small {
            desk.evaluate_here(scenario);
        }
    }
    let number = desk.borrow().asked;
    {
        let (desk, wanted) = (Rc::clone(&desk), Rc::clone(&wanted));
        use_effect_with(number, move |_| {
            if !small {
                ask(&desk, &wanted, number, &answered);
            }
        });
    }
    let desk = desk.borrow();
    let is_current = desk.run.as_ref().is_some_and(|run| scenario.as_ref() == Some(&run.scenario) && !run.judging);
    Evaluation { run: desk.run.clone(), busy: !is_current && desk.problems.is_empty(), problems: desk.problems.clone() }
}

type Cell<T> = Rc<std::cell::RefCell<T>>;

fn ask(desk: &Cell<Desk>, wanted: &Cell<Rc<Scenario>>, number: u32, answered: &UseForceUpdateHandle) {
    let scenario = Rc::clone(&wanted.borrow());
    if desk.borrow().worker.is_none() && !desk.borrow().worker_refused {
        let worker = start(desk, wanted, answered);
        let mut desk = desk.borrow_mut();
        desk.worker_refused = worker.is_none();
        desk.worker = worker;
    }
    let refused = desk.borrow().worker_refused;
    if refused {
        desk.borrow_mut().evaluate_here(&scenario);
        answered.force_update();
    } else if let Some(worker) = &desk.borrow().worker {
        worker.ask(number, &scenario, Task::Run);
    }
}

fn start(desk: &Cell<Desk>, wanted: &Cell<Rc<Scenario>>, answered: &UseForceUpdateHandle) -> Option<Worker> {
    let on_answer = {
        let (kept, wanted, answered) = (Rc::clone(desk), Rc::clone(wanted), answered.clone());
        let take: Take = Rc::new(move |(number, parcel)| {
            // Newest wins: an answer to an older question is dropped.
            if kept.borrow().asked != number {
                return false;
            }
            let scenario = Rc::clone(&wanted.borrow());
            let receipt = parcel.map_or(Receipt::Wrong, |piece| kept.borrow_mut().arriving.take(&piece));
            let drawable = matches!(receipt, Receipt::Drawable(_));
            match receipt {
                Receipt::More => return false,
                // What is drawn whole waits for its messages.
                Receipt::Drawable(sketch) if !sketch.story.is_large() => return false,
                Receipt::Drawable(sketch) => kept.borrow_mut().show(Evaluated::arrived(&scenario, *sketch, true)),
                Receipt::All(arrived) => {
                    if arrived.story.is_large() {
                        dismiss_later(&kept, number);
                    }
                    kept.borrow_mut().show(Evaluated::arrived(&scenario, *arrived, false));
                }
                // It did not fit into a link, or cannot run: the page finds out which.
                Receipt::Wrong => kept.borrow_mut().evaluate_here(&scenario),
            }
            answered.force_update();
            drawable
        });
        in_turn(desk, take)
    };
    let on_failure = {
        let (desk, wanted, answered) = (Rc::clone(desk), Rc::clone(wanted), answered.clone());
        move || {
            let scenario = Rc::clone(&wanted.borrow());
            desk.borrow_mut().worker_refused = true;
            desk.borrow_mut().evaluate_here(&scenario);
            answered.force_update();
        }
    };
    Worker::start(on_answer, Box::new(on_failure))
}

/// How long a worker that made a large run is kept, in ms: somebody may go on changing it.
const KEPT_MS: u32 = 4_000;

/// Lets the worker of a large run go once nothing more is asked: what it took of memory it never gives back.
fn dismiss_later(desk: &Cell<Desk>, number: u32) {
    let desk = Rc::clone(desk);
    let go = move || {
        let worker = if desk.borrow().asked == number { desk.borrow_mut().worker.take() } else { None };
        drop(worker);
    };
    Timeout::new(KEPT_MS, go).forget();
}

/// Takes an answer, and says whether it is one that is drawn now.
type Take = Rc<dyn Fn(Answer) -> bool>;

/// How long what follows such a one waits, in ms: the picture is made in several turns of the page's thread,
/// and would else come after all that is unpacked in between.
const DRAWING_MS: u32 = 100;

/// Takes answers as they come, but leaves the page time to draw.
fn in_turn(desk: &Cell<Desk>, take: Take) -> Rc<dyn Fn(Answer)> {
    let desk = Rc::clone(desk);
    Rc::new(move |answer| {
        if let Some(waiting) = &mut desk.borrow_mut().waiting {
            waiting.push_back(answer);
            return;
        }
        if take(answer) {
            desk.borrow_mut().waiting = Some(VecDeque::new());
            go_on(&desk, &take, DRAWING_MS);
        }
    })
}

fn go_on(desk: &Cell<Desk>, take: &Take, after_ms: u32) {
    let (desk, take) = (Rc::clone(desk), Rc::clone(take));
    let turn = move || {
        let next = desk.borrow_mut().waiting.as_mut().and_then(VecDeque::pop_front);
        match next {
            Some(answer) => {
                take(answer);
                go_on(&desk, &take, 0);
            }
            None => desk.borrow_mut().waiting = None,
        }
    };
    Timeout::new(after_ms, turn).forget();
}
