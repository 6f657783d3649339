//! What every panel of the controls works with: the scenario, what is wrong with it, and how it
//! is changed.

use std::rc::Rc;

use scenario::{Problem, ProtocolInfo, Scenario};
use yew::prelude::*;

use super::ways::Ways;
use crate::components::{Element, NumberFieldProps, Quantity, el, number_field};
use crate::store::{Action, Edit};

/// What every panel of the controls works with.
pub(crate) struct Desk<'a> {
    pub(crate) scenario: &'a Rc<Scenario>,
    pub(crate) info: Option<&'static ProtocolInfo>,
    pub(crate) ways: &'a Ways,
    pub(crate) problems: &'a [Problem],
    pub(crate) on: &'a Callback<Action>,
}

/// How a value of a control becomes an edit.
pub(crate) type Make<T> = Box<dyn Fn(T) -> Edit>;

impl Desk<'_> {
    /// Edits while a gesture lasts.
    #[inline(never)]
    pub(crate) fn moving(&self, edit: Make<f64>) -> Callback<f64> {
        self.on.reform(move |value| Action::Edit(edit(value)))
    }

    /// The end of a gesture.
    #[inline(never)]
    pub(crate) fn settling(&self) -> Callback<()> {
        self.on.reform(|()| Action::Settle)
    }

    /// Edits at once, a step of undo each.
    pub(crate) fn choosing<T: 'static>(&self, edit: Make<T>) -> Callback<T> {
        let on = self.on.clone();
        Callback::from(move |value| {
            on.emit(Action::Edit(edit(value)));
            on.emit(Action::Settle);
        })
    }

    /// A field that edits at once.
    #[inline(never)]
    pub(crate) fn field(&self, id: &'static str, of: Field<'_>, edit: Make<f64>) -> Html {
        let set = self.choosing(edit);
        number_field(NumberFieldProps {
            id: id.into(),
            quantity: of.quantity,
            label: None,
            values: vec![of.value],
            empty: None,
            problem: self.problem(of.field),
            on_change: Callback::from(move |values: Vec<f64>| {
                values.into_iter().take(1).for_each(|value| set.emit(value))
            }),
        })
    }

    /// What is wrong with one field of the scenario.
    #[inline(never)]
    pub(crate) fn problem(&self, field: &str) -> Option<AttrValue> {
        let found = self.problems.iter().find(|problem| problem.field == field);
        found.map(|problem| AttrValue::from(problem.sentence.clone()))
    }

    /// What is wrong with fields that have no control of their own, in a list that may be empty.
    #[inline(never)]
    pub(crate) fn problems(&self, concerned: fn(&str) -> bool) -> Element {
        let problems = self.problems.iter().filter(|problem| concerned(&problem.field));
        let line =
            |(index, problem): (usize, &Problem)| el("li").key(index).class("says").text(problem.to_string()).into();
        el("ul").set("aria-live", "polite").list(problems.enumerate().map(line).collect())
    }
}

/// What a field sets.
pub(crate) struct Field<'a> {
    pub(crate) quantity: Quantity,
    pub(crate) value: f64,
    /// Where it is in the scenario.
    pub(crate) field: &'a str,
}

/// A row: a label, and what it labels.
#[inline(never)]
pub(crate) fn labelled(id: &'static str, label: &'static str, control: Html) -> Element {
    el("div").class("choice-row").add(el("label").set("for", id).text(label)).child(control)
}
