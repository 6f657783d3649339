//! Work once a frame, however often it is asked for.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::render::{AnimationFrame, request_animation_frame};

/// Keeps the newest of what is asked for and hands it on at the next frame.
pub(crate) struct Coalesced<T: 'static> {
    newest: Rc<RefCell<Option<T>>>,
    waiting: Rc<RefCell<Option<AnimationFrame>>>,
    deliver: Rc<dyn Fn(T)>,
}

impl<T: 'static> Coalesced<T> {
    pub(crate) fn new(deliver: impl Fn(T) + 'static) -> Self {
        Self { newest: Rc::default(), waiting: Rc::default(), deliver: Rc::new(deliver) }
    }

    /// Hands it on at the next frame, unless something newer comes before.
    pub(crate) fn offer(&self, value: T) {
        *self.newest.borrow_mut() = Some(value);
        if self.waiting.borrow().is_some() {
            return;
        }
        let (newest, waiting, deliver) = (Rc::clone(&self.newest), Rc::clone(&self.waiting), Rc::clone(&self.deliver));
        *self.waiting.borrow_mut() = Some(request_animation_frame(move |_| {
            // The handle of a frame that has come is only forgotten, not cancelled.
            if let Some(frame) = waiting.borrow_mut().take() {
                std::mem::forget(frame);
            }
            let value = newest.borrow_mut().take();
            if let Some(value) = value {
                deliver(value);
            }
        }));
    }

    /// Hands it on now, and forgets what was waiting.
    pub(crate) fn flush(&self) {
        let value = self.newest.borrow_mut().take();
        if let Some(value) = value {
            (self.deliver)(value);
        }
    }
}

/// Calls back every frame with the milliseconds since the one before, until dropped or told to stop.
pub(crate) struct Ticking {
    running: Rc<Cell<bool>>,
}

impl Ticking {
    pub(crate) fn start(tick: impl Fn(f64) -> bool + 'static) -> Self {
        let running = Rc::new(Cell::new(true));
        next(Rc::new(tick), Rc::clone(&running), None);
        Self { running }
    }
}

impl Drop for Ticking {
    fn drop(&mut self) {
        self.running.set(false);
    }
}

fn next(tick: Rc<dyn Fn(f64) -> bool>, running: Rc<Cell<bool>>, last_ms: Option<f64>) {
    let frame = request_animation_frame(move |now_ms| {
        let elapsed_ms = last_ms.map_or(0.0, |last_ms| now_ms - last_ms);
        if running.get() && tick(elapsed_ms) {
            next(Rc::clone(&tick), running, Some(now_ms));
        }
    });
    // Dropping the handle would cancel the frame; `running` ends it instead.
    std::mem::forget(frame);
}
