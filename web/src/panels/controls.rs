//! The left column of the playground: everything that can be set.

use std::rc::Rc;

use pipeline::Healing;
use scenario::{Problem, Scenario};
use yew::prelude::*;

use super::desk::Desk;
use super::faults::Faults;
use super::network::network;
use super::quorum::overlap_section;
use super::seed::{reset, seed};
use super::sessions::sessions;
use super::strategy::{knobs, strategy};
use super::ways::{Way, Ways};
use crate::components::three_digits;
use crate::store::Action;

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
    let info = pipeline::protocol(&scenario.strategy.protocol);
    let desk = Desk { scenario, info, ways: &ways, problems, on };
    let length_us = three_digits(ways.median_ms * scenario.network.stretch).max(1.0).round() * 2_000.0;
    html! {
        <div class="controls" role="region" aria-label="Controls">
            { strategy(&desk, *healing) }
            { overlap_section(&desk) }
            { knobs(&desk) }
            { network(&desk) }
            { sessions(&desk) }
            <Faults scenario={Rc::clone(scenario)} problems={problems.clone()} length_us={length_us as u64} on={on.clone()} />
            { reset(&desk) }
            { seed(&desk) }
        </div>
    }
}
