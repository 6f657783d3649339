//! The columns of the playground as tabs, on a narrow screen.

use yew::prelude::*;

use crate::components::{IconName, icon};
use crate::store::Panel;
use crate::words;

const TABS: [(Panel, IconName, &str); 4] = [
    (Panel::Controls, IconName::Controls, words::header::CONTROLS),
    (Panel::Timeline, IconName::Timeline, words::header::TIMELINE),
    (Panel::Guarantees, IconName::Ladder, words::header::GUARANTEES),
    (Panel::Numbers, IconName::Bars, words::header::NUMBERS),
];

/// Which column to show.
pub(crate) fn tabs(shown: Panel, narrow: bool, on_panel: &Callback<Panel>) -> Html {
    let tabs = TABS.iter().map(|&(panel, sign, label)| {
        let current = (panel == shown).then_some("page");
        let onclick = on_panel.reform(move |_: MouseEvent| panel);
        html! {
            <button key={label} type="button" class="tab" aria-current={current} {onclick}>
                { icon(sign) }<span>{ label }</span>
            </button>
        }
    });
    html! { <nav class="tabs" aria-label={words::header::COLUMNS} hidden={!narrow}>{ for tabs }</nav> }
}
