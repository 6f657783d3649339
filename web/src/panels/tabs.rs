//! The columns of the playground as tabs, on a narrow screen.

use yew::prelude::*;

use crate::components::{Icon, IconName};
use crate::store::Panel;

#[derive(PartialEq, Properties)]
pub(crate) struct TabsProps {
    pub(crate) panel: Panel,
    pub(crate) narrow: bool,
    pub(crate) on_panel: Callback<Panel>,
}

const TABS: [(Panel, IconName, &str); 4] = [
    (Panel::Controls, IconName::Controls, "Controls"),
    (Panel::Timeline, IconName::Timeline, "Timeline"),
    (Panel::Guarantees, IconName::Ladder, "Guarantees"),
    (Panel::Numbers, IconName::Bars, "Numbers"),
];

/// Which column to show.
#[component]
pub(crate) fn Tabs(props: &TabsProps) -> Html {
    let tabs = TABS.iter().map(|&(panel, icon, label)| {
        let current = (panel == props.panel).then_some("page");
        let onclick = props.on_panel.reform(move |_: MouseEvent| panel);
        html! {
            <button key={label} type="button" class="tab" aria-current={current} {onclick}>
                <Icon name={icon} /><span>{ label }</span>
            </button>
        }
    });
    html! { <nav class="tabs" aria-label="Columns" hidden={!props.narrow}>{ for tabs }</nav> }
}
