//! The cost of consistency: one network, one workload, every strategy in each of its modes; a slider that moves all bars.

use std::rc::Rc;

use diagram::chart::{self, Chart, CostRows};
use history::Duration;
use scenario::{Scenario, limits};
use yew::prelude::*;

use super::super::awaited::awaited;
use super::costs::{Costs, RUNS};
use super::sheet::sheet;
use crate::components::{Quantity, Readable, Scale, Slider, fine_step, three_digits};
use crate::hooks::{Shared, use_size};
use crate::panels::Tools;
use crate::words;

#[derive(PartialEq, Properties)]
pub(super) struct CostProps {
    pub(super) scenario: Rc<Scenario>,
    pub(super) costs: Rc<Costs>,
    /// The median round trip between two regions, before it is stretched, in milliseconds.
    pub(super) base_ms: f64,
    /// By how much the network is stretched, while the slider moves.
    pub(super) on_stretch: Callback<f64>,
    pub(super) on_settle: Callback<()>,
}

/// The section.
#[component]
pub(super) fn CostOfConsistency(props: &CostProps) -> Html {
    let costs = &props.costs;
    let room = use_node_ref();
    let width = use_size(&room).map_or(0.0, |(width, _)| width);
    let chart = use_memo((Rc::clone(costs), width), |(costs, width)| drawn(costs, *width));
    let (done, all) = costs.progress();
    let judging = words::costs::judging(done, all);
    let note = awaited(
        if done < all { Err(judging) } else { Ok(words::costs::ONE_NETWORK.to_owned()) },
        words::costs::ONE_NETWORK,
    );
    html! {
        <section class="costs" aria-labelledby="costs-head">
            <div class="spectrum-section-head"><h2 id="costs-head">{ words::costs::COST_TITLE }</h2><span class="section-note">{ note }</span></div>
            { slider(props) }
            <ul class="costs-legend">
                <li><i class="swatch-bar is-read"></i>{ words::costs::READ_BAR }</li>
                <li><i class="swatch-bar is-write"></i>{ words::costs::WRITE_BAR }</li>
            </ul>
            <p class="section-foot" hidden={costs.axis.break_us.is_none()}>{ break_words(costs) }</p>
            <Tools chart={(*chart).clone()} sheet={sheet(costs)} />
            <div ref={room} class="costs-chart">
                { for (*chart).iter().map(|chart| html! { <Readable key="chart" label={words::costs::COST_CHART} chart={chart.clone()} /> }) }
            </div>
            <p class="section-foot">
                { words::costs::how_sorted(RUNS) }
            </p>
            { unable(costs) }
        </section>
    }
}

/// The picture; nothing before there is room.
fn drawn(costs: &Costs, width: f64) -> Option<Shared<Chart>> {
    let kept = if costs.is_ranked() { words::costs::kept_in(RUNS) } else { String::new() };
    let rows = CostRows { rows: &costs.rows(), axis: costs.axis, kept: &kept };
    (width > 0.0).then(|| Shared::new(chart::cost(&rows, width)))
}

fn break_words(costs: &Costs) -> String {
    let turn = costs.axis.break_us.unwrap_or(0);
    let [turn, end] = [turn, costs.axis.end_us].map(|us| Duration::from_us(us).to_string());
    words::costs::broken_axis(&turn, &end)
}

fn slider(props: &CostProps) -> Html {
    let base = props.base_ms.max(1e-6);
    let (low, high) = limits::STRETCH_RANGE;
    let value = three_digits(base * props.scenario.network.stretch);
    let [low_ms, high_ms] = [low, high].map(|stretch| three_digits(base * stretch));
    let top = if base < 20.0 { base * 10.0 } else { (base * 2.5).max(400.0) }.min(high_ms);
    Slider {
        id: "latency",
        label: words::costs::ROUND_TRIP,
        quantity: Quantity::of(words::costs::ROUND_TRIP_TOLD, low_ms, high_ms, fine_step(value), "ms"),
        value,
        ends: ((top / 400.0).max(low_ms), top),
        scale: Scale::Even,
        default: three_digits(base),
        ghost: None,
        problem: None,
        on_input: props.on_stretch.reform(move |ms: f64| ((ms / base * 1e5).round() / 1e5).max(low).min(high)),
        on_settle: props.on_settle.clone(),
    }
    .row()
}

fn unable(costs: &Costs) -> Html {
    let lines = costs.unable.iter().map(|(name, why)| html! { <li key={*name}>{ format!("{name}: {why}") }</li> });
    html! {
        <details class="spectrum-more" hidden={costs.unable.is_empty()}>
            <summary>{ words::costs::CANNOT_RUN }</summary><ul>{ for lines }</ul>
        </details>
    }
}
