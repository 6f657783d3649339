//! The clipboard, which is absent on insecure hosts and refused in some frames.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlInputElement, HtmlTextAreaElement};

use super::window;

/// Copies text and says whether that worked.
pub(crate) async fn copy(text: String) -> bool {
    let Some(window) = window() else { return false };
    // `navigator.clipboard` is undefined on insecure hosts: ask before calling.
    let navigator: JsValue = window.navigator().into();
    let exists = js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|value| value.is_object());
    if !exists {
        return false;
    }
    JsFuture::from(window.navigator().clipboard().write_text(&text)).await.is_ok()
}

/// Selects all of a field, of one line or of many, so that it can be copied by hand.
pub(crate) fn select(field: &Element) {
    if let Some(field) = field.dyn_ref::<HtmlInputElement>() {
        let _ = field.focus();
        field.select();
    } else if let Some(field) = field.dyn_ref::<HtmlTextAreaElement>() {
        let _ = field.focus();
        field.select();
    }
}
