//! A finger that rests: it asks for more than a tap does.

use std::cell::Cell;
use std::rc::Rc;

use yew::prelude::*;

use crate::browser::now_ms;

/// How long a finger rests until that means something, in ms.
const REST_MS: f64 = 500.0;

/// Whether a press was that of a finger that rested.
#[derive(Clone)]
pub(crate) struct Rest {
    /// Since when a finger is down.
    since_ms: Rc<Cell<Option<f64>>>,
    /// When a pointer comes down.
    pub(crate) ondown: Callback<PointerEvent>,
}

impl PartialEq for Rest {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.since_ms, &other.since_ms)
    }
}

impl Rest {
    /// Of the press that ends now.
    pub(crate) fn is_over(&self) -> bool {
        self.since_ms.take().is_some_and(|since_ms| now_ms() - since_ms >= REST_MS)
    }
}

/// Tells fingers that rest from those that tap.
#[hook]
pub(crate) fn use_rest() -> Rest {
    let since_ms = use_memo((), |()| Cell::new(None));
    let down = Rc::clone(&since_ms);
    let ondown = use_callback((), move |event: PointerEvent, ()| {
        down.set((event.pointer_type() == "touch").then(now_ms));
    });
    Rest { since_ms, ondown }
}
