//! Files that somebody hands over: chosen by hand, or dropped on the page.
//!
//! They are asked by name, not through bindings of their own: those would weigh on the first load,
//! and few visitors bring a file.

use js_sys::{Function, JSON, Promise, Reflect};
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The first file that an input holds, or that an event dropped.
pub(crate) fn first_of(holder: &JsValue) -> Option<JsValue> {
    let of = |object: &JsValue, name: &str| Reflect::get(object, &name.into()).ok().filter(|found| found.is_object());
    let files = of(holder, "files").or_else(|| of(&of(holder, "dataTransfer")?, "files"))?;
    of(&files, "0")
}

/// The text of a file; nothing where it cannot be read.
pub(crate) async fn text_of(file: JsValue) -> Option<String> {
    let read: Function = Reflect::get(&file, &"text".into()).ok()?.dyn_into().ok()?;
    let promise: Promise = read.call0(&file).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()?.as_string()
}

/// What a text says as JSON.
///
/// # Errors
/// What is wrong with it, in the words of the browser.
pub(crate) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    let value = JSON::parse(text).map_err(|error| {
        let told = Reflect::get(&error, &"message".into()).ok().and_then(|message| message.as_string());
        told.unwrap_or_else(|| crate::words::check::NO_JSON.to_owned())
    })?;
    serde_wasm_bindgen::from_value(value).map_err(|error| error.to_string())
}
