//! The columns of the playground as tabs, on a narrow screen.

use yew::prelude::*;

use crate::components::{IconName, icon};
use crate::store::Panel;

const TABS: [(Panel, IconName, &str); 4] = [
    (Panel::Controls, IconName::Controls, "Controls"),
    (Panel::Timeline, IconName::Timeline, "Timeline"),
    (Panel::Guarantees, IconName::Ladder, "Guarantees"),
    (Panel::Numbers, IconName::Bars, "Numbers"),
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
    html! { <nav class="tabs" aria-label="Columns" hidden={!narrow}>{ for tabs }</nav> }
}
