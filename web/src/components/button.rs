//! A button with words, or with an icon.

use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

use super::{Element, IconName, el, icon};

/// A button, still without its words.
#[inline(never)]
pub(crate) fn button(class: &'static str, on_click: Callback<Event>) -> Element {
    el("button").class(class).set("type", "button").on(ListenerKind::onclick, on_click)
}

/// A button with an icon, and the name that it has for those who do not see it.
#[inline(never)]
pub(crate) fn tool(label: &'static str, sign: IconName, on_click: Callback<Event>) -> Element {
    button("tool", on_click).set("aria-label", label).child(icon(sign))
}
