//! A part of a column: its head, what stands at the head's end, and what it holds.

use yew::prelude::*;

/// A part of a column. Its head is a label where the head's end is a field of that id.
pub(crate) fn section(title: &'static str, field: Option<&'static str>, end: Html, body: Html) -> Html {
    let head = match field {
        Some(id) => html! { <label for={id}>{ title }</label> },
        None => html! { <span>{ title }</span> },
    };
    html! {
        <section class="section" aria-label={title}>
            <div class="section-head">
                <h2>{ head }</h2>
                <div class="section-end">{ end }</div>
            </div>
            <div class="section-body">{ body }</div>
        </section>
    }
}
