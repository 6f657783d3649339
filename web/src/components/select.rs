//! A list of choices, of which one is taken: the browser's own, in quiet clothes.

use wasm_bindgen::JsValue;
use yew::prelude::*;

use super::{IconName, icon, sifted};
use crate::browser::entry;

/// A list of choices.
pub(crate) struct Select {
    pub(crate) id: AttrValue,
    /// Its accessible name, where no visible label names it.
    pub(crate) name: Option<AttrValue>,
    /// The id of what explains it.
    pub(crate) described_by: Option<AttrValue>,
    /// The choices in words.
    pub(crate) choices: Vec<AttrValue>,
    /// Which of them is taken.
    pub(crate) taken: Option<usize>,
    /// Another one is taken.
    pub(crate) on_change: Callback<usize>,
}

impl Select {
    /// The list.
    pub(crate) fn view(self) -> Html {
        let taken = self.taken;
        let choice = |(index, words): (usize, AttrValue)| {
            html! { <option key={index} value={index.to_string()} selected={taken == Some(index)}>{ words }</option> }
        };
        let onchange = sifted(&self.on_change, |event: Event| entry::text(&event).parse().ok());
        // The mark of a choice counts only until somebody has chosen; from then on the list's value.
        let value = JsValue::from(taken.map(|index| index.to_string()));
        html! {
            <span class="select">
                <select ~value={value} id={self.id} aria-label={self.name} aria-describedby={self.described_by} {onchange}>
                    { for self.choices.into_iter().enumerate().map(choice) }
                </select>
                { icon(IconName::Chevron) }
            </span>
        }
    }
}
