//! The fragment of the address: where the state of the page is written.

use gloo::events::EventListener;

use super::window;

/// The fragment, with its `#`; empty if there is none, or only the place where the page begins anyhow.
pub(crate) fn fragment() -> String {
    let mut fragment = window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    if fragment == "#/" {
        fragment.clear();
    }
    fragment
}

/// The whole address of the page with another fragment.
pub(crate) fn with_fragment(fragment: &str) -> String {
    let href = window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    format!("{}{fragment}", href.split('#').next().unwrap_or_default())
}

/// Writes the fragment without a new entry in the browser's history: undo is the page's own.
pub(crate) fn replace_fragment(fragment: &str) {
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(fragment));
    }
}

/// Calls back when someone else changes the fragment: a link on the page, the address bar, back.
pub(crate) fn on_fragment_change(callback: impl Fn(String) + 'static) -> Option<EventListener> {
    let window = window()?;
    Some(EventListener::new(&window, "hashchange", move |_| callback(fragment())))
}

/// Goes to another fragment, as a link would.
pub(crate) fn go(fragment: &str) {
    if let Some(window) = window() {
        let _ = window.location().set_hash(fragment);
    }
}

/// What the browser calls the page.
pub(crate) fn set_title(title: &str) {
    if let Some(document) = super::document() {
        document.set_title(title);
    }
}
