//! The window of a run that its picture shows. It moves at most once a frame, however many gestures
//! come in between; each goes on from where the last one led. Once it rests, the state of the page knows it.

use std::cell::{Cell, OnceCell, RefCell};

use diagram::window::{self, Window};
use gloo::timers::callback::Timeout;
use history::{Instant, OperationId};
use yew::prelude::*;

use super::Shared;
use crate::browser::frame::Coalesced;
use crate::store::{Action, Look, State};

/// How long it stays still until it rests, in ms: what moves it shall not draw the whole page.
const REST_MS: u32 = 120;

/// A window that can be moved.
#[derive(Clone, PartialEq)]
pub(crate) struct Moving {
    /// What is shown; nothing where that is the whole run.
    pub(crate) shown: Option<Window>,
    /// The end of the run.
    end: Instant,
    hold: Shared<Hold>,
}

/// What stays between two drawings.
pub(crate) struct Hold {
    newest: Cell<Option<Window>>,
    /// The next frame; made when the first is wanted.
    frames: OnceCell<Coalesced<()>>,
    changed: UseForceUpdateHandle,
    /// What the state knows.
    told: Cell<Option<Window>>,
    /// Tells it the newest.
    telling: RefCell<Option<Timeout>>,
    on: Callback<Action>,
    /// What was followed last: what is chosen, and where the cursor stands.
    pub(crate) followed: Cell<(Option<OperationId>, Option<Instant>)>,
    /// The pointers that are down on the picture.
    pub(crate) grip: RefCell<Grip>,
}

/// The pointers that are down on a picture: which, and where along the time axis; and whether they dragged it.
#[derive(Default)]
pub(crate) struct Grip {
    pub(crate) down: Vec<(i32, f64)>,
    pub(crate) from: f64,
    pub(crate) dragged: bool,
}

/// The window of a run that ends then. Where a link asks for another one, it is that.
#[hook]
pub(crate) fn use_window(end: Instant, state: &State, on: &Callback<Action>) -> Moving {
    let changed = use_force_update();
    let hold = use_mut_ref(|| {
        Shared::new(Hold {
            newest: Cell::default(),
            frames: OnceCell::new(),
            changed,
            told: Cell::default(),
            telling: RefCell::default(),
            on: on.clone(),
            followed: Cell::default(),
            grip: RefCell::default(),
        })
    });
    let hold = hold.borrow().clone();
    if hold.told.replace(state.window) != state.window {
        hold.newest.set(state.window);
        // It is looked at as it is, whatever else the link chooses.
        hold.followed.set((state.focus.map(|(id, _)| id), state.cursor));
    }
    // Another run may be over sooner.
    let shown = hold.newest.get().and_then(|newest| window::pan(newest, end, 0.0));
    Moving { shown, end, hold }
}

impl Moving {
    pub(crate) fn hold(&self) -> &Hold {
        &self.hold
    }

    /// The newest window, be it the whole run.
    pub(crate) fn window(&self) -> Window {
        let newest = self.hold.newest.get().and_then(|newest| window::pan(newest, self.end, 0.0));
        newest.unwrap_or((Instant::ZERO, self.end))
    }

    /// Shows another window; nothing stands for the whole run.
    pub(crate) fn show(&self, window: Option<Window>) {
        if self.hold.newest.replace(window) != window {
            let changed = self.hold.changed.clone();
            self.hold.frames.get_or_init(|| Coalesced::new(move |()| changed.force_update())).offer(());
            self.tell();
        }
    }

    /// Shows another window in the drawing that is under way.
    pub(crate) fn turn_to(&mut self, window: Option<Window>) {
        if self.hold.newest.replace(window) != window {
            self.shown = window.and_then(|window| window::pan(window, self.end, 0.0));
            self.tell();
        }
    }

    /// Lets the state know, once it rests.
    fn tell(&self) {
        let moving = self.clone();
        let rests = move || {
            let newest = moving.hold.newest.get();
            moving.hold.told.set(newest);
            moving.hold.on.emit(Action::Look(Look::Window(newest)));
        };
        *self.hold.telling.borrow_mut() = Some(Timeout::new(REST_MS, rests));
    }

    /// Shows so many times as much, while a moment stays in its place.
    pub(crate) fn zoom(&self, factor: f64, at: Instant) {
        self.show(window::zoom(self.window(), self.end, factor, at));
    }

    /// Moves by so many windows.
    pub(crate) fn pan(&self, windows: f64) {
        let (from, to) = self.window();
        self.show(window::pan((from, to), self.end, windows * to.since(from).as_us() as f64));
    }

    /// Whether the picture has just been dragged: who lets go then has chosen nothing.
    pub(crate) fn dragged(&self) -> bool {
        self.hold.grip.borrow().dragged
    }
}
