//! A switch: on or off, said in a word and shown by a knob.

use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

use super::el;
use crate::words;

/// A row that switches something on or off.
pub(crate) fn toggle(label: &'static str, described_by: AttrValue, on: bool, on_change: &Callback<bool>) -> Html {
    let (word, state) = if on { (words::fields::ON, "true") } else { (words::fields::OFF, "false") };
    el("button")
        .class("toggle")
        .set("type", "button")
        .set("role", "switch")
        .set("aria-checked", state)
        .set("aria-label", label)
        .with("aria-describedby", described_by)
        .on(ListenerKind::onclick, on_change.reform(move |_| !on))
        .add(el("span").text(label))
        .add(el("span").class("toggle-word").set("aria-hidden", "true").text(word))
        .add(el("i").class("toggle-knob"))
        .into()
}
