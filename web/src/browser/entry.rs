//! What people enter: fields and lists of choices.

use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, HtmlInputElement};
use yew::{NodeRef, TargetCast};

/// What stands in the field that an event comes from. Works for lists of choices too: their value
/// goes by the same name.
pub(crate) fn text(event: &Event) -> String {
    event.target_unchecked_into::<HtmlInputElement>().value()
}

/// Selects all that stands in a field, so that typing replaces it.
pub(crate) fn select_all(event: &Event) {
    if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
        input.select();
    }
}

/// Keeps a form from being sent, with the reason; nothing wrong is an empty reason.
pub(crate) fn object(field: &NodeRef, reason: &str) {
    if let Some(input) = field.get().and_then(|node| node.dyn_into::<HtmlInputElement>().ok()) {
        input.set_custom_validity(reason);
    }
}

/// Moves the keyboard to the element with that id, and the element into sight.
pub(crate) fn go_to(id: &str) {
    let element = super::document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}
