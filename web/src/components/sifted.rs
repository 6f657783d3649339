//! Callbacks that let through only what concerns them.

use yew::prelude::*;

/// A callback for events, of which only some reach the one there is.
pub(crate) fn sifted<T: 'static>(on: &Callback<T>, sift: impl Fn(&Event) -> Option<T> + 'static) -> Callback<Event> {
    let on = on.clone();
    Callback::from(move |event| {
        if let Some(concerned) = sift(&event) {
            on.emit(concerned);
        }
    })
}
