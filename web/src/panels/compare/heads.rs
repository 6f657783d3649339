//! What stands above the two drawings: which settings differ, what becomes of the model on show in each
//! run, and what can be done with the pair.

use history::ModelId;
use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

use super::super::guarantees::{mark_of, word_of};
use super::{STYLE, badge};
use crate::components::{Element, IconName, el, icon, verdict_mark};
use crate::hooks::{Pair, Shared};
use crate::store::{Action, Pin};
use crate::words;

/// How the two drawings stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stand {
    /// Side by side, time running down.
    Beside,
    /// One above the other, time running across.
    Stacked,
    /// One at a time, where there is no room for both.
    Switched,
}

/// All of it. Where one drawing is shown at a time, the heads choose which.
pub(crate) fn top(
    pair: &Shared<Pair>,
    (model, stand): (Option<ModelId>, Stand),
    shows_a: &UseStateHandle<bool>,
    embedded: bool,
    on: &Callback<Action>,
) -> Html {
    let heads = [true, false].map(|of_a| match stand {
        Stand::Switched => chooser(pair, model, of_a, shows_a),
        Stand::Beside | Stand::Stacked => head(pair, model, of_a).into(),
    });
    let tool = |pin: Pin, sign: IconName, name: &'static str, title: &'static str| {
        let on = on.reform(move |_: Event| Action::Pin(pin));
        let button =
            el("button").class("tool tool-words").set("type", "button").set("title", title).set("aria-label", name);
        button.on(ListenerKind::onclick, on).child(icon(sign)).add(el("span").text(name))
    };
    let tools = el("div")
        .class("compare-tools")
        .hidden(embedded)
        .add(tool(Pin::Swap, IconName::Swap, words::compare::SWAP, words::compare::SWAP_TOLD))
        .add(tool(Pin::Unset, IconName::Close, words::compare::UNPIN, words::compare::UNPIN_TOLD));
    let class = match stand {
        Stand::Beside => "compare-heads",
        Stand::Stacked => "compare-heads is-apart",
        Stand::Switched => "compare-heads is-switch",
    };
    el("div")
        .class("compare")
        .add(el("style").text(STYLE))
        .add(el("div").class("compare-bar").add(says(pair)).child(key()).add(tools))
        .add(el("div").class(class).set("role", "group").set("aria-label", words::compare::TWO_RUNS).list(heads.into()))
        .into()
}

/// What the marks of a comparison mean.
fn key() -> Html {
    html! {
        <ul class="compare-key" aria-label={words::compare::MARKS}>
            <li><svg viewBox="0 0 17 17" width="15" height="15" aria-hidden="true">
                <path class="q-contrast" d="M8.5 0 17 8.5 8.5 17 0 8.5z" />
                <path class="q-contrast-sign" d="M5.5 7h6M5.5 10h6M10.25 4.5l-3.5 8" />
            </svg>{ words::compare::DIFFERS }</li>
            <li><svg viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">
                <path class="q-bar-read" d="M3.75 0v13.25h6.5V0" /><path class="q-contrast-stretch" d="M5 5h4v7H5z" />
                <path class="q-contrast-longer" d="M1 5h12" />
            </svg>{ words::compare::LONGER }</li>
        </ul>
    }
}

/// Which settings differ, in one line.
fn says(pair: &Pair) -> Element {
    let settings: Vec<String> = pair.settings.iter().map(ToString::to_string).collect();
    let words = match settings.is_empty() {
        true => words::compare::SAME.to_owned(),
        false => settings.join(" · "),
    };
    let line =
        el("p").class("compare-says").set("id", "compare-says").set("aria-live", "polite").with("title", words.clone());
    line.child(badge(true))
        .add(el("span").class("visually-hidden").text(words::compare::AND))
        .child(badge(false))
        .add(el("span").text(words))
}

/// What becomes of the model in one of the runs.
pub(super) fn head(pair: &Pair, model: Option<ModelId>, of_a: bool) -> Element {
    let run = if of_a { &pair.a } else { &pair.b };
    let model = model.unwrap_or(ModelId::Linearizable);
    let verdict = run.report.judgement.get(model);
    let mark = mark_of(verdict);
    let (class, whose) =
        if of_a { ("compare-head", words::compare::PINNED) } else { ("compare-head is-b", words::shared::THIS_RUN) };
    el("span")
        .class(class)
        .named(whose)
        .child(badge(of_a))
        .add(el("span").class("compare-whose").text(whose))
        .child(verdict_mark(mark))
        .add(
            el("span")
                .class(mark.class())
                .add(el("span").class("compare-model").text(format!("{model} ")))
                .text(word_of(verdict, mark)),
        )
}

fn chooser(pair: &Pair, model: Option<ModelId>, of_a: bool, shows_a: &UseStateHandle<bool>) -> Html {
    let setter = shows_a.setter();
    let choose = Callback::from(move |_: Event| setter.set(of_a));
    let pressed = if **shows_a == of_a { "true" } else { "false" };
    el("button")
        .named(if of_a { "a" } else { "b" })
        .class("compare-choice")
        .set("type", "button")
        .set("aria-pressed", pressed)
        .on(ListenerKind::onclick, choose)
        .add(head(pair, model, of_a))
        .into()
}
