//! A field for a number: what is typed stays until it is one, and steps with the arrow keys.

use yew::prelude::*;

use super::Quantity;
use crate::browser::entry;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct NumberFieldProps {
    pub(crate) id: AttrValue,
    pub(crate) quantity: Quantity,
    /// What the quantity is now; nothing where the field may be empty and is.
    pub(crate) values: Vec<f64>,
    /// Its accessible name, if the quantity's is not enough: "Operations of each session".
    #[prop_or_default]
    pub(crate) label: Option<AttrValue>,
    /// What an empty field stands for, if it may be empty.
    #[prop_or_default]
    pub(crate) empty: Option<&'static str>,
    /// What is wrong with the present value.
    #[prop_or_default]
    pub(crate) problem: Option<AttrValue>,
    /// The values that were set.
    pub(crate) on_change: Callback<Vec<f64>>,
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

/// How many steps a key makes.
fn steps(key: &str) -> Option<f64> {
    match key {
        "ArrowUp" => Some(1.0),
        "ArrowDown" => Some(-1.0),
        "PageUp" => Some(10.0),
        "PageDown" => Some(-10.0),
        _ => None,
    }
}

/// A field for one number, or a list of them.
#[component]
pub(crate) fn NumberField(props: &NumberFieldProps) -> Html {
    let NumberFieldProps { id, quantity, values, .. } = props;
    let draft = use_state_eq(|| None::<Draft>);
    let typed = (*draft).clone().filter(|draft| draft.instead_of == *values);
    let objection = props.objection(typed.as_ref());

    let set = {
        let (draft, values, on_change) = (draft.setter(), values.clone(), props.on_change.clone());
        Callback::from(move |next: Vec<f64>| {
            draft.set(None);
            if next != values {
                on_change.emit(next);
            }
        })
    };
    let commit = {
        let (props, draft, typed, set) = (props.clone(), draft.setter(), typed.clone(), set.clone());
        Callback::from(move |()| {
            let Some(typed) = &typed else { return };
            match props.read(&typed.text) {
                Ok(next) => set.emit(next),
                Err(_) if props.objection(Some(typed)).is_none() => draft.set(None),
                Err(_) => {}
            }
        })
    };
    let oninput = {
        let (draft, instead_of) = (draft.setter(), values.clone());
        Callback::from(move |event: InputEvent| {
            draft.set(Some(Draft { text: entry::text(&event), instead_of: instead_of.clone() }));
        })
    };
    let onkeydown = {
        let (props, draft, typed, commit) = (props.clone(), draft.setter(), typed.clone(), commit.clone());
        Callback::from(move |event: KeyboardEvent| {
            let steps = match event.key().as_str() {
                "Enter" if typed.is_some() => {
                    event.prevent_default();
                    return commit.emit(());
                }
                "Escape" if typed.is_some() => {
                    event.stop_propagation();
                    return draft.set(None);
                }
                key => steps(key),
            };
            let now = typed.as_ref().and_then(|typed| props.read(&typed.text).ok()).unwrap_or(props.values.clone());
            if let ([value], Some(steps)) = (&now[..], steps) {
                event.prevent_default();
                set.emit(vec![props.quantity.stepped(*value, steps)]);
            }
        })
    };
    let shown = typed.map_or_else(|| quantity.text(values), |draft| draft.text);
    let says = objection.is_some().then(|| format!("{id}-says"));
    let role = (quantity.count_max == 1).then_some("spinbutton");
    let bound = |value: f64| role.map(|_| value.to_string());
    html! {
        <span class="number-field">
            <input id={id.clone()} type="text" inputmode={quantity.keys()} autocomplete="off" spellcheck="false"
                {role} aria-label={props.label.clone().unwrap_or(quantity.name.into())}
                aria-valuemin={bound(quantity.low)} aria-valuemax={bound(quantity.high)}
                aria-valuenow={values.first().copied().and_then(bound)} aria-valuetext={role.map(|_| quantity.text(values))}
                aria-invalid={objection.is_some().then_some("true")} aria-describedby={says.clone()}
                placeholder={props.empty} value={shown}
                {oninput} {onkeydown} onblur={commit.reform(|_: FocusEvent| ())} onfocus={|event: FocusEvent| entry::select_all(&event)} />
            <span class="says" id={says} hidden={objection.is_none()} role="status">{ objection.unwrap_or_default() }</span>
        </span>
    }
}
