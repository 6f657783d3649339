//! The state of the page: the scenario with its past, and what is looked at.

use std::rc::Rc;

use diagram::Orientation;
use diagram::window::Window;
use history::{Instant, ModelId, OperationId};
use scenario::{Level, Problem, Scenario};
use share::{Link, View};
use yew::Reducible;

use super::action::{Action, Look, Pin};
use super::undo::{Past, Runs};
use crate::words;

/// Everything that the page knows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct State {
    /// What runs.
    pub(crate) scenario: Rc<Scenario>,
    /// What it is compared with: run A.
    pub(crate) pinned: Option<Rc<Scenario>>,
    /// What its runs are held against, where somebody asked.
    pub(crate) level: Option<Level>,
    /// What ran and was asked before, and what was taken back.
    pub(crate) past: Past,
    /// The moment that playback stands at; nothing before it was ever moved.
    pub(crate) cursor: Option<Instant>,
    /// The window that is shown, once it has come to rest; nothing where that is the whole run.
    pub(crate) window: Option<Window>,
    /// The operation in focus, and whether it got there by keyboard.
    pub(crate) focus: Option<(OperationId, bool)>,
    /// The model whose proof is on the timeline; without one, the strongest that is broken.
    pub(crate) model: Option<ModelId>,
    /// Which way time runs.
    pub(crate) orientation: Orientation,
    /// Colours.
    pub(crate) theme: Theme,
    /// Which column a narrow screen shows.
    pub(crate) panel: Panel,
    /// What is wrong with the link that was opened.
    pub(crate) notice: Option<Notice>,
    /// The model that was looked into, and how many further seeds all kept it.
    pub(crate) kept: Option<(ModelId, u32)>,
}

/// Colours: as the system has them, or chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As the system has them.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// A column of the playground; on a narrow screen one of them is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Panel {
    /// What can be set.
    Controls,
    /// What happened.
    #[default]
    Timeline,
    /// What it keeps.
    Guarantees,
    /// What it costs.
    Numbers,
}

/// What is wrong with a link, and what was done about it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Notice {
    /// In one sentence.
    pub(crate) lead: String,
    /// In detail.
    pub(crate) problems: Vec<Problem>,
    /// What is shown instead, where nothing of the link can be.
    pub(crate) instead: Option<&'static str>,
}

/// The ways that lead somewhere: the playground and the embed.
const ROUTES: [&str; 3] = ["", "/", "/e"];

/// What a page shows that was opened by a link that it cannot show.
const OPENING: &str = words::notices::OPENING;
/// The same for a page that showed something already.
const BEFORE: &str = words::notices::KEPT_BEFORE;

impl State {
    /// The page as the fragment of its address opens it. A link that cannot be read leaves the
    /// opening scenario, and a notice that says why.
    pub(crate) fn open(fragment: &str) -> Self {
        let mut state = Self {
            scenario: Rc::new(Scenario::default()),
            pinned: None,
            level: None,
            past: Past::default(),
            cursor: None,
            window: None,
            focus: None,
            model: None,
            orientation: Orientation::Down,
            theme: Theme::System,
            panel: Panel::default(),
            notice: None,
            kept: None,
        };
        // The bare address is the opening scenario: what reads links can come later.
        if !ROUTES.iter().any(|route| share::split_fragment(fragment) == (route, "")) {
            state.read(fragment, OPENING);
            // Nothing was there before it that anyone could want back.
            state.past = Past::default();
        }
        state
    }

    /// Takes over what a link says; the present scenario becomes the past.
    fn read(&mut self, fragment: &str, instead: &'static str) {
        let refuse = |lead, problems| Some(Notice { lead, problems, instead: Some(instead) });
        let (route, tail) = share::split_fragment(fragment);
        if !ROUTES.contains(&route) {
            self.notice = refuse(words::notices::leads_nowhere(route), Vec::new());
            return;
        }
        let decoded = match share::decode(tail) {
            Ok(decoded) => decoded,
            Err(error) => {
                self.notice = refuse(error.to_string(), Vec::new());
                return;
            }
        };
        let mut problems = decoded.problems.clone();
        let Link { scenario, view: View { cursor_us, operation, window_us }, level, pinned } = decoded.link.clone();
        let (pinned, refused) = compared(pinned);
        match scenario.validate(pipeline::protocols()) {
            Ok(_) => {
                self.cursor = cursor_us.map(Instant::from_us);
                self.focus = operation.map(|id| (id, true));
                self.window = window_us.map(|(from, to)| (Instant::from_us(from), Instant::from_us(to)));
                if *self.scenario != scenario || self.pinned != pinned || self.level != level {
                    self.change(Rc::new(scenario), None);
                    (self.pinned, self.level) = (pinned, level);
                }
                let engine = decoded.is_of_another_engine();
                let unpinned = !refused.is_empty();
                problems.extend(refused);
                self.notice = match (engine, problems.is_empty()) {
                    (false, true) => None,
                    (false, false) if unpinned => Some(words::notices::PINNED_CANNOT_RUN),
                    (false, false) => Some(words::notices::PARTS_UNREAD),
                    (true, _) => Some(words::notices::OTHER_ENGINE),
                }
                .map(|lead| Notice { lead: lead.to_owned(), problems, instead: None });
            }
            Err(invalid) => {
                problems.extend(invalid);
                self.notice = refuse(words::notices::CANNOT_RUN.to_owned(), problems);
            }
        }
    }

    /// Another scenario; the present one becomes the past.
    fn change(&mut self, scenario: Rc<Scenario>, gesture: Option<&'static str>) {
        self.past.push(self.runs(), gesture);
        self.scenario = scenario;
        self.kept = None;
    }

    fn runs(&self) -> Runs {
        (Rc::clone(&self.scenario), self.pinned.clone(), self.level)
    }

    /// Something else is asked of the same runs.
    fn ask(&mut self, level: Level) {
        if self.level != Some(level) {
            self.past.push(self.runs(), None);
            self.level = Some(level);
        }
    }

    /// Pins, unpins, or takes the two for each other.
    fn pin(&mut self, pin: Pin) {
        let scenario = Rc::clone(&self.scenario);
        let (scenario, pinned) = match (pin, self.pinned.clone()) {
            (Pin::Set, _) => (Rc::clone(&scenario), Some(scenario)),
            (Pin::Swap, Some(pinned)) => (pinned, Some(scenario)),
            (Pin::Swap | Pin::Unset, _) => (scenario, None),
        };
        if (&scenario, &pinned) != (&self.scenario, &self.pinned) {
            self.change(scenario, None);
            self.pinned = pinned;
            self.focus = None;
        }
    }

    /// Goes to the next run that breaks a model; or remembers that there was none.
    fn seek(&mut self, model: ModelId) {
        let seeds = pipeline::seeds_at_once(&self.scenario);
        match pipeline::seek(&self.scenario, model, seeds) {
            Some(seed) => {
                self.change(Rc::new(Scenario { seed, ..(*self.scenario).clone() }), None);
                self.focus = None;
                self.notice = None;
            }
            None => self.kept = Some((model, seeds)),
        }
    }

    /// What the address of this state says.
    pub(crate) fn link(&self) -> Link {
        let view = View {
            cursor_us: self.cursor.map(Instant::as_us),
            operation: self.focus.map(|(id, _)| id),
            window_us: self.window.map(|(from, to)| (from.as_us(), to.as_us())),
        };
        let pinned = self.pinned.as_deref().cloned();
        Link { scenario: (*self.scenario).clone(), view, level: self.level, pinned }
    }

    /// The fragment of this state's address, without its route.
    pub(crate) fn tail(&self) -> Option<String> {
        share::encode(&self.link()).ok()
    }
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = (*self).clone();
        match action {
            Action::Edit(edit) => {
                let mut scenario = (*self.scenario).clone();
                let gesture = edit.gesture();
                edit.apply(&mut scenario);
                if scenario == *self.scenario {
                    return self;
                }
                next.change(Rc::new(scenario), gesture);
                next.focus = None;
                next.notice = None;
            }
            Action::Settle => next.past.settle(),
            Action::Undo => next.travel(Past::undo),
            Action::Redo => next.travel(Past::redo),
            Action::Pin(pin) => next.pin(pin),
            Action::Ask(level) => next.ask(level),
            Action::Seek(model) => next.seek(model),
            Action::Open(fragment) => next.read(&fragment, BEFORE),
            Action::Dismiss => next.notice = None,
            // No run is changed by what is done to a record.
            Action::Carry(_) => {}
            Action::Look(look) => match look {
                Look::Cursor(cursor) => next.cursor = cursor,
                Look::Window(window) => next.window = window,
                Look::Focus(focus) => next.focus = focus,
                Look::Model(model) => next.model = model,
                Look::Orientation(orientation) => next.orientation = orientation,
                Look::Theme(theme) => next.theme = theme,
                Look::Panel(panel) => next.panel = panel,
            },
        }
        if next == *self { self } else { Rc::new(next) }
    }
}

impl State {
    fn travel(&mut self, way: fn(&mut Past, Runs) -> Option<Runs>) {
        let present = self.runs();
        if let Some(runs) = way(&mut self.past, present) {
            (self.scenario, self.pinned, self.level) = runs;
            self.focus = None;
            self.notice = None;
            self.kept = None;
        }
    }
}

/// The scenario that a link compares with, if it can run; and what is wrong with it.
fn compared(pinned: Option<Scenario>) -> (Option<Rc<Scenario>>, Vec<Problem>) {
    let Some(pinned) = pinned else { return (None, Vec::new()) };
    match pinned.validate(pipeline::protocols()) {
        Ok(_) => (Some(Rc::new(pinned)), Vec::new()),
        Err(mut found) => {
            for problem in &mut found {
                problem.field.insert_str(0, "a.");
            }
            (None, found)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Edit;
    use super::*;

    fn after(fragment: &str, actions: impl IntoIterator<Item = Action>) -> Rc<State> {
        actions.into_iter().fold(Rc::new(State::open(fragment)), Reducible::reduce)
    }

    fn quorums(state: &State) -> (u8, Option<u8>) {
        (state.scenario.cluster.r, state.pinned.as_ref().map(|pinned| pinned.cluster.r))
    }

    #[test]
    fn what_is_pinned_stays_while_this_run_is_edited_and_undo_goes_back_over_both() {
        let r4 = || Action::Edit(Edit::R(4));
        let pinned = [Action::Pin(Pin::Set), r4(), Action::Settle];
        let swapped = || pinned.clone().into_iter().chain([Action::Pin(Pin::Swap)]);
        assert_eq!(quorums(&after("", pinned.clone())), (4, Some(2)));
        assert_eq!(quorums(&after("", swapped())), (2, Some(4)));
        assert_eq!(quorums(&after("", swapped().chain([Action::Undo]))), (4, Some(2)));
        assert_eq!(quorums(&after("", swapped().chain([Action::Undo, Action::Undo, Action::Undo]))), (2, None));
        assert_eq!(quorums(&after("", swapped().chain([Action::Undo, Action::Redo]))), (2, Some(4)));
        assert_eq!(quorums(&after("", swapped().chain([Action::Pin(Pin::Unset)]))), (2, None));
        assert_eq!(after("", [Action::Pin(Pin::Swap)]), after("", []), "nothing is pinned");
    }

    #[test]
    fn a_link_opens_the_pair_that_it_was_made_of() {
        let state = after("", [Action::Pin(Pin::Set), Action::Edit(Edit::R(4))]);
        let tail = state.tail().expect("it fits a link");
        assert_eq!(tail, "r=4&a.v=1");
        let opened = State::open(&share::join_fragment("/", &tail));
        assert_eq!((quorums(&opened), opened.notice.clone()), ((4, Some(2)), None));
        assert!(!opened.past.can_undo());
    }

    #[test]
    fn a_link_opens_the_window_that_was_shown() {
        let window = Some((Instant::from_us(61_200), Instant::from_us(64_800)));
        let state = after("", [Action::Look(Look::Window(window))]);
        let tail = state.tail().expect("it fits a link");
        assert_eq!(tail, "window=61.2-64.8");
        assert_eq!(State::open(&share::join_fragment("/e", &tail)).window, window);
        let whole = after("", [Action::Look(Look::Window(window)), Action::Look(Look::Window(None))]);
        assert_eq!(whole.tail().as_deref(), Some("v=1"));
        let refused = State::open("#/?window=5-5");
        assert!(refused.window.is_none() && refused.notice.is_some());
    }

    #[test]
    fn what_is_asked_is_in_the_link_and_undo_goes_back_over_it() {
        let level = Level { write_ms: Some(80.0), ..Level::default() };
        let asked = || vec![Action::Edit(Edit::R(4)), Action::Settle, Action::Ask(level)];
        assert_eq!(after("", asked()).tail().as_deref(), Some("r=4&p99-write=80"));
        assert_eq!(State::open("#/e?r=4&p99-write=80").level, Some(level));
        let undone = |steps| after("", asked().into_iter().chain(vec![Action::Undo; steps]));
        assert_eq!((quorums(&undone(1)).0, undone(1).level), (4, None));
        assert_eq!((quorums(&undone(2)).0, undone(2).level), (2, None));
        let redone = after("", asked().into_iter().chain([Action::Undo, Action::Redo]));
        assert_eq!(redone.tail().as_deref(), Some("r=4&p99-write=80"));
        let twice = after("", [Action::Ask(level), Action::Ask(level), Action::Undo]);
        assert!(twice.level.is_none() && !twice.past.can_undo(), "who asks for the same again changes nothing");
        // What is asked stays while runs come and go.
        let edited = after("#/?p99-write=80", [Action::Edit(Edit::R(4)), Action::Settle, Action::Undo]);
        assert_eq!((quorums(&edited).0, edited.level), (2, Some(level)));
        // Where a link asks for nothing, what was asked before is no longer asked.
        let opened = [Action::Open("#/?r=3".to_owned()), Action::Undo];
        assert_eq!(after("#/?p99-write=80", opened[..1].to_vec()).level, None);
        assert_eq!(after("#/?p99-write=80", opened).level, Some(level));
        let refused = State::open("#/?r=4&p99-write=soon");
        assert!(refused.level.is_none() && refused.notice.is_some() && quorums(&refused).0 == 4);
    }

    #[test]
    fn a_pinned_run_that_cannot_be_is_reported_and_the_other_opens() {
        for (tail, words) in [("r=4&a.r=9", "cannot run"), ("r=4&a.moon", "could not be read")] {
            let state = State::open(&share::join_fragment("/", tail));
            assert_eq!(quorums(&state), (4, None), "{tail}");
            let notice = state.notice.expect("it is reported");
            assert!(notice.lead.contains(words) && notice.instead.is_none(), "{tail}: {notice:?}");
            assert!(notice.problems.iter().all(|problem| problem.field.starts_with("a.")), "{notice:?}");
        }
    }
}
