//! Which protocol, and its own knobs: both as the registry lists them.

use scenario::{Knob, KnobKind};
use yew::prelude::*;

use super::desk::Desk;
use super::quorum::quorum;
use crate::components::{NumberField, Quantity, Select, section, toggle};
use crate::store::Edit;

/// The choice of a protocol with its sentence, and N, W, R below it.
pub(crate) fn strategy(desk: &Desk, healing: Option<pipeline::Healing>) -> Html {
    let choice = Select {
        id: "strategy".into(),
        name: None,
        described_by: Some("strategy-summary".into()),
        choices: pipeline::protocols().map(|info| info.name.into()).collect(),
        taken: pipeline::protocols().position(|info| info.id == desk.scenario.strategy.protocol),
        on_change: desk.choosing(Box::new(|index| {
            let id = pipeline::protocols().nth(index).map_or("", |info| info.id);
            Edit::Protocol(id.to_owned())
        })),
    };
    let body = html! {
        <>
            <p class="section-note" id="strategy-summary">{ desk.info.map_or("", |info| info.summary) }</p>
            { desk.problems(|field| field == "strategy.protocol") }
            { quorum(desk, healing) }
        </>
    };
    section("Strategy", Some("strategy"), choice.view(), body)
}

/// The knobs of the protocol; a strategy without any has no such section.
pub(crate) fn knobs(desk: &Desk) -> Html {
    let knobs = desk.info.map_or(&[][..], |info| info.knobs);
    html! {
        <section class="section" aria-label="Knobs of the strategy" hidden={knobs.is_empty()}>
            <ul class="knobs">{ for knobs.iter().map(|knob| row(desk, knob)) }</ul>
            { desk.problems(|field| field.starts_with("strategy.knobs.")) }
        </section>
    }
}

/// A knob with what it does: said on hover, under it when the keyboard is there or fingers are used.
fn row(desk: &Desk, knob: &'static Knob) -> Html {
    let Knob { id, label, help, kind } = *knob;
    let help_id = AttrValue::from(format!("{id}-help"));
    let control = match kind {
        KnobKind::Switch { default } => {
            let on = value(desk, knob) == "on";
            let on_change =
                desk.choosing(Box::new(move |on: bool| set(id, if on { "on" } else { "off" }, on == default)));
            toggle(label.into(), Some(help_id.clone()), on, &on_change)
        }
        KnobKind::Choice { choices } => {
            let now = value(desk, knob);
            let select = Select {
                id: id.into(),
                name: None,
                described_by: Some(help_id.clone()),
                choices: choices.iter().map(|choice| choice.label.into()).collect(),
                taken: choices.iter().position(|choice| choice.id == now),
                on_change: desk.choosing(Box::new(move |index: usize| {
                    set(id, choices.get(index).map_or("", |choice| choice.id), index == 0)
                })),
            };
            html! { <div class="choice-row"><label for={id}>{ label }</label>{ select.view() }</div> }
        }
        KnobKind::Number { min, max, default, unit } => {
            let step = if max - min > 1_000 { 10.0 } else { 1.0 };
            let quantity = Quantity::of(label, min as f64, max as f64, step, unit);
            let now = value(desk, knob).parse().unwrap_or(default as f64);
            let on_change = desk.setting(Box::new(move |number| {
                let number = number.round() as i64;
                set(id, &number.to_string(), number == default)
            }));
            html! {
                <div class="choice-row">
                    <label for={id}>{ label }</label>
                    <NumberField {id} {quantity} values={vec![now]} {on_change} />
                </div>
            }
        }
    };
    html! {
        <li key={id} class="knob" title={help}>
            { control }
            <p class="knob-help" id={help_id}>{ help }</p>
        </li>
    }
}

/// A knob as it is set, or its default.
fn value(desk: &Desk, knob: &Knob) -> String {
    desk.scenario.strategy.knobs.get(knob.id).cloned().unwrap_or_else(|| knob.default_value())
}

/// Sets a knob; its default is not written into the scenario.
fn set(id: &'static str, value: &str, is_default: bool) -> Edit {
    Edit::Knob(id, (!is_default).then(|| value.to_owned()))
}
