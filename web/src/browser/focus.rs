//! Where the keyboard is.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Moves the keyboard to an element, without scrolling the page.
pub(crate) fn take(element: &web_sys::Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}

/// Moves the keyboard to the element with that id.
pub(crate) fn take_by_id(id: &str) {
    if let Some(element) = super::document().and_then(|document| document.get_element_by_id(id)) {
        take(&element);
    }
}
