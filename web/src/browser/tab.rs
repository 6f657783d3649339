//! What this tab remembers until it is closed, through reloads and other pages. Sandboxed frames remember
//! nothing.

use wasm_bindgen::JsValue;

use super::by_name::{call, of};
use super::window;

fn storage() -> Option<JsValue> {
    of(&window()?.into(), "sessionStorage")
}

pub(crate) fn read(key: &str) -> Option<String> {
    call(&storage()?, "getItem", &[key.into()])?.as_string()
}

/// Remembers a text, and says whether it could: there is no room for a large one.
pub(crate) fn write(key: &str, value: &str) -> bool {
    storage().is_some_and(|storage| call(&storage, "setItem", &[key.into(), value.into()]).is_some())
}

pub(crate) fn forget(key: &str) {
    if let Some(storage) = storage() {
        call(&storage, "removeItem", &[key.into()]);
    }
}
