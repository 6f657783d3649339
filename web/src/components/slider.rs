//! A slider with its label and its number field: one setting in one row.

use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

use super::{NumberFieldProps, Quantity, el, number_field, sifted, three_digits};
use crate::browser::entry;
use crate::words;

/// How far a slider of a wide range moves in all.
const LOG_STEPS: f64 = 200.0;

/// How a slider's way maps to values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scale {
    /// Every step is the same.
    Even,
    /// Every step multiplies by the same, rounded to three digits.
    Log,
}

/// A slider, its label and its number field.
#[derive(Clone, PartialEq)]
pub(crate) struct Slider {
    pub(crate) id: &'static str,
    /// The visible label, which the quantity's name begins with.
    pub(crate) label: &'static str,
    pub(crate) quantity: Quantity,
    pub(crate) value: f64,
    /// The ends of the slider; the field may reach further.
    pub(crate) ends: (f64, f64),
    pub(crate) scale: Scale,
    /// Where a small mark stands, and a double click leads.
    pub(crate) default: f64,
    /// Where an invitation stands.
    pub(crate) ghost: Option<f64>,
    pub(crate) problem: Option<AttrValue>,
    /// While it moves.
    pub(crate) on_input: Callback<f64>,
    /// When it rests.
    pub(crate) on_settle: Callback<()>,
}

impl Slider {
    /// How far along the way a value lies, from 0 to 1.
    pub(crate) fn share(&self, value: f64) -> f64 {
        let (low, high) = self.ends;
        if high <= low {
            return 0.0;
        }
        let share = match self.scale {
            Scale::Even => (value - low) / (high - low),
            Scale::Log => (value / low).ln() / (high / low).ln(),
        };
        diagram::number::within(share, 0.0, 1.0)
    }

    fn places(&self) -> String {
        let percent = |value: f64| (self.share(value) * 1e4).round() / 100.0;
        let steps = match self.scale {
            Scale::Even if self.ends.1 - self.ends.0 <= 10.0 => (self.ends.1 - self.ends.0).max(1.0),
            Scale::Even => 4.0,
            Scale::Log => 2.0,
        };
        let (fill, default) = (percent(self.value), percent(self.default));
        let ghost = percent(self.ghost.unwrap_or(self.value));
        let [fill, default, ghost, steps] = [fill, default, ghost, steps].map(history::decimal::Decimal);
        format!("--fill:{fill}%;--default:{default}%;--ghost:{ghost}%;--steps:{steps}")
    }

    /// The row: label, track, field.
    #[inline(never)]
    pub(crate) fn row(self) -> Html {
        let Self { id, label, quantity, value, ends: (low, high), scale, default, .. } = self;
        let class = if self.ghost.is_some() { "setting is-invited" } else { "setting" };
        let row = el("div").class(class).with("style", self.places());
        let (min, max, step, at) = match scale {
            Scale::Even => (low, high, quantity.step, value),
            Scale::Log => (0.0, LOG_STEPS, 1.0, (self.share(value) * LOG_STEPS).round()),
        };
        let on_input = sifted(&self.on_input, move |event| {
            let at = history::decimal::read(&entry::text(event))?;
            Some(match scale {
                Scale::Even => at,
                Scale::Log => three_digits(low * ((high / low).ln() * at / LOG_STEPS).exp()),
            })
        });
        let (moved, settled) = (self.on_input.clone(), self.on_settle.clone());
        let set = Callback::from(move |value: f64| {
            moved.emit(value);
            settled.emit(());
        });
        let on_key =
            sifted(&set, move |event| matches!(entry::key(event).as_str(), "Delete" | "Backspace").then_some(default));
        let range = el("input")
            .set("type", "range")
            .set("id", id)
            .with("min", history::decimal::plain(min))
            .with("max", history::decimal::plain(max))
            .with("step", history::decimal::plain(step))
            .value(history::decimal::plain(at).into())
            .set("aria-label", quantity.name)
            .with("aria-valuetext", quantity.text(&[value]))
            .on(ListenerKind::oninput, on_input)
            .on(ListenerKind::onchange, self.on_settle.reform(|_| ()))
            .on(ListenerKind::onkeydown, on_key);
        let track = el("span")
            .class("slider")
            .set("title", words::fields::RESET)
            .on(ListenerKind::ondblclick, set.reform(move |_| default))
            .add(el("i").class("slider-track"))
            .add(el("i").class("slider-ghost").hidden(self.ghost.is_none()))
            .add(range);
        let field = NumberFieldProps {
            id: format!("{id}-number").into(),
            quantity,
            label: None,
            values: vec![value],
            empty: None,
            problem: self.problem,
            on_change: Callback::from(move |values: Vec<f64>| {
                values.first().copied().into_iter().for_each(|value| set.emit(value));
            }),
        };
        row.add(el("label").set("for", id).text(label)).add(track).child(number_field(field)).into()
    }
}
