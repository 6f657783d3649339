//! A field for a number: what is typed stays until it is one, and steps with the arrow keys.

use std::rc::Rc;

use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

use super::{Quantity, el};
use crate::browser::entry;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct NumberFieldProps {
    pub(crate) id: AttrValue,
    pub(crate) quantity: Quantity,
    /// What it is called, where its quantity's name is not enough.
    pub(crate) label: Option<AttrValue>,
    /// What the quantity is now; nothing where the field may be empty and is.
    pub(crate) values: Vec<f64>,
    /// What an empty field stands for, if it may be empty.
    pub(crate) empty: Option<&'static str>,
    /// What is wrong with the present value.
    pub(crate) problem: Option<AttrValue>,
    /// The values that were set.
    pub(crate) on_change: Callback<Vec<f64>>,
}

/// A field for one number, or a list of them.
#[inline(never)]
pub(crate) fn number_field(props: NumberFieldProps) -> Html {
    html! { <NumberField ..props /> }
}

/// What is being typed, and the value that it shall replace. Once that has changed otherwise, what
/// was typed is void.
#[derive(Clone, PartialEq)]
struct Draft {
    text: String,
    instead_of: Vec<f64>,
}

impl NumberFieldProps {
    fn read(&self, text: &str) -> Result<Vec<f64>, String> {
        if self.empty.is_some() && text.trim().is_empty() { Ok(Vec::new()) } else { self.quantity.read(text) }
    }

    /// What is wrong with what is typed so far. The first letter of a number is nothing wrong yet.
    fn objection(&self, draft: Option<&Draft>) -> Option<AttrValue> {
        let Some(draft) = draft else { return self.problem.clone() };
        if matches!(draft.text.trim(), "" | "-" | "−" | ".") {
            return None;
        }
        self.read(&draft.text).err().map(AttrValue::from)
    }
}

/// A field, and what is being typed into it.
struct Typing {
    props: NumberFieldProps,
    typed: Option<Draft>,
    draft: UseStateSetter<Option<Draft>>,
}

impl Typing {
    fn set(&self, next: Vec<f64>) {
        self.draft.set(None);
        if next != self.props.values {
            self.props.on_change.emit(next);
        }
    }

    fn commit(&self) {
        let Some(typed) = &self.typed else { return };
        match self.props.read(&typed.text) {
            Ok(next) => self.set(next),
            Err(_) if self.props.objection(Some(typed)).is_none() => self.draft.set(None),
            Err(_) => {}
        }
    }

    fn take(&self, event: &Event) {
        let instead_of = self.props.values.clone();
        self.draft.set(Some(Draft { text: entry::text(event), instead_of }));
    }

    fn key(&self, event: &Event) {
        let steps = match entry::key(event).as_str() {
            "ArrowUp" => 1.0,
            "ArrowDown" => -1.0,
            "PageUp" => 10.0,
            "PageDown" => -10.0,
            "Enter" if self.typed.is_some() => {
                event.prevent_default();
                return self.commit();
            }
            "Escape" if self.typed.is_some() => {
                event.stop_propagation();
                return self.draft.set(None);
            }
            _ => return,
        };
        let now = self.typed.as_ref().and_then(|typed| self.props.read(&typed.text).ok());
        if let [value] = now.as_ref().unwrap_or(&self.props.values)[..] {
            event.prevent_default();
            self.set(vec![self.props.quantity.stepped(value, steps)]);
        }
    }
}

#[component]
fn NumberField(props: &NumberFieldProps) -> Html {
    let NumberFieldProps { id, quantity, values, .. } = props;
    let draft = use_state_eq(|| None::<Draft>);
    let typed = (*draft).clone().filter(|draft| draft.instead_of == *values);
    let objection = props.objection(typed.as_ref());
    let shown = typed.as_ref().map_or_else(|| quantity.text(values), |draft| draft.text.clone());
    let typing = Rc::new(Typing { props: props.clone(), typed, draft: draft.setter() });
    let at = |handle: fn(&Typing, &Event)| {
        let typing = Rc::clone(&typing);
        Callback::from(move |event: Event| handle(&typing, &event))
    };
    let mut input = el("input")
        .with("id", id.clone())
        .set("type", "text")
        .set("inputmode", quantity.keys())
        .set("autocomplete", "off")
        .set("spellcheck", "false")
        .with("aria-label", props.label.clone().unwrap_or(AttrValue::Static(quantity.name)))
        .maybe("placeholder", props.empty.map(AttrValue::Static))
        .value(shown.into())
        .on(ListenerKind::oninput, at(Typing::take))
        .on(ListenerKind::onkeydown, at(Typing::key))
        .on(ListenerKind::onblur, at(|typing, _| typing.commit()))
        .on(ListenerKind::onfocus, at(|_, event| entry::select_all(event)));
    if quantity.count_max == 1 {
        input = input
            .set("role", "spinbutton")
            .with("aria-valuemin", history::decimal::plain(quantity.low))
            .with("aria-valuemax", history::decimal::plain(quantity.high))
            .maybe("aria-valuenow", values.first().map(|value| history::decimal::plain(*value).into()))
            .with("aria-valuetext", quantity.text(values));
    }
    let mut says = el("span").class("says").set("role", "status").hidden(objection.is_none());
    if let Some(objection) = objection {
        let says_id = AttrValue::from(format!("{id}-says"));
        input = input.set("aria-invalid", "true").with("aria-describedby", says_id.clone());
        says = says.with("id", says_id).text(objection);
    }
    el("span").class("number-field").add(input).add(says).into()
}
