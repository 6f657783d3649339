//! The window of a run that its picture shows. It moves at most once a frame, however many gestures
//! come in between; each goes on from where the last one led.

use std::cell::RefCell;
use std::rc::Rc;

use diagram::window::{self, Window};
use history::Instant;
use yew::prelude::*;

use super::Shared;
use crate::browser::frame::Coalesced;

/// A window that can be moved.
#[derive(Clone, PartialEq)]
pub(crate) struct Moving {
    /// What is shown; nothing where that is the whole run.
    pub(crate) shown: Option<Window>,
    /// The end of the run.
    end: Instant,
    newest: Rc<RefCell<Option<Window>>>,
    frames: Shared<Coalesced<Option<Window>>>,
}

/// The window of a run that ends then.
#[hook]
pub(crate) fn use_window(end: Instant) -> Moving {
    let shown = use_state_eq(|| None);
    let newest = use_mut_ref(|| None);
    let setter = shown.setter();
    let frames = use_memo((), |()| Shared::new(Coalesced::new(move |window| setter.set(window))));
    // Another run may be over sooner.
    let fitting = shown.and_then(|shown| window::pan(shown, end, 0.0));
    Moving { shown: fitting, end, newest, frames: (*frames).clone() }
}

impl Moving {
    /// What is shown, be it the whole run.
    pub(crate) fn window(&self) -> Window {
        self.newest().unwrap_or((Instant::ZERO, self.end))
    }

    fn newest(&self) -> Option<Window> {
        self.newest.borrow().and_then(|newest| window::pan(newest, self.end, 0.0))
    }

    /// Shows another window; nothing stands for the whole run.
    pub(crate) fn show(&self, window: Option<Window>) {
        if self.newest.replace(window) != window {
            self.frames.offer(window);
        }
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
}
