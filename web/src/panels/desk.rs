//! What every panel of the controls works with: the scenario, what is wrong with it, and how it
//! is changed.

use scenario::{Problem, ProtocolInfo, Scenario};
use yew::prelude::*;

use super::ways::Ways;
use crate::components::sifted;
use crate::store::{Action, Edit};

/// What every panel of the controls works with.
pub(crate) struct Desk<'a> {
    pub(crate) scenario: &'a Scenario,
    pub(crate) info: Option<&'static ProtocolInfo>,
    pub(crate) ways: &'a Ways,
    pub(crate) problems: &'a [Problem],
    pub(crate) on: &'a Callback<Action>,
}

/// How a value of a control becomes an edit.
type Make<T> = Box<dyn Fn(T) -> Edit>;

impl Desk<'_> {
    /// Edits while a gesture lasts.
    pub(crate) fn moving(&self, edit: Make<f64>) -> Callback<f64> {
        self.on.reform(move |value| Action::Edit(edit(value)))
    }

    /// The end of a gesture.
    pub(crate) fn settling(&self) -> Callback<()> {
        self.on.reform(|()| Action::Settle)
    }

    /// Edits at once, a step of undo each: the first of what a field holds.
    pub(crate) fn setting(&self, edit: Make<f64>) -> Callback<Vec<f64>> {
        sifted(&self.choosing(edit), |values: Vec<f64>| values.first().copied())
    }

    /// Edits at once, a step of undo each.
    pub(crate) fn choosing<T: 'static>(&self, edit: Make<T>) -> Callback<T> {
        let on = self.on.clone();
        Callback::from(move |value| {
            on.emit(Action::Edit(edit(value)));
            on.emit(Action::Settle);
        })
    }

    /// What is wrong with one field of the scenario.
    pub(crate) fn problem(&self, field: &str) -> Option<AttrValue> {
        let found = self.problems.iter().find(|problem| problem.field == field);
        found.map(|problem| AttrValue::from(problem.sentence.clone()))
    }

    /// What is wrong with fields that have no control of their own, in a list that may be empty.
    pub(crate) fn problems(&self, concerned: fn(&str) -> bool) -> Html {
        let problems = self.problems.iter().filter(|problem| concerned(&problem.field));
        let line = |(index, problem): (usize, &Problem)| {
            html! { <li key={index} class="says">{ problem.to_string() }</li> }
        };
        html! { <ul aria-live="polite">{ for problems.enumerate().map(line) }</ul> }
    }
}
