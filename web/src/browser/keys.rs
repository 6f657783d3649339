//! Keys that act wherever the keyboard is, but in a field where something is typed.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlTextAreaElement, KeyboardEvent};

use super::window;

/// A key for the whole page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PageKey {
    Undo,
    Redo,
}

/// Calls back for the page's own keys.
pub(crate) fn on_page_key(callback: impl Fn(PageKey) + 'static) -> Option<EventListener> {
    let options = EventListenerOptions::enable_prevent_default();
    Some(EventListener::new_with_options(&window()?.into(), "keydown", options, move |event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
        if !(event.ctrl_key() || event.meta_key()) || types_text(event) {
            return;
        }
        let key = match (event.key().to_ascii_lowercase().as_str(), event.shift_key()) {
            ("z", false) => PageKey::Undo,
            ("z", true) | ("y", false) => PageKey::Redo,
            _ => return,
        };
        event.prevent_default();
        callback(key);
    }))
}

/// A field has an undo of its own for what is typed; a slider has not.
fn types_text(event: &KeyboardEvent) -> bool {
    let target = event.target();
    if target.as_ref().is_some_and(|target| target.is_instance_of::<HtmlTextAreaElement>()) {
        return true;
    }
    let field = target.and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    field.is_some_and(|field| !matches!(field.type_().as_str(), "range" | "checkbox" | "radio"))
}
