//! What the device is like: dark or light, narrow or wide, with or without motion.

use gloo::events::EventListener;

use super::{document, window};

/// Where nothing can hover over anything.
pub(crate) const TOUCH: &str = "(hover: none)";

/// Whether a media query holds now.
pub(crate) fn matches(query: &str) -> bool {
    window().and_then(|window| window.match_media(query).ok().flatten()).is_some_and(|list| list.matches())
}

/// Calls back when a media query begins or ceases to hold.
pub(crate) fn on_change(query: &str, callback: impl Fn(bool) + 'static) -> Option<EventListener> {
    let list = window()?.match_media(query).ok().flatten()?;
    let target = list.clone();
    Some(EventListener::new(&target, "change", move |_| callback(list.matches())))
}

/// Sets an attribute of the page itself, or takes it away.
pub(crate) fn set_root_attribute(name: &str, value: Option<&str>) {
    let Some(root) = document().and_then(|document| document.document_element()) else { return };
    let _ = match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
}
