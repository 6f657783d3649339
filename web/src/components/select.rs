//! A list of choices, of which one is taken: the browser's own, in quiet clothes.

use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

use super::{IconName, el, icon, sifted};
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
    #[inline(never)]
    pub(crate) fn view(self) -> Html {
        let taken = self.taken;
        let choice = |(index, words): (usize, AttrValue)| -> Html {
            let option = el("option").key(index).with("value", index.to_string()).text(words);
            if taken == Some(index) { option.set("selected", "") } else { option }.into()
        };
        let choices = self.choices.into_iter().enumerate().map(choice).collect();
        let list = el("select")
            // The mark of a choice counts only until somebody has chosen; from then on the value.
            .property("value", &taken.map_or(String::new(), |index| index.to_string()))
            .with("id", self.id)
            .maybe("aria-label", self.name)
            .maybe("aria-describedby", self.described_by)
            .on(ListenerKind::onchange, sifted(&self.on_change, |event| entry::text(event).parse().ok()))
            .list(choices);
        el("span").class("select").add(list).child(icon(IconName::Chevron)).into()
    }
}
