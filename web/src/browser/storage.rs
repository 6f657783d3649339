//! What this browser remembers for this page. Sandboxed frames remember nothing.

use super::window;

pub(crate) fn read(key: &str) -> Option<String> {
    window()?.local_storage().ok().flatten()?.get_item(key).ok().flatten()
}

pub(crate) fn write(key: &str, value: &str) {
    if let Some(storage) = window().and_then(|window| window.local_storage().ok().flatten()) {
        let _ = storage.set_item(key, value);
    }
}
