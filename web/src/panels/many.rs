//! What many runs say, beside what this run says: a share of runs is never taken for a verdict.

mod bar;
mod told;

use std::rc::Rc;

use check::{Measure, Verdict, Witness};
use history::ModelId;
use history::decimal::grouped;
use pipeline::{Series, Share};
use scenario::Scenario;
use share::Link;
use yew::prelude::*;

use super::agreement::Agreement;
use super::guarantees::Column;
use super::pooled::pooled;
use super::prospects::Prospects;
use super::watched::Watched;
use crate::browser::address;
use crate::components::{MEDIA_STYLE, Select};
use crate::hooks::{Ask, CHOICES, Evaluated, Many, Progress, Shared};
use crate::store::{Action, Edit, Look, State};
use crate::words;
use bar::bar;
use told::Told;
pub(super) use told::{percent, span};

/// What the first part has no use for.
const STYLE: &str = concat!(
    include_str!("../../style/many.css"),
    include_str!("../../style/readable.css"),
    include_str!("../../style/chart_files.css"),
    include_str!("../../style/watched.css"),
);

/// What many runs add to the ladder and to the numbers. While another scenario is at rest, what the one
/// before showed is gone, and only its places are left.
pub(crate) fn column(
    many: &Shared<Many>,
    shown: &State,
    run: Option<&Shared<Evaluated>>,
    model: Option<ModelId>,
    on: &Callback<Action>,
) -> Column {
    let scenario = &shown.scenario;
    let current = (many.scenario == *scenario).then(|| many.clone());
    let settled = current.is_some() && run.is_some_and(|run| run.scenario == *scenario);
    let series = current.as_ref().map(|many| &many.series).filter(|series| series.runs > 0);
    let verdict = |model| run.and_then(|run| run.report.judgement.get(model));
    let cells = check::models().iter().map(|model| cell(series, model.id, verdict(model.id)));
    Column {
        about: None,
        head: head(many),
        cells: cells.collect(),
        foot: html! {
            <div class="many-foot">
                { detail(series, scenario, model, verdict, on) }
                { calls(series, scenario, on) }
                { state(current.as_deref()) }
                { on_paper(shown, current.is_some()) }
            </div>
        },
        numbers: html! {
            <div class="many-numbers">
                <Watched run={run.cloned()} {settled} />
                { pooled(series, current.as_ref().and_then(|many| many.prospect.as_deref())) }
                <Prospects many={current.clone()} />
                <Agreement scenario={Rc::clone(scenario)} many={current} level={shown.level} on={on.clone()} />
            </div>
        },
    }
}

/// What ran and where to find it again, for whoever has it on paper; once the scenario rests.
fn on_paper(state: &State, rests: bool) -> Html {
    let scenario = &state.scenario;
    let told = || {
        let link = Link { level: state.level, ..Link::from((**scenario).clone()) };
        let address = share::encode(&link).map(|tail| address::with_fragment(&share::join_fragment("/", &tail)));
        format!("{}. {}", pipeline::headline(scenario), address.unwrap_or_default())
    };
    html! { <p class="on-paper">{ if rests { told() } else { String::new() } }</p> }
}

/// Of how many runs the column speaks.
fn head(many: &Many) -> Html {
    let on = many.on.reform(|index: usize| Ask::Runs(CHOICES.get(index).copied().unwrap_or(CHOICES[0])));
    let choice = Select {
        id: "runs".into(),
        name: Some(words::many::HOW_MANY.into()),
        described_by: None,
        choices: CHOICES.iter().map(|runs| grouped(u64::from(*runs)).into()).collect(),
        taken: CHOICES.iter().position(|runs| *runs == many.wanted),
        on_change: on,
    };
    html! {
        <div class="many-head">
            <style>{ STYLE }</style>
            <style>{ MEDIA_STYLE }</style>
            <span>{ words::many::VIOLATED_IN }</span>{ choice.view() }
        </div>
    }
}

fn told(series: &Series, model: ModelId, verdict: Option<&Verdict>) -> Option<Told> {
    let always = matches!(verdict, Some(Verdict::Holds(Witness::Always)));
    series.of(model).map(|share| Told::of(series, share, always))
}

fn cell(series: Option<&Series>, model: ModelId, verdict: Option<&Verdict>) -> Html {
    let told = series.and_then(|series| told(series, model, verdict));
    let (figure, sentence) = match (&told, series) {
        (Some(told), Some(series)) => (told.figure(), told.sentence(series)),
        _ => (String::new(), String::new()),
    };
    html! {
        <span class="many-cell" title={sentence.clone()}>
            { short_word(verdict) }
            { bar(told.as_ref()) }
            <span class={classes!("many-figure", told.as_ref().map(Told::class))} aria-hidden="true">{ figure }</span>
            <span class="visually-hidden">{ if sentence.is_empty() { String::new() } else { format!(". {sentence}") } }</span>
        </span>
    }
}

/// Beside a second column there is no room for a delay in words.
fn short_word(verdict: Option<&Verdict>) -> Html {
    match verdict {
        Some(Verdict::Measured(measured)) if matches!(measured.least, Measure::Delay(_)) => {
            let Measure::Delay(delay) = measured.least else { return Html::default() };
            html! {
                <span class="many-word">
                    <span class="visually-hidden">{ words::many::UP_TO }</span>{ delay.to_string() }
                    <span class="visually-hidden">{ words::many::STALE }</span>
                </span>
            }
        }
        _ => Html::default(),
    }
}

/// What many runs say of the chosen model, and the way to the first that shows it.
fn detail<'a>(
    series: Option<&Series>,
    scenario: &Scenario,
    model: Option<ModelId>,
    verdict: impl Fn(ModelId) -> Option<&'a Verdict>,
    on: &Callback<Action>,
) -> Html {
    let known = series.zip(model).and_then(|(series, model)| Some((series, told(series, model, verdict(model))?)));
    let Some(((series, told), model)) = known.zip(model) else {
        return html! { <p class="section-foot many-told"></p> };
    };
    let open = told.seed().filter(|seed| *seed != scenario.seed).map(|seed| {
        let on = on.clone();
        let onclick = Callback::from(move |_: MouseEvent| {
            on.emit(Action::Look(Look::Model(Some(model))));
            on.emit(Action::Edit(Edit::Seed(seed)));
        });
        html! { <button type="button" class="many-open" {onclick}>{ words::many::open_seed(seed) }</button> }
    });
    html! {
        <p class="section-foot many-told">
            <strong>{ model.name() }</strong>{ ". " }{ told.sentence(series) }{ " " }{ open.unwrap_or_default() }
        </p>
    }
}

/// The same of what an application takes for granted, where there is one.
fn calls(series: Option<&Series>, scenario: &Scenario, on: &Callback<Action>) -> Html {
    let Some(series) = series.filter(|series| !series.application.is_empty()) else { return Html::default() };
    let row = |(name, share): &(String, Share)| {
        let told = Told::of(series, share, false);
        let name =
            check::invariants::invariant(name).map_or(words::many::CALLS_LINEARIZABLE, |invariant| invariant.name);
        let open = told.seed().filter(|seed| *seed != scenario.seed).map(|seed| {
            let onclick = on.reform(move |_: MouseEvent| Action::Edit(Edit::Seed(seed)));
            html! { <button type="button" class="many-open" {onclick}>{ words::many::open_seed(seed) }</button> }
        });
        html! {
            <li key={name} class="many-call" title={told.sentence(series)}>
                <span>{ name }</span>
                { open.unwrap_or_default() }
                { bar(Some(&told)) }
                <span class={classes!("many-figure", told.class())}>{ told.figure() }</span>
            </li>
        }
    };
    html! { <ul class="many-calls" aria-label={words::many::TAKEN_FOR_GRANTED}>{ for series.application.iter().map(row) }</ul> }
}

/// How far the runs are, and what can be done about it. It keeps its height.
fn state(many: Option<&Many>) -> Html {
    let Some(many) = many else { return html! { <div class="many-state"></div> } };
    let (runs, wanted) = (many.series.runs, grouped(u64::from(many.wanted)));
    let ask = |ask: Ask, words: &'static str| {
        let onclick = many.on.reform(move |_: MouseEvent| ask);
        html! { <button type="button" class="many-open" {onclick}>{ words }</button> }
    };
    let so_far = words::many::so_many_of(&grouped(u64::from(runs)), &wanted);
    let (words, button) = match many.progress {
        Progress::Running => (words::many::so_far(&so_far), ask(Ask::Stop, words::many::STOP)),
        Progress::Stopped if runs == 0 => (words::many::TAKES_LONG.to_owned(), ask(Ask::GoOn, words::many::RUN_MORE)),
        Progress::Stopped => (words::many::stopped(&so_far), ask(Ask::GoOn, words::many::GO_ON)),
        Progress::Done => {
            let last = many.series.seed.wrapping_add(runs.saturating_sub(1));
            let words = words::many::seeds(many.series.seed, last);
            (words, Html::default())
        }
    };
    let running = many.progress == Progress::Running;
    html! {
        <div class="many-state">
            <p class="section-foot">{ words }</p>{ button }
            <progress max={many.wanted.to_string()} value={runs.to_string()} hidden={!running} aria-label={words::many::PROGRESS} />
        </div>
    }
}
