//! Which protocol, and its own knobs: both as the registry lists them.

use scenario::{Knob, KnobKind};
use yew::prelude::*;

use super::desk::{Desk, Field, labelled};
use super::quorum::quorum;
use crate::components::{Quantity, Select, el, folded, section, toggle};
use crate::store::Edit;
use crate::words;

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
    let summary = desk.info.map_or("", |info| (info.summary)());
    let body = el("div")
        .add(el("p").class("section-note").set("id", "strategy-summary").text(summary))
        .add(desk.problems(|field| field == "strategy.protocol"))
        .add(quorum(desk, healing));
    section(words::strategy::STRATEGY, Some("strategy"), choice.view(), body)
}

/// So many knobs stand open; a protocol lists those first that people ask for first.
const OPEN: usize = 4;

/// The knobs of the protocol; a strategy without any has no such section.
pub(crate) fn knobs(desk: &Desk) -> Html {
    let knobs = desk.info.map_or(&[][..], |info| (info.knobs)());
    // One more than stand open needs no fold.
    let (open, more) = knobs.split_at(if knobs.len() > OPEN + 1 { OPEN } else { knobs.len() });
    let changed = more.iter().filter(|knob| desk.scenario.strategy.knobs.contains_key(knob.id)).count();
    let now = if changed == 0 { words::strategy::AS_USUAL.to_owned() } else { words::strategy::changed(changed) };
    let rows = |knobs: &'static [Knob]| knobs.iter().map(|knob| row(desk, knob)).collect();
    el("section")
        .class("section")
        .set("aria-label", words::strategy::KNOBS)
        .hidden(knobs.is_empty())
        .add(el("ul").class("knobs").list(rows(open)))
        .add(folded(words::strategy::MORE, now).hidden(more.is_empty()).add(el("ul").class("knobs").list(rows(more))))
        .add(desk.problems(|field| field.starts_with("strategy.knobs")))
        .into()
}

/// A knob with what it does: said on hover, under it when the keyboard is there or fingers are used.
fn row(desk: &Desk, knob: &'static Knob) -> Html {
    let Knob { id, label, help, kind } = *knob;
    let help_id = AttrValue::from(format!("{id}-help"));
    let now = desk.scenario.strategy.knobs.get(id).cloned().unwrap_or_else(|| knob.default_value());
    let control = match kind {
        KnobKind::Switch { default } => {
            let set = move |on: bool| set(id, if on { "on" } else { "off" }, on == default);
            toggle(label, help_id.clone(), now == "on", &desk.choosing(Box::new(set)))
        }
        KnobKind::Choice { choices } => {
            let set = move |index: usize| set(id, choices.get(index).map_or("", |choice| choice.id), index == 0);
            let select = Select {
                id: id.into(),
                name: None,
                described_by: Some(help_id.clone()),
                choices: choices.iter().map(|choice| choice.label.into()).collect(),
                taken: choices.iter().position(|choice| choice.id == now),
                on_change: desk.choosing(Box::new(set)),
            };
            labelled(id, label, select.view()).into()
        }
        KnobKind::Number { min, max, default, unit } => {
            let step = if max - min > 1_000 { 10.0 } else { 1.0 };
            let quantity = Quantity::of(label, min as f64, max as f64, step, unit);
            let set = move |number: f64| {
                let number = number.round() as i64;
                set(id, &number.to_string(), number == default)
            };
            let value = history::decimal::read(&now).unwrap_or(default as f64);
            labelled(id, label, desk.field(id, Field { quantity, value, field: "" }, Box::new(set))).into()
        }
    };
    el("li")
        .named(id)
        .class("knob")
        .set("title", help)
        .child(control)
        .add(el("p").class("knob-help").with("id", help_id).text(help))
        .into()
}

/// Sets a knob; its default is not written into the scenario.
#[inline(never)]
fn set(id: &'static str, value: &str, is_default: bool) -> Edit {
    Edit::Knob(id, (!is_default).then(|| value.to_owned()))
}
