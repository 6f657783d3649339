//! The left column of the playground: everything that can be set.

use std::rc::Rc;

use pipeline::Healing;
use scenario::{Problem, Scenario};
use yew::prelude::*;

use super::desk::Desk;
use super::faults::{Open, faults};
use super::network::network;
use super::overlap::overlap_section;
use super::seed::{reset, seed};
use super::sessions::sessions;
use super::strategy::{knobs, strategy};
use super::ways::{Way, Ways};
use crate::components::el;
use crate::store::Action;
use crate::words;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct ControlsProps {
    pub(crate) scenario: Rc<Scenario>,
    pub(crate) on: Callback<Action>,
    /// The smallest move that heals what is broken.
    pub(crate) healing: Option<Healing>,
    /// What keeps the scenario from running.
    pub(crate) problems: Vec<Problem>,
}

/// Everything that can be set.
#[component]
pub(crate) fn Controls(props: &ControlsProps) -> Html {
    let ControlsProps { scenario, on, healing, problems } = props;
    let ways = use_memo(Way::of(scenario), |_| Ways::of(scenario));
    let stretch = scenario.network.stretch;
    let curve = use_memo((ways.clone(), stretch), |(ways, stretch)| ways.curve(*stretch));
    let open = use_state_eq(|| Open::Nowhere);
    let mapped = use_state_eq(|| false);
    let measuring = use_state_eq(|| false);
    let info = pipeline::protocol(&scenario.strategy.protocol);
    let desk = Desk { scenario, info, ways: &ways, problems, on };
    el("div")
        .class("controls")
        .set("role", "region")
        .set("aria-label", words::header::CONTROLS)
        .child(strategy(&desk, *healing))
        .child(overlap_section(&desk))
        .child(knobs(&desk))
        .child(network(&desk, &curve, &measuring))
        .child(sessions(&desk, &mapped))
        .child(faults(&desk, &open))
        .child(reset(&desk))
        .child(seed(&desk))
        .into()
}
