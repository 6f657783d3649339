//! A switch: on or off, said in a word and shown by a knob.

use yew::prelude::*;

/// A row that switches something on or off.
pub(crate) fn toggle(label: AttrValue, described_by: Option<AttrValue>, on: bool, on_change: &Callback<bool>) -> Html {
    let onclick = on_change.reform(move |_: MouseEvent| !on);
    html! {
        <button type="button" role="switch" class="toggle" aria-checked={on.to_string()} aria-label={label.clone()}
            aria-describedby={described_by} {onclick}>
            <span>{ label }</span>
            <span class="toggle-word" aria-hidden="true">{ if on { "on" } else { "off" } }</span>
            <i class="toggle-knob" />
        </button>
    }
}
