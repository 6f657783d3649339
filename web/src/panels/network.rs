//! The network: which one, how slow, how long its tail, and what it loses.

use diagram::Scene;
use scenario::{Network, NetworkPreset, limits, network_presets};
use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

use super::desk::Desk;
use super::distribution::DistributionRows;
use super::measurements::Measurements;
use super::regions::regions;
use crate::components::{
    Element, Quantity, Scale, Select, Slider, el, fine_step, folded, nothing, picture, section, three_digits,
};
use crate::store::Edit;
use crate::words;

/// The section of the network.
pub(crate) fn network(desk: &Desk, curve: &Scene, measuring: &UseStateHandle<bool>) -> Html {
    let network = &desk.scenario.network;
    let presets = network_presets();
    let choice = Select {
        id: "network".into(),
        name: None,
        described_by: None,
        choices: presets.iter().map(NetworkPreset::name).chain([words::network::CUSTOM]).map(AttrValue::from).collect(),
        taken: presets.iter().position(|preset| preset.id() == network.preset).or(Some(presets.len())),
        on_change: desk.choosing(Box::new(|index| {
            let id = network_presets().get(index).map_or(Network::CUSTOM, NetworkPreset::id);
            Edit::Network(id.to_owned())
        })),
    };
    let curve = el("div").class("delays").set("title", words::network::ONE_WAY_TOLD).child(picture(curve));
    let more = folded(words::network::MORE, losses(network))
        .child(share_row(desk, true))
        .child(share_row(desk, false))
        .add(from_measurements(desk, measuring));
    let body = el("div")
        .add(curve)
        .add(el("div").class("network-rows").add(rows(desk)))
        .add(desk.problems(|field| field == "network.preset" || field.starts_with("network.custom")))
        .add(more);
    section(words::network::NETWORK, Some("network"), choice.view(), body)
}

/// What is folded away until somebody has measurements; its content is made when it is first opened.
fn from_measurements(desk: &Desk, measuring: &UseStateHandle<bool>) -> Element {
    let setter = measuring.setter();
    let open = Callback::from(move |_: Event| setter.set(true));
    let form = match **measuring {
        true => html! {
            <Measurements scenario={desk.scenario.clone()} regions={desk.ways.regions.clone()} on={desk.on.clone()} />
        },
        false => nothing(),
    };
    folded(words::network::FROM_MEASUREMENTS, String::new()).on(ListenerKind::onclick, open).add(el("div").child(form))
}

/// The sliders of a preset, or the parameters of a network of one's own.
fn rows(desk: &Desk) -> Element {
    let network = &desk.scenario.network;
    let preset = NetworkPreset::find(&network.preset);
    let Some(custom) = network.custom.as_ref().filter(|_| preset.is_none()) else {
        let tail = match preset {
            Some(NetworkPreset::Regional(regional)) => tail_row(desk, regional.tail),
            _ => nothing(),
        };
        return el("div").key(0).child(median_row(desk)).add(el("div").child(tail));
    };
    let distribution = DistributionRows {
        id: "one-way",
        label: words::network::ONE_WAY,
        value: custom.one_way.clone(),
        on_change: desk.choosing(Box::new(Edit::OneWay)),
    };
    // Its own parameters say how slow it is, unless a link has stretched it besides.
    let stretched = network.stretch != 1.0;
    el("div").key(1).add(distribution.rows()).add(regions(desk, custom)).add(el("div").child(if stretched {
        median_row(desk)
    } else {
        nothing()
    }))
}

fn median_row(desk: &Desk) -> Html {
    let base = desk.ways.median_ms().max(1e-6);
    let (low, high) = limits::STRETCH_RANGE;
    let value = three_digits(base * desk.scenario.network.stretch);
    let (low_ms, high_ms) = (three_digits(base * low), three_digits(base * high));
    Slider {
        id: "median",
        label: words::network::MEDIAN,
        quantity: Quantity::of(words::network::MEDIAN_TOLD, low_ms, high_ms, fine_step(value), "ms"),
        value,
        ends: (base / 10.0, base * 10.0),
        scale: Scale::Log,
        default: base,
        ghost: None,
        problem: desk.problem("network.stretch"),
        // Five digits: the field shows again what was written into it, and the link stays short.
        on_input: desk.moving(Box::new(move |ms| Edit::Stretch(((ms / base * 1e5).round() / 1e5).max(low).min(high)))),
        on_settle: desk.settling(),
    }
    .row()
}

fn tail_row(desk: &Desk, default: f64) -> Html {
    let (low, high) = limits::TAIL_RANGE;
    let value = desk.scenario.network.tail.unwrap_or(default);
    Slider {
        id: "tail",
        label: words::network::TAIL,
        quantity: Quantity::of(words::network::TAIL_TOLD, low, high, 0.1, "").signed("×"),
        value,
        ends: (low, 10.0),
        scale: Scale::Log,
        default,
        ghost: None,
        problem: desk.problem("network.tail"),
        on_input: desk.moving(Box::new(Edit::Tail)),
        on_settle: desk.settling(),
    }
    .row()
}

fn losses(network: &Network) -> String {
    let percent = |share: f64| Quantity::of("", 0.0, 100.0, 1.0, "%").text(&[share * 100.0]);
    match (network.loss, network.duplication) {
        (0.0, 0.0) => words::shared::NONE.to_owned(),
        (loss, duplicates) => format!("{}, {}", percent(loss), percent(duplicates)),
    }
}

fn share_row(desk: &Desk, loss: bool) -> Html {
    let network = &desk.scenario.network;
    let (id, label, name, field, share) = match loss {
        true => ("loss", words::network::LOST, words::network::LOST_TOLD, "network.loss", network.loss),
        false => (
            "duplication",
            words::network::DOUBLED,
            words::network::DOUBLED_TOLD,
            "network.duplication",
            network.duplication,
        ),
    };
    let edit: fn(f64) -> Edit = if loss { Edit::Loss } else { Edit::Duplication };
    Slider {
        id,
        label,
        quantity: Quantity::of(name, 0.0, limits::SHARE_MAX * 100.0, 1.0, "%"),
        value: share * 100.0,
        ends: (0.0, 100.0),
        scale: Scale::Even,
        default: 0.0,
        ghost: None,
        problem: desk.problem(field),
        on_input: desk.moving(Box::new(move |percent| edit(percent / 100.0))),
        on_settle: desk.settling(),
    }
    .row()
}
