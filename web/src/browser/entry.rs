//! What people enter: fields and lists of choices.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent};
use yew::TargetCast;

/// What stands in the field that an event comes from. Works for lists of choices too: their value
/// goes by the same name.
pub(crate) fn text(event: &Event) -> String {
    event.target_unchecked_into::<HtmlInputElement>().value()
}

/// The key that an event is about.
pub(crate) fn key(event: &Event) -> String {
    event.unchecked_ref::<KeyboardEvent>().key()
}

/// Selects all that stands in a field, so that typing replaces it.
pub(crate) fn select_all(event: &Event) {
    if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
        input.select();
    }
}

/// Whether something that a form holds is marked as wrong.
pub(crate) fn holds_wrong(event: &Event) -> bool {
    let form = event.target_dyn_into::<Element>();
    form.is_some_and(|form| form.query_selector("[aria-invalid]").is_ok_and(|found| found.is_some()))
}

/// Moves the keyboard to the element with that id, and the element into sight.
pub(crate) fn go_to(id: &str) {
    let element = super::document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// The same, once the page shows what it is about to.
pub(crate) fn go_to_soon(id: String) {
    gloo::timers::callback::Timeout::new(0, move || go_to(&id)).forget();
}
