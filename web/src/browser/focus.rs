//! Where the keyboard is, and whether someone turns to something else.

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// Moves the keyboard to an element, without scrolling the page.
pub(crate) fn take(element: &Element) {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    // Elements of a drawing take it by the same call, though they are no elements of HTML.
    let _ = element.unchecked_ref::<HtmlElement>().focus_with_options(&options);
}

/// Scrolls so that an element is in sight, with so many px left free above and below; not at all where it is.
pub(crate) fn bring_into_sight(element: &Element, free: f64) {
    let page = super::document().and_then(|document| document.document_element());
    let (seen, height) = (element.get_bounding_client_rect(), page.map_or(0, |page| page.client_height()));
    let height = f64::from(height);
    if seen.top() < free {
        element.scroll_into_view_with_bool(true);
    } else if seen.bottom() > height - free {
        element.scroll_into_view_with_bool(false);
    }
}

/// Moves the keyboard to the element with that id.
pub(crate) fn take_by_id(id: &str) {
    if let Some(element) = super::document().and_then(|document| document.get_element_by_id(id)) {
        take(&element);
    }
}

/// Moves the keyboard to the first element that a selector finds.
pub(crate) fn take_first(selector: &str) {
    if let Some(element) = super::document().and_then(|document| document.query_selector(selector).ok().flatten()) {
        take(&element);
    }
}

/// Moves the keyboard to the element with that id where it is nowhere: what it was on has left the page.
pub(crate) fn take_if_lost(id: &str) {
    let active = super::document().and_then(|document| document.active_element());
    if active.is_none_or(|element| element.tag_name() == "BODY") {
        take_by_id(id);
    }
}

/// Calls back when something that lies open shall close: on Escape, wherever the keyboard is, with
/// `true`; and when something is pressed that no element of the selector holds.
pub(crate) fn on_leave(selector: &'static str, leave: impl Fn(bool) + Clone + 'static) -> Option<[EventListener; 2]> {
    let window = super::window()?;
    let escape = leave.clone();
    let keys = EventListener::new(&window, "keydown", move |event| {
        if event.dyn_ref::<KeyboardEvent>().is_some_and(|event| event.key() == "Escape") {
            escape(true);
        }
    });
    let presses = EventListener::new(&window, "pointerdown", move |event| {
        let pressed = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if pressed.is_some_and(|element| element.closest(selector).is_ok_and(|found| found.is_none())) {
            leave(false);
        }
    });
    Some([keys, presses])
}
