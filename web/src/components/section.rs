//! A part of a column: its head, what stands at the head's end, and what it holds.

use yew::prelude::*;

use super::{Element, el};

/// A part of a column. Its head is a label where the head's end is a field of that id.
#[inline(never)]
pub(crate) fn section(title: &'static str, field: Option<&'static str>, end: Html, body: Element) -> Html {
    let head =
        el(if field.is_some() { "label" } else { "span" }).maybe("for", field.map(AttrValue::Static)).text(title);
    let top = el("div").class("section-head").add(el("h2").add(head)).add(el("div").class("section-end").child(end));
    el("section").class("section").set("aria-label", title).add(top).add(body.class("section-body")).into()
}

/// What is folded away under a line that says what is so now.
#[inline(never)]
pub(crate) fn folded(title: &'static str, now: String) -> Element {
    let line = el("summary").add(el("span").text(title)).add(el("span").class("more-now").text(now));
    el("details").class("more").add(line)
}
