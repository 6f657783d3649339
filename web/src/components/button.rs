//! A button with words.

use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

use super::{Element, el};

/// A button, still without its words.
#[inline(never)]
pub(crate) fn button(class: &'static str, on_click: Callback<Event>) -> Element {
    el("button").class(class).set("type", "button").on(ListenerKind::onclick, on_click)
}
