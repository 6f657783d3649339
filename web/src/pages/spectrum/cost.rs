//! The cost of consistency: one network, one workload, every strategy in each of its modes; a slider that moves all bars.

use diagram::chart;
use pipeline::Strength;
use scenario::{Scenario, limits};
use yew::prelude::*;

use super::super::awaited::awaited;
use super::costs::{Costs, RUNS};
use super::line::bare;
use crate::components::{Quantity, Scale, Slider, fine_step, picture, three_digits};
use crate::hooks::use_size;
use crate::words;

#[derive(PartialEq, Properties)]
pub(super) struct CostProps {
    pub(super) scenario: std::rc::Rc<Scenario>,
    pub(super) costs: std::rc::Rc<Costs>,
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
    let rows = costs.rows();
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
            <div ref={room} class="costs-chart">
                if width > 0.0 { { picture(&chart::cost(&rows, costs.end_us, width)) } }
            </div>
            <ul class="costs-legend">
                <li><i class="swatch-bar is-read"></i>{ words::costs::READ_BAR }</li>
                <li><i class="swatch-bar is-write"></i>{ words::costs::WRITE_BAR }</li>
            </ul>
            <p class="section-foot">
                { words::costs::how_sorted(RUNS) }
            </p>
            { table(costs) }
            { unable(costs) }
        </section>
    }
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

/// The same figures as a table.
fn table(costs: &Costs) -> Html {
    let lines = costs.rows().into_iter().zip(costs.kept()).map(|(row, (id, strength))| {
        let time = |cost: Option<chart::Cost>| {
            cost.map_or(["–".to_owned(), "–".to_owned()], |cost| [cost.p50_us, cost.p99_us].map(bare))
        };
        let ([read, read_far], [write, write_far]) = (time(row.reads), time(row.writes));
        html! {
            <tr key={id.clone()}>
                <th scope="row">{ id.clone() }</th>
                <td class="costs-kept">{ strength.as_ref().map(kept_words).unwrap_or_default() }</td>
                <td>{ read }</td><td>{ read_far }</td><td>{ write }</td><td>{ write_far }</td>
            </tr>
        }
    });
    html! {
        <details class="spectrum-more">
            <summary>{ words::costs::AS_A_TABLE }</summary>
            <div class="costs-table" tabindex="0" role="region" aria-label={words::costs::COST_TABLE}>
                <table class="figures">
                    <thead>
                        <tr><th scope="col">{ words::costs::STRATEGY_AND_MODE }</th><th scope="col" class="costs-kept">{ words::costs::KEPT_IN_ALL }</th>
                            <th scope="col">{ words::costs::READ_P50 }</th><th scope="col">{ "p99" }</th>
                            <th scope="col">{ words::costs::WRITE_P50 }</th><th scope="col">{ "p99" }</th></tr>
                    </thead>
                    <tbody>{ for lines }</tbody>
                </table>
            </div>
        </details>
    }
}

fn kept_words(strength: &Strength) -> String {
    let names: Vec<&str> = strength.strongest().into_iter().map(history::ModelId::name).collect();
    if names.is_empty() { words::costs::NOTHING_BUT_WEAK.to_owned() } else { names.join("; ") }
}

fn unable(costs: &Costs) -> Html {
    let lines = costs.unable.iter().map(|(name, why)| html! { <li key={*name}>{ format!("{name}: {why}") }</li> });
    html! {
        <details class="spectrum-more" hidden={costs.unable.is_empty()}>
            <summary>{ words::costs::CANNOT_RUN }</summary><ul>{ for lines }</ul>
        </details>
    }
}
